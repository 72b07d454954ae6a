package dev.allaprima.training.gatys;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.gatys.GatysConfig.Start;
import dev.allaprima.training.gatys.PictureLoss.Parts;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One painting by optimisation (Gatys et al. 2015), from coarse to fine (Gatys et al. 2017,
 * "Controlling Perceptual Factors in Neural Style Transfer", section 6): each level begins with the
 * picture of the one before, at twice the size. One thread.
 */
public final class Gatys implements AutoCloseable {
  /** White noise: about what photos' pixels have for mean and deviation. */
  private static final double NOISE_MEAN = 118;

  private static final double NOISE_DEVIATION = 60;

  private final LossNetwork network;
  private final GatysConfig config;
  private final Picture photo;
  private final Picture colours;
  private final List<Painting> paintings;
  private final Schedule schedule;
  private final String identity;
  private State state;

  /** Told of every step. */
  @FunctionalInterface
  public interface Listener {
    /** After a step; false stops the painting there. */
    boolean stepped(Step step);
  }

  /**
   * A step done.
   *
   * @param number from 1, over all levels
   * @param of steps of all levels; fewer are done if a level can't be improved further
   * @param width of the picture at this level
   * @param height of it
   * @param parts of the loss
   * @param seconds that it took
   * @param pixelsLeft pixels that the steps left have to work through, each step its picture's
   */
  public record Step(
      int number, int of, int width, int height, Parts parts, double seconds, double pixelsLeft) {}

  /**
   * A painting before its first step.
   *
   * @param photo null if its content does not count and nothing starts from it
   * @param paintings empty if their style does not count
   * @throws Fault if the loss network lacks a layer, or memory is too small for the size
   */
  public Gatys(LossNetwork network, GatysConfig config, Picture photo, List<Painting> paintings) {
    this.network = network;
    this.config = config;
    this.colours = config.originalColours() ? photo : null;
    this.photo = config.originalColours() ? Luminance.grey(photo) : photo;
    this.paintings = List.copyOf(paintings);
    this.schedule = Schedule.of(config);
    network.require(config.loss().layers());
    Footprint.require(config, network.layers());
    identity = Identity.of(config, network, this.photo, this.paintings);
    state = new State(0, 0, start(schedule.levels().get(0)), new ArrayList<>(), config.optimiser());
  }

  private INDArray start(Canvas canvas) {
    if (config.start() == Start.PHOTO) {
      return canvas.vector(canvas.filled(photo));
    }
    return noise(canvas.length(), config.seed());
  }

  /** White noise to begin with: so many numbers about what photos' pixels have, [length]. */
  public static INDArray noise(long length, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[(int) length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (NOISE_MEAN + NOISE_DEVIATION * random.nextGaussian());
    }
    return Nd4j.createFromArray(noise);
  }

  /**
   * Takes the steps that are left.
   *
   * @return whether none is left; false if the listener stopped it
   * @throws Fault if the loss is not a number any more
   */
  public boolean paint(Listener listener) {
    while (true) {
      if (!paintLevel(listener)) {
        return false;
      }
      if (state.level() + 1 == schedule.levels().size()) {
        return true;
      }
      Picture coarse = canvas().picture(state.picture());
      Canvas next = schedule.levels().get(state.level() + 1);
      close();
      state =
          new State(
              state.level() + 1,
              0,
              next.vector(next.filled(coarse)),
              state.history(),
              config.optimiser());
    }
  }

  private boolean paintLevel(Listener listener) {
    int steps = schedule.steps(state.level());
    if (state.step() == steps) {
      return true;
    }
    try (PictureLoss loss = loss(canvas())) {
      while (state.step() < steps && !state.optimiser().finished()) {
        long start = System.nanoTime();
        double value = state.optimiser().step(loss, state.picture());
        requireFinite(value);
        state.history().add(loss.last());
        state =
            new State(
                state.level(),
                state.step() + 1,
                state.picture(),
                state.history(),
                state.optimiser());
        if (!listener.stepped(step(loss.last(), (System.nanoTime() - start) / 1e9))) {
          return false;
        }
      }
    }
    return true;
  }

