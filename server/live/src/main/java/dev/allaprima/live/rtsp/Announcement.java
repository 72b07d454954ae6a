package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a publisher announces, read from its SDP (RFC 8866): the tracks that are known here. FFmpeg
 * never sees the publisher's own text, only one that is written anew from what was understood.
 *
 * @param tracks at most one video and one sound
 */
record Announcement(List<Track> tracks) {
  /** Longer than any that describes two tracks; an H.265 stream's parameter sets take 300 bytes. */
  static final int LONGEST = 16 * 1024;

  private static final int MOST_MEDIA = 16;
  private static final Set<String> VIDEO = Set.of("H264", "H265", "VP8", "VP9", "AV1");
  private static final Set<String> SOUND =
      Set.of("MPEG4-GENERIC", "MP4A-LATM", "OPUS", "PCMU", "PCMA");
  private static final Pattern MEDIA =
      Pattern.compile("(video|audio) \\d{1,5}(?:/\\d{1,3})? RTP/S?AVPF? (\\d{1,3})(?: .*)?");
  private static final Pattern MAP =
      Pattern.compile("(\\d{1,3}) ([A-Za-z0-9-]{1,20})/(\\d{1,6})(?:/(\\d))?");
  private static final Pattern FORMAT = Pattern.compile("(\\d{1,3}) ([\\x20-\\x7e]{1,8192})");
  private static final Pattern CONTROL = Pattern.compile("[\\x21-\\x7e]{1,1024}");

  /** Payload types that need no rtpmap: RFC 3551, section 6. */
  private static final Map<Integer, String> STATIC = Map.of(0, "PCMU/8000", 8, "PCMA/8000");

  /**
   * One track.
   *
   * @param media {@code video} or {@code audio}
   * @param payload its RTP payload type
   * @param control its address, relative or whole
   * @param encoding its encoding as in an rtpmap, such as {@code H264/90000}
   * @param format its fmtp parameters; null if it has none
   */
  record Track(String media, int payload, String control, String encoding, String format) {
    private String name() {
      return encoding.substring(0, encoding.indexOf('/')).toUpperCase(Locale.ROOT);
    }

    private boolean isKnown() {
      return (media.equals("video") ? VIDEO : SOUND).contains(name());
    }
  }

  /**
   * Reads a description. Media of other kinds are left out, as RTSP lets a client set up what it
   * likes.
   *
   * @throws Fault if it has no video that is known here, several of a kind, or is no SDP
   */
  static Announcement parse(String sdp) {
    if (sdp.length() > LONGEST) {
      throw invalid("it is longer than " + LONGEST + " bytes");
    }
    if (!sdp.startsWith("v=0")) {
      throw invalid("it does not begin with v=0");
    }
    List<Map<String, String>> media = new ArrayList<>();
    for (String line : sdp.split("\r\n|\n|\r")) {
      if (line.startsWith("m=")) {
        media.add(new TreeMap<>());
      }
      if (media.size() > MOST_MEDIA) {
        throw invalid("it has more than " + MOST_MEDIA + " media");
      }
      if (!media.isEmpty()) {
        note(line, media.get(media.size() - 1));
      }
    }
    List<Track> tracks = media.stream().map(Announcement::track).filter(t -> t != null).toList();
    requireUsable(tracks);
    return new Announcement(tracks);
  }

  /** Keeps a line of a medium that says something here: the first of its kind. */
  private static void note(String line, Map<String, String> medium) {
    for (String kind : List.of("m=", "a=rtpmap:", "a=fmtp:", "a=control:")) {
      if (line.startsWith(kind)) {
        medium.putIfAbsent(kind, line.substring(kind.length()).strip());
      }
    }
  }

  private static Track track(Map<String, String> lines) {
    Matcher medium = MEDIA.matcher(lines.get("m="));
    if (!medium.matches()) {
      return null;
    }
    int payload = Integer.parseInt(medium.group(2));
    if (payload > 127) {
      throw invalid("it has an RTP payload type " + payload);
    }
    String encoding = STATIC.get(payload);
    Matcher map = MAP.matcher(lines.getOrDefault("a=rtpmap:", ""));
    if (map.matches() && Integer.parseInt(map.group(1)) == payload) {
      String channels = map.group(4) == null ? "" : "/" + map.group(4);
      encoding = map.group(2) + "/" + map.group(3) + channels;
    }
    if (encoding == null) {
      return null;
    }
    String control = lines.getOrDefault("a=control:", "");
    if (!control.isEmpty() && !CONTROL.matcher(control).matches()) {
      throw invalid("a track's control is no address");
    }
    Matcher format = FORMAT.matcher(lines.getOrDefault("a=fmtp:", ""));
    boolean described = format.matches() && Integer.parseInt(format.group(1)) == payload;
    Track track =
        new Track(medium.group(1), payload, control, encoding, described ? format.group(2) : null);
    return track.isKnown() ? track : null;
  }

  private static void requireUsable(List<Track> tracks) {
    long videos = tracks.stream().filter(track -> track.media().equals("video")).count();
    if (videos == 0) {
      throw invalid("it has no video in " + String.join(", ", VIDEO.stream().sorted().toList()));
    }
    if (videos > 1 || tracks.size() > 2) {
      throw invalid("it has several tracks of a kind");
    }
    if (tracks.stream().map(Track::payload).distinct().count() < tracks.size()) {
      throw invalid("two tracks have one RTP payload type");
    }
  }

  private static Fault invalid(String reason) {
    return Fault.of(
        INVALID,
        "the SDP announces nothing that can be painted: " + reason,
        "Announce one H.264 video, and AAC or opus if there is sound");
  }

  /** A description of those tracks for FFmpeg. */
  static String describe(List<Track> tracks) {
    StringBuilder sdp = new StringBuilder("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
    for (Track track : tracks) {
      sdp.append("m=%s 0 RTP/AVP %d\r\n".formatted(track.media(), track.payload()));
      sdp.append("a=rtpmap:%d %s\r\n".formatted(track.payload(), track.encoding()));
      if (track.format() != null) {
        sdp.append("a=fmtp:%d %s\r\n".formatted(track.payload(), track.format()));
      }
    }
    return sdp.toString();
  }
}
