package dev.allaprima.live.broadcast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.broadcast.Encoding;
import dev.allaprima.live.broadcast.Scene;
import dev.allaprima.live.broadcast.Taker;
import dev.allaprima.live.testing.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream's packets as HLS, judged by the system's ffmpeg. */
class HlsStreamTest {
  private static final Pattern PART =
      Pattern.compile("#EXT-X-PART:DURATION=([0-9.]+),URI=\"(.*?)\"");
  private static final Pattern SEGMENT = Pattern.compile("#EXTINF:([0-9.]+),\n(.*)");

  private final Scene scene = new Scene();
  private final Encoding encoding = Scene.unhurried("cam");
  private final Taker taker = new Taker();
  private final Window window = new Window("id");
  private final HlsStream stream = new HlsStream(window);
  private long time = 3_600_000;

  @BeforeEach
  void begin() {
    encoding.add(stream);
    encoding.add(taker);
  }

  @AfterEach
  void close() {
    encoding.close();
    await().atMost(Duration.ofSeconds(30)).until(window::isEnded);
    scene.close();
  }

  /** Hands in so many seconds of pictures and sound. */
  private void play(double seconds, int width, int picturesPerSecond) {
    long until = time + Math.round(seconds * 1000);
    for (; time < until; time += 10) {
      scene.tone(encoding, 48_000, 2, 440, 0.3, time * Scene.MILLI);
      if (time % (1000 / picturesPerSecond) == 0) {
        scene.picture(encoding, width, width / 2, 100, time * Scene.MILLI);
        taker.awaitPicture();
      }
    }
  }

  private String playlist() {
    return window.playlist(-1, -1).join();
  }

  private static List<Matcher> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(
            r -> {
              Matcher matcher = pattern.matcher(r.group());
              matcher.matches();
              return matcher;
            })
        .toList();
  }

  @Test
  void playlistNamesSegmentsAndTheirPartsAndWhatComesNext() {
    play(5, 320, 25);
    String text = playlist();
    assertThat(text)
        .startsWith("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:2\n")
        .contains("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5,HOLD-BACK=6\n")
        .contains("#EXT-X-MEDIA-SEQUENCE:0\n", "#EXT-X-MAP:URI=\"id-1.mp4\"\n")
        .doesNotContain("ENDLIST", "DISCONTINUITY\n");
    assertThat(all(SEGMENT, text))
        .hasSize(2)
        .allSatisfy(segment -> assertThat(Double.parseDouble(segment.group(1))).isEqualTo(2));
    List<Matcher> parts = all(PART, text);
    assertThat(parts)
        .hasSizeGreaterThan(10)
        .allSatisfy(part -> assertThat(Double.parseDouble(part.group(1))).isBetween(0.1, 0.5));
    assertThat(text.lines().filter(line -> line.contains("INDEPENDENT=YES"))).hasSize(3);
    String hint =
        text.lines().filter(line -> line.contains("PRELOAD-HINT")).findFirst().orElseThrow();
    assertThat(hint).matches("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"id-2\\.\\d\\.m4s\"");
  }

  @Test
  void whatComesNextIsWaitedFor() {
    play(2.5, 320, 25);
    assertThat(playlist()).contains("id-1.0.m4s");
    CompletableFuture<String> segment = window.playlist(1, -1);
    CompletableFuture<String> part = window.playlist(1, 2);
    CompletableFuture<List<byte[]>> hinted = window.file("id-1.1.m4s");
    assertThat(window.playlist(1, 0).join()).contains("id-1.0.m4s");
    assertThat(part).isNotDone();
    assertThat(hinted).isNotDone();
    play(0.9, 320, 25);
    assertThat(part.join()).contains("id-1.2.m4s").doesNotContain("id-1.m4s");
    assertThat(hinted.join()).hasSize(1);
    assertThat(segment).isNotDone();
    play(1, 320, 25);
    assertThat(segment.join()).contains("\nid-1.m4s\n");
    // A part that was hinted at and never came: the segment was full.
    CompletableFuture<List<byte[]>> never = window.file("id-2." + partsOf(2) + ".m4s");
    play(2, 320, 25);
    await().atMost(Duration.ofSeconds(30)).until(never::isDone);
  }

  private long partsOf(int segment) {
    return all(PART, playlist()).stream()
        .filter(p -> p.group(2).startsWith("id-" + segment))
        .count();
  }

  @Test
  void unknownFilesAreNotThere() {
    play(2.5, 320, 25);
    for (String name :
        List.of(
            "id-7.m4s", "id-0.99.m4s", "id-1.m4s", "id-9.mp4", "other-0.m4s", "../x", "id-0", "")) {
      assertThat(window.file(name).join()).as(name).isNull();
    }
    assertThat(window.file("id-0.m4s").join()).isNotEmpty();
  }

  @Test
  void oldSegmentsGoAndMemoryIsBounded() {
    play(40, 320, 10);
    String text = playlist();
    assertThat(all(SEGMENT, text)).hasSizeBetween(6, 7);
    assertThat(text).doesNotContain("id-0.m4s").containsPattern("MEDIA-SEQUENCE:1[2-4]\n");
    long bytes = window.bytes();
    play(40, 320, 10);
    assertThat(window.bytes()).isLessThan(bytes * 3 / 2);
    assertThat(window.file("id-0.m4s").join()).isNull();
  }

  @Test
  void changedSizeIsADiscontinuityAndEverythingPlays(@TempDir Path folder) throws IOException {
    play(3, 320, 25);
    play(3, 160, 5);
    encoding.close();
    await().atMost(Duration.ofSeconds(30)).until(window::isEnded);
    String text = playlist();
    assertThat(text)
        .containsOnlyOnce("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"id-2.mp4\"\n")
        .endsWith("#EXT-X-ENDLIST\n");
    // What is read with one header plays as one file.
    Path before = join(folder, "before.mp4", "id-1.mp4", "id-0.m4s", "id-1.m4s");
    Path after = join(folder, "after.mp4", "id-2.mp4", "id-2.m4s", "id-3.m4s");
    assertThat(played(before)).contains("320x160").containsPattern("frame= *75 ");
    assertThat(played(after)).contains("160x80").containsPattern("frame= *15 ");
    // The stream's pictures begin after a second of room, and its sound with them.
    assertThat(starts(before).get(0)).isEqualTo(1);
    assertThat(starts(before).get(1)).isBetween(0.95, 1.05);
    assertThat(starts(after).get(0)).isEqualTo(4);
    assertThat(starts(after).get(1)).isBetween(3.7, 4.05);
  }

  private Path join(Path folder, String name, String... files) throws IOException {
    Path file = folder.resolve(name);
    for (String part : files) {
      for (byte[] piece : window.file(part).join()) {
        Files.write(file, piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
    return file;
  }

  private static String played(Path file) {
    return Peer.run("ffmpeg", "-xerror", "-i", file, "-f", "null", "-");
  }

  /** When its pictures and its sound begin, in seconds. */
  private static List<Double> starts(Path file) {
    String said =
        Peer.run(
            "ffprobe", "-v", "error", "-show_entries", "stream=start_time", "-of", "csv=p=0", file);
    return said.lines().map(Double::valueOf).toList();
  }
}
