package dev.allaprima.live.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.live.testing.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and sound in, packets out, judged by the system's ffmpeg. */
class EncodingTest {
  private static final long MILLI = Scene.MILLI;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Scene scene = new Scene();
  private final Encoding encoding = Scene.unhurried("cam");

  @AfterEach
  void close() {
    encoding.close();
    scene.close();
  }

  /** Hands in a picture and waits until it has been encoded. */
  private void picture(Taker taker, int width, int height, long millis) {
    scene.picture(encoding, width, height, 100, millis * MILLI);
    taker.awaitPicture();
  }

  @Test
  void everySinkBeginsWithAKeyframeAtOnceAndKeyframesComeEveryTwoSeconds() {
    Taker first = new Taker();
    encoding.add(first);
    for (long t = 5000; t < 8000; t += 40) {
      picture(first, 320, 180, t);
    }
    Taker late = new Taker();
    encoding.add(late);
    picture(first, 320, 180, 8000);
    picture(late, 320, 180, 8040);

    assertThat(first.kinds()).startsWith("begin 320x180").doesNotContain("end");
    assertThat(first.pictures().get(0).time()).isEqualTo(5000 * 90);
    assertThat(first.keys()).containsExactly(5000 * 90L, 7000 * 90L, 8000 * 90L);
    assertThat(late.kinds()).startsWith("begin 320x180", "key");
    assertThat(late.keys()).containsExactly(8000 * 90L);
  }

  @Test
  void manyNewSinksDoNotMakeEveryPictureAKeyframe() {
    Taker first = new Taker();
    encoding.add(first);
    for (long t = 0; t < 1000; t += 40) {
      picture(first, 320, 180, t);
      encoding.add(new Taker());
    }
    assertThat(first.keys()).containsExactly(0L, 520 * 90L);
  }

  @Test
  void changedSizeIsANewBeginningForEverySink() {
    Taker taker = new Taker();
    encoding.add(taker);
    picture(taker, 320, 180, 0);
    picture(taker, 320, 180, 40);
    // An odd column is lost: H.264 has none.
    picture(taker, 161, 90, 80);
    picture(taker, 161, 90, 120);
    assertThat(taker.kinds().stream().filter(kind -> !kind.equals("sound")))
        .containsExactly("begin 320x180", "key", "picture", "begin 160x90", "key", "picture");
  }

  @Test
  void sinkThatThrowsIsLetGoAndTheOthersGoOn() {
    List<String> said = new ArrayList<>();
    PacketSink broken =
        new PacketSink() {
          @Override
          public String describe() {
            return "broken";
          }

          @Override
          public void begin(Tracks tracks) {
            said.add("begin");
          }

          @Override
          public void packet(boolean video, AVPacket packet) {
            throw new IllegalStateException("torn");
          }

          @Override
          public void end(String reason) {
            said.add(reason);
          }
        };
    encoding.add(broken);
    Taker taker = new Taker();
    encoding.add(taker);
    for (long t = 0; t < 400; t += 40) {
      picture(taker, 320, 180, t);
    }
    assertThat(said).hasSize(2).element(1).asString().contains("torn");
    assertThat(taker.pictures()).hasSize(10);
  }

  @Test
  void lastPictureIsShownAgainWhereNoneComes() {
    Encoding impatient = new Encoding("cam", false, 10);
    Taker taker = new Taker();
    impatient.add(taker);
    scene.picture(impatient, 320, 180, 100, 5000 * MILLI);
    await().atMost(LONG).until(() -> taker.keys().size() == 2 && taker.sounds().size() > 20);
    Taker late = new Taker();
    impatient.add(late);
    late.awaitPicture();
    // What then comes late is not shown before what was shown.
    scene.picture(impatient, 320, 180, 100, 5001 * MILLI);
    late.awaitPicture();
    impatient.close();
    assertThat(taker.pictures()).extracting(Taker.Noted::time).isSorted().doesNotHaveDuplicates();
    assertThat(late.kinds()).startsWith("begin 320x180", "key");
  }

  @Test
  void endIsToldAndNothingComesAfterIt() {
    Taker taker = new Taker();
    encoding.add(taker);
    picture(taker, 320, 180, 0);
    encoding.close();
    await().atMost(LONG).until(() -> taker.kinds().contains("end the stream has ended"));
    scene.picture(encoding, 320, 180, 100, 40 * MILLI);
    scene.tone(encoding, 48_000, 2, 440, 0.5, 40 * MILLI);
    assertThat(taker.pictures()).hasSize(1);
  }

