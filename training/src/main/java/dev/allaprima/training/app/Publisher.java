package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleCard;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.export.OnnxExport;
import dev.allaprima.training.export.Parity;
import dev.allaprima.training.network.Leaves;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.nio.file.Path;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Exports a network, proves the export, paints the preview and puts all into a catalogue. */
final class Publisher {
  private static final double LARGEST_DIFFERENCE = 1;
  private static final int PREVIEW_SIDE = 360;

  private final Picture photo;
  private double largestDifference = Double.NaN;

  Publisher(Picture photo) {
    this.photo = photo.withShortSide(PREVIEW_SIDE, 4);
  }

  /** The photo of the preview. */
  Picture photo() {
    return photo;
  }

  /** What the last export differed by from the network, at most, of 255. */
  double largestDifference() {
    return largestDifference;
  }

  Style publish(
      StyleNetwork network,
      StyleCard card,
      Function<byte[], NetworkFiles> files,
      Path catalogue,
      boolean replace) {
    byte[] model = OnnxExport.export(network, version());
    largestDifference =
        Math.max(
            Parity.largestDifference(model, network, Parity.noise(256, 192, 1)),
            Parity.largestDifference(model, network, photo));
    if (!(largestDifference < LARGEST_DIFFERENCE)) {
      throw Fault.of(
          UNAVAILABLE,
          "the exported model differs from the network by " + largestDifference + " of 255",
          "Nothing was published; the checkpoint is kept");
    }
    byte[] preview = paint(network, photo).toJpeg();
    return Catalogue.publish(catalogue, card, files.apply(model), preview, replace);
  }

  /** The photo as the network paints it now; both sides multiples of 4. */
  static Picture paint(StyleNetwork network, Picture photo) {
    try (Tape tape = new Tape()) {
      Leaves leaves = network.weights().constants(tape);
      INDArray rgb = tape.adopt(photo.toArray());
      Var painted = network.paint(tape, leaves, rgb, network.inStyle(0, 1), Window.WHOLE);
      return Picture.of(painted.value(), 0);
    }
  }

  private static String version() {
    String version = Publisher.class.getPackage().getImplementationVersion();
    return version != null ? version : "unreleased";
  }
}
