package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The command {@code bench}: that it measures, never how fast. */
class BenchCommandTest extends CommandRun {
  private static final String NUMBER = " +[0-9.]+";

  private int bench(String... options) {
    List<String> arguments = new ArrayList<>(List.of("bench"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--styles", styles.toString(), "--device", "cpu", "--threads", "1"));
    arguments.addAll(List.of("--plot", folder.resolve("plot.png").toString()));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void everySizeHasItsRowAndThePlotItsBars() throws IOException {
    int code = bench("--frames", "6", "--rounds", "2", "--sizes", "97x65,128x64", "--no-peers");
    assertThat(code).as("%s", err).isZero();
    String figures = (NUMBER.repeat(3) + " \\|" + NUMBER.repeat(5) + " \\|" + NUMBER);
    assertThat(out.toString())
        .contains("CPU, 1 thread", "allaprima bench --frames 6")
        .containsPattern("negative fp32 96x64" + figures)
        .containsPattern("negative fp32 128x64" + figures);
    assertThat(ImageIO.read(folder.resolve("plot.png").toFile()).getWidth()).isGreaterThan(500);
    assertThat(files()).containsExactly("plot.png");
  }

  @Test
  void takesTheFirstFramesOfAVideo() {
    Path input = clip("in.mp4", 30);
    assertThat(bench("--input", input.toString(), "--frames", "7", "--rounds", "1", "--no-peers"))
        .as("%s", err)
        .isZero();
    assertThat(out.toString()).contains("negative fp32 96x64");
  }

  @Test
  void peersThatAreMissingAreSaid() {
    assertThat(
            bench("--frames", "2", "--rounds", "1", "--sizes", "64x64", "--reference", "no.onnx"))
        .isZero();
    assertThat(out.toString()).contains("no peers", "--reference");
  }

  @Test
  void whatIsNoSizeIsRefused() {
    String start = "negative";
    assertThat(bench("--sizes", "640", "--no-peers")).isEqualTo(1);
    assertThat(err.toString()).contains("size is 640");
    err.getBuffer().setLength(0);
    assertThat(bench("--sizes", "8x9999", "--style", start)).isEqualTo(1);
    assertThat(err.toString()).contains("size is 8x9999");
  }

  /**
   * A frame of this size that were lost on its way each time would be 130 MiB in the end, and those
   * of the last quarter alone 30.
   */
  @Test
  void memoryStaysFlat() throws IOException {
    List<String> arguments =
        List.of("bench", "memory", "--styles", styles.toString(), "--device", "cpu");
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--frames", "2400", "--size", "256x144", "--threads", "1"));
    all.addAll(List.of("--plot", folder.resolve("memory.png").toString()));
    assertThat(run(all.toArray(String[]::new))).as("%s", err).isZero();
    Matcher growth = Pattern.compile("\\(([+-][0-9.]+)\\)").matcher(out.toString());
    assertThat(growth.find()).as("%s", out).isTrue();
    assertThat(Double.parseDouble(growth.group(1))).as("%s", out).isLessThan(24);
    assertThat(ImageIO.read(folder.resolve("memory.png").toFile()).getWidth()).isGreaterThan(500);
  }
}
