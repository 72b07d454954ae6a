package dev.allaprima.live.broadcast.hls;

import java.util.List;
import java.util.Locale;

/**
 * Writes media playlists: section 4.4 of draft-pantos-hls-rfc8216bis, with the parts of section
 * 4.4.4.9 and the server control of section 4.4.3.8.
 */
final class Playlist {
  /** Seconds that no segment is longer than, rounded: the encoder's distance of keyframes. */
  static final int TARGET = 2;

  /** Seconds that no part is longer than. */
  static final double PART_TARGET = 0.5;

  private final String id;

  Playlist(String id) {
    this.id = id;
  }

  /** Those segments, the last of which may be unfinished. */
  String write(List<Segment> segments, long discontinuities, boolean ended) {
    StringBuilder text = new StringBuilder(2048);
    line(text, "#EXTM3U");
    line(text, "#EXT-X-VERSION:9");
    line(text, "#EXT-X-TARGETDURATION:%d", TARGET);
    line(
        text,
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=%.1f,HOLD-BACK=%d",
        3 * PART_TARGET,
        3 * TARGET);
    line(text, "#EXT-X-PART-INF:PART-TARGET=%.1f", PART_TARGET);
    long first = segments.isEmpty() ? 0 : segments.get(0).number;
    line(text, "#EXT-X-MEDIA-SEQUENCE:%d", first);
    line(text, "#EXT-X-DISCONTINUITY-SEQUENCE:%d", discontinuities);
    double left = segments.stream().mapToDouble(Segment::seconds).sum();
    int header = -1;
    for (Segment segment : segments) {
      if (segment.discontinuity) {
        line(text, "#EXT-X-DISCONTINUITY");
      }
      if (segment.header != header) {
        header = segment.header;
        line(text, "#EXT-X-MAP:URI=\"%s-%d.mp4\"", id, header);
      }
      line(text, "#EXT-X-PROGRAM-DATE-TIME:%s", segment.began);
      // Older parts are of no use: nobody begins so far behind.
      if (left - segment.seconds() < 3 * TARGET) {
        parts(text, segment);
      }
      left -= segment.seconds();
      if (segment.whole) {
        line(text, "#EXTINF:%.5f,", segment.seconds());
        line(text, "%s-%d.m4s", id, segment.number);
      }
    }
    if (ended) {
      line(text, "#EXT-X-ENDLIST");
    } else if (!segments.isEmpty()) {
      Segment last = segments.get(segments.size() - 1);
      long number = last.whole ? last.number + 1 : last.number;
      int part = last.whole ? 0 : last.parts.size();
      line(text, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"%s-%d.%d.m4s\"", id, number, part);
    }
    return text.toString();
  }

  private void parts(StringBuilder text, Segment segment) {
    for (int i = 0; i < segment.parts.size(); i++) {
      Segment.Part part = segment.parts.get(i);
      line(
          text,
          "#EXT-X-PART:DURATION=%.5f,URI=\"%s-%d.%d.m4s\"%s",
          part.seconds(),
          id,
          segment.number,
          i,
          part.independent() ? ",INDEPENDENT=YES" : "");
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
