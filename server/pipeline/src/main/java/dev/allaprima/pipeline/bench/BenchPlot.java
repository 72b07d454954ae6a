package dev.allaprima.pipeline.bench;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The benchmarks' figures as PNG. */
public final class BenchPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 450;
  private static final Color GRID = new Color(225, 225, 225);

  private final List<Chart<?, ?>> charts = new ArrayList<>();

  /**
   * Adds bars in groups.
   *
   * @param groups names of the groups, along the axis
   * @param bars each group's bar of a name, in the order of the groups
   */
  public void addBars(
      String title, String unit, List<String> groups, Map<String, List<Double>> bars) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(unit)
            .build();
    chart.getStyler().setLabelsVisible(true).setLabelsPosition(0.5).setAvailableSpaceFill(0.7);
    style(chart.getStyler());
    chart.getStyler().setPlotGridLinesColor(GRID);
    chart.getStyler().setLegendVisible(bars.size() > 1);
    bars.forEach((name, values) -> chart.addSeries(name, groups, values));
    charts.add(chart);
  }

  /** Adds a curve from zero up. */
  public void addCurve(String title, String xUnit, String yUnit, List<Double> xs, List<Double> ys) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xUnit)
            .yAxisTitle(yUnit)
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setXAxisMin(0.0).setPlotGridLinesColor(GRID);
    chart.getStyler().setLegendVisible(false);
    chart.addSeries(yUnit, xs, ys).setMarker(SeriesMarkers.NONE);
    charts.add(chart);
  }

  private static void style(Styler styler) {
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setLegendPosition(Styler.LegendPosition.InsideNW)
        .setDecimalPattern("#,##0.#");
  }

  /**
   * Writes what was added, one below the other.
   *
   * @throws Fault if the file can't be written
   */
  public void write(Path file) {
    try {
      BitmapEncoder.saveBitmap(
          charts, charts.size(), 1, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the plot " + file + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space",
          e);
    }
  }
}
