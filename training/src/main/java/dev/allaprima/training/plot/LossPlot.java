package dev.allaprima.training.plot;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Losses over steps as a PNG, on a logarithmic scale: the losses of one run fall through decades.
 * One thread at a time.
 */
public final class LossPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 600;

  private final String title;
  private final Map<String, Series> all = new LinkedHashMap<>();

  private static final class Series {
    final List<Double> steps = new ArrayList<>();
    final List<Double> losses = new ArrayList<>();

    /** The means of as many neighbouring points as make the curve no finer than the pixels. */
    double[] thinned(List<Double> values) {
      int each = (values.size() + WIDTH - 1) / WIDTH;
      double[] out = new double[(values.size() + each - 1) / each];
      for (int i = 0; i < out.length; i++) {
        List<Double> part = values.subList(i * each, Math.min(values.size(), (i + 1) * each));
        out[i] = part.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      }
      return out;
    }
  }

  /** An empty plot. */
  public LossPlot(String title) {
    this.title = title;
  }

  /**
   * One point of a curve; steps of a curve rise. A loss that is not above 0 or not finite has no
   * place on the scale and is left out.
   */
  public void add(String curve, double step, double loss) {
    if (loss > 0 && Double.isFinite(loss)) {
      Series series = all.computeIfAbsent(curve, name -> new Series());
      series.steps.add(step);
      series.losses.add(loss);
    }
  }

  /**
   * Writes the PNG, replacing an older one in one move. Without a point there is nothing to show
   * and nothing is written.
   *
   * @throws Fault if the file can't be written
   */
  public void write(Path file) {
    if (all.isEmpty()) {
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      BitmapEncoder.saveBitmap(chart(), png, BitmapEncoder.BitmapFormat.PNG);
      Files.write(part, png.toByteArray());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the plot " + file + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space",
          e);
    }
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("step")
            .yAxisTitle("loss")
            .build();
    chart
        .getStyler()
        .setYAxisLogarithmic(true)
        .setXAxisMin(0.0)
        .setXAxisTickMarkSpacingHint(120)
        .setPlotGridLinesColor(new Color(225, 225, 225))
        .setLegendPosition(LegendPosition.InsideNE)
        .setChartBackgroundColor(Color.WHITE);
    all.forEach(
        (name, series) ->
            chart
                .addSeries(name, series.thinned(series.steps), series.thinned(series.losses))
                .setMarker(series.steps.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                .setLineStyle(new BasicStroke(1.5f)));
    return chart;
  }
}
