package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
  @TempDir Path folder;
  private Path painting;
  private Path photos;
  private Path weights;
  private String out;
  private String err;

  @BeforeEach
  void draw() throws IOException {
    painting = folder.resolve("painting.png");
    Drawn.picture(96, 80, 1).writePng(painting);
    photos = Drawn.photos(folder.resolve("photos"), 3);
    weights = Drawn.npz(folder.resolve("vgg.npz"), Drawn.vggWeights());
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--style",
                painting.toString(),
                "--photos",
                photos.toString(),
                "--weights",
                weights.toString(),
                "--styles",
                folder + "/styles",
                "--run",
                folder + "/run",
                "--iterations",
                "4",
                "--checkpoint-every",
                "2",
                "--width",
                "8",
                "--blocks",
                "1",
                "--crop",
                "32",
                "--painting-side",
                "64"));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  private int execute(List<String> arguments) {
    StringWriter outs = new StringWriter();
    StringWriter errs = new StringWriter();
    CommandLine command = Main.commandLine().setOverwrittenOptionsAllowed(true);
    command.setOut(new PrintWriter(outs, true)).setErr(new PrintWriter(errs, true));
    int code = command.execute(arguments.toArray(String[]::new));
    out = outs.toString();
    err = errs.toString();
    return code;
  }

  private void fails(String text, String... arguments) {
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("allaprima: ").contains(text);
    assertThat(folder.resolve("styles/s")).doesNotExist();
  }

  @Test
  void publishesAStyleAndLeavesItsRunBehind() {
    assertThat(run("--name", "s", "--title", "S", "--preview", painting.toString()))
        .as(() -> err)
        .isZero();
    assertThat(out).contains("Published s");
    Style style = Catalogue.at(folder.resolve("styles")).style("s");
    assertThat(style.network().model(Precision.FP32)).isNotEmpty();
    assertThat(style.card().title()).isEqualTo("S");
    assertThat(style.network().card().training()).containsEntry("iterations", "4");
    Picture preview = Picture.read(style.preview());
    assertThat(preview.height()).isEqualTo(360);
    assertThat(folder.resolve("run/loss.csv")).content().hasLineCount(5);
    assertThat(Picture.read(folder.resolve("run/loss.png")).width()).isPositive();
    assertThat(Picture.read(folder.resolve("run/samples/000002.png")).height()).isPositive();
    assertThat(folder.resolve("run/config.yaml")).content().contains("iterations: 4");
    assertThat(Catalogue.at(folder.resolve("run/draft")).style("s").network().card())
        .isEqualTo(style.network().card());
  }

  @Test
  void aRunThatIsThereGoesOnOnlyWhenSaid() {
    assertThat(run("--name", "s")).isZero();
    assertThat(run("--name", "s", "--replace")).isEqualTo(1);
    assertThat(err).contains("--resume");
    assertThat(run("--name", "s", "--replace", "--resume")).as(() -> err).isZero();
    assertThat(out).contains("Going on after iteration 4");
  }

  @Test
  void resumeNeedsOnlyTheRunAndGoesOnAsConfigured() throws IOException {
    assertThat(run("--name", "s", "--seed", "5")).isZero();
    List<String> only =
        List.of("train", "--resume", "--run", folder + "/run", "--styles", folder + "/styles");
    List<String> more = new ArrayList<>(only);
    more.addAll(List.of("--replace", "--iterations", "6"));
    assertThat(execute(more)).as(() -> err).isZero();
    assertThat(out).contains("Going on after iteration 4");
    assertThat(Files.readAllLines(folder.resolve("run/loss.csv"))).hasSize(7);
    more.addAll(List.of("--seed", "6"));
    assertThat(execute(more)).isEqualTo(1);
    assertThat(err).contains("seed is 6 now and 5 there");
  }

  @Test
  void stylesOfAGalleryShareItsNetwork() throws IOException {
    Path all = Files.createDirectories(folder.resolve("all"));
    Drawn.picture(96, 80, 2).writePng(all.resolve("a.png"));
    Drawn.picture(70, 90, 3).writePng(all.resolve("b.png"));
    Path gallery =
        Files.writeString(
            folder.resolve("gallery.yaml"),
            """
            name: gallery
            network: {width: 8, blocks: 1}
            data: {photos: [photos], crop: 32}
            lossNetwork: {weights: vgg.npz}
            optimiser: {iterations: 2}
            styles:
              - {name: one, title: One, year: 1889, paintings: [painting.png], side: 64}
              - {name: two, artist: Someone, paintings: [all], side: 64, content: 2}
            """);
    List<String> arguments =
        List.of(
            "train",
            "--config",
            gallery.toString(),
            "--run",
            folder + "/run",
            "--styles",
            folder + "/styles");
    assertThat(execute(arguments)).as(() -> err).isZero();
    Style one = Catalogue.at(folder.resolve("styles")).style("one");
    Style two = Catalogue.at(folder.resolve("styles")).style("two");
    assertThat(one.card().network()).isEqualTo("gallery").isEqualTo(two.card().network());
    assertThat(List.of(one.card().index(), two.card().index())).containsExactly(0, 1);
    assertThat(one.card().year()).isEqualTo("1889");
    assertThat(two.network().card().styles()).isEqualTo(2);
    assertThat(Catalogue.at(folder.resolve("run/draft")).style("two").network().card())
        .isEqualTo(two.network().card());
  }

  @Test
  void badInputIsOneLineAndPublishesNothing() throws IOException {
    fails("not there", "--name", "s", "--style", folder + "/none.jpg");
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
    fails("text.jpg", "--name", "s", "--style", text.toString());
    fails("text.jpg", "--name", "s", "--weights", text.toString());
    fails("\"name\"", "--name", "Not A Name");
    fails("--photos", "--name", "s", "--photos", folder + "/none");
    fails("network.width is 0", "--name", "s", "--width", "0");
    fails("no checkpoint", "--name", "s", "--resume");
    photos = Files.createDirectory(folder.resolve("empty"));
    fails("no JPEG", "--name", "s");
  }

  @Test
  void takenNameIsSaidBeforeTheHours() throws IOException {
    Files.createDirectories(folder.resolve("styles/taken"));
    assertThat(run("--name", "taken")).isEqualTo(1);
    assertThat(err).contains("already in");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
