/**
 * Frames in, painted frames out. The packages below are the stages, in the order of a frame's way:
 * {@code decode}, {@code stylize}, {@code encode} or {@code picture}; {@code frame} is what
 * travels. The stages do not know each other; the classes here wire them.
 */
package dev.allaprima.pipeline;
