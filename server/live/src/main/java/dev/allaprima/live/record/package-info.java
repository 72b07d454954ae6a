/**
 * Recordings of streams: the packets that a stream is encoded to once for everybody, written as
 * MP4.
 *
 * <p>While it is written a file is fragmented, a fragment for each keyframe, so that all but the
 * last two seconds can be played whatever happens to the process. When it ends it becomes a plain
 * MP4 with one index, in which every player can seek; one that a killed server left becomes that
 * when the next one starts.
 *
 * <p>A recording begins with a keyframe, at zero. It goes on while the stream's publisher is gone,
 * and shows the slate; it ends with the stream. An MP4 has one size: pictures of another are fitted
 * into it, in the middle of black. Where another encoder had begun the file (a graphics card's)
 * that cannot be, and another recording goes on in its place. Recordings are never removed by
 * themselves; when their room is full none is begun and those under way end.
 */
package dev.allaprima.live.record;
