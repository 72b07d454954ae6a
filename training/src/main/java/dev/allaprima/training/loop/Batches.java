package dev.allaprima.training.loop;

import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.Grain;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The photos of every step, the next ones prepared while the present ones are learnt from. The
 * crops of a step depend on seed and step alone: a resumed run sees the same ones.
 */
final class Batches implements AutoCloseable {
  private final TrainingConfig config;
  private final Photos photos;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "training photos"));
  private int step;
  private Future<Batch> next;

  /**
   * What one step learns from; the taker frees both.
   *
   * @param seen what the network sees, RGB with context and noise
   * @param targets RGB [N,crop,crop,3]: what is judged against
   * @param top place of the canvas' grain that the pictures lie on
   * @param left likewise
   */
  record Batch(INDArray seen, INDArray targets, int top, int left) {}

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
    Random random = new Random(config.seed() * 1_000_003 + of);
    Picture[] crops = new Picture[config.batch()];
    INDArray[] rgb = new INDArray[crops.length];
    for (int i = 0; i < crops.length; i++) {
      crops[i] = photos.crop(config.crop() + 2 * config.context(), random);
      rgb[i] = crops[i].toArray();
    }
    INDArray seen = Nd4j.concat(0, rgb);
    INDArray targets = inside(seen);
    addNoise(seen, random);
    int top = random.nextInt(Grain.SIDE);
    int left = random.nextInt(Grain.SIDE);
    return new Batch(seen, targets, top, left);
  }

  private INDArray inside(INDArray pictures) {
    INDArrayIndex pixels =
        NDArrayIndex.interval(config.context(), config.context() + config.crop());
    return pictures.get(NDArrayIndex.all(), pixels, pixels, NDArrayIndex.all()).dup('c');
  }

  private void addNoise(INDArray seen, Random random) {
    double deviation = config.noise() * random.nextDouble();
    float[] noise = new float[(int) seen.length()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (deviation * random.nextGaussian());
    }
    seen.addi(Nd4j.create(noise, seen.shape(), 'c'));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
