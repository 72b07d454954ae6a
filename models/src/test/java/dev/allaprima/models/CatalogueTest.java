package dev.allaprima.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  private static final byte[] MODEL = {1, 2, 3};

  @TempDir Path root;

  private static StyleCard card(String name) {
    return card(name, null, 0);
  }

  private static StyleCard card(String name, String network, int index) {
    return new StyleCard(
        2,
        name,
        "A Title",
        "",
        "1889",
        "public domain",
        "Apache-2.0",
        network,
        index,
        Map.of("painting", "own"),
        Map.of("style", 0.25));
  }

  private static NetworkFiles network(int styles, byte... model) {
    return NetworkFiles.of(
        "test", 4, styles, Map.of(Precision.FP32, model), Map.of(), Map.of("photos", "own"));
  }

  @Test
  void publishedStyleIsReadBack() {
    Catalogue catalogue = Catalogue.at(root);
    Catalogue.publish(root, card("b-style"), network(1, MODEL), new byte[] {9}, false);
    Catalogue.publish(root, card("a"), network(1, MODEL), new byte[] {9}, false);

    assertThat(catalogue.list().styles()).extracting(Style::name).containsExactly("a", "b-style");
    assertThat(catalogue.list().faults()).isEmpty();
    assertThat(catalogue.style("a").card()).isEqualTo(card("a"));
    Network network = catalogue.style("a").network();
    assertThat(network.card()).isEqualTo(network(1, MODEL).card());
    assertThat(network.model(Precision.FP32)).isEqualTo(MODEL);
    assertThat(network.has(Precision.INT8)).isFalse();
    assertThatThrownBy(() -> network.model(Precision.INT8))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("no int8")
        .hasMessageContaining("It has: fp32");
    assertThat(catalogue.style("a").preview()).hasBinaryContent(new byte[] {9});
  }

  @Test
  void takenNameIsReplacedOnlyWhenSaid() {
    Catalogue.publish(root, card("a"), network(1, MODEL), new byte[] {1}, false);
    assertThatThrownBy(
            () -> Catalogue.publish(root, card("a"), network(1, MODEL), new byte[] {2}, false))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("already")
        .hasMessageContaining("--replace");
    Catalogue.publish(root, card("a"), network(1, MODEL), new byte[] {2}, true);
    assertThat(Catalogue.at(root).style("a").preview()).hasBinaryContent(new byte[] {2});
    assertThat(root).isDirectoryNotContaining("glob:**/.a*");
  }

  @Test
  void unknownStyleNamesThoseThereAre() {
    Catalogue.publish(root, card("known"), network(1, MODEL), new byte[0], false);
    for (String name : new String[] {"nope", "../known", "", "Known"}) {
      assertThatThrownBy(() -> Catalogue.at(root).style(name))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("\"" + name + "\"")
          .hasMessageContaining("It has: known");
    }
  }

  @Test
  void theFirstStyleIsTakenWhereNoneIsNamed() {
    Catalogue catalogue = Catalogue.at(root);
    assertThat(catalogue.first()).isEmpty();
    assertThatThrownBy(() -> catalogue.styleOrFirst(null))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("has no style");
    Catalogue.publish(root, card("b"), network(1, MODEL), new byte[0], false);
    Catalogue.publish(root, card("a"), network(1, MODEL), new byte[0], false);
    assertThat(catalogue.styleOrFirst(null).name()).isEqualTo("a");
    assertThat(catalogue.styleOrFirst("b").name()).isEqualTo("b");
  }

  @Test
  void galleryComesFirstAndAsItsNetworkLearntIt() {
    Catalogue.publishNetwork(root, "gallery", network(3, MODEL));
    Catalogue.publish(root, card("a"), network(1, MODEL), new byte[0], false);
    Catalogue.publish(root, card("c", "gallery", 2), new byte[0], false);
    Catalogue.publish(root, card("e", "gallery", 1), new byte[0], false);
    Catalogue.publish(root, card("d", "gallery", 1), new byte[0], false);
    Catalogue.publish(root, card("f", "gallery", 0), new byte[0], false);
    Catalogue catalogue = Catalogue.at(root);
    assertThat(catalogue.list().styles())
        .extracting(Style::name)
        .containsExactly("f", "d", "e", "c", "a");
    assertThat(catalogue.styleOrFirst(null).name()).isEqualTo("f");
  }

  @Test
  void brokenCardIsOneFaultAndTheOthersStay() throws IOException {
    Catalogue.publish(root, card("good"), network(1, MODEL), new byte[0], false);
    Catalogue.publish(root, card("bad"), network(1, MODEL), new byte[0], false);
    Files.writeString(root.resolve("bad/card.json"), "{\"format\": 2, \"name\": \"bad\"");
    Files.createDirectory(root.resolve("empty"));

    Catalogue.Listing listing = Catalogue.at(root).list();
    assertThat(listing.styles()).extracting(Style::name).containsExactly("good");
    assertThat(listing.faults()).hasSize(2).allMatch(line -> line.lines().count() == 1);
    assertThatThrownBy(() -> Catalogue.at(root).style("bad"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("card.json");
  }

  @Test
  void everyFieldOfACardIsChecked() {
    String good = card("a").toJson();
    assertThat(StyleCard.fromJson(good)).isEqualTo(card("a"));
    Map.of(
            "\"format\" : 2", "\"format\" : 1",
            "\"name\" : \"a\"", "\"name\" : \"A b\"",
            "\"title\" : \"A Title\"", "\"title\" : \" \"",
            "\"network\" : null", "\"network\" : \"../x\"",
            "\"index\" : 0", "\"index\" : -1",
            "\"licence\"", "\"license\"")
        .forEach(
            (from, to) -> {
              assertThat(good).contains(from);
              assertThatThrownBy(() -> StyleCard.fromJson(good.replace(from, to)))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining("\"" + from.split("\"")[1].replace("licence", "licen"));
            });
  }

  @Test
  void everyFieldOfANetworksCardIsChecked() {
    String good = network(1, MODEL).card().toJson();
    assertThat(NetworkCard.fromJson(good)).isEqualTo(network(1, MODEL).card());
    Map.of(
            "\"format\" : 1", "\"format\" : 2",
            "\"kind\" : \"test\"", "\"kind\" : \" \"",
            "\"sizeMultiple\" : 4", "\"sizeMultiple\" : 3",
            "\"styles\" : 1", "\"styles\" : 0",
            "\"fp32\" : ", "\"fp64\" : ")
        .forEach(
            (from, to) -> {
              assertThat(good).contains(from);
              assertThatThrownBy(() -> NetworkCard.fromJson(good.replace(from, to)))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining(to.contains("fp64") ? "fp64" : from.split("\"")[1]);
            });
  }

  @Test
  void stylesShareANetwork() {
    Catalogue.publishNetwork(root, "gallery", network(2, MODEL));
    Catalogue.publish(root, card("a", "gallery", 0), new byte[0], false);
    Catalogue.publish(root, card("b", "gallery", 1), new byte[0], false);
    Catalogue catalogue = Catalogue.at(root);
    assertThat(catalogue.list().styles()).extracting(Style::name).containsExactly("a", "b");
    assertThat(catalogue.list().faults()).isEmpty();
    assertThat(catalogue.style("a").network()).isEqualTo(catalogue.style("b").network());

    // One more style on it: the others see the new network at once.
    byte[] taught = {7};
    Catalogue.publishNetwork(root, "gallery", network(3, taught));
    assertThat(catalogue.style("a").network().model(Precision.FP32)).isEqualTo(taught);
    assertThat(root.resolve("networks")).isDirectoryNotContaining("glob:**/.g*");
  }

  @Test
  void noStyleLosesItsPlaceInANetwork() {
    Catalogue.publishNetwork(root, "gallery", network(2, MODEL));
    Catalogue.publish(root, card("b", "gallery", 1), new byte[0], false);
    assertThatThrownBy(() -> Catalogue.publishNetwork(root, "gallery", network(1, MODEL)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style b is number 1")
        .hasMessageContaining("holds 1");
    assertThat(Catalogue.at(root).style("b").network().card().styles()).isEqualTo(2);
    assertThatThrownBy(() -> Catalogue.publish(root, card("c", "gallery", 2), new byte[0], false))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style c is number 2");
    assertThatThrownBy(() -> Catalogue.publish(root, card("c", "none", 0), new byte[0], false))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("network.json");
    assertThat(root.resolve("c")).doesNotExist();
  }

  @Test
  void damagedModelIsFoundBeforeItIsUsed() throws IOException {
    Style style = Catalogue.publish(root, card("a"), network(1, MODEL), new byte[0], false);
    Files.write(root.resolve("a/model.onnx"), new byte[] {1, 2});
    assertThatThrownBy(() -> style.network().model(Precision.FP32))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("model.onnx")
        .hasMessageContaining("SHA-256");
    Files.delete(root.resolve("a/model.onnx"));
    assertThatThrownBy(() -> style.network().model(Precision.FP32))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("model.onnx");
  }

  @Test
  void styleThatWasReplacedMeanwhileIsNotCalledDamaged() {
    Style before = Catalogue.publish(root, card("a"), network(1, MODEL), new byte[0], false);
    byte[] trainedOn = {4, 5};
    Catalogue.publish(root, card("a"), network(1, trainedOn), new byte[0], true);
    assertThatThrownBy(() -> before.network().model(Precision.FP32))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("replaced");
    assertThat(Catalogue.at(root).style("a").network().model(Precision.FP32)).isEqualTo(trainedOn);
  }

  @Test
  void missingCatalogueSaysSo() {
    assertThatThrownBy(() -> Catalogue.at(root.resolve("none")))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("none");
  }
}
