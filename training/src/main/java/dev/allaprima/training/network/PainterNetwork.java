package dev.allaprima.training.network;

import dev.allaprima.training.data.Planes;
import dev.allaprima.training.tape.Frozen;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.SpecifiedIndex;

/**
 * The image transformation network of Johnson et al. 2016 (residual blocks between a stem that
 * shrinks and a head that enlarges, scaled tanh at the end), slimmed for live use on a CPU:
 *
 * <ul>
 *   <li>it speaks I420: the stem reads the planes folded by space-to-depth (4×4 luma, 2×2 chroma),
 *       the head writes four luma pixels and one of each chroma a place. No full-resolution layer,
 *       no colour conversion, half the numbers;
 *   <li>the folded picture is continued by {@value #MARGIN} places on every side, and the painting
 *       cropped back: what zero padding does to a border happens outside the frame;
 *   <li>it sees the canvas' {@link Grain} beside the picture;
 *   <li>instance instead of batch normalisation (Ulyanov et al. 2016);
 *   <li>nearest-neighbour upsampling and a convolution instead of a fractional stride, which leaves
 *       a checkerboard (Odena et al. 2016).
 * </ul>
 *
 * Parameters are views of one vector, so that an optimiser and a checkpoint see one array.
 */
public final class PainterNetwork {
  /** Places (of 4×4 pixels) that the folded picture is continued by, its outermost repeated. */
  public static final int MARGIN = 4;

  /** ε of the instance normalisations. */
  public static final double EPSILON = 1e-5;

  /** Values of a frame are brought to (x − {@value #INPUT_MEAN}) / {@value #INPUT_SCALE}. */
  public static final double INPUT_MEAN = 128;

  /** See {@link #INPUT_MEAN}. */
  public static final double INPUT_SCALE = 64;

  /** The head's tanh spans limited range: Y from 16 to 235, U and V from 16 to 240. */
  public static final float[] OUTPUT_MIDDLE = {125.5f, 125.5f, 125.5f, 125.5f, 128, 128};

  /** Half the span; see {@link #OUTPUT_MIDDLE}. */
  public static final float[] OUTPUT_REACH = {109.5f, 109.5f, 109.5f, 109.5f, 112, 112};

  private final Shape shape;
  private final INDArray vector;
  private final Map<String, INDArray> views = new LinkedHashMap<>();

  /**
   * Its size.
   *
   * @param width channels of the residual blocks; even
   * @param blocks how many residual blocks
   */
  public record Shape(int width, int blocks) {}

  /** A network with fresh random weights, decided by the seed alone. */
  public PainterNetwork(Shape shape, long seed) {
    this.shape = shape;
    Map<String, long[]> layout = layout(shape);
    long length = layout.values().stream().mapToLong(PainterNetwork::product).sum();
    this.vector = Nd4j.create(DataType.FLOAT, length);
    long offset = 0;
    for (Map.Entry<String, long[]> entry : layout.entrySet()) {
      long end = offset + product(entry.getValue());
      views.put(
          entry.getKey(),
          vector.get(NDArrayIndex.interval(offset, end)).reshape('c', entry.getValue()));
      offset = end;
    }
    new Initialiser(seed).fill(views);
  }

  private static Map<String, long[]> layout(Shape shape) {
    Map<String, long[]> layout = new LinkedHashMap<>();
    long w = shape.width();
    convolution(layout, "stem", Planes.CHANNELS + Grain.CHANNELS, w);
    for (int b = 0; b < shape.blocks(); b++) {
      convolution(layout, "block" + b + ".first", w, w);
      convolution(layout, "block" + b + ".second", w, w);
    }
    convolution(layout, "up", w, w / 2);
    layout.put("head.kernel", new long[] {3, 3, w / 2, OUTPUT_MIDDLE.length});
    layout.put("head.bias", new long[] {OUTPUT_MIDDLE.length});
    return layout;
  }

  private static void convolution(Map<String, long[]> layout, String name, long in, long out) {
    layout.put(name + ".kernel", new long[] {3, 3, in, out});
    layout.put(name + ".scale", new long[] {out});
    layout.put(name + ".shift", new long[] {out});
  }

  private static long product(long[] dimensions) {
    long product = 1;
    for (long d : dimensions) {
      product *= d;
    }
    return product;
  }

  /** Its size. */
  public Shape shape() {
    return shape;
  }

  /** All parameters as one vector; writing to it changes the network. */
  public INDArray vector() {
    return vector;
  }

  /** The parameters by name, views of the vector; kernels are [3,3,in,out]. */
  public Map<String, INDArray> parameters() {
    return views;
  }

