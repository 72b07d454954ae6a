package dev.allaprima.training.loop;

import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.Grain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The pictures of every step, the next ones prepared while the present ones are learnt from. They
 * depend on seed and step alone: a resumed run sees the same ones.
 */
final class Batches implements AutoCloseable {
  private final TrainingConfig config;
  private final Photos photos;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "training photos"));
  private int step;
  private Future<Batch> next;

  /**
   * What one step learns from; the taker frees the arrays.
   *
   * @param seen RGB [N,S,S,3], what the network sees: crops with context and noise
   * @param again the same crops moved by {@code shifts}, with other noise; null where there is no
   *     temporal term
   * @param shifts for each picture how far {@code again} shows what is further down and right
   * @param targets RGB [N,crop,crop,3]: what is judged against
   * @param styles which of the configured styles each picture is to be painted in
   * @param top place of the canvas' grain that the pictures lie on; {@code left} likewise
   */
  record Batch(
      INDArray seen,
      INDArray again,
      int[][] shifts,
      INDArray targets,
      int[] styles,
      int top,
      int left) {}

  /** Batches from a step on. */
  Batches(TrainingConfig config, Photos photos, int firstStep) {
    this.config = config;
    this.photos = photos;
    this.step = firstStep;
    this.next = prepare();
  }

  Batch next() {
    try {
      Batch batch = next.get();
      next = prepare();
      return batch;
    } catch (ExecutionException e) {
      // A Fault of an unreadable photo is the user's to see.
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for photos", e);
    }
  }

  private Future<Batch> prepare() {
    int of = step++;
    return thread.submit(() -> batch(of));
  }

  private Batch batch(int of) {
    TrainingConfig.Data data = config.data();
    Random random = new Random(config.seed() * 1_000_003 + of);
    boolean temporal = config.temporal().weight() > 0;
    int room = temporal ? config.temporal().shift() : 0;
    int side = data.crop() + 2 * data.context();
    double deviation = data.noise() * random.nextDouble();
    INDArray[] seen = new INDArray[data.batch()];
    INDArray[] again = new INDArray[seen.length];
    INDArray[] targets = new INDArray[seen.length];
    int[][] shifts = new int[seen.length][];
    for (int i = 0; i < seen.length; i++) {
      Picture photo = photos.crop(side + 2 * room, random);
      int[] shift = {random.nextInt(2 * room + 1) - room, random.nextInt(2 * room + 1) - room};
      shifts[i] = shift;
      seen[i] = noisy(photo.cut(room, room, side, side), deviation, random);
      if (temporal) {
        Picture moved = photo.cut(room + shift[0], room + shift[1], side, side);
        again[i] = noisy(moved, deviation, random);
      }
      int inside = room + data.context();
      targets[i] = photo.cut(inside, inside, data.crop(), data.crop()).toArray();
    }
    int top = random.nextInt(Grain.SIDE);
    int left = random.nextInt(Grain.SIDE);
    return new Batch(
        Nd4j.concat(0, seen),
        temporal ? Nd4j.concat(0, again) : null,
        shifts,
        Nd4j.concat(0, targets),
        styles(of),
        top,
        left);
  }

  /**
   * The styles take turns, of a picture or of a batch, in an order that is shuffled every round:
   * all are learnt alike.
   */
  private int[] styles(int of) {
    int count = config.styles().size();
    int[] chosen = new int[config.data().batch()];
    for (int i = 0; i < chosen.length; i++) {
      long turn = config.loss().batchGram() ? of : (long) of * chosen.length + i;
      List<Integer> round = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(round, new Random(config.seed() * 7919 + turn / count));
      chosen[i] = round.get((int) (turn % count));
    }
    return chosen;
  }

  private static INDArray noisy(Picture picture, double deviation, Random random) {
    float[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] += (float) (deviation * random.nextGaussian());
    }
    return new Picture(picture.width(), picture.height(), rgb).toArray();
  }

  @Override
  public void close() {
    // Not interrupted: a photo half read would be taken for a broken one.
    thread.shutdown();
  }
}
