package dev.allaprima.training.export;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.StyleNetwork;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A network as it is published: in float32, in 16 bits and in 8, each proved in ONNX Runtime before
 * it is let out. The 8-bit variant is calibrated on some photos and measured on others.
 */
public final class NetworkExport {
  /** Rounding to bytes makes half a level; more than one says that a graph is wrong. */
  private static final double LARGEST_DIFFERENCE = 1;

  /** Side of the photos, as in training; a multiple of every network's sizeMultiple. */
  private static final int SIDE = 256;

  private static final int CALIBRATED_ON = 16;
  private static final int MEASURED_ON = 8;

  /** Below it the variant paints another picture: it is left out, and the card says so. */
  private static final double LEAST_PSNR = 28;

  private NetworkExport() {}

  /**
   * Exports and proves.
   *
   * @param photos what the network will see
   * @param training for the card
   * @param version of the program
   * @throws Fault if the float32 model does not paint as the network does
   */
  public static NetworkFiles export(
      StyleNetwork network, Photos photos, Map<String, String> training, String version) {
    Random random = new Random(1);
    List<Picture> seen = crops(photos, CALIBRATED_ON, random);
    List<Picture> unseen = crops(photos, MEASURED_ON, random);
    Map<Precision, byte[]> models = new EnumMap<>(Precision.class);
    Map<String, String> parity = new TreeMap<>();
    byte[] model = OnnxExport.export(network, version);
    models.put(Precision.FP32, model);
    double largest = largestDifference(model, network, unseen.get(0));
    parity.put("fp32", String.format(Locale.ROOT, "%.3f of 255 from training at most", largest));
    Map<Precision, byte[]> variants = new EnumMap<>(Precision.class);
    variants.put(Precision.FP16, HalfPrecision.fp16(model));
    variants.put(Precision.INT8, Quantiser.int8(model, network.styles(), seen));
    variants.forEach(
        (precision, bytes) -> {
          Difference difference = Parity.between(model, bytes, network.styles(), unseen);
          if (difference.psnr() >= LEAST_PSNR) {
            models.put(precision, bytes);
            parity.put(precision.toString(), difference + " from fp32");
          } else {
            parity.put(precision.toString(), "left out: " + difference + " from fp32");
          }
        });
    return NetworkFiles.of(
        network.config().kind(),
        network.config().sizeMultiple(),
        network.styles(),
        models,
        parity,
        training);
  }

  private static double largestDifference(byte[] model, StyleNetwork network, Picture photo) {
    double largest = 0;
    for (int style = 0; style < network.styles(); style++) {
      Picture[] pictures = {photo, Parity.noise(SIDE, SIDE, style)};
      largest =
          Math.max(
              largest,
              Parity.largestDifference(
                  model, network, network.inStyle(style, pictures.length), pictures));
    }
    if (!(largest < LARGEST_DIFFERENCE)) {
      throw Fault.of(
          UNAVAILABLE,
          "the exported model differs from the network by " + largest + " of 255",
          "Nothing was published; the checkpoint is kept");
    }
    return largest;
  }

  private static List<Picture> crops(Photos photos, int count, Random random) {
    return Stream.generate(() -> photos.crop(SIDE, random)).limit(count).toList();
  }
}
