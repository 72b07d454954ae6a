package dev.allaprima.live.rtsp;

import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;

/** The SDP of a publisher by RTSP: what FFmpeg is told of it is plain, and read again the same. */
public final class AnnouncementFuzz {
  private AnnouncementFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Announcement announcement;
    try {
      announcement = Announcement.parse(new String(data, StandardCharsets.UTF_8));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.INVALID) {
        throw e;
      }
      return;
    }
    String described = Announcement.describe(announcement.tracks());
    String again = Announcement.describe(Announcement.parse(described).tracks());
    if (!described.matches("[\\x20-\\x7e\\r\\n]*") || !described.equals(again)) {
      throw new AssertionError(described + "\n" + again);
    }
  }
}
