package dev.allaprima.live.webrtc;

import dev.onvoid.webrtc.media.SyncClock;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.LongPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock by which sources stamp what they are handed. libwebrtc takes the stamps for times of
 * the machine's monotonic clock, and tells the other side in its reports (RFC 3550, section 6.4.1)
 * what each was in common time. webrtc-java's clock counts from where it was made, each source's
 * from another moment: reports are then off by as long as the machine runs, for sound otherwise
 * than for pictures, and whoever plays both by them tears them apart. Its native half is that one
 * number, the beginning, which this sets to the machine's own.
 */
final class SourceClock {
  private static final Logger LOG = LoggerFactory.getLogger(SourceClock.class);
  private static final long NEAR_NANOS = TimeUnit.SECONDS.toNanos(10);

  private SourceClock() {}

  private static final class At extends LongPointer {
    At(long place) {
      address = place;
    }
  }

  /** Makes one for one source, whose own its native half becomes: it is not to be disposed of. */
  static SyncClock make() {
    SyncClock clock = new SyncClock();
    try (At begin = new At(NativeReference.address(clock))) {
      // Nanoseconds. Anything else is no clock as it is known here, and is left alone.
      if (Math.abs(begin.get() - System.nanoTime()) < NEAR_NANOS) {
        begin.put(0);
      } else {
        LOG.warn("webrtc-java keeps its clock otherwise: viewers may hear sound early or late");
      }
    }
    return clock;
  }
}
