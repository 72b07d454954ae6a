package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of an offer or an answer (RFC 8866), edited line by line. Immutable: each edit is a new
 * text. The video of a description is its first video section, its sound the first audio one; this
 * server carries one of each.
 */
final class Sdp {
  private static final Set<String> DIRECTIONS =
      Set.of("a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive");
  private static final Set<String> VIDEO_CODECS = Set.of("VP8", "VP9", "H264", "H265", "AV1");
  private static final Pattern RTPMAP = Pattern.compile("a=rtpmap:(\\d+) ([^/]+)/.*");

  /** That of the best host candidate, by RFC 8445, section 5.1.2.1; the next ones have 2⁸ less. */
  private static final int PRIORITY = 2130706431;

  /** The session's lines, then one list for each media section, beginning with its m= line. */
  private final List<List<String>> sections;

  private Sdp(List<List<String>> sections) {
    this.sections = sections;
  }

  /**
   * Reads a description.
   *
   * @throws Fault if the text is not one
   */
  static Sdp parse(String text) {
    List<List<String>> sections = new ArrayList<>();
    sections.add(new ArrayList<>());
    for (String line : text.lines().filter(line -> !line.isEmpty()).toList()) {
      if (line.length() < 2 || line.charAt(1) != '=') {
        throw notSdp("it has the line \"" + excerpt(line) + "\"");
      }
      if (line.startsWith("m=")) {
        sections.add(new ArrayList<>());
      }
      sections.get(sections.size() - 1).add(line);
    }
    if (sections.get(0).isEmpty() || !sections.get(0).get(0).equals("v=0")) {
      throw notSdp("it does not begin with v=0");
    }
    return new Sdp(sections);
  }

  private static Fault notSdp(String why) {
    return Fault.of(INVALID, "the body is not SDP: " + why, "Send what an RTCPeerConnection makes");
  }

  private static String excerpt(String line) {
    String printable = line.replaceAll("\\P{Print}", "?");
    return printable.length() > 40 ? printable.substring(0, 40) + "..." : printable;
  }

  /** Whether its video goes one of those ways. */
  boolean hasVideo(String... directions) {
    return goes(first("video"), directions);
  }

  /** Whether its sound goes one of those ways. */
  boolean hasSound(String... directions) {
    return goes(first("audio"), directions);
  }

  private static boolean goes(List<String> section, String... directions) {
    return section != null
        && !isRefused(section)
        && Arrays.asList(directions)
            .contains(
                section.stream()
                    .filter(DIRECTIONS::contains)
                    .findFirst()
                    .orElse("a=sendrecv")
                    .substring(2));
  }

  private List<String> first(String media) {
    return sections.stream().filter(section -> is(media, section)).findFirst().orElse(null);
  }

  private static boolean is(String media, List<String> section) {
    return section.get(0).startsWith("m=" + media + " ");
  }

  /** Checks that this, an answer, has not turned the video down. */
  Sdp answersVideo() {
    if (!hasVideo("sendonly", "recvonly", "sendrecv")) {
      throw Fault.of(
          INVALID,
          "the SDP offer has no video codec that the server knows",
          "Offer VP8, VP9, H264 or AV1");
    }
    return this;
  }

  /**
   * Every media set inactive but the video and the sound. Nor does the sound tell its level in each
   * packet: some peers number that header extension as they do another of the video, which one
   * transport of both cannot have.
   */
  Sdp onlyCarried() {
    List<String> video = first("video");
    List<String> sound = first("audio");
    return map(section ->
            section == video
                    || section == sound
                    || section == sections.get(0)
                    || section.get(0).endsWith("datachannel")
                ? section
                : inactive(section))
        .withoutExtension("urn:ietf:params:rtp-hdrext:ssrc-audio-level");
  }

  private static List<String> inactive(List<String> section) {
    List<String> lines = section.stream().filter(line -> !DIRECTIONS.contains(line)).toList();
    List<String> edited = new ArrayList<>(lines);
    edited.add("a=inactive");
    return edited;
  }

  /** The name of its ICE session; null if it has none. All media are to share one transport. */
  String ufrag() {
    return value("a=ice-ufrag:", lines());
  }

  /** Which section's transport serves all (BUNDLE), from 0: the first that is not turned down. */
  int carrier() {
    for (int section = 1; section < sections.size(); section++) {
      if (hasPort(sections.get(section))) {
        return section - 1;
      }
    }
    return 0;
  }

