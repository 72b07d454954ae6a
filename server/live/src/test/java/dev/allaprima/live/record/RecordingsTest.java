package dev.allaprima.live.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.broadcast.Encoding;
import dev.allaprima.live.broadcast.Scene;
import dev.allaprima.live.broadcast.Taker;
import dev.allaprima.live.record.Recording.State;
import dev.allaprima.live.testing.PacketHub;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets that ffmpeg has made become files that ffprobe judges. */
class RecordingsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TempDir static Path clips;
  private static Path clip;
  private static Path small;

  @TempDir Path folder;
  private final Film film = new Film();
  private Recordings recordings;

  @BeforeAll
  static void film() {
    clip = make("clip.mp4", WIDTH, HEIGHT);
    small = make("small.mp4", 32, 32);
  }

  /** Four seconds with a keyframe every half second. */
  private static Path make(String name, int width, int height) {
    return Clips.make(
        clips, name, width, height, 100, true, "-c:v", "libx264", "-bf", "0", "-g", "12", "-c:a",
        "aac");
  }

  private Recordings open(long quota, long maxSeconds) {
    recordings = Recordings.open(folder, new RecordingSettings(quota, maxSeconds), film);
    return recordings;
  }

  private Recordings open() {
    return open(RecordingSettings.QUOTA, RecordingSettings.MAX_SECONDS);
  }

  @AfterEach
  void close() {
    recordings.close();
  }

  private Recording over(String id) {
    return await()
        .atMost(LONG)
        .until(() -> recordings.get(id), it -> it.state() != State.RECORDING);
  }

  @Test
  void everyPacketIsWrittenAtItsTimeFromZero() throws IOException {
    String id = open().start("cam").id();
    film.play(clip, 1000.5);
    film.end("the stream has ended");
    Recording over = over(id);
    assertThat(over.state()).isEqualTo(State.FINISHED);
    assertThat(over.reason()).isEqualTo("the stream has ended");
    assertThat(over.seconds()).isCloseTo(4, within(0.1));
    assertThat(over.bytes()).isEqualTo(Files.size(over.file()));
    assertSame(over.file());
    // A plain file with one index, in which a player can seek.
    assertThat(boxes(over.file())).startsWith("ftyp").contains("moov").doesNotContain("moof");
    await().atMost(LONG).until(() -> !film.isTaken());
  }

  private static PacketHub hub(Encoding encoding) {
    return (name, sink) -> {
      encoding.add(sink);
      return () -> encoding.remove(sink);
    };
  }

  private static void assertSame(Path recorded) {
    Probe before = Probe.of(clip);
    Probe after = Probe.of(recorded);
    assertThat(after.hashes("video")).isEqualTo(before.hashes("video"));
    List<Double> times = before.times("video");
    assertThat(after.times("video")).hasSameSizeAs(times);
    for (int i = 0; i < times.size(); i++) {
      assertThat(after.times("video").get(i)).isCloseTo(times.get(i), within(1e-4));
    }
    // What was heard before the first picture is not of it.
    List<Probe.Packet> heard =
        before.packets("audio").stream().filter(packet -> packet.time() >= 0).toList();
    List<Probe.Packet> kept = after.packets("audio");
    assertThat(kept).hasSameSizeAs(heard);
    for (int i = 0; i < heard.size(); i++) {
      assertThat(kept.get(i).hash()).isEqualTo(heard.get(i).hash());
      assertThat(kept.get(i).time()).isCloseTo(heard.get(i).time(), within(1e-3));
    }
  }

  private static List<String> boxes(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    List<String> names = new ArrayList<>();
    while (bytes.remaining() >= 8) {
      int start = bytes.position();
      long size = bytes.getInt() & 0xffffffffL;
      byte[] name = new byte[4];
      bytes.get(name);
      names.add(new String(name, StandardCharsets.US_ASCII));
      size = size == 1 ? bytes.getLong() : size;
      bytes.position((int) Math.min(bytes.limit(), start + size));
    }
    return names;
  }

  @Test
  void stoppedRecordingIsWholeAtOnce() {
    String id = open().start("cam").id();
    film.play(clip, 0);
    Recording stopped = recordings.stop(id);
    assertThat(stopped.state()).isEqualTo(State.FINISHED);
    assertThat(stopped.reason()).isNull();
    assertSame(stopped.file());
    assertThat(recordings.stop(id)).isEqualTo(stopped);
    assertThat(recordings.start("cam").id()).isNotEqualTo(id);
  }

  @Test
  void whatAKilledServerLeavesCanBePlayedAndIsMended() throws IOException {
    String id = open().start("cam").id();
    film.play(clip, 7);
    await().atMost(LONG).until(() -> recordings.get(id).seconds() > 3.9);
    // What is on the disk now is what a kill would leave.
    Path left = Files.createDirectories(folder.resolve("other").resolve("0123456789abcdef"));
    for (String name : List.of("recording.json", "recording.mp4")) {
      Files.copy(folder.resolve(id).resolve(name), left.resolve(name));
    }
    Probe cut = Probe.of(left.resolve("recording.mp4"));
    assertThat(cut.hashes("video")).hasSizeGreaterThan(80);
    assertThat(Clips.frames(left.resolve("recording.mp4"), WIDTH, HEIGHT)).hasSizeGreaterThan(80);

    recordings.close();
    recordings = Recordings.open(folder.resolve("other"), RecordingSettings.defaults(), new Film());
    Recording mended = over("0123456789abcdef");
    assertThat(mended.state()).isEqualTo(State.FINISHED);
    assertThat(mended.reason()).contains("server ended");
    assertThat(mended.seconds()).isGreaterThan(3);
    assertThat(boxes(mended.file())).doesNotContain("moof");
    assertThat(Probe.of(mended.file()).hashes("video")).isEqualTo(cut.hashes("video"));
    assertThat(Probe.of(mended.file()).times("video").get(0)).isZero();
  }

  @Test
  void whatCannotBeReadIsKeptAsFailed() throws IOException {
    Path left = Files.createDirectories(folder.resolve("0123456789abcdef"));
    Note.begun("cam", "2026-01-01T00:00:00Z").write(left.resolve("recording.json"));
    Files.writeString(left.resolve("recording.mp4"), "broken");
    Path foreign = Files.createDirectories(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("recording.json"), "{}");
    open();
    Recording failed = over("0123456789abcdef");
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.reason()).contains("cannot be read").doesNotContain(folder.toString());
    assertThat(recordings.all()).hasSize(1);
    assertThat(foreign).isNotEmptyDirectory();
  }

  @Test
  void anotherSizeIsFittedIntoTheFirst() {
    Encoding encoding = Scene.unhurried("cam");
    recordings = Recordings.open(folder, RecordingSettings.defaults(), hub(encoding));
    String id = recordings.start("cam").id();
    Taker taker = new Taker();
    encoding.add(taker);
    try (Scene scene = new Scene()) {
      for (int n = 0; n < 75; n++) {
        // It is turned upright for a second.
        boolean upright = n >= 25 && n < 50;
        scene.picture(encoding, upright ? 90 : 160, upright ? 160 : 90, 200, n * 40 * Scene.MILLI);
        taker.awaitPicture();
      }
    }
    encoding.close();
    Recording over = over(id);
    assertThat(over.state()).isEqualTo(State.FINISHED);
    assertThat(over.next()).isNull();
    assertThat(recordings.all()).hasSize(1);
    assertThat(Probe.of(over.file()).stream("video", "width")).isEqualTo("160");
    List<Double> times = Probe.of(over.file()).times("video");
    List<byte[]> frames = Clips.frames(over.file(), 160, 90);
    assertThat(times).hasSize(75);
    assertThat(frames).hasSize(75);
    for (int n = 0; n < 75; n++) {
      assertThat(times.get(n)).isCloseTo(n * 0.04, within(1e-4));
      boolean upright = n >= 25 && n < 50;
      // 90 rows of an upright picture are 50 columns wide.
      for (int x : new int[] {10, 50, 58, 80, 102, 110, 150}) {
        int luma = frames.get(n)[45 * 160 + x] & 255;
        boolean black = upright && Math.abs(x - 80) > 26;
        assertThat(luma).as("%d of picture %d", x, n).isBetween(black ? 8 : 180, black ? 40 : 235);
      }
    }
  }

  @Test
  void anotherSizeIsAnotherRecordingWhereAnotherEncoderHadBegunIt() {
    String id = open().start("cam").id();
    film.play(clip, 0);
    film.play(small, 4);
    Recording first = over(id);
    assertThat(first.state()).isEqualTo(State.FINISHED);
    assertThat(first.reason()).contains("size");
    assertSame(first.file());
    assertThat(recordings.get(first.next()).state()).isEqualTo(State.RECORDING);
    assertThatThrownBy(() -> recordings.start("cam")).hasMessageContaining(first.next());

    // Whoever knows the first one alone can end it.
    recordings.stop(id);
    Recording second = recordings.get(first.next());
    assertThat(second.state()).isEqualTo(State.FINISHED);
    assertThat(Probe.of(second.file()).stream("video", "width")).isEqualTo("32");
    assertThat(Probe.of(second.file()).times("video").get(0)).isZero();
    assertThat(Probe.of(second.file()).hashes("video")).isEqualTo(Probe.of(small).hashes("video"));
  }

  @Test
  void lengthIsLimited() {
    String id = open(RecordingSettings.QUOTA, 2).start("cam").id();
    film.play(clip, 0);
    Recording over = over(id);
    assertThat(over.state()).isEqualTo(State.FINISHED);
    assertThat(over.reason()).contains("2 s");
    assertSame(over.file());
  }

  @Test
  void roomIsLimited() {
    String id = open(10_000, 100).start("cam").id();
    film.play(clip, 0);
    Recording over = over(id);
    assertThat(over.state()).isEqualTo(State.FINISHED);
    assertThat(over.reason()).contains("full");
    assertThatThrownBy(() -> recordings.start("cam"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("full");
    recordings.delete(id);
    assertThat(over.file()).doesNotExist();
    assertThat(recordings.start("cam").state()).isEqualTo(State.RECORDING);
  }

  @Test
  void streamThatIsNotThereLeavesNothing() throws IOException {
    open();
    assertThatThrownBy(() -> recordings.start("nobody"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("nobody");
    assertThat(recordings.all()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void streamThatEndsBeforeAPictureIsAFailure() {
    String id = open().start("cam").id();
    film.end("pictures of 3x3 cannot be encoded");
    assertThat(over(id).state()).isEqualTo(State.FAILED);
    assertThat(recordings.get(id).reason()).contains("3x3");
  }

  @Test
  void recordingIsDeletedWhileItIsWritten() {
    String id = open().start("cam").id();
    film.play(clip, 0);
    recordings.delete(id);
    assertThat(folder.resolve(id)).doesNotExist();
    assertThat(film.isTaken()).isFalse();
    assertThatThrownBy(() -> recordings.get(id)).isInstanceOf(Fault.class);
  }
}