  private PictureLoss loss(Canvas canvas) {
    List<Painting> sized = new ArrayList<>();
    for (Painting painting : paintings) {
      Picture picture = sized(painting.picture(), canvas);
      if (config.originalColours()) {
        picture = Luminance.matched(picture, photo);
      }
      sized.add(new Painting(picture, painting.share()));
    }
    return new PictureLoss(
        network,
        config.loss(),
        config.loss().content() > 0 ? canvas.filled(photo) : null,
        sized,
        canvas.fullWidth(),
        canvas.fullHeight(),
        config.originalColours(),
        Footprint.TILE_PIXELS);
  }

  /** As many pixels as the canvas, times the strokes' size; never larger than it is. */
  private Picture sized(Picture painting, Canvas canvas) {
    double own = (double) painting.width() * painting.height();
    double wanted = (double) canvas.width() * canvas.height();
    double factor = Math.min(1, config.strokes() * Math.sqrt(wanted / own));
    int multiple = canvas.multiple();
    int shorter = Math.min(painting.width(), painting.height());
    int side = Math.max(multiple, (int) Math.round(shorter * factor));
    return painting.withShortSide(side, multiple);
  }

  private Step step(Parts parts, double seconds) {
    Canvas canvas = canvas();
    return new Step(
        schedule.done(state.level(), state.step()),
        schedule.all(),
        canvas.width(),
        canvas.height(),
        parts,
        seconds,
        schedule.pixelsLeft(state.level(), state.step()));
  }

  private Canvas canvas() {
    return schedule.levels().get(state.level());
  }

  private static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw Fault.of(
          INVALID, "the loss became " + value, "Lower the weights, or --rate where Adam is used");
    }
  }

  /** The picture as it is now, at the present level's size; with the photo's colours if wanted. */
  public Picture picture() {
    Canvas canvas = canvas();
    Picture painted = canvas.picture(state.picture());
    return colours == null
        ? painted
        : Luminance.coloured(painted, colours.resized(canvas.width(), canvas.height()));
  }

  /** What will be done, in one line. */
  public String plan() {
    return schedule.text();
  }

  /** The losses of every step so far, from the first. */
  public List<Parts> history() {
    return List.copyOf(state.history());
  }

  /** Writes all that the next step depends on, in one move. */
  public void save(Path file) {
    state.write(file, identity);
  }

  /**
   * Goes on from a state: the steps that follow are those of a painting that never stopped.
   *
   * @throws Fault if it can't be read or is of another painting
   */
  public void resume(Path file) {
    Optimiser optimiser = config.optimiser();
    State read = State.read(file, identity, optimiser);
    close();
    state = read;
  }

  @Override
  public void close() {
    state.optimiser().close();
    state.picture().close();
  }

  /**
   * Makes any loss of pictures small by L-BFGS on their pixels: what optimisation reaches where a
   * network has one pass (the yardstick of Johnson et al. 2016, figure 5).
   *
   * @param loss a scalar of pictures RGB [N,H,W,3] from 0 to 255
   * @param pictures where to start; moved in place
   * @return the losses before the first step and after each
   */
  public static double[] optimise(BiFunction<Tape, Var, Var> loss, INDArray pictures, int steps) {
    Objective objective =
        (x, gradient) -> {
          try (Tape tape = new Tape()) {
            Var leaf = tape.parameter(x.reshape(pictures.shape()));
            Var value = loss.apply(tape, leaf);
            tape.backward(value);
            gradient.assign(leaf.gradient().reshape(x.length()));
            return value.scalar();
          }
        };
    INDArray x = pictures.dup('c').reshape(pictures.length());
    double[] losses = new double[steps + 1];
    try (Lbfgs lbfgs = new Lbfgs()) {
      losses[0] = lbfgs.start(objective, x);
      for (int i = 1; i <= steps; i++) {
        losses[i] = lbfgs.step(objective, x);
      }
    }
    pictures.assign(x.reshape(pictures.shape()));
    return losses;
  }
}
