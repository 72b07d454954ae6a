package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the way of a file ends when it is called off, and what real files come to. */
class FileStylizerEndingTest extends FileRun {
  @Test
  void interruptedWorkLeavesNothing() throws Exception {
    Path input = Clips.make(folder, "in.mp4", 96, 64, 250, true, join(X264, Clips.AAC));
    Path output = folder.resolve("out.mp4");
    Throwable[] thrown = new Throwable[1];
    Thread[] worker = new Thread[1];
    worker[0] =
        new Thread(
            () -> {
              try {
                FileStylizer.run(
                    job(input, output, 20),
                    CPU,
                    (frames, expected) -> {
                      if (frames == 5) {
                        worker[0].interrupt();
                      }
                    });
              } catch (RuntimeException e) {
                thrown[0] = e;
              }
            });
    worker[0].start();
    worker[0].join(60_000);
    assertThat(worker[0].isAlive()).isFalse();
    assertThat(thrown[0]).isInstanceOf(CancellationException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(input);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.endsWith(" in.mp4"));
  }

  @Test
  void listenerThatFailsEndsTheWork() throws IOException {
    Path input = Clips.make(folder, "in.mp4", 96, 64, 50, true, join(X264, Clips.AAC));
    assertThatThrownBy(
            () ->
                FileStylizer.run(
                    job(input, folder.resolve("out.mp4"), 20),
                    CPU,
                    (frames, expected) -> {
                      throw new IllegalStateException("listener");
                    }))
        .hasMessage("listener");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(input);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "real/bikes.mp4,640,272,250",
    "odd/decord_rot_270.mov,320,568,3",
    "odd/h264_10bits.mp4,200,200,30",
    "odd/newtonscradle.gif,200,150,36",
    "odd/androidx_sample_fragmented.mp4,1080,720,30",
    "odd/av1_video.mkv,640,360,125",
    "real/bbb_480p_30s.mp4,854,480,720",
  })
  void realClips(String name, int width, int height, int frames) {
    Path input = SharedData.file("videos/" + name);
    Path output = folder.resolve("out.mp4");
    assertThat(paint(input, output))
        .isEqualTo(new FileStylizer.Result(frames, 0, width, height, List.of()));
    Probe before = Probe.of(input);
    Probe after = Probe.of(output);
    assertThat(after.times("video")).hasSize(frames);
    assertThat(after.hashes("audio")).isEqualTo(before.hashes("audio"));
    if (!name.contains("fragmented")) {
      // ffprobe adds up the fragments of that one wrongly.
      assertThat(after.duration()).isCloseTo(before.duration(), within(0.05));
    }
  }
}
