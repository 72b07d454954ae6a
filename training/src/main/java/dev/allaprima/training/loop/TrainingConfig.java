package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.StyleCard;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.network.NetworkConfig;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that decides a training, in one place; {@link ConfigFile} writes it beside the result
 * and reads it back. {@link Defaults} says each value's reason.
 *
 * @param name the run's; where there are several styles, the network's in the catalogue
 * @param network which network learns
 * @param styles what it learns, each a row of its style input, in this order
 * @param data what it practises on
 * @param lossNetwork which network judges the paintings
 * @param loss what its judgement counts
 * @param temporal what keeps video from flickering
 * @param optimiser how it follows the gradient
 * @param checkpointEvery iterations between checkpoints, sample pictures and plots
 * @param keep checkpoints kept, the newest ones
 * @param seed decides the first weights, every crop and all noise: the same seed, the same run
 */
public record TrainingConfig(
    String name,
    NetworkConfig network,
    List<Style> styles,
    Data data,
    Judge lossNetwork,
    PerceptualLoss.Weights loss,
    Temporal temporal,
    Optimiser optimiser,
    int checkpointEvery,
    int keep,
    long seed) {

  /** Checks what no training could begin with; throws a {@link Fault} that names it. */
  public TrainingConfig {
    styles = List.copyOf(styles);
    require(loss.scales() >= 1 && loss.scales() <= 5, "loss.scales", loss.scales(), "1 to 5");
    int multiple = PerceptualLoss.sizeMultiple(loss.scales());
    require(
        data.crop() >= 32 && data.crop() % multiple == 0,
        "data.crop",
        data.crop(),
        "a multiple of " + multiple + " from 32");
    int least = network.leastContext();
    int more = data.context() - least;
    require(
        data.context() == 0 || more >= 0 && more % network.sizeMultiple() == 0,
        "data.context",
        data.context(),
        "0, or " + least + " and any multiple of " + network.sizeMultiple() + " more");
    require(checkpointEvery >= 1, "checkpointEvery", checkpointEvery, "1 or more");
    require(keep >= 1, "keep", keep, "1 or more");
    Set<String> names = new HashSet<>();
    for (Style style : styles) {
      require(names.add(style.name()), "styles.name", style.name(), "each style its own");
    }
  }

  /** The same for other styles. */
  public TrainingConfig with(String otherName, List<Style> otherStyles) {
    return new TrainingConfig(
        otherName,
        network,
        otherStyles,
        data,
        lossNetwork,
        loss,
        temporal,
        optimiser,
        checkpointEvery,
        keep,
        seed);
  }

  /** The same for another network, learning at a pace of its own. */
  public TrainingConfig with(NetworkConfig otherNetwork, double learningRate) {
    Optimiser other =
        new Optimiser(optimiser.iterations(), learningRate, optimiser.lastRate(), optimiser.clip());
    return new TrainingConfig(
        name,
        otherNetwork,
        styles,
        data,
        lossNetwork,
        loss,
        temporal,
        other,
        checkpointEvery,
        keep,
        seed);
  }

  /** The same, judged otherwise. */
  public TrainingConfig with(PerceptualLoss.Weights other) {
    return new TrainingConfig(
        name,
        network,
        styles,
        data,
        lossNetwork,
        other,
        temporal,
        optimiser,
        checkpointEvery,
        keep,
        seed);
  }

  static void require(boolean holds, String name, Object value, String remedy) {
    if (!holds) {
      throw Fault.of(INVALID, name + " is " + value, "Give " + remedy);
    }
  }

  /**
   * A style to be learnt.
   *
   * @param name its name in the catalogue
   * @param title how people call it
   * @param artist who painted it
   * @param year when
   * @param rights in whose rights the paintings are
   * @param paintings the picture files; a folder stands for all pictures in it (one author's works:
   *     their Gram matrices are averaged)
   * @param side shorter side in pixels that the paintings are brought to: the size of the strokes
   * @param content what likeness counts for this style, times {@link
   *     PerceptualLoss.Weights#content}
   * @param style what paint counts for this style, times {@link PerceptualLoss.Weights#style}
   */
  public record Style(
      String name,
      String title,
      String artist,
      String year,
      String rights,
      List<Path> paintings,
      int side,
      double content,
      double style) {
    /** Checks that it can be learnt and published. */
    public Style {
      try {
        StyleCard.requireName(name);
      } catch (IllegalArgumentException e) {
        throw Fault.of(INVALID, "a style's " + e.getMessage(), "Give another --name", e);
      }
      title = title == null ? name : title;
      paintings = List.copyOf(paintings);
      require(side >= 64, "styles.side", side, "64 or more");
      require(content >= 0 && style >= 0, "styles.content or style", "negative", "0 or more");
    }
  }

  /**
   * What the network practises on.
   *
   * @param photos folders, searched whole
   * @param batch pictures an iteration
   * @param crop side in pixels of what is judged
   * @param context pixels around it that the network sees as well
   * @param noise largest standard deviation of the noise that is added to what the network sees
   */
  public record Data(List<Path> photos, int batch, int crop, int context, double noise) {
    /** Checks its numbers. */
    public Data {
      photos = List.copyOf(photos);
      require(batch >= 1, "data.batch", batch, "1 or more");
      require(context >= 0, "data.context", context, "0 or more");
      require(noise >= 0, "data.noise", noise, "0 or more");
    }
  }

  /**
   * Which network judges.
   *
   * @param name vgg16 or vgg19
   * @param weights its file; null for the published weights
   * @param pooling between its stages
   */
  public record Judge(String name, Path weights, Pooling pooling) {}

  /**
   * What keeps video from flickering: every crop is painted a second time, with fresh noise and
   * moved by some pixels, and what differs after moving it back costs (Gupta et al. 2017).
   *
   * @param weight of the mean squared difference, colours from 0 to 1; 0 turns it off, and with it
   *     the second painting
   * @param shift pixels that the crop is moved by at most, across and down
   */
  public record Temporal(double weight, int shift) {
    /** Checks its numbers. */
    public Temporal {
      require(weight >= 0, "temporal.weight", weight, "0 or more");
      require(shift >= 0 && shift <= 32, "temporal.shift", shift, "0 to 32");
    }
  }

  /**
   * How the gradient is followed: Adam (Kingma, Ba 2015).
   *
   * @param iterations how many steps
   * @param learningRate at the start
   * @param lastRate the share of it at the end, reached along a half cosine
   * @param clip the gradient's norm is held below it; 0 for no limit
   */
  public record Optimiser(int iterations, double learningRate, double lastRate, double clip) {
    /** Checks its numbers. */
    public Optimiser {
      require(iterations >= 1, "optimiser.iterations", iterations, "1 or more");
      require(learningRate > 0, "optimiser.learningRate", learningRate, "more than 0");
      require(lastRate >= 0 && lastRate <= 1, "optimiser.lastRate", lastRate, "0 to 1");
      require(clip >= 0, "optimiser.clip", clip, "0 or more");
    }
  }
}
