package dev.allaprima.live.broadcast.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a stream from one keyframe to the next.
 *
 * <p>It is changed and read under the lock of its {@link Window}.
 */
final class Segment {
  /**
   * A fragment of MP4.
   *
   * @param independent whether it begins with a keyframe
   */
  record Part(byte[] bytes, double seconds, boolean independent) {}

  final long number;
  final int header;
  final boolean discontinuity;
  final Instant began;
  final List<Part> parts = new ArrayList<>();
  boolean whole;

  /**
   * @param number its media sequence number
   * @param header the number of the header that its parts are read with
   * @param discontinuity whether that is another one than before
   * @param began by the wall clock
   */
  Segment(long number, int header, boolean discontinuity, Instant began) {
    this.number = number;
    this.header = header;
    this.discontinuity = discontinuity;
    this.began = began;
  }

  double seconds() {
    return parts.stream().mapToDouble(Part::seconds).sum();
  }
}
