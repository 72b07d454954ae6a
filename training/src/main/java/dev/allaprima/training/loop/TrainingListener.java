package dev.allaprima.training.loop;

import java.nio.file.Path;

/** Told how a training goes, on the training's thread. */
public interface TrainingListener extends AutoCloseable {
  /**
   * What one step came to.
   *
   * @param number steps done, from 1
   * @param losses before the step was taken
   * @param learningRate of the step
   * @param seconds that it took
   */
  record Step(int number, Losses losses, double learningRate, double seconds) {}

  /** After every step. */
  default void stepped(Step step) {}

  /**
   * After a checkpoint was written.
   *
   * @param step steps done
   */
  default void checkpointed(int step, Path file) {}

  /** After the last step, or when the training was given up. */
  @Override
  default void close() {}
}