  private static String value(String attribute, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(attribute))
        .map(line -> line.substring(attribute.length()))
        .findFirst()
        .orElse(null);
  }

  /** No candidates: the other side is known by where its packets come from. */
  Sdp withoutCandidates() {
    return without(line -> line.startsWith("a=candidate:") || line.equals("a=end-of-candidates"));
  }

  /** No header extension of that URI. */
  Sdp withoutExtension(String uri) {
    return without(line -> line.startsWith("a=extmap:") && line.endsWith(" " + uri));
  }

  /**
   * No candidates but those to addresses that the other side may be sent to.
   *
   * @param reach throws a fault for any other address
   * @throws Fault if none is left, as it throws it
   */
  Sdp reaching(Consumer<String> reach) {
    List<String> kept = new ArrayList<>();
    Fault refused =
        Fault.of(
            INVALID, "the answer names no address to send to", "Send to what is reached by UDP");
    for (String candidate : IceFragment.usable(lines())) {
      try {
        reach.accept(IceFragment.address(candidate));
        kept.add("a=" + candidate);
      } catch (Fault e) {
        refused = e;
      }
    }
    if (kept.isEmpty()) {
      throw refused;
    }
    return without(line -> line.startsWith("a=candidate:") && !kept.contains(line));
  }

  /** Receives nothing of what it would receive. */
  Sdp sendingOnly() {
    return map(
        section ->
            section.stream().map(line -> line.equals("a=sendrecv") ? "a=sendonly" : line).toList());
  }

  private Sdp without(Predicate<String> unwanted) {
    return map(section -> section.stream().filter(line -> !unwanted.test(line)).toList());
  }

  /**
   * Every video codec told to begin at so many kilobits a second (a parameter of libwebrtc's that
   * others pass over).
   */
  Sdp withStartBitrate(int kbps) {
    return map(section -> is("video", section) ? withStartBitrate(kbps, section) : section);
  }

  private static List<String> withStartBitrate(int kbps, List<String> section) {
    List<String> edited = new ArrayList<>(section);
    for (String payload : payloads(section, VIDEO_CODECS::contains)) {
      String format = "a=fmtp:" + payload + " ";
      String parameter = "x-google-start-bitrate=" + kbps;
      boolean has = section.stream().anyMatch(line -> line.startsWith(format));
      if (has) {
        edited.replaceAll(line -> line.startsWith(format) ? line + ";" + parameter : line);
      } else {
        edited.add(format + parameter);
      }
    }
    return edited;
  }

  /** The payload types of the codecs whose name, in capitals, is wanted; in the section's order. */
  private static List<String> payloads(List<String> section, Predicate<String> wanted) {
    return section.stream()
        .map(RTPMAP::matcher)
        .filter(map -> map.matches() && wanted.test(map.group(2).toUpperCase(Locale.ROOT)))
        .map(map -> map.group(1))
        .toList();
  }

  /**
   * Candidates for UDP at those addresses, the best first, and that port, in the section whose
   * transport serves all (BUNDLE): the first that is not turned down.
   */
  Sdp withCandidates(List<String> addresses, int port) {
    List<String> first =
        sections.stream()
            .filter(section -> section.get(0).startsWith("m=") && hasPort(section))
            .findFirst()
            .orElse(null);
    return map(
        section -> {
          List<String> edited = new ArrayList<>(section);
          edited.replaceAll(
              line -> line.startsWith("c=IN ") ? "c=IN IP4 " + addresses.get(0) : line);
          if (section == first) {
            edited.set(0, section.get(0).replaceFirst(" \\d+ ", " " + port + " "));
            for (int i = 0; i < addresses.size(); i++) {
              edited.add(candidate(i, addresses.get(i), port));
            }
            edited.add("a=end-of-candidates");
          }
          return edited;
        });
  }

  /** A host candidate; each foundation is another interface's. */
  private static String candidate(int place, String address, int port) {
    int priority = PRIORITY - (place << 8);
    int foundation = place + 1;
    return "a=candidate:%d 1 udp %d %s %d typ host".formatted(foundation, priority, address, port);
  }

  /** Port 0 turns a section down, unless it is to share another's (RFC 8843, section 6). */
  private static boolean isRefused(List<String> section) {
    return !hasPort(section) && !section.contains("a=bundle-only");
  }

  private static boolean hasPort(List<String> section) {
    return !section.get(0).matches("m=\\S+ 0 .*");
  }

  private List<String> lines() {
    return sections.stream().flatMap(List::stream).toList();
  }

  private Sdp map(UnaryOperator<List<String>> edit) {
    return new Sdp(sections.stream().map(edit).toList());
  }

  /** The text, with the line ends that RFC 8866 asks for. */
  @Override
  public String toString() {
    return lines().stream().map(line -> line + "\r\n").collect(Collectors.joining());
  }
}
