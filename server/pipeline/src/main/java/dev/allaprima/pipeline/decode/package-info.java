/**
 * The stage that reads: a video file or a photo becomes frames, upright and in the frame contract's
 * colours, with their timestamps; sound packets are handed over as they are.
 */
package dev.allaprima.pipeline.decode;
