/**
 * What the benchmark commands measure: the way of a file and its stages, beside the same work done
 * by others, and its memory over time.
 */
package dev.allaprima.pipeline.bench;
