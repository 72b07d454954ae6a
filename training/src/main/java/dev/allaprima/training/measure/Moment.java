package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;

/**
 * A frame of a clip.
 *
 * @param frame what the camera saw
 * @param flow the way from the frame before; null for the first
 */
record Moment(Picture frame, Flow flow) {}
