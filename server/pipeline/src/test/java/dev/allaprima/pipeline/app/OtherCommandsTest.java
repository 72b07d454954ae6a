package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands {@code styles} and {@code bench}. */
class OtherCommandsTest extends CommandRun {
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
}