  /** The parameters as leaves of a tape. */
  public Map<String, Var> leaves(Tape tape) {
    Map<String, Var> leaves = new LinkedHashMap<>();
    views.forEach((name, view) -> leaves.put(name, tape.parameter(view)));
    return leaves;
  }

  /**
   * Paints whole pictures.
   *
   * @param folded [N,H/4,W/4,24] as {@link Planes} folds
   * @return [N,H/2,W/2,6]: Y of the four pixels of a place, row by row, then U and V; unrounded
   */
  public Var paint(Tape tape, Map<String, Var> leaves, INDArray folded) {
    return paintInside(tape, leaves, continued(folded), MARGIN, 0, 0);
  }

  /**
   * Paints what lies inside of larger pictures, as training does: with all that the network can see
   * around it, it cannot learn to paint a border differently.
   *
   * @param folded [N,h,w,24]
   * @param margin places around the inside
   * @param top place of the {@link Grain} that the first row lies on; {@code left} likewise
   * @return [N,2(h − 2·margin),2(w − 2·margin),6] as {@link #paint} does
   */
  public Var paintInside(
      Tape tape, Map<String, Var> leaves, INDArray folded, int margin, int top, int left) {
    INDArray picture = folded.sub(INPUT_MEAN).divi(INPUT_SCALE);
    long[] s = folded.shape();
    INDArray grain = Grain.at(s[0], s[1], s[2], top, left);
    INDArray input = tape.adopt(Nd4j.concat(3, picture, grain));
    Var x = tape.relu(normalised(tape, leaves, "stem", tape.constant(input)));
    for (int b = 0; b < shape.blocks(); b++) {
      Var inner = tape.relu(normalised(tape, leaves, "block" + b + ".first", x));
      x = tape.add(x, normalised(tape, leaves, "block" + b + ".second", inner));
    }
    x = tape.relu(normalised(tape, leaves, "up", tape.upsample(x)));
    x = tape.convolution(x, leaves.get("head.kernel"), leaves.get("head.bias"));
    return tape.convolution(tape.tanh(tape.crop(x, 2 * margin)), OUT_OF_TANH);
  }

  private static INDArray continued(INDArray folded) {
    long[] s = folded.shape();
    return folded
        .get(NDArrayIndex.all(), places(s[1]), NDArrayIndex.all(), NDArrayIndex.all())
        .get(NDArrayIndex.all(), NDArrayIndex.all(), places(s[2]), NDArrayIndex.all())
        .dup('c');
  }

  private static INDArrayIndex places(long size) {
    long[] places = new long[(int) size + 2 * MARGIN];
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(0, Math.min(size - 1, i - MARGIN));
    }
    return new SpecifiedIndex(places);
  }

  private static Var normalised(Tape tape, Map<String, Var> leaves, String name, Var x) {
    Var convolved = tape.convolution(x, leaves.get(name + ".kernel"), null);
    return tape.instanceNorm(
        convolved, leaves.get(name + ".scale"), leaves.get(name + ".shift"), EPSILON);
  }

  private static final Frozen OUT_OF_TANH =
      Frozen.of(
          Nd4j.diag(Nd4j.createFromArray(OUTPUT_REACH)).reshape(1, 1, 6, 6),
          Nd4j.createFromArray(OUTPUT_MIDDLE));

  /**
   * I420 as the head writes it to RGB, [N,H,W,3], unclamped: one matrix (BT.601, limited range) and
   * a depth-to-space.
   */
  public static Var toRgb(Tape tape, Var painted) {
    return tape.depthToSpace(tape.convolution(painted, TO_RGB));
  }

  private static final Frozen TO_RGB = toRgbMatrix();

  private static Frozen toRgbMatrix() {
    double luma = 255.0 / 219;
    double[] ofU = {0, -0.391762, 2.017232};
    double[] ofV = {1.596027, -0.812968, 0};
    float[][] kernel = new float[6][12];
    float[] bias = new float[12];
    for (int place = 0; place < 4; place++) {
      for (int c = 0; c < 3; c++) {
        kernel[place][3 * place + c] = (float) luma;
        kernel[4][3 * place + c] = (float) ofU[c];
        kernel[5][3 * place + c] = (float) ofV[c];
        bias[3 * place + c] = (float) (-16 * luma - 128 * (ofU[c] + ofV[c]));
      }
    }
    return Frozen.of(Nd4j.createFromArray(kernel).reshape(1, 1, 6, 12), Nd4j.createFromArray(bias));
  }
}
