package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import dev.allaprima.pipeline.testing.SharedData;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands as their users meet them: exit codes, lines, and what is left in the folder. */
class CommandsTest {
  @Command(
      name = "allaprima",
      subcommands = {StylizeCommand.class, StylesCommand.class, BenchCommand.class})
  private static final class Main {}

  @TempDir Path folder;
  @TempDir Path styles;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void publishStyle() {
    TestModels.publish(styles, "negative", TestModels.negative());
  }

  private int run(String... arguments) {
    return FaultPrinter.install(new CommandLine(new Main()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private int stylize(Path input, String output, String... more) {
    List<String> arguments = new ArrayList<>(List.of("stylize", input.toString()));
    arguments.addAll(List.of("-o", folder.resolve(output).toString(), "--device", "cpu"));
    arguments.addAll(List.of("--styles", styles.toString()));
    if (!Arrays.asList(more).contains("--style")) {
      arguments.addAll(List.of("--style", "negative"));
    }
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Path clip(String name, int frames) {
    return Clips.make(
        folder,
        name,
        96,
        64,
        frames,
        true,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-c:a",
        "aac");
  }

  private void assertOneLine(int code, int expected, String... words) {
    assertThat(err.toString().lines()).as("lines of %s", err).hasSize(1);
    assertThat(err.toString()).startsWith("allaprima: ").contains(words);
    assertThat(out.toString()).isEmpty();
    assertThat(code).isEqualTo(expected);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

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
  void inputsThatAreNoVideoAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "This is not a video.\n".repeat(99));
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    Path missing = folder.resolve("missing.mp4");
    List<String> before = files();
    for (Path input : new Path[] {text, empty, missing, folder}) {
      err.getBuffer().setLength(0);
      assertOneLine(stylize(input, "out.mp4"), 1, "input " + input);
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void playlistIsNoWayToOtherFiles() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n");
    assertOneLine(stylize(list, "out.mp4"), 1, "list.mp4");
  }

  @Test
  void soundWithoutPicturesIsNamed() throws IOException {
    clip("in.mp4", 10);
    Programs.ffmpeg(folder, "-i", "in.mp4", "-vn", "-c", "copy", "sound.m4a");
    assertOneLine(stylize(folder.resolve("sound.m4a"), "out.mp4"), 1, "sound.m4a", "no video");
    assertThat(files()).doesNotContain("out.mp4");
  }

  @Test
  void brokenFilesLeaveNothing() throws IOException {
    Path input = Clips.make(folder, "in.mkv", 96, 64, 150, false, "-c:v", "libx264", "-g", "10");
    byte[] whole = Files.readAllBytes(input);
    Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(whole, whole.length * 2 / 3));
    Arrays.fill(whole, whole.length / 2, whole.length / 2 + 3000, (byte) 0x55);
    Path damaged = Files.write(folder.resolve("damaged.mkv"), whole);
    List<String> before = files();
    assertOneLine(stylize(cut, "out.mp4"), 1, "cut.mkv", "breaks off");
    err.getBuffer().setLength(0);
    assertOneLine(stylize(damaged, "out.mp4"), 1, "damaged.mkv", "damaged");
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "made_truncated_fox.mp4",
        "made_audio_only.m4a",
        "androidx_sample_malformed_free_box.mp4",
        "androidx_sample_with_invalid_nalu.mp4",
        "decord_corrupted.mp4"
      })
  void realBrokenFiles(String name) throws IOException {
    assertOneLine(stylize(SharedData.file("videos/odd/" + name), "out.mp4"), 1, name);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "none/out.mp4,cannot be written",
    "in.mp4/out.mp4,cannot be written",
    "out.avi,.mkv",
    "out,.mp4",
    ".,is a folder"
  })
  void outputsThatCannotBeAreNamed(String output, String words) throws IOException {
    Path input = clip("in.mp4", 5);
    assertOneLine(stylize(input, output), 1, "output", words);
    assertThat(files()).containsExactly("in.mp4");
  }

  @Test
  void stylesThatCannotBeAreNamed() throws IOException {
    Path input = clip("in.mp4", 5);
    TestModels.publish(styles, "floats", TestModels.floats());
    TestModels.publish(styles, "garbage", new byte[] {1, 2, 3});
    TestModels.publish(styles, "changed", TestModels.negative());
    Files.write(styles.resolve("changed/model.onnx"), new byte[] {1});
    TestModels.publish(styles, "card", TestModels.negative());
    Files.writeString(styles.resolve("card/card.json"), "{");
    String[][] cases = {
      {"nope", "\"nope\"", "negative"},
      {"floats", "style floats", "uint8"},
      {"garbage", "style garbage", "model.onnx"},
      {"changed", "style changed", "SHA-256"},
      {"card", "style card", "card.json"}
    };
    for (String[] one : cases) {
      err.getBuffer().setLength(0);
      assertOneLine(stylize(input, "out.mp4", "--style", one[0]), 1, one[1], one[2]);
    }
    err.getBuffer().setLength(0);
    assertOneLine(
        run("stylize", input.toString(), "-o", "x.mp4", "--style", "a", "--styles", "/none/there"),
        1,
        "/none/there");
    assertThat(files()).containsExactly("in.mp4");
  }

  @Test
  void valuesThatCannotBeAreNamed() {
    Path input = clip("in.mp4", 5);
    assertOneLine(stylize(input, "out.mp4", "--crf", "52"), 1, "--crf is 52");
    err.getBuffer().setLength(0);
    assertOneLine(stylize(input, "out.mp4", "--threads", "-1"), 1, "threads is -1");
    err.getBuffer().setLength(0);
    assertOneLine(stylize(input, "out.mp4", "--threads", "two"), 2, "--threads", "--help");
    err.getBuffer().setLength(0);
    assertOneLine(run("stylize", input.toString()), 2, "--output", "--style");
    err.getBuffer().setLength(0);
    assertOneLine(run("stylise"), 2, "stylise");
  }

  @Test
  void stylesAreListed() throws IOException {
    TestModels.publish(styles, "a", TestModels.negative());
    assertThat(run("styles", "--styles", styles.toString())).isZero();
    assertThat(out.toString().lines())
        .containsExactly("a         Test a", "negative  Test negative");
    Files.delete(styles.resolve("a/card.json"));
    assertThat(run("styles", "--styles", styles.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("style a");
  }

  @Test
  void benchTimesBothWays() {
    String[] options = {"--frames", "6", "--rounds", "2", "--threads", "1", "--device", "cpu"};
    List<String> arguments = new ArrayList<>(List.of("bench", "--styles", styles.toString()));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--size", "97x65"));
    assertThat(run(arguments.toArray(String[]::new))).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("negative, 6 frames of 96x64, 2 rounds", "CPU, 1 thread")
        .contains("bench --styles", "--size 97x65")
        .containsPattern("memory to memory +[0-9.]+ ms a frame +[0-9.]+ frames/s")
        .containsPattern("file to file +[0-9.]+ ms a frame +[0-9.]+ frames/s")
        .containsPattern("ratio +[0-9.]+");
  }

  @Test
  void benchTakesTheFirstFramesOfAVideo() {
    Path input = clip("in.mp4", 30);
    assertThat(
            run(
                "bench",
                "--styles",
                styles.toString(),
                "--input",
                input.toString(),
                "--frames",
                "7",
                "--rounds",
                "1"))
        .isZero();
    assertThat(out.toString()).contains("7 frames of 96x64, 1 rounds");
  }

  @Test
  void benchRefusesWhatIsNoSize() {
    assertOneLine(run("bench", "--styles", styles.toString(), "--size", "640"), 1, "--size is 640");
    err.getBuffer().setLength(0);
    assertOneLine(
        run("bench", "--styles", styles.toString(), "--size", "8x9999"), 1, "--size is 8x9999");
  }

  @Test
  void progressLineSaysSpeedAndTimeLeft() {
    assertThat(ProgressDisplay.line(50, 300, 10))
        .isEqualTo("50 of 300 frames, 5.0 frames/s, 0:50 left");
    assertThat(ProgressDisplay.line(50, -1, 10)).isEqualTo("50 frames, 5.0 frames/s");
    assertThat(ProgressDisplay.line(1, 1000, 10)).endsWith("166:30 left");
  }
}
