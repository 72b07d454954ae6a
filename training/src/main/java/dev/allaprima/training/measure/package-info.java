/**
 * Measures what was learnt: the perceptual loss on photos, and flicker on pans over photos, whose
 * motion is known, and on real clips, whose motion is found by block matching.
 */
package dev.allaprima.training.measure;
