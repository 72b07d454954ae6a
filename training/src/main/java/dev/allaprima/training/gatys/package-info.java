/**
 * Painting by optimisation (Gatys, Ecker, Bethge 2015, "A Neural Algorithm of Artistic Style"): the
 * picture's own pixels are what is learnt.
 *
 * <p>{@link dev.allaprima.training.gatys.Gatys} leads from coarse to fine; at each level a {@link
 * dev.allaprima.training.gatys.PictureLoss} is the objective that an {@link
 * dev.allaprima.training.gatys.Optimiser} makes small.
 */
package dev.allaprima.training.gatys;
