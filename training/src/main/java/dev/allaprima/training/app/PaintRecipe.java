package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.gatys.GatysConfig;
import dev.allaprima.training.gatys.GatysConfig.Method;
import dev.allaprima.training.gatys.GatysConfig.Start;
import dev.allaprima.training.gatys.LossWeights;
import dev.allaprima.training.loss.Normalisation;
import dev.allaprima.training.loss.Pooling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how a picture is painted; what is not said follows the recipe. */
final class PaintRecipe {
  @Option(
      names = "--paper",
      description =
          "What is not said is as in Gatys et al. 2015: content relu4_2, style relu1_1, relu2_1,"
              + " relu3_1, relu4_1, relu5_1 at one scale, its normalisation, weights 1 and 1000,"
              + " average pooling, from noise, one level of 500 steps.")
  private boolean paper;

  @Option(names = "--content-only", description = "Reconstruct the photo; no painting is given.")
  private boolean contentOnly;

  @Option(names = "--texture", description = "Reconstruct the style; no photo is given.")
  private boolean texture;

  @Option(names = "--content-weight", paramLabel = "A", description = "What the photo counts: 1.")
  private Double contentWeight;

  @Option(
      names = "--content-layers",
      split = ",",
      paramLabel = "LAYER",
      description = "Where its features are compared: relu3_3.")
  private List<String> contentLayers;

  @Option(names = "--style-weight", paramLabel = "B", description = "What the paintings count: 80.")
  private Double styleWeight;

  @Option(
      names = "--style-layers",
      split = ",",
      paramLabel = "LAYER[=W]",
      mapFallbackValue = "1",
      description =
          "Where style is compared, each with its share: relu1_2, relu2_2, relu3_2, relu3_4.")
  private Map<String, Double> styleLayers;

  @Option(
      names = "--scales",
      paramLabel = "N",
      description = "Style is compared at N sizes, each half of the one before: 3.")
  private Integer scales;

  @Option(names = "--tv-weight", paramLabel = "W", description = "What smoothness counts: 1.")
  private Double variation;

  @Option(
      names = "--normalisation",
      paramLabel = "NAME",
      description = "Of the losses: scale_free (default), gatys or johnson.")
  private Normalisation normalisation;

  @Option(
      names = "--pooling",
      paramLabel = "NAME",
      description = "Of the loss network: max (default) or average.")
  private Pooling pooling;

  @Option(names = "--start", paramLabel = "FROM", description = "photo (default) or noise.")
  private Start start;

  @Option(
      names = "--optimiser",
      paramLabel = "NAME",
      defaultValue = "LBFGS",
      description = "lbfgs (default) or adam, which takes a quarter of the memory.")
  private Method method;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "6",
      description = "Adam's: how far a pixel moves in a step, of 255. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--steps",
      split = ",",
      paramLabel = "N",
      description =
          "At each level from coarse to fine; the last serves the levels beyond: 200,100,50.")
  private List<Integer> steps;

  @Option(
      names = "--coarsest",
      paramLabel = "PIXELS",
      description = "No level's longer side is shorter: 256.")
  private Integer coarsest;

  @Option(
      names = "--strokes",
      paramLabel = "F",
      defaultValue = "1",
      description = "Size of the paintings against the picture's: 2 for strokes twice as large.")
  private double strokes;

  @Option(
      names = "--original-colours",
      description = "Paint the luminance alone and keep the photo's colours.")
  private boolean originalColours;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of the noise.")
  private long seed;

  boolean contentOnly() {
    return contentOnly;
  }

  boolean texture() {
    return texture;
  }

  Pooling pooling() {
    return or(pooling, paper ? Pooling.AVERAGE : Pooling.MAX);
  }

  /** All of it for a picture of a size; throws a {@link Fault} naming what can't be. */
  GatysConfig config(int width, int height) {
    require(
        !contentOnly || !texture, "--content-only with --texture", "nothing", "Give one of them");
    require(
        !originalColours || !texture,
        "--original-colours with --texture",
        "nothing",
        "A texture has no photo");
    require(rate > 0 && Double.isFinite(rate), "--rate", rate, "Give a number above 0");
    require(strokes > 0 && strokes <= 100, "--strokes", strokes, "Give a number from 0 to 100");
    List<Integer> counts = or(steps, paper ? List.of(500) : List.of(200, 100, 50));
    require(
        !counts.isEmpty() && counts.stream().allMatch(n -> n >= 1),
        "--steps",
        counts,
        "Give 1 or more");
    int smallest = or(coarsest, paper ? Integer.MAX_VALUE : 256);
    require(smallest >= 32, "--coarsest", smallest, "Give 32 or more");
    Start from = or(start, paper || texture ? Start.NOISE : Start.PHOTO);
    require(from == Start.NOISE || !texture, "--start", from, "A texture has no photo: say noise");
    return new GatysConfig(
        width,
        height,
        loss(),
        method,
        rate,
        from,
        counts,
        smallest,
        strokes,
        originalColours,
        seed);
  }

  private LossWeights loss() {
    LossWeights base = paper ? GatysConfig.papersLoss() : GatysConfig.goodLoss();
    double content = texture ? 0 : or(contentWeight, base.content());
    double style = contentOnly ? 0 : or(styleWeight, base.style());
    double smooth = or(variation, base.variation());
    int sizes = or(scales, base.scales());
    require(content >= 0 && content < 1e30, "--content-weight", content, "Give 0 or more");
    require(style >= 0 && style < 1e30, "--style-weight", style, "Give 0 or more");
    require(content + style > 0, "--content-weight and --style-weight", 0, "Give one above 0");
    require(smooth >= 0 && smooth < 1e30, "--tv-weight", smooth, "Give 0 or more");
    require(sizes >= 1 && sizes <= 5, "--scales", sizes, "Give 1 to 5");
    return new LossWeights(
        content,
        or(contentLayers, base.contentLayers()),
        style,
        styleLayers == null ? base.styleLayers() : shares(styleLayers),
        sizes,
        smooth,
        or(normalisation, base.normalisation()));
  }

  private static Map<String, Double> shares(Map<String, Double> weights) {
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    boolean all = weights.values().stream().allMatch(w -> w >= 0);
    require(all && sum > 0 && sum < 1e30, "--style-layers", weights, "Give weights of 0 or more");
    Map<String, Double> shares = new LinkedHashMap<>();
    weights.forEach((layer, weight) -> shares.put(layer, weight / sum));
    return shares;
  }

  private static <T> T or(T said, T otherwise) {
    return said != null ? said : otherwise;
  }

  private static void require(boolean holds, String option, Object value, String remedy) {
    if (!holds) {
      throw Fault.of(INVALID, option + " is " + value, remedy);
    }
  }
}
