package dev.allaprima.training.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one style; losses with their weights, means over the photos.
 *
 * @param content feature reconstruction
 * @param style style reconstruction
 * @param variation total variation
 * @param warping error on pans over the photos; NaN where it was not measured
 * @param photosWarping of the unpainted pans: what noise and interpolation alone make
 * @param clips error on real clips; NaN without clips
 * @param photosClips of the unpainted clips
 * @param compared the share of the clips' pixels whose motion was known
 */
public record Score(
    double content,
    double style,
    double variation,
    double warping,
    double photosWarping,
    double clips,
    double photosClips,
    double compared) {

  /** The perceptual loss. */
  public double loss() {
    return content + style + variation;
  }

  /** What was measured, by name. */
  public Map<String, Double> named() {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("loss", loss());
    named.put("content", content);
    named.put("style", style);
    named.put("variation", variation);
    named.put("warpingError", warping);
    named.put("warpingErrorUnpainted", photosWarping);
    named.put("warpingErrorClips", clips);
    named.put("warpingErrorClipsUnpainted", photosClips);
    named.put("clipsCompared", compared);
    named.values().removeIf(value -> value.isNaN());
    return named;
  }
}
