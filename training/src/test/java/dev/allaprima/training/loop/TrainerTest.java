package dev.allaprima.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.GalleryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {
  @TempDir Path folder;

  private static TrainingConfig config(int iterations) {
    return new TrainingConfig(
        new GalleryConfig(8, 1),
        new PerceptualLoss.Weights(0.5, 1, 1, "relu2_2", List.of("relu1_2", "relu2_2"), 1),
        iterations,
        2,
        32,
        8,
        64,
        5e-3,
        2,
        10,
        5,
        1);
  }

  private Trainer trainer(int iterations) throws IOException {
    Photos photos = Photos.under(List.of(Drawn.photos(folder.resolve("photos"), 4)));
    LossNetwork vgg = new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.MAX);
    TrainingConfig config = config(iterations);
    PerceptualLoss loss = new PerceptualLoss(vgg, config.loss());
    return new Trainer(
        config,
        loss,
        loss.target(List.of(new StyleTarget.Painting(Drawn.picture(64, 64, 9), 1))),
        photos);
  }

  /** Collects style losses; saves at every checkpoint. */
  private record Watch(Trainer trainer, Path file, List<Double> style) implements Trainer.Listener {
    @Override
    public void stepped(int step, double content, double styleLoss, double tv, double seconds) {
      style.add(styleLoss);
    }

    @Override
    public void checkpoint(int step) {
      if (step == 5) {
        trainer.save(file);
      }
    }
  }

  @Test
  void lossFalls() throws IOException {
    Trainer trainer = trainer(60);
    Watch watch = new Watch(trainer, folder.resolve("c"), new ArrayList<>());
    trainer.run(watch);
    double early = watch.style().subList(0, 10).stream().mapToDouble(d -> d).sum();
    double late = watch.style().subList(50, 60).stream().mapToDouble(d -> d).sum();
    assertThat(late).isLessThan(0.7 * early);
  }

  @Test
  void resumedRunIsTheRunThatNeverStopped() throws IOException {
    Path file = folder.resolve("checkpoint.bin");
    Trainer whole = trainer(10);
    whole.run(new Watch(whole, file, new ArrayList<>()));
    INDArray expected = whole.network().weights().vector();

    Trainer resumed = trainer(10);
    resumed.resume(file);
    assertThat(resumed.step()).isEqualTo(5);
    resumed.run(new Watch(resumed, folder.resolve("other"), new ArrayList<>()));
    assertThat(resumed.network().weights().vector().data().asFloat())
        .isEqualTo(expected.data().asFloat());
  }

  @Test
  void foreignOrBrokenCheckpointIsRefused() throws IOException {
    Path file = folder.resolve("checkpoint.bin");
    Trainer trainer = trainer(10);
    new Checkpoint(
            3, "TrainingConfig[another]", trainer.network().weights().vector(), Nd4j.zeros(1, 1))
        .write(file);
    assertThatThrownBy(() -> trainer.resume(file))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("another training");
    Files.write(file, new byte[] {0, 0, 0, 1, 0});
    assertThatThrownBy(() -> trainer.resume(file))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("checkpoint.bin");
  }
}
