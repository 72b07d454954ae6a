package dev.allaprima.training;

import dev.allaprima.training.data.Picture;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pictures and weights that the tests make themselves. */
public final class Drawn {
  private Drawn() {}

  /** Coloured discs on a gradient. */
  public static Picture picture(int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setPaint(new GradientPaint(0, 0, color(random), width, height, color(random)));
    g.fillRect(0, 0, width, height);
    for (int i = 0; i < 30; i++) {
      g.setColor(color(random));
      int size = 4 + random.nextInt(width / 4);
      g.fillOval(random.nextInt(width), random.nextInt(height), size, size);
    }
    g.dispose();
    return Picture.of(image);
  }

  private static Color color(Random random) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  /** A folder of such pictures. */
  public static Path photos(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Files.write(folder.resolve(i + ".jpg"), picture(120, 90, i).toJpeg());
    }
    return folder;
  }

  /** Random weights in VGG-19's layout to conv3_4, a sixteenth as wide. */
  public static Map<String, INDArray> vggWeights() {
    Random random = new Random(3);
    Map<String, INDArray> weights = new LinkedHashMap<>();
    int in = 3;
    int[] counts = {2, 2, 4};
    for (int stage = 1; stage <= 3; stage++) {
      int out = 2 << stage;
      for (int layer = 1; layer <= counts[stage - 1]; layer++) {
        float[] kernel = new float[out * in * 9];
        for (int i = 0; i < kernel.length; i++) {
          kernel[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / (9 * in)));
        }
        String name = "conv" + stage + "_" + layer;
        weights.put(name + ".weight", Nd4j.create(kernel, new long[] {out, in, 3, 3}, 'c'));
        weights.put(name + ".bias", Nd4j.create(new float[out], new long[] {out}, 'c'));
        in = out;
      }
    }
    return weights;
  }

  /** The weights as NumPy's archive. */
  public static Path npz(Path file, Map<String, INDArray> weights) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, INDArray> entry : weights.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
        zip.write(Nd4j.toNpyByteArray(entry.getValue()));
      }
    }
    return file;
  }
}
