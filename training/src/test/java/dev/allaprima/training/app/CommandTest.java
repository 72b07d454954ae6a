package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs commands on drawn pictures and a loss network of random weights. */
abstract class CommandTest {
  @TempDir Path folder;
  Path painting;
  Path photos;
  Path weights;
  String out;
  String err;

  @BeforeEach
  void draw() throws IOException {
    painting = folder.resolve("painting.png");
    Drawn.picture(96, 80, 1).writePng(painting);
    photos = Drawn.photos(folder.resolve("photos"), 3);
    weights = Drawn.npz(folder.resolve("vgg.npz"), Drawn.vggWeights());
  }

  int execute(List<String> arguments) {
    StringWriter outs = new StringWriter();
    StringWriter errs = new StringWriter();
    CommandLine command = Main.commandLine().setOverwrittenOptionsAllowed(true);
    // Whole buffers, as a process has them: what is not flushed is not seen.
    command.setOut(new PrintWriter(new BufferedWriter(outs), true));
    command.setErr(new PrintWriter(new BufferedWriter(errs), true));
    int code = command.execute(arguments.toArray(String[]::new));
    out = outs.toString();
    err = errs.toString();
    return code;
  }

  int execute(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return execute(all);
  }

  /** The configuration of a gallery of two tiny styles, and of its catalogue. */
  List<String> gallery(int iterations) throws IOException {
    Path all = Files.createDirectories(folder.resolve("all"));
    Drawn.picture(96, 80, 2).writePng(all.resolve("a.png"));
    Drawn.picture(70, 90, 3).writePng(all.resolve("b.png"));
    Path file =
        Files.writeString(
            folder.resolve("gallery.yaml"),
            """
            name: gallery
            network: {stem: 4, width: 8, blocks: 1}
            data: {photos: [photos], crop: 32, context: 16, batch: 2}
            lossNetwork: {weights: vgg.npz}
            optimiser: {iterations: %d}
            checkpointEvery: 3
            styles:
              - {name: one, title: One, year: 1889, paintings: [painting.png], side: 64}
              - {name: two, artist: Someone, paintings: [all], side: 64, content: 2}
            """
                .formatted(iterations));
    return List.of("train", "--config", file.toString(), "--styles", folder + "/styles");
  }

  void publishGallery() throws IOException {
    assertThat(execute(gallery(2), "--run", folder + "/gallery")).as(() -> err).isZero();
  }
}