  @Test
  void flashAndBeepStayTogetherThroughAnySoundAndSilence(@TempDir Path folder) {
    Path file = folder.resolve("out.mp4");
    Taker taker = new Taker();
    encoding.add(taker);
    FileSink sink = new FileSink(file);
    encoding.add(sink);
    // Nothing is heard in the first second; then mono of 44.1 kHz, then nothing, then stereo.
    for (long t = 100_000; t < 106_000; t += 10) {
      boolean flash = t % 2000 >= 1000 && t % 2000 < 1400;
      boolean mono = t >= 101_000 && t < 102_500;
      if (mono || t >= 103_000) {
        scene.tone(
            encoding, mono ? 44_100 : 48_000, mono ? 1 : 2, 1000, flash ? 0.5 : 0, t * MILLI);
      }
      if (t % 40 == 0) {
        scene.picture(encoding, 320, 180, flash ? 200 : 16, t * MILLI);
        taker.awaitPicture();
      }
    }
    encoding.close();
    await().atMost(LONG).until(sink::isFinished);

    List<Long> sounds = taker.sounds();
    for (int i = 1; i < sounds.size(); i++) {
      assertThat(sounds.get(i) - sounds.get(i - 1)).as("sound " + i).isEqualTo(1920);
    }
    String said = flashesAndBeeps(file);
    List<Double> flashes = numbers(said, "black_end:([0-9.]+)");
    List<Double> beeps = numbers(said, "silence_end: ([0-9.]+)");
    // A last one is where the file ends.
    assertThat(flashes).hasSizeGreaterThanOrEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(flashes.get(i)).isBetween(0.999 + 2 * i, 1.041 + 2 * i);
      assertThat(beeps.get(i)).as(said).isBetween(flashes.get(i) - 0.04, flashes.get(i) + 0.04);
    }
  }

  @Test
  void soundThatWasTakenToBeLateIsWhereItBelongsSecondsAfter(@TempDir Path folder) {
    Path file = folder.resolve("out.mp4");
    FileSink sink = new FileSink(file);
    encoding.add(sink);
    Taker taker = new Taker();
    encoding.add(taker);
    for (long t = 0; t < 24_000; t += 10) {
      boolean flash = t >= 20_000 && t < 20_400;
      // As of a source whose first sound came late: where it belongs is known when more has come.
      long late = t < 1000 ? 80 : 0;
      scene.tone(encoding, 48_000, 1, 1000, flash ? 0.5 : 0, (t + late) * MILLI);
      if (t % 200 == 0) {
        scene.picture(encoding, 320, 180, flash ? 200 : 16, t * MILLI);
        taker.awaitPicture();
      }
    }
    encoding.close();
    await().atMost(LONG).until(sink::isFinished);
    String said = flashesAndBeeps(file);
    assertThat(numbers(said, "black_end:([0-9.]+)").get(0)).isEqualTo(20);
    assertThat(numbers(said, "silence_end: ([0-9.]+)").get(0)).isBetween(19.98, 20.02);
  }

  private static String flashesAndBeeps(Path file) {
    String flashes = "blackdetect=d=0.2:pix_th=0.3";
    String beeps = "silencedetect=n=0.05:d=0.2";
    return Peer.run("ffmpeg", "-i", file, "-vf", flashes, "-af", beeps, "-f", "null", "-");
  }

  private static List<Double> numbers(String text, String pattern) {
    List<Double> found = new ArrayList<>();
    for (Matcher matcher = Pattern.compile(pattern).matcher(text); matcher.find(); ) {
      found.add(Double.valueOf(matcher.group(1)));
    }
    return found;
  }

  /** Writes what comes into a file. */
  private static final class FileSink implements PacketSink {
    private final Path file;
    private final PacketMuxer muxer = new PacketMuxer(10_000);
    private volatile boolean finished;

    FileSink(Path file) {
      this.file = file;
    }

    @Override
    public void begin(Tracks tracks) {
      muxer.open("mp4", file.toString(), Map.of(), tracks);
    }

    @Override
    public void packet(boolean video, AVPacket packet) {
      muxer.write(video, packet);
    }

    @Override
    public void end(String reason) {
      muxer.close();
      finished = true;
    }

    @Override
    public String describe() {
      return "file";
    }

    boolean isFinished() {
      return finished;
    }
  }
}
