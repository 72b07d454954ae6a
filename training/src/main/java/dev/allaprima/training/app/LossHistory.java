package dev.allaprima.training.app;

import dev.allaprima.training.loop.TrainingListener;
import dev.allaprima.training.plot.LossPlot;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Writes every step's losses to {@code loss.csv}, and at checkpoints their curve. */
final class LossHistory implements TrainingListener {
  private static final List<String> PARTS =
      List.of("content", "style", "pixel", "variation", "temporal");

  private final Path plotFile;
  private final LossPlot plot;
  private final Path file;
  private final Writer csv;

  /**
   * The history of a run.
   *
   * @param step steps done: what an interrupted run wrote after its last checkpoint is dropped, for
   *     it is done again
   */
  LossHistory(RunFolder folder, String title, int step) {
    this.file = folder.root().resolve("loss.csv");
    this.plotFile = folder.root().resolve("loss.png");
    this.plot = new LossPlot(title);
    try {
      List<String> lines =
          step > 0 && Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
      csv =
          Files.newBufferedWriter(
              file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      csv.write("step," + String.join(",", PARTS) + ",rate,seconds\n");
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        String[] fields = line.split(",");
        if (fields.length == PARTS.size() + 3 && Integer.parseInt(fields[0]) <= step) {
          csv.write(line + "\n");
          for (int i = 0; i < PARTS.size(); i++) {
            plot.add(PARTS.get(i), Integer.parseInt(fields[0]), Double.parseDouble(fields[i + 1]));
          }
        }
      }
    } catch (IOException e) {
      throw RunFolder.unwritable(file, e);
    }
  }

  @Override
  public void stepped(Step step) {
    StringBuilder line = new StringBuilder().append(step.number());
    step.losses()
        .parts()
        .forEach(
            (part, loss) -> {
              plot.add(part, step.number(), loss);
              line.append(String.format(Locale.ROOT, ",%.6g", loss));
            });
    line.append(String.format(Locale.ROOT, ",%.6g,%.3f%n", step.learningRate(), step.seconds()));
    try {
      csv.write(line.toString());
    } catch (IOException e) {
      throw RunFolder.unwritable(file, e);
    }
  }

  @Override
  public void checkpointed(int step, Path checkpoint) {
    try {
      csv.flush();
    } catch (IOException e) {
      throw RunFolder.unwritable(file, e);
    }
    plot.write(plotFile);
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw RunFolder.unwritable(file, e);
    }
  }
}
