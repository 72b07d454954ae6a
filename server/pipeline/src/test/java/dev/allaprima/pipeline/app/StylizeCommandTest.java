package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import dev.allaprima.pipeline.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code stylize} does with what is right. */
class StylizeCommandTest extends CommandRun {
  @Test
  void paintsAVideoAndSaysSoInOneLine() throws IOException {
    assertThat(stylize(clip("in.mp4", 30), "out.mp4", "--threads", "1")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString())
        .contains("out.mp4", "30 frames of 96x64", "frames/s", "negative", "CPU, 1 thread,");
    assertThat(err.toString()).isEmpty();
    assertThat(files()).containsExactly("in.mp4", "out.mp4");
    assertThat(Probe.of(folder.resolve("out.mp4")).times("video")).hasSize(30);
  }

  @Test
  void paintsAPhoto() throws IOException {
    clip("in.mp4", 1);
    Programs.ffmpeg(folder, "-i", "in.mp4", "in.jpg");
    assertThat(stylize(folder.resolve("in.jpg"), "out.png")).isZero();
    assertThat(out.toString()).contains("a photo in");
    assertThat(Probe.of(folder.resolve("out.png")).stream("video", "codec_name")).isEqualTo("png");
  }

  @Test
  void realClipThroughTheCommandLine() {
    Path input = SharedData.file("videos/real/bikes.mp4");
    assertThat(stylize(input, "out.mp4")).isZero();
    Path output = folder.resolve("out.mp4");
    assertThat(Probe.of(output).times("video")).isEqualTo(Probe.of(input).times("video"));
    // A negative's luma is 255 less the original's, but for what the two encodings lost.
    byte[] before = Clips.frames(input, 640, 272).get(100);
    byte[] after = Clips.frames(output, 640, 272).get(100);
    double error = 0;
    for (int i = 0; i < 640 * 272; i++) {
      error += Math.abs((after[i] & 255) - (255 - (before[i] & 255)));
    }
    assertThat(error / (640 * 272)).isLessThan(3);
  }

  @Test
  void oddSizeIsNoted() {
    Clips.make(folder, "in.mkv", 97, 65, 3, false, "-c:v", "ffv1");
    assertThat(stylize(folder.resolve("in.mkv"), "out.mp4")).isZero();
    assertThat(out.toString()).contains("96x64 (cropped to even sizes)");
  }

  @Test
  void outputIsReplacedOnlyWhenSaid() throws IOException {
    Path input = clip("in.mp4", 5);
    Files.writeString(folder.resolve("out.mp4"), "mine");
    assertOneLine(stylize(input, "out.mp4"), 1, "out.mp4 exists", "--overwrite");
    assertThat(folder.resolve("out.mp4")).hasContent("mine");
    assertThat(stylize(input, "out.mp4", "--overwrite")).isZero();
    assertThat(Probe.of(folder.resolve("out.mp4")).times("video")).hasSize(5);
  }

  @Test
  void fileMayBePaintedOntoItself() {
    Path input = clip("in.mp4", 5);
    assertThat(stylize(input, "in.mp4", "--overwrite")).isZero();
    assertThat(Probe.of(input).times("video")).hasSize(5);
    assertThat(Clips.numberOfNegative(Clips.frames(input, 96, 64).get(3), 96, 64)).isEqualTo(3);
  }

  @Test
  void progressLineSaysSpeedAndTimeLeft() {
    assertThat(ProgressDisplay.line(0, 50, 300, 10))
        .isEqualTo("50 of 300 frames, 5.0 frames/s, 0:50 left");
    assertThat(ProgressDisplay.line(0, 50, -1, 10)).isEqualTo("50 frames, 5.0 frames/s");
    assertThat(ProgressDisplay.line(0, 1, 1000, 10)).endsWith("166:30 left");
  }
}
