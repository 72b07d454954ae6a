package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Network;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.training.data.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainCommandTest extends CommandTest {
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
                "--set",
                "data.context=16",
                "--painting-side",
                "64"));
    arguments.addAll(List.of(more));
    return execute(arguments);
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
    Style draft = Catalogue.at(folder.resolve("run/draft")).style("s");
    assertThat(draft.network().model(Precision.FP32))
        .isEqualTo(style.network().model(Precision.FP32));
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
    assertThat(execute(only, "--replace", "--iterations", "6")).as(() -> err).isZero();
    assertThat(out).contains("Going on after iteration 4");
    assertThat(Files.readAllLines(folder.resolve("run/loss.csv"))).hasSize(7);
    assertThat(execute(only, "--replace", "--seed", "6")).isEqualTo(1);
    assertThat(err).contains("seed is 6 now and 5 there");
  }

  @Test
  void stylesOfAGalleryShareItsNetwork() throws IOException {
    assertThat(execute(gallery(2), "--run", folder + "/run")).as(() -> err).isZero();
    Style one = Catalogue.at(folder.resolve("styles")).style("one");
    Style two = Catalogue.at(folder.resolve("styles")).style("two");
    assertThat(one.card().network()).isEqualTo("gallery").isEqualTo(two.card().network());
    assertThat(List.of(one.card().index(), two.card().index())).containsExactly(0, 1);
    assertThat(one.card().year()).isEqualTo("1889");
    assertThat(two.network().card().styles()).isEqualTo(2);
    Style draft = Catalogue.at(folder.resolve("run/draft")).style("two");
    assertThat(draft.network().model(Precision.FP32))
        .isEqualTo(two.network().model(Precision.FP32));
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

  @Test
  void aPublishedNetworkIsTrainedOn() throws IOException {
    assertThat(execute(gallery(2), "--run", folder + "/first")).as(() -> err).isZero();
    List<String> second = new ArrayList<>(gallery(2));
    Path network = folder.resolve("styles/networks/gallery");
    second.addAll(List.of("--run", folder + "/second", "--replace", "--iterations", "1"));
    second.addAll(List.of("--learning-rate", "1e-6"));
    INDArray before = Published.network(Network.read(network)).weights().vector();
    assertThat(execute(second, "--from", network.toString())).as(() -> err).isZero();
    INDArray after = Published.network(Network.read(network)).weights().vector();
    assertThat(after.distance2(before)).isPositive().isLessThan(1e-3);
    List<String> other = List.of("--run", folder + "/third", "--replace", "--width", "12");
    List<String> third = Stream.concat(gallery(2).stream(), other.stream()).toList();
    assertThat(execute(third, "--from", network.toString())).isEqualTo(1);
    assertThat(err).contains("the same network");
  }

  @Test
  void anotherRunsNetworkIsTrainedOnAndMeasured() throws IOException {
    assertThat(execute(gallery(2), "--run", folder + "/first")).as(() -> err).isZero();
    List<String> second =
        List.of(
            "train",
            "--from",
            folder + "/first",
            "--run",
            folder + "/second",
            "--styles",
            folder + "/styles",
            "--test-photos",
            photos.toString(),
            "--replace");
    assertThat(execute(second)).as(() -> err).isZero();
    Style one = Catalogue.at(folder.resolve("styles")).style("one");
    assertThat(one.card().measures()).containsKeys("loss", "style", "warpingError");
    assertThat(execute(second)).isEqualTo(1);
    assertThat(err).contains("--resume");
    assertThat(
            execute(
                List.of("train", "--resume", "--run", folder + "/second", "--replace"),
                "--styles",
                folder + "/styles"))
        .as(() -> err)
        .isZero();

    List<String> measure =
        List.of(
            "measure",
            "--run",
            folder + "/second",
            "--test-photos",
            photos.toString(),
            "--side",
            "96",
            "--gatys",
            "1",
            "--json",
            folder + "/scores.json",
            "--plot",
            folder + "/scores.png");
    assertThat(execute(measure)).as(() -> err).isZero();
    assertThat(out).contains("two, Gatys 1").contains("(unpainted)");
    assertThat(folder.resolve("scores.json")).content().contains("\"warpingError\"");
    assertThat(Picture.read(folder.resolve("scores.png")).width()).isPositive();
    assertThat(
            execute(
                List.of(
                    "measure",
                    "--config",
                    folder + "/gallery.yaml",
                    "--styles",
                    folder + "/styles",
                    "--test-photos",
                    photos.toString(),
                    "--side",
                    "96")))
        .as(() -> err)
        .isZero();
    assertThat(out).contains("one").contains("two");

    List<String> sheet =
        List.of("sheet", painting.toString(), "--side", "64", "-o", folder + "/sheet.jpg");
    assertThat(execute(sheet, "--run", folder + "/second")).as(() -> err).isZero();
    // A row of photos and one a style.
    assertThat(Picture.read(folder.resolve("sheet.jpg")).height()).isEqualTo(3 * (64 + 6) + 6);
    String[] published = {
      "--config", folder + "/gallery.yaml", "--styles", folder + "/styles", "--precision", "int8"
    };
    assertThat(execute(sheet, published)).as(() -> err).isZero();
    assertThat(execute(sheet, "-o", folder + "/sheet.gif")).isEqualTo(1);
    assertThat(err).contains("sheet.gif").hasLineCount(1);
  }

  @Test
  void thePapersTrainingSaysWhatItJudgesByInstead() {
    assertThat(
            run(
                "--name",
                "s",
                "--paper",
                "--loss-network",
                weights.toString(),
                "--iterations",
                "1",
                "--width",
                "2",
                "--crop",
                "64",
                "--batch",
                "2",
                "--set",
                "data.context=0"))
        .as(() -> err)
        .isZero();
    assertThat(out).contains("no [relu4_3]").contains("half size instead");
    Style style = Catalogue.at(folder.resolve("styles")).style("s");
    assertThat(style.network().card().kind()).isEqualTo("johnson");
    assertThat(style.network().card().training())
        .containsEntry("loss.normalisation", "JOHNSON")
        .containsEntry("loss.scales", "2")
        .containsEntry("optimiser.learningRate", "0.001");
  }
}
