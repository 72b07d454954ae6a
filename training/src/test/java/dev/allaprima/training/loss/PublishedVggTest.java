package dev.allaprima.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.models.Fault;
import dev.allaprima.training.SharedData;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.tape.Tape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With VGG-19's published weights, a painting and a photo from outside the project. */
class PublishedVggTest {
  private static Path data;

  @BeforeAll
  static void find() {
    data = SharedData.folder("");
    assumeTrue(data != null, "skipped: there is no shared/data beside the project");
  }

  private static LossNetwork vgg() {
    return LossNetwork.load(
        Vgg.VGG19, data.resolve("networks/vgg19-conv1_1-to-conv3_4.npz"), Pooling.MAX);
  }

  @Test
  void servesWhatItHoldsAndNamesWhatItLacks() {
    vgg().require(Set.of("relu1_1", "relu2_2", "relu3_4"));
    assertThatThrownBy(() -> vgg().require(Set.of("relu4_1")))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("relu4_1")
        .hasMessageContaining("to relu3_4");
  }

  @Test
  void aPhotoIsFarFromThePaintingAndThePaintingIsNot() {
    PerceptualLoss.Weights weights = Defaults.gallery().loss();
    Picture painting =
        Picture.read(data.resolve("paintings/single/vangogh_starry_night.jpg"))
            .withShortSide(128, 16);
    Picture photo = Picture.read(data.resolve("photos/test-kodak").resolve(firstPhoto()));
    Picture scaled = photo.resized(painting.width(), painting.height());
    PerceptualLoss loss = new PerceptualLoss(vgg(), weights);
    List<Aim> aims = List.of(Aim.at(loss.target(List.of(new StyleTarget.Painting(painting, 1)))));
    try (Tape tape = new Tape()) {
      PerceptualLoss.Parts same =
          loss.of(tape, tape.constant(painting.toArray()), scaled.toArray(), aims);
      PerceptualLoss.Parts other =
          loss.of(tape, tape.constant(scaled.toArray()), scaled.toArray(), aims);
      assertThat(same.style().scalar()).isLessThan(1e-6);
      assertThat(other.style().scalar()).isGreaterThan(0.5);
      assertThat(other.content().scalar()).isLessThan(1e-6);
      assertThat(same.content().scalar()).isGreaterThan(0.5);
    }
  }

  private static String firstPhoto() {
    String[] names = data.resolve("photos/test-kodak").toFile().list((d, n) -> n.endsWith(".png"));
    Arrays.sort(names);
    return names[0];
  }
}
