package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.encode.ChunkedVideo;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Work whose process is killed, and goes on in another. */
class ResumeTest extends FileRun {
  private static final int FRAMES = 5 * ChunkedVideo.CHUNK / 2;

  /** Paints in a process of its own: input, output, catalogue. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Path output = Path.of(arguments[1]);
      FileStylizer.run(
          FileStylizer.Job.of(
              Path.of(arguments[0]),
              Target.of(output, false, null, -1),
              Catalogue.at(Path.of(arguments[2])).style("negative")),
          CPU,
          (frames, expected) -> {
            System.out.println(frames);
            System.out.flush();
          });
    }
  }

  /** Uneven times, pictures that are decoded ahead of others, sound. */
  private Path input() {
    String[] uneven = {
      "-vf", "settb=1/90000,setpts=N*3600+mod(N*N\\,7)*400+45000", "-fps_mode", "passthrough"
    };
    String[] scale = {"-video_track_timescale", "90000", "-bf", "3"};
    return Clips.make(folder, "in.mp4", 96, 64, FRAMES, true, join(X264, uneven, scale, Clips.AAC));
  }

  private Process start(Path input, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Child.class.getName(), input.toString(), output.toString()));
    command.add(catalogue.toString());
    return new ProcessBuilder(command).redirectError(folder.resolve("child.log").toFile()).start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("child.log"), StandardCharsets.UTF_8);
  }

  @Test
  void killedAgainAndAgainTheFileIsTheSame() throws Exception {
    Path input = input();
    Path whole = folder.resolve("whole.mp4");
    paint(input, whole);

    Path output = folder.resolve("out.mp4");
    Random random = new Random(7);
    int killed = 0;
    long begun = 0;
    Process child = start(input, output);
    while (true) {
      long last = killAfter(child, random.nextInt(ChunkedVideo.CHUNK * 3 / 2));
      if (child.waitFor() == 0) {
        break;
      }
      assertThat(log()).as("what the child said").isEmpty();
      assertThat(output).doesNotExist();
      assertThat(last).as("work is not lost twice").isGreaterThanOrEqualTo(begun);
      begun = last / ChunkedVideo.CHUNK * ChunkedVideo.CHUNK;
      killed++;
      child = start(input, output);
    }
    assertThat(killed).as("how often it was killed").isGreaterThanOrEqualTo(2);
    assertThat(md5(output)).hasSize(FRAMES).isEqualTo(md5(whole));
    Probe expected = Probe.of(whole);
    Probe found = Probe.of(output);
    assertThat(found.packets("video")).isEqualTo(expected.packets("video"));
    assertThat(found.packets("audio")).isEqualTo(expected.packets("audio"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.startsWith(".")))
          .as("nothing is left of the work")
          .isEmpty();
    }
  }

  /** Kills the child when it has painted so many frames; returns the last number it said. */
  private static long killAfter(Process child, int frames) throws IOException {
    long last = 0;
    int lines = 0;
    try (var reader = child.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        last = Long.parseLong(line);
        if (++lines == frames) {
          child.destroyForcibly();
        }
      }
    } catch (IOException e) {
      // The stream of a killed process may break instead of ending.
      child.destroyForcibly();
    }
    return last;
  }

  /** The hashes of the decoded pictures, with their times. */
  private List<String> md5(Path video) {
    byte[] text =
        Programs.ffmpeg(
            folder,
            ("-i " + video.getFileName() + " -map 0:v -fps_mode passthrough -f framemd5 -")
                .split(" "));
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  void workOfAnotherJobOrADamagedChunkIsNotGoneOnFrom() throws Exception {
    Path input = input();
    Path output = folder.resolve("out.mp4");
    Process child = start(input, output);
    killAfter(child, ChunkedVideo.CHUNK * 2 + 20);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Path work = folder.resolve(".out.mp4.allaprima");
    assertThat(work.resolve("chunk-000001")).exists();

    byte[] bytes = Files.readAllBytes(work.resolve("chunk-000001"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(work.resolve("chunk-000001"), bytes);
    List<Long> resumed = new ArrayList<>();
    FileStylizer.Result result = FileStylizer.run(job(input, output, -1), CPU, remember(resumed));
    assertThat(resumed).containsExactly((long) ChunkedVideo.CHUNK);
    assertThat(result.resumed()).isEqualTo(ChunkedVideo.CHUNK);
    assertThat(numbers(output, 96, 64)).hasSize(FRAMES);

    Path other = folder.resolve("other.mp4");
    child = start(input, other);
    killAfter(child, ChunkedVideo.CHUNK + 20);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    resumed.clear();
    FileStylizer.run(job(input, other, 30), CPU, remember(resumed));
    assertThat(resumed).as("another quality is another job").isEmpty();
  }

  private static FileStylizer.Progress remember(List<Long> resumed) {
    return new FileStylizer.Progress() {
      @Override
      public void written(long frames, long expected) {}

      @Override
      public void resumed(long frames) {
        resumed.add(frames);
      }
    };
  }
}
