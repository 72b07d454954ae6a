/**
 * The stage that makes the picture to be shown from the painted one and its source: how styles are
 * mixed over time, how large is painted, how steady, how strong, in whose colours, and what lies
 * over it.
 *
 * <p>It is the one stage that works on samples in Java. It stays in I420 and converts no colours.
 */
package dev.allaprima.pipeline.compose;
