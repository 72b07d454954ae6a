package dev.allaprima.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.measure.Measurement;
import dev.allaprima.training.measure.Score;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the temporal term is for. */
class StillnessTest {
  @TempDir Path folder;

  private Score learn(double temporal) throws IOException {
    TinyTraining tiny = new TinyTraining(folder);
    TrainingConfig config =
        ConfigFile.over(
            TinyTraining.config(50, "a"),
            (ObjectNode) ConfigFile.typed("{temporal: {weight: " + temporal + "}}"),
            "test");
    Trainer trainer = tiny.trainer(config, "run" + temporal);
    trainer.run(List.of());
    StyleNetwork network = trainer.network();
    Measurement measurement =
        new Measurement(tiny.loss(config), List.of(Drawn.picture(160, 160, 77)), 160, 8);
    return measurement.of(photo -> painted(network, photo), Aim.at(tiny.target(config, "a")));
  }

  private static Picture painted(StyleNetwork network, Picture photo) {
    try (Tape tape = new Tape()) {
      return Picture.of(
          network
              .paint(
                  tape,
                  network.weights().constants(tape),
                  tape.adopt(photo.toArray()),
                  tape.adopt(network.inStyle(0, 1)),
                  Window.WHOLE)
              .value(),
          0);
    }
  }

  @Test
  void temporalTermLowersTheWarpingError() throws IOException {
    Score without = learn(0);
    Score with = learn(100);
    assertThat(with.warping()).isLessThan(0.85 * without.warping());
    assertThat(with.photosWarping()).isEqualTo(without.photosWarping());
  }
}
