package dev.allaprima.training.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of a step's loss, each with its weight in it. */
public record Losses(
    double content, double style, double pixel, double variation, double temporal) {
  /** All of it. */
  public double total() {
    return content + style + pixel + variation + temporal;
  }

  /** The parts by their names, in one order. */
  public Map<String, Double> parts() {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("content", content);
    parts.put("style", style);
    parts.put("pixel", pixel);
    parts.put("variation", variation);
    parts.put("temporal", temporal);
    return parts;
  }
}
