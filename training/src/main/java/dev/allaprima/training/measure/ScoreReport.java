package dev.allaprima.training.measure;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.allaprima.models.Fault;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/**
 * Scores side by side: as a table, as JSON, and as plots: of the losses, and of flicker against the
 * style loss, in which a blurred style, still but unlike its painting, lies low and far to the
 * right.
 */
public final class ScoreReport {
  private final Map<String, Score> scores = new LinkedHashMap<>();

  /** Adds a line. */
  public void add(String name, Score score) {
    scores.put(name, score);
  }

  /** The table, a line a style. */
  public String table() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                "%-28s %8s %8s %8s %9s %9s %9s%n",
                "", "loss", "content", "style", "variation", "flicker", "on clips"));
    scores.forEach((name, score) -> table.append(line(name, score)));
    scores.values().stream()
        .filter(score -> !Double.isNaN(score.photosWarping()))
        .findFirst()
        .ifPresent(
            score ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "%-28s %8s %8s %8s %9s %9s %9s%n",
                        "(unpainted)",
                        "",
                        "",
                        "",
                        "",
                        number(score.photosWarping()),
                        number(score.photosClips()))));
    return table.toString();
  }

  private static String line(String name, Score score) {
    return String.format(
        Locale.ROOT,
        "%-28s %8.4f %8.4f %8.4f %9.4f %9s %9s%n",
        name,
        score.loss(),
        score.content(),
        score.style(),
        score.variation(),
        number(score.warping()),
        number(score.clips()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Writes the scores as JSON. */
  public void writeJson(Path file) {
    Map<String, Map<String, Double>> named = new LinkedHashMap<>();
    scores.forEach((name, score) -> named.put(name, score.named()));
    try {
      Files.writeString(
          file,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(named)
              + "\n");
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Writes the plots as PNG. */
  public void writePlot(Path file) {
    try {
      BitmapEncoder.saveBitmap(
          List.of(losses(), flicker()), 2, 1, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Content and style, one upon the other: together the perceptual loss. */
  private CategoryChart losses() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(600)
            .title("Perceptual loss on the photos")
            .yAxisTitle("less is better")
            .build();
    List<String> names = List.copyOf(scores.keySet());
    CategoryStyler styler = chart.getStyler();
    styler.setStacked(true);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.InsideNE);
    styler.setXAxisLabelRotation(60);
    chart.addSeries("content", names, scores.values().stream().map(Score::content).toList());
    chart.addSeries("style", names, scores.values().stream().map(Score::style).toList());
    return chart;
  }

  private XYChart flicker() {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(600)
            .title("Flicker against style")
            .xAxisTitle("style loss (less is more like the painting)")
            .yAxisTitle("warping error on pans (less is stiller)")
            .build();
    XYStyler styler = chart.getStyler();
    styler.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setMarkerSize(10);
    styler.setXAxisMin(0.0);
    styler.setYAxisMin(0.0);
    scores.forEach(
        (name, score) -> {
          if (!Double.isNaN(score.warping())) {
            chart.addSeries(name, new double[] {score.style()}, new double[] {score.warping()});
          }
        });
    return chart;
  }

  private static Fault unwritable(Path file, IOException e) {
    return Fault.of(
        UNAVAILABLE,
        file + " cannot be written (" + e + ")",
        "Check the folder's rights and the disk's space",
        e);
  }
}
