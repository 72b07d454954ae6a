package dev.allaprima.training.gatys;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.gatys.GatysConfig.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** How much memory a painting takes, so that one that does not fit is refused before it begins. */
final class Footprint {
  /**
   * Pixels that are judged at once: larger pictures go tile by tile. 640×640, because the context
   * around smaller tiles costs more time than this costs memory (2 to 3 GB).
   */
  static final long TILE_PIXELS = 640 * 640;

  /** What one picture of Java's and its copies take a pixel while it is read, sized and written. */
  private static final double HEAP_PER_PIXEL = 80;

  private static final int FLOAT = 4;

  private Footprint() {}

  /** Throws a {@link Fault} that names a size that fits, unless this one does. */
  static void require(GatysConfig config, List<String> networkLayers) {
    double pixels = (double) config.width() * config.height();
    double tape = tape(config, networkLayers);
    double fixed = tape * Math.min(pixels, 1.3 * TILE_PIXELS);
    double each = perPixel(config);
    double offHeap = fixed + each * pixels;
    double mayTake = available();
    double heap = Runtime.getRuntime().maxMemory();
    if (offHeap <= mayTake && HEAP_PER_PIXEL * pixels <= heap) {
      return;
    }
    // Tiled, or so small that it is one tile.
    double offHeapFits = Math.max((mayTake - fixed) / each, mayTake / (tape + each));
    double fits = Math.min(offHeapFits, heap / HEAP_PER_PIXEL);
    double shrink = Math.sqrt(fits / pixels);
    int longer = (int) (shrink * Math.max(config.width(), config.height()));
    throw Fault.of(
        INVALID,
        String.format(
            Locale.ROOT,
            "a painting of %dx%d needs about %.1f GB; %.1f GB are free",
            config.width(),
            config.height(),
            (offHeap + HEAP_PER_PIXEL * pixels) / 1e9,
            (mayTake + heap) / 1e9),
        "Give --size " + longer + " or less");
  }

  /** Bytes that the tape of one pass takes for every pixel of a tile. */
  private static double tape(GatysConfig config, List<String> networkLayers) {
    Set<String> wanted = config.loss().layers();
    double bytes = 0;
    double deepest = 0;
    for (String layer : networkLayers) {
      double area = Reach.shrink(layer) * Reach.shrink(layer);
      // Convolution and ReLU, each with its gradient.
      bytes += 4 * FLOAT * channels(layer) / area;
      deepest = wanted.contains(layer) ? bytes : deepest;
    }
    return deepest;
  }

  /** Bytes that vectors of the optimiser, pictures and features take for every pixel. */
  private static double perPixel(GatysConfig config) {
    int channels = config.originalColours() ? 1 : 3;
    int vectors = config.method() == Method.LBFGS ? 2 * Lbfgs.MEMORY + 7 : 6;
    double features = 0;
    if (config.loss().content() > 0) {
      for (String layer : config.loss().contentLayers()) {
        features += (double) channels(layer) / (Reach.shrink(layer) * Reach.shrink(layer));
      }
    }
    int pictures = 12;
    return FLOAT * (vectors * channels + 3 * pictures + features);
  }

  private static int channels(String layer) {
    return (int) Math.min(512, 64 * Reach.shrink(layer));
  }

  /** Bytes off the heap that may be taken: ND4J's limit, and what the system has. */
  private static double available() {
    long limit = Pointer.maxBytes();
    double allowed = limit > 0 ? limit : Double.MAX_VALUE;
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", "")))
          .map(free -> Math.min(free, allowed))
          .findFirst()
          .orElse(allowed);
    } catch (IOException e) {
      // Not Linux: ND4J's limit is all that is known.
      return allowed;
    }
  }
}
