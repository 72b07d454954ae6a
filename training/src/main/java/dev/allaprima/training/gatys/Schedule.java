package dev.allaprima.training.gatys;

import java.util.ArrayList;
import java.util.List;

/**
 * All steps of a painting.
 *
 * @param config says how many at which level
 * @param levels from coarse to fine
 */
record Schedule(GatysConfig config, List<Canvas> levels) {

  /** The levels of a painting: each half the size of the next, the last the picture's own. */
  static Schedule of(GatysConfig config) {
    List<Canvas> levels = new ArrayList<>();
    int channels = config.originalColours() ? 1 : 3;
    int multiple = PictureLoss.multiple(config.loss());
    int longer = Math.max(config.width(), config.height());
    for (int part = 1; part == 1 || longer / part >= config.coarsest(); part *= 2) {
      int width = Math.max(1, Math.round((float) config.width() / part));
      int height = Math.max(1, Math.round((float) config.height() / part));
      levels.add(0, new Canvas(width, height, multiple, channels));
    }
    return new Schedule(config, levels);
  }

  /** Steps of all levels. */
  int all() {
    return done(levels.size() - 1, steps(levels.size() - 1));
  }

  /** Steps at a level. */
  int steps(int level) {
    return config.stepsAt(level);
  }

  /** Which of all steps a level's is; both from 1. */
  int done(int level, int step) {
    int done = step;
    for (int i = 0; i < level; i++) {
      done += steps(i);
    }
    return done;
  }

  /** Pixels that the steps after this one have to work through, each step its picture's. */
  double pixelsLeft(int level, int step) {
    double pixels = (double) (steps(level) - step) * levels.get(level).pixels();
    for (int i = level + 1; i < levels.size(); i++) {
      pixels += (double) steps(i) * levels.get(i).pixels();
    }
    return pixels;
  }

  /** What will be done, in one line. */
  String text() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      Canvas canvas = levels.get(i);
      parts.add(canvas.width() + "x" + canvas.height() + " in " + steps(i) + " steps");
    }
    LossWeights loss = config.loss();
    String content = loss.content() > 0 ? "; content " + loss.contentLayers() : "";
    String style = loss.style() > 0 ? "; style " + loss.styleLayers().keySet() : "";
    String scales = loss.style() > 0 && loss.scales() > 1 ? " at " + loss.scales() + " scales" : "";
    return String.join(", then ", parts) + " of " + config.method() + content + style + scales;
  }
}
