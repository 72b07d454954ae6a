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
import dev.allaprima.training.tape.Pool;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The training loop of Johnson et al. 2016: take photos, paint them, measure the perceptual loss,
 * follow its gradient.
 */
public final class Trainer {
  private final TrainingConfig config;
  private final PerceptualLoss loss;
  private final List<Aim> aims;
  private final Photos photos;
  private final Checkpoints checkpoints;
  private final AdamStep adam;

  /** How many styles the network had before. */
  private final int known;

  private final Divergence divergence = new Divergence();
  private final StyleNetwork network;
  private int step;
  private volatile boolean stopping;

  /**
   * A training from its first step.
   *
   * @param network changed by every step. Where it has more styles than are configured, the
   *     configured ones are its last, and only their scales and shifts learn (Dumoulin et al.
   *     2017): every other number stays as it is
   * @param targets what the paintings of each configured style look like
   */
  public Trainer(
      TrainingConfig config,
      StyleNetwork network,
      PerceptualLoss loss,
      List<StyleTarget> targets,
      Photos photos,
      Checkpoints checkpoints) {
    this.config = config;
    this.network = network;
    this.loss = loss;
    this.aims = aims(config, targets);
    this.photos = photos;
    this.checkpoints = checkpoints;
    this.known = network.styles() - config.styles().size();
    long from = known == 0 ? 0 : network.weights().layout().length(known);
    this.adam = new AdamStep(config.optimiser(), network.weights().vector(), from);
  }

  private static List<Aim> aims(TrainingConfig config, List<StyleTarget> targets) {
    return IntStream.range(0, targets.size())
        .mapToObj(
            i -> {
              TrainingConfig.Style style = config.styles().get(i);
              return new Aim(targets.get(i), style.content(), style.style());
            })
        .toList();
  }

  /** The network as it is now. */
  public StyleNetwork network() {
    return network;
  }

  /** Steps done. */
  public int step() {
    return step;
  }

  /** Runs the steps that are left, or until {@link #stop}. */
  public void run(List<TrainingListener> listeners) {
    try (Batches batches = new Batches(config, photos, step);
        Pool pool = new Pool()) {
      boolean kept = true;
      while (step < config.optimiser().iterations() && !stopping) {
        long start = System.nanoTime();
        Losses losses = learn(batches.next(), pool);
        double rate = adam.rate(step++);
        double seconds = (System.nanoTime() - start) / 1e9;
        var done = new TrainingListener.Step(step, losses, rate, seconds);
        listeners.forEach(listener -> listener.stepped(done));
        kept = step % config.checkpointEvery() == 0 && keep(listeners);
      }
      if (!kept) {
        keep(listeners);
      }
    } finally {
      listeners.forEach(TrainingListener::close);
    }
  }

  private Losses learn(Batches.Batch batch, Pool pool) {
    try (Tape tape = new Tape(pool)) {
      int[] rows = Arrays.stream(batch.styles()).map(style -> known + style).toArray();
      INDArray style = tape.adopt(network.inStyles(rows));
      int context = contextAt(step);
      int cut = config.data().context() - context;
      Window window = new Window(context, batch.top(), batch.left());
      Leaves leaves =
          known == 0 ? network.weights().leaves(tape) : network.weights().tableLeaves(tape);
      Var painted = network.paint(tape, leaves, inside(tape, batch.seen(), cut), style, window);
      List<Aim> wanted = Arrays.stream(batch.styles()).mapToObj(aims::get).toList();
      PerceptualLoss.Parts parts = loss.of(tape, painted, tape.adopt(batch.targets()), wanted);
      Var temporal = temporal(tape, painted, batch, style);
      Var total = tape.sum(List.of(parts.total(), temporal));
      divergence.look(step + 1, total.scalar(), lastGood());
      tape.backward(total);
      adam.take(step, leaves.gradient());
      if (known == 0) {
        network.settle();
      }
      return new Losses(
          parts.content().scalar(),
          parts.style().scalar(),
          parts.pixel().scalar(),
          parts.variation().scalar(),
          temporal.scalar());
    }
  }

  /**
   * How much more than it paints the network sees. Every other step nothing, as live: what lies
   * within its sight of a border must be judged, too. Never anything, and it hides spare paint
   * along the borders.
   */
  private int contextAt(int ofStep) {
    return ofStep % 2 == 0 ? config.data().context() : 0;
  }

  /** The pictures without so many pixels at each side. */
  private static INDArray inside(Tape tape, INDArray pictures, int cut) {
    tape.adopt(pictures);
    if (cut == 0) {
      return pictures;
    }
    INDArrayIndex rows = NDArrayIndex.interval(cut, pictures.size(1) - cut);
    INDArrayIndex columns = NDArrayIndex.interval(cut, pictures.size(2) - cut);
    return tape.adopt(pictures.get(NDArrayIndex.all(), rows, columns, NDArrayIndex.all()).dup('c'));
  }

  /**
   * What differs from a second painting, which is always done with all the context: so that a
   * picture is painted near its border as if it went on.
   */
  private Var temporal(Tape tape, Var painted, Batches.Batch batch, INDArray style) {
    if (batch.again() == null) {
      return tape.constant(tape.adopt(Nd4j.scalar(0f)));
    }
    try (Tape aside = tape.aside()) {
      Leaves constants = network.weights().constants(aside);
      Window window = new Window(config.data().context(), batch.top(), batch.left());
      INDArray seen = aside.adopt(batch.again());
      INDArray again = network.paint(aside, constants, seen, style, window).value();
      return Stability.term(tape, painted, again, batch.shifts(), config.temporal().weight());
    }
  }

  /** Ends {@link #run} after the present step, with a checkpoint; from any thread. */
  public void stop() {
    stopping = true;
  }

  /** Whether a checkpoint was written: a network that is running away is not kept. */
  private boolean keep(List<TrainingListener> listeners) {
    if (!divergence.healthy()) {
      return false;
    }
    double norm = network.weights().vector().norm2Number().doubleValue();
    divergence.requireFinite("norm of the weights", step, norm, lastGood());
    Path file =
        checkpoints.write(
            new Checkpoint(
                step,
                config,
                network.weights().vector().dup().data().asFloat(),
                adam.moments().dup().data().asFloat(),
                divergence.state()));
    listeners.forEach(listener -> listener.checkpointed(step, file));
    return true;
  }

  private String lastGood() {
    return checkpoints.newest().map(Path::toString).orElse("none yet");
  }

  /**
   * Goes on from the newest checkpoint: the steps that follow are those of a run that never
   * stopped. Only the optimiser and the checkpoints' number may be configured otherwise.
   *
   * @throws Fault if there is none, or it is of another configuration
   */
  public void resume() {
    Checkpoint checkpoint = checkpoints.read();
    List<String> differences = ConfigFile.differences(config, checkpoint.config());
    if (!differences.isEmpty()) {
      throw Fault.of(
          INVALID,
          "the checkpoint of "
              + checkpoints.folder()
              + " is of another training: "
              + String.join("; ", differences),
          "Give the same options, or start anew without --resume");
    }
    step = checkpoint.step();
    network.weights().vector().assign(Nd4j.createFromArray(checkpoint.weights()));
    adam.moments().assign(Nd4j.createFromArray(checkpoint.moments()).reshape(1, -1));
    divergence.restore(checkpoint.watch());
  }
}
