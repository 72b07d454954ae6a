package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Programs;
import dev.allaprima.pipeline.testing.SharedData;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong is one line and an exit code, and leaves no file behind. */
class BadInputTest extends CommandRun {
  @Test
  void inputsThatAreNoVideoAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "This is not a video.\n".repeat(99));
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    Path missing = folder.resolve("missing.mp4");
    List<String> before = files();
    for (Path input : new Path[] {text, empty, missing}) {
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
      {"changed", "changed/model.onnx", "SHA-256"},
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

  /** Where there is a card it encodes; bench/gpu-acceptance.sh sees to that. */
  @ParameterizedTest
  @ValueSource(strings = {"h264_nvenc", "hevc_nvenc", "av1_nvenc"})
  void encodersOfACardThatIsNotThereAreNamed(String codec) throws IOException {
    assumeFalse(Files.exists(Path.of("/dev/nvidia0")), "this machine has an NVIDIA card");
    Path input = clip("in.mp4", 5);
    assertOneLine(stylize(input, "out.mp4", "--codec", codec), 1, codec, "NVIDIA card");
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
    assertOneLine(stylize(input, "out.mp4", "--precision", "fp8"), 1, "\"fp8\"", "int8");
    err.getBuffer().setLength(0);
    assertOneLine(
        stylize(input, "out.mp4", "--precision", "int8"), 1, "style negative", "int8", "fp32");
    err.getBuffer().setLength(0);
    assertOneLine(run("stylize", input.toString()), 2, "--output", "--style");
    err.getBuffer().setLength(0);
    assertOneLine(run("stylise"), 2, "stylise");
  }
}
