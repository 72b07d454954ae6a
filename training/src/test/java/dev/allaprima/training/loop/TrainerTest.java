package dev.allaprima.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.Norm;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TrainerTest {
  @TempDir Path folder;
  private TinyTraining tiny;

  @BeforeEach
  void begin() {
    tiny = new TinyTraining(folder);
  }

  private static List<Losses> run(Trainer trainer) {
    List<Losses> losses = new ArrayList<>();
    trainer.run(
        List.of(
            new TrainingListener() {
              @Override
              public void stepped(Step step) {
                losses.add(step.losses());
              }
            }));
    return losses;
  }

  private static float[] weights(Trainer trainer) {
    return trainer.network().weights().vector().dup().data().asFloat();
  }

  @Test
  void lossOfAGalleryFalls() throws IOException {
    List<Losses> losses = run(tiny.trainer(TinyTraining.config(80, "a", "b", "c"), "run"));
    double early = losses.subList(0, 10).stream().mapToDouble(Losses::style).sum();
    double late = losses.subList(70, 80).stream().mapToDouble(Losses::style).sum();
    assertThat(late).isLessThan(0.7 * early);
  }

  /** A batch of several styles would be refused. */
  @Test
  void everyBatchHasOneStyleWhereItsGramMatrixIsCompared() throws IOException {
    TrainingConfig apart = TinyTraining.config(80, "a", "b", "c");
    TrainingConfig config = apart.with(apart.loss().withBatchGram(true));
    Trainer trainer = tiny.trainer(config, "run");
    INDArray scales = trainer.network().weights().get("up.scale").dup();
    List<Losses> losses = run(trainer);
    double early = losses.subList(0, 12).stream().mapToDouble(Losses::style).sum();
    double late = losses.subList(68, 80).stream().mapToDouble(Losses::style).sum();
    assertThat(late).isLessThan(0.7 * early);
    for (int style = 0; style < 3; style++) {
      INDArray learnt = trainer.network().weights().get("up.scale").getRow(style);
      assertThat(learnt).as("style %d", style).isNotEqualTo(scales.getRow(style));
    }
  }

  @Test
  void everyStepSettlesTheNetwork() throws IOException {
    Trainer trainer = tiny.trainer(TinyTraining.config(5, "a"), "run");
    run(trainer);
    INDArray learnt = trainer.network().weights().vector().dup();
    trainer.network().settle();
    assertThat(learnt.sub(trainer.network().weights().vector()).amaxNumber().doubleValue())
        .isLessThan(1e-6);
    trainer.network().weights().get("head.bias").putScalar(0, 1);
    trainer.network().settle();
    assertThat(learnt.sub(trainer.network().weights().vector()).amaxNumber().doubleValue())
        .isGreaterThan(0.1);
  }

  @Test
  void pictureIsHeldAgainstOneThatGoesOnBeyondItsBorder() throws IOException {
    TrainingConfig base = TinyTraining.config(2, "a", "b");
    TrainingConfig still =
        new TrainingConfig(
            base.name(),
            new GalleryConfig(8, 1).with(Norm.STATIC),
            base.styles(),
            // The same without noise and shifts: two paintings can differ by what they see alone.
            new TrainingConfig.Data(List.of(), 2, 32, 16, 0),
            base.lossNetwork(),
            base.loss(),
            new TrainingConfig.Temporal(1, 0),
            base.optimiser(),
            5,
            3,
            1);
    List<Losses> losses = run(tiny.trainer(still, "run"));
    assertThat(losses.get(0).temporal()).as("both with context").isZero();
    assertThat(losses.get(1).temporal()).as("the first without").isPositive();
  }

  @Test
  void resumedRunIsTheRunThatNeverStopped() throws IOException {
    Trainer whole = tiny.trainer(TinyTraining.config(10, "a", "b"), "whole");
    List<Losses> expected = run(whole);

    Trainer stopped = tiny.trainer(TinyTraining.config(10, "a", "b"), "run");
    stopped.run(
        List.of(
            new TrainingListener() {
              @Override
              public void stepped(Step step) {
                if (step.number() == 3) {
                  stopped.stop();
                }
              }
            }));
    assertThat(stopped.step()).isEqualTo(3);

    Trainer resumed = tiny.trainer(TinyTraining.config(10, "a", "b"), "run");
    resumed.resume();
    assertThat(resumed.step()).isEqualTo(3);
    assertThat(run(resumed)).isEqualTo(expected.subList(3, 10));
    assertThat(weights(resumed)).isEqualTo(weights(whole));
  }

  @Test
  void checkpointsAreKeptButNotAll() throws IOException {
    run(tiny.trainer(TinyTraining.config(22, "a"), "run"));
    assertThat(tiny.checkpoints("run").files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("step-00000015.ckpt", "step-00000020.ckpt", "step-00000022.ckpt");
  }

  @Test
  void anotherConfigurationIsNamedWhereItDiffers() throws IOException {
    run(tiny.trainer(TinyTraining.config(2, "a"), "run"));
    TrainingConfig other =
        ConfigFile.over(
            TinyTraining.config(9, "b"),
            (com.fasterxml.jackson.databind.node.ObjectNode)
                ConfigFile.typed("{loss: {content: 2}, optimiser: {learningRate: 1}}"),
            "test");
    assertThatThrownBy(() -> tiny.trainer(other, "run").resume())
        .isInstanceOf(Fault.class)
        .hasMessageContaining("loss.content is 2.0 now and 0.5 there")
        .hasMessageContaining("styles[0].name is b now and a there")
        .hasMessageNotContaining("optimiser");
  }

  @Test
  void brokenCheckpointIsRefusedAndNamed() throws IOException {
    run(tiny.trainer(TinyTraining.config(2, "a"), "run"));
    Path file = tiny.checkpoints("run").newest().orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    byte[] bent = whole.clone();
    bent[bent.length / 2] ^= 1;
    for (byte[] bad : List.of(bent, new byte[3], java.util.Arrays.copyOf(whole, 999))) {
      Files.write(file, bad);
      assertThatThrownBy(() -> tiny.trainer(TinyTraining.config(2, "a"), "run").resume())
          .isInstanceOf(Fault.class)
          .hasMessageContaining("step-00000002.ckpt");
    }
  }

  @Test
  void runAwayTrainingNamesALastCheckpointThatIsGood() throws IOException {
    run(tiny.trainer(TinyTraining.config(5, "a"), "run"));
    TrainingConfig wild =
        ConfigFile.over(
            TinyTraining.config(500, "a"),
            (com.fasterxml.jackson.databind.node.ObjectNode)
                ConfigFile.typed("{optimiser: {learningRate: 1e30, clip: 0}}"),
            "test");
    Trainer trainer = tiny.trainer(wild, "run");
    trainer.resume();
    assertThatThrownBy(() -> run(trainer))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("step-00000005.ckpt");
    Trainer again = tiny.trainer(TinyTraining.config(12, "a"), "run");
    again.resume();
    assertThat(again.step()).isEqualTo(5);
    assertThat(run(again)).allSatisfy(losses -> assertThat(losses.total()).isLessThan(20));
  }

  @Test
  void oneMoreStyleLeavesTheOthersToTheLastBit() throws IOException {
    Trainer gallery = tiny.trainer(TinyTraining.config(10, "a", "b"), "run");
    run(gallery);
    float[] before = weights(gallery);
    StyleNetwork network = gallery.network();
    Weights more = network.weights().withStyle();
    StyleNetwork student = network.config().with(more);
    List<Losses> losses = run(tiny.trainer(TinyTraining.config(60, "new"), student, "taught"));
    float[] after = student.weights().vector().dup().data().asFloat();
    assertThat(java.util.Arrays.copyOf(after, before.length)).isEqualTo(before);
    assertThat(student.styles()).isEqualTo(3);
    double early = losses.subList(0, 10).stream().mapToDouble(Losses::style).sum();
    double late = losses.subList(50, 60).stream().mapToDouble(Losses::style).sum();
    assertThat(late).isLessThan(early);
    assertThat(student.weights().vector().get(NDArrayIndex.interval(before.length, after.length)))
        .isNotEqualTo(
            network
                .weights()
                .withStyle()
                .vector()
                .get(NDArrayIndex.interval(before.length, after.length)));
  }

  @Test
  void fullDiskLeavesTheOldCheckpointWhole() throws IOException {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    run(tiny.trainer(TinyTraining.config(5, "a"), "run"));
    Path good = tiny.checkpoints("run").newest().orElseThrow();
    byte[] before = Files.readAllBytes(good);
    // What is written beside lands on a disk that is full.
    Files.createSymbolicLink(good.resolveSibling("step-00000010.ckpt.part"), full);
    Trainer trainer = tiny.trainer(TinyTraining.config(10, "a"), "run");
    trainer.resume();
    assertThatThrownBy(() -> run(trainer))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("No space left")
        .hasMessageContaining("step-00000010.ckpt");
    assertThat(tiny.checkpoints("run").newest()).contains(good);
    assertThat(Files.readAllBytes(good)).isEqualTo(before);
  }
}
