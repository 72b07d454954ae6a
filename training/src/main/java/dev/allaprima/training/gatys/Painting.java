package dev.allaprima.training.gatys;

import dev.allaprima.training.data.Picture;

/**
 * A painting whose style is wanted.
 *
 * @param picture the painting
 * @param share how much of the style it gives, beside the others; above 0
 */
public record Painting(Picture picture, double share) {}
