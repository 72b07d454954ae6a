package dev.allaprima.training.network;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network's weights: views by name of one vector, so that an optimiser and a checkpoint see one
 * array. Writing to the vector or to a view changes the network.
 */
public final class Weights {
  /** Under the square root of every normalisation. */
  public static final double EPSILON = 1e-5;

  private final Layout layout;
  private final INDArray vector;
  private final Map<String, INDArray> views = new LinkedHashMap<>();

  /**
   * Weights in a vector, which is taken, not copied.
   *
   * @throws IllegalArgumentException if its length fits no number of styles
   */
  Weights(Layout layout, INDArray vector) {
    layout.styles(vector.length());
    this.layout = layout;
    this.vector = vector;
    layout.views(vector, views::put);
  }

  /** All of them: [L]. */
  public INDArray vector() {
    return vector;
  }

  /** The weights of a name, a view: kernels [kH,kW,in,out], tables [S,C]. */
  public INDArray get(String name) {
    INDArray view = views.get(name);
    if (view == null) {
      throw new IllegalArgumentException("no weights " + name + " among " + views.keySet());
    }
    return view;
  }

  /** Whether there are weights of that name. */
  public boolean has(String name) {
    return views.containsKey(name);
  }

  /** Every name, in the vector's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(views.keySet());
  }

  /** Names of those that every style has of its own, tables [S,C]. */
  public Set<String> tables() {
    return layout.tables().keySet();
  }

  /** How many styles: S. */
  public int styles() {
    return layout.styles(vector.length());
  }

  /** Where what lies in the vector. */
  public Layout layout() {
    return layout;
  }

  /** All weights as leaves that learn. */
  public Leaves leaves(Tape tape) {
    return leaves(name -> tape.parameter(get(name)), true);
  }

  /** Only the per-style tables learn: one more style is taught so (Dumoulin et al. 2017). */
  public Leaves tableLeaves(Tape tape) {
    Set<String> learning = tables();
    return leaves(
        name -> learning.contains(name) ? tape.parameter(get(name)) : tape.constant(get(name)),
        false);
  }

  /** Nothing learns: to paint, not to train. */
  public Leaves constants(Tape tape) {
    return leaves(name -> tape.constant(get(name)), false);
  }

  private Leaves leaves(Function<String, Var> leaf, boolean training) {
    Map<String, Var> leaves = new LinkedHashMap<>();
    views.keySet().forEach(name -> leaves.put(name, leaf.apply(name)));
    return new Leaves(this, leaves, training);
  }

  /**
   * These and one more style at the end, in a new vector that begins with this one unchanged.
   *
   * @param like the style whose row the new one begins with
   */
  public Weights withStyleLike(int like) {
    return withRow(row(like));
  }

  /** As {@link #withStyleLike}, beginning between all styles: with the mean of their rows. */
  public Weights withStyle() {
    INDArray row = Nd4j.zeros(vector.dataType(), layout.rowLength());
    for (int style = 0; style < styles(); style++) {
      row.addi(row(style));
    }
    return withRow(row.divi(styles()));
  }

  private Weights withRow(INDArray row) {
    return new Weights(layout, Nd4j.concat(0, vector, row));
  }

  private INDArray row(int style) {
    long from = layout.length(style);
    return vector.get(NDArrayIndex.interval(from, from + layout.rowLength()));
  }

  /** A copy in another type: double, to check gradients. */
  public Weights castTo(DataType type) {
    return new Weights(layout, vector.castTo(type));
  }
}
