/**
 * Files that the server paints: uploaded, checked, queued, painted by the engine that paints the
 * streams, and kept until they are fetched. Knows neither HTTP nor streams.
 *
 * <p>A job has a folder of its own, named by its id, with the upload ({@code input}), what it is
 * ({@code job.json}) and what came of it ({@code result.*}). Names that people give are never names
 * of files. A job outlives the server, also one that is killed: its video is gone on from where the
 * last finished piece ends.
 *
 * <p>Live goes first: the engine takes a picture of a file when no stream has one, and a file's
 * pictures are painted no larger than a stream's may be, so that a stream waits no longer for a
 * file than for another stream.
 */
package dev.allaprima.live.jobs;
