package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The command {@code styles}. */
class StylesCommandTest extends CommandRun {
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
}
