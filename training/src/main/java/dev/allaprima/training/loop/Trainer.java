package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.network.Leaves;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The training loop of Johnson et al. 2016: take photos, paint them, measure the perceptual loss,
 * follow its gradient.
 */
public final class Trainer {
  private final TrainingConfig config;
  private final PerceptualLoss loss;
  private final StyleTarget style;
  private final Photos photos;
  private final StyleNetwork network;
  private final INDArray moments;
  private final AdamUpdater adam;
  private int step;

  /** Told of every step, on the training's thread. */
  public interface Listener {
    /**
     * After a step.
     *
     * @param step steps done, from 1
     */
    void stepped(int step, double content, double style, double variation, double seconds);

    /** After every {@link TrainingConfig#checkpointEvery} steps and after the last. */
    void checkpoint(int step);
  }

  /** A training from its first step. */
  public Trainer(TrainingConfig config, PerceptualLoss loss, StyleTarget style, Photos photos) {
    this.config = config;
    this.loss = loss;
    this.style = style;
    this.photos = photos;
    this.network = config.shape().fresh(1, config.seed());
    this.moments = Nd4j.zeros(DataType.FLOAT, 1, 2 * network.weights().vector().length());
    this.adam = new AdamUpdater(new Adam(config.learningRate()));
    adam.setStateViewArray(moments, new long[] {1, network.weights().vector().length()}, 'c', true);
  }

  /** The network as it is now. */
  public StyleNetwork network() {
    return network;
  }

  /** Steps done. */
  public int step() {
    return step;
  }

  /** Runs the steps that are left. */
  public void run(Listener listener) {
    try (Batches batches = new Batches(config, photos, step)) {
      while (step < config.iterations()) {
        long start = System.nanoTime();
        Batches.Batch batch = batches.next();
        try (Tape tape = new Tape()) {
          Leaves leaves = network.weights().leaves(tape);
          INDArray seen = tape.adopt(batch.seen());
          INDArray style = network.inStyle(0, config.batch());
          Window window = new Window(config.context(), batch.top(), batch.left());
          Var painted = network.paint(tape, leaves, seen, style, window);
          PerceptualLoss.Parts parts =
              loss.of(tape, painted, tape.adopt(batch.targets()), List.of(Aim.at(this.style)));
          requireFinite(parts.total().scalar());
          tape.backward(parts.total());
          update(leaves.gradient().reshape(1, network.weights().vector().length()));
          step++;
          listener.stepped(
              step,
              parts.content().scalar(),
              parts.style().scalar(),
              parts.variation().scalar(),
              (System.nanoTime() - start) / 1e9);
        }
        if (step % config.checkpointEvery() == 0 || step == config.iterations()) {
          listener.checkpoint(step);
        }
      }
    }
  }

  private void update(INDArray gradient) {
    double norm = gradient.norm2Number().doubleValue();
    if (norm > config.clip()) {
      gradient.muli(config.clip() / norm);
    }
    double progress = (double) step / config.iterations();
    double fall = 0.05 + 0.95 * (1 + Math.cos(Math.PI * progress)) / 2;
    adam.getConfig().setLearningRate(config.learningRate() * fall);
    adam.applyUpdater(gradient, step, 0);
    network.weights().vector().subi(gradient.reshape(network.weights().vector().length()));
    gradient.close();
  }

  private void requireFinite(double total) {
    if (!Double.isFinite(total)) {
      throw Fault.of(
          INVALID,
          "the loss became " + total + " in iteration " + (step + 1),
          "Lower --learning-rate and go on from the last checkpoint with --resume");
    }
  }

  /** Writes all that the next step depends on. */
  public void save(Path file) {
    new Checkpoint(step, identity(), network.weights().vector(), moments).write(file);
  }

  /**
   * Goes on from a checkpoint: the steps that follow are those of a run that never stopped. Only
   * the number of iterations may differ, to train longer or shorter than first meant.
   */
  public void resume(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    if (!checkpoint.identity().equals(identity())) {
      throw Fault.of(
          INVALID,
          "the checkpoint " + file + " is of another training: " + checkpoint.identity(),
          "Give the same options, or start anew without --resume");
    }
    step = checkpoint.step();
    network.weights().vector().assign(checkpoint.parameters());
    moments.assign(checkpoint.optimiser());
  }

  private String identity() {
    return config.withIterations(0).toString();
  }
}
