package dev.allaprima.pipeline.stylize;

/**
 * What an {@link Engine} has counted so far.
 *
 * @param painted pictures
 * @param failed pictures
 * @param batches runs of a network
 * @param uploadedBytes copied to the device; 0 on a processor
 * @param downloadedBytes copied from it
 */
public record EngineStats(
    long painted, long failed, long batches, long uploadedBytes, long downloadedBytes) {}
