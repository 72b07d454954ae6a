package dev.allaprima.training.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossPlotTest {
  @TempDir Path folder;

  private BufferedImage drawn(LossPlot plot) throws IOException {
    Path file = folder.resolve("loss.png");
    plot.write(file);
    assertThat(folder.toFile().list()).containsExactly("loss.png");
    return ImageIO.read(file.toFile());
  }

  private static long ink(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return java.util.Arrays.stream(pixels).filter(p -> (p & 0xffffff) != 0xffffff).count();
  }

  @Test
  void everyCurveLeavesItsInk() throws IOException {
    LossPlot plot = new LossPlot("a run");
    for (int step = 1; step <= 5000; step++) {
      plot.add("style", step, 100.0 / step);
    }
    long one = ink(drawn(plot));
    for (int step = 1; step <= 5000; step++) {
      plot.add("content", step, 1 + Math.sin(step));
    }
    assertThat(ink(drawn(plot))).isGreaterThan(one + 500);
  }

  @Test
  void lossesThatALogarithmCannotShowAreLeftOut() throws IOException {
    LossPlot plot = new LossPlot("a run");
    plot.add("loss", 1, 0);
    plot.add("loss", 2, Double.NaN);
    plot.add("loss", 3, Double.POSITIVE_INFINITY);
    plot.write(folder.resolve("none.png"));
    assertThat(folder.resolve("none.png")).doesNotExist();
    plot.add("loss", 4, 0.5);
    assertThat(drawn(plot).getWidth()).isEqualTo(1000);
  }

  @Test
  void aFolderThatIsMissingIsOneLine() {
    LossPlot plot = new LossPlot("a run");
    plot.add("loss", 1, 1);
    assertThatThrownBy(() -> plot.write(folder.resolve("none/loss.png")))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("none/loss.png");
    assertThat(Files.exists(folder.resolve("none"))).isFalse();
  }
}
