package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.export.OnnxPainter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeachCommandTest extends CommandTest {
  private List<String> teach(String name) {
    Path other = folder.resolve("other.png");
    Drawn.picture(90, 90, 7).writePng(other);
    return List.of(
        "teach",
        "--style",
        other.toString(),
        "--name",
        name,
        "--photos",
        photos.toString(),
        "--loss-network",
        weights.toString(),
        "--styles",
        folder + "/styles",
        "--run",
        folder + "/teach-" + name,
        "--iterations",
        "4",
        "--crop",
        "32");
  }

  private Style style(String name) {
    return Catalogue.at(folder.resolve("styles")).style(name);
  }

  private static Picture painted(Style style, float... mix) {
    try (OnnxPainter painter = new OnnxPainter(style.network().model(Precision.FP32))) {
      return painter.paint(Drawn.picture(64, 48, 11), mix);
    }
  }

  @Test
  void networkGainsAStyleAndTheOthersPaintAsBeforeToTheLastBit() throws IOException {
    publishGallery();
    float[] one = painted(style("one"), 1, 0).rgb();
    float[] two = painted(style("two"), 0, 1).rgb();
    assertThat(execute(teach("three"), "--like", "two")).as(() -> err).isZero();
    assertThat(style("three").card().network()).isEqualTo("gallery");
    assertThat(style("three").card().index()).isEqualTo(2);
    assertThat(style("one").network().card().styles()).isEqualTo(3);
    assertThat(painted(style("one"), 1, 0, 0).rgb()).isEqualTo(one);
    assertThat(painted(style("two"), 0, 1, 0).rgb()).isEqualTo(two);
    assertThat(painted(style("three"), 0, 0, 1).rgb()).isNotEqualTo(two);

    assertThat(execute(teach("four"))).as(() -> err).isZero();
    assertThat(style("four").card().index()).isEqualTo(3);
    assertThat(painted(style("one"), 1, 0, 0, 0).rgb()).isEqualTo(one);

    assertThat(execute(gallery(2), "--replace", "--run", folder + "/anew")).isEqualTo(1);
    assertThat(err).contains("knows style three").hasLineCount(1);
    assertThat(style("three").card().index()).isEqualTo(2);
  }

  @Test
  void whatCannotBeTaughtIsSaidInALine() throws IOException {
    publishGallery();
    assertThat(execute(teach("three"), "--network", "none")).isEqualTo(1);
    assertThat(err).contains("\"none\"").hasLineCount(1);
    assertThat(execute(teach("three"), "--like", "nobody")).isEqualTo(1);
    assertThat(err).contains("nobody").contains("one, two").hasLineCount(1);
    assertThat(execute(teach("one"))).isEqualTo(1);
    assertThat(err).contains("already in").hasLineCount(1);
    assertThat(execute(teach("three"), "--set", "network.width=10")).isEqualTo(1);
    assertThat(err).contains("width=10").hasLineCount(1);
    assertThat(style("one").network().card().styles()).isEqualTo(2);
  }
}
