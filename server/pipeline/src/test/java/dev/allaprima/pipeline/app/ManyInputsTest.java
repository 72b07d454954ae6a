package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code stylize} does with several inputs and with folders. */
class ManyInputsTest extends CommandRun {
  private Path videos() throws IOException {
    Path videos = Files.createDirectory(folder.resolve("videos"));
    Clips.make(videos, "a.mp4", 96, 64, 5, true, "-c:v", "libx264", "-c:a", "aac");
    Clips.make(videos, "b.avi", 96, 64, 6, false, "-c:v", "mpeg4");
    Programs.ffmpeg(videos, "-i", "a.mp4", "-frames:v", "1", "c.jpg");
    Files.writeString(videos.resolve("SOURCE.txt"), "Drawn by a test.");
    Files.createDirectory(videos.resolve("inner"));
    return videos;
  }

  private List<String> painted(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void folderIsPaintedFileByFile(String jobs) throws IOException {
    assertThat(stylize(videos(), "out/", "--jobs", jobs)).isZero();
    assertThat(painted("out")).containsExactly("a.mp4", "b.mp4", "c.jpg");
    assertThat(Probe.of(folder.resolve("out/b.mp4")).times("video")).hasSize(6);
    assertThat(out.toString().lines()).hasSize(4).last().isEqualTo("3 of 3 done");
    assertThat(out.toString()).contains("a.mp4: 5 frames", "c.jpg: a photo");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void oneThatFailsKeepsNoOtherFromBeingDone() throws IOException {
    Path videos = videos();
    Path bad = Files.writeString(folder.resolve("bad.mp4"), "no video");
    assertThat(stylize(bad, "out", videos.toString())).isEqualTo(1);
    assertThat(painted("out")).containsExactly("a.mp4", "b.mp4", "c.jpg");
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("allaprima: input " + bad);
    assertThat(out.toString()).endsWith("3 of 4 done, 1 failed\n");
  }

  @Test
  void codecSaysTheEndingInAFolder() throws IOException {
    Path videos = videos();
    Files.delete(videos.resolve("c.jpg"));
    assertThat(stylize(videos, "out", "--codec", "vp9")).isZero();
    assertThat(painted("out")).containsExactly("a.mp4", "b.webm");
    assertThat(Probe.of(folder.resolve("out/a.mp4")).stream("video", "codec_name"))
        .isEqualTo("vp9");
    assertThat(stylize(videos, "pictures", "--codec", "png")).isZero();
    assertThat(painted("pictures/b")).hasSize(6).contains("000001.png", "000006.png");
  }

  @Test
  void inputsThatCannotBeManyAreNamed() throws IOException {
    Path videos = videos();
    assertOneLine(
        stylize(videos, "out", videos.resolve("a.mp4").toString(), videos.resolve("inner") + ""),
        1,
        "would both become");
    err.getBuffer().setLength(0);
    assertOneLine(stylize(videos.resolve("inner"), "out"), 1, "there is no video");
    err.getBuffer().setLength(0);
    assertOneLine(stylize(videos, "x/y/z/out"), 1, "x/y/z/out has no place");
    err.getBuffer().setLength(0);
    assertOneLine(stylize(videos, "out", "--jobs", "0"), 1, "--jobs is 0");
    assertThat(files()).containsExactly("videos");
  }
}
