package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.encode.ChunkedVideo;
import dev.allaprima.pipeline.testing.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What goes wrong around a job while it runs: one line, the finished part kept, nothing leaked. */
class FileTroubleTest extends FileRun {
  private static final int FRAMES = ChunkedVideo.CHUNK + 40;

  private Path mounted;

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      succeeds("umount", mounted.toString());
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.endsWith(" in.mkv"));
  }

  private Path input() {
    return Clips.make(
        folder, "in.mkv", 96, 64, FRAMES, false, join(X264, new String[] {"-vf", "noise=alls=40"}));
  }

  /** Runs the job; something happens when so many frames are written. */
  private List<Long> run(FileStylizer.Job job, long when, Trouble trouble) {
    List<Long> kept = new ArrayList<>();
    FileStylizer.Progress progress =
        new FileStylizer.Progress() {
          @Override
          public void written(long frames, long expected) {
            if (frames == when) {
              try {
                trouble.happen();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          }

          @Override
          public void kept(long frames) {
            kept.add(frames);
          }
        };
    assertThatThrownBy(() -> FileStylizer.run(job, CPU, progress))
        .isInstanceOf(Fault.class)
        .satisfies(fault -> assertThat(fault.getMessage().lines()).hasSize(1))
        .satisfies(fault -> problem = fault.getMessage());
    return kept;
  }

  private interface Trouble {
    void happen() throws IOException;
  }

  private String problem;

  @Test
  void fullDiskKeepsWhatIsFinished() throws Exception {
    Path input = input();
    Path small = Files.createDirectory(folder.resolve("small"));
    boolean isSmall = succeeds("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", small.toString());
    Assumptions.assumeTrue(isSmall, "skipped: no file system can be mounted here");
    mounted = small;
    Path output = small.resolve("out.mp4");
    Path ballast = small.resolve("ballast");
    List<Long> kept =
        run(
            job(input, output, 0),
            ChunkedVideo.CHUNK + 1,
            () -> {
              long free = Files.getFileStore(small).getUsableSpace();
              Files.write(ballast, new byte[(int) free - 8192]);
            });
    assertThat(problem).contains("chunk-000001", "No space left").contains("same job again");
    assertThat(kept).containsExactly((long) ChunkedVideo.CHUNK);
    assertThat(output).doesNotExist();
    Files.delete(ballast);
    assertThat(paint(input, output, 0).resumed()).isEqualTo(ChunkedVideo.CHUNK);
    assertThat(numbers(output, 96, 64)).hasSize(FRAMES);
    try (Stream<Path> files = Files.list(small)) {
      assertThat(files).containsExactly(output);
    }
  }

  @Test
  void outputFolderThatGoesIsNamed() throws IOException {
    Path input = input();
    Path place = Files.createDirectory(folder.resolve("place"));
    Path moved = folder.resolve("moved");
    List<Long> kept =
        run(
            job(input, place.resolve("out.mp4"), -1),
            ChunkedVideo.CHUNK - 20,
            () -> Files.move(place, moved));
    assertThat(problem).contains("cannot be written").contains(place.toString());
    assertThat(kept).isEmpty();
    assertThat(place).doesNotExist();
  }

  @Test
  void inputThatGoesOrGrowsIsNamedAndItsWorkKept() throws IOException {
    Path input = input();
    byte[] bytes = Files.readAllBytes(input);
    Path output = folder.resolve("out.mp4");
    List<Long> kept = run(job(input, output, -1), 100, () -> Files.delete(input));
    assertThat(problem).contains("in.mkv is not there any more");
    assertThat(kept).containsExactly((long) FRAMES);

    Files.write(input, Arrays.copyOf(bytes, bytes.length));
    Path other = folder.resolve("other.mp4");
    kept =
        run(
            job(input, other, -1),
            100,
            () -> Files.write(input, new byte[1000], StandardOpenOption.APPEND));
    assertThat(problem).contains("in.mkv was changed while it was read");
    assertThat(output).doesNotExist();
    assertThat(other).doesNotExist();
  }
}
