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
    return new StyleCard(
        1, name, "A Title", "", "Apache-2.0", 4, Style.sha256(MODEL), Map.of("photos", "own"));
  }

  @Test
  void publishedStyleIsReadBack() {
    Catalogue catalogue = Catalogue.at(root);
    Catalogue.publish(root, card("b-style"), MODEL, new byte[] {9}, false);
    Catalogue.publish(root, card("a"), MODEL, new byte[] {9}, false);

    assertThat(catalogue.list().styles()).extracting(Style::name).containsExactly("a", "b-style");
    assertThat(catalogue.list().faults()).isEmpty();
    assertThat(catalogue.style("a").card()).isEqualTo(card("a"));
    assertThat(catalogue.style("a").model()).isEqualTo(MODEL);
    assertThat(catalogue.style("a").preview()).hasBinaryContent(new byte[] {9});
  }

  @Test
  void takenNameIsReplacedOnlyWhenSaid() {
    Catalogue.publish(root, card("a"), MODEL, new byte[] {1}, false);
    assertThatThrownBy(() -> Catalogue.publish(root, card("a"), MODEL, new byte[] {2}, false))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("already")
        .hasMessageContaining("--replace");
    Catalogue.publish(root, card("a"), MODEL, new byte[] {2}, true);
    assertThat(Catalogue.at(root).style("a").preview()).hasBinaryContent(new byte[] {2});
    assertThat(root).isDirectoryNotContaining("glob:**/.a*");
  }

  @Test
  void unknownStyleNamesThoseThereAre() {
    Catalogue.publish(root, card("known"), MODEL, new byte[0], false);
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
    Catalogue.publish(root, card("b"), MODEL, new byte[0], false);
    Catalogue.publish(root, card("a"), MODEL, new byte[0], false);
    assertThat(catalogue.styleOrFirst(null).name()).isEqualTo("a");
    assertThat(catalogue.styleOrFirst("b").name()).isEqualTo("b");
  }

  @Test
  void brokenCardIsOneFaultAndTheOthersStay() throws IOException {
    Catalogue.publish(root, card("good"), MODEL, new byte[0], false);
    Catalogue.publish(root, card("bad"), MODEL, new byte[0], false);
    Files.writeString(root.resolve("bad/card.json"), "{\"format\": 1, \"name\": \"bad\"");
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
            "\"format\" : 1", "\"format\" : 2",
            "\"name\" : \"a\"", "\"name\" : \"A b\"",
            "\"title\" : \"A Title\"", "\"title\" : \" \"",
            "\"sizeMultiple\" : 4", "\"sizeMultiple\" : 3",
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
  void damagedModelIsFoundBeforeItIsUsed() throws IOException {
    Style style = Catalogue.publish(root, card("a"), MODEL, new byte[0], false);
    Files.write(root.resolve("a/model.onnx"), new byte[] {1, 2});
    assertThatThrownBy(style::model)
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style a")
        .hasMessageContaining("SHA-256");
    Files.delete(root.resolve("a/model.onnx"));
    assertThatThrownBy(style::model).isInstanceOf(Fault.class).hasMessageContaining("model.onnx");
  }

  @Test
  void styleThatWasReplacedMeanwhileIsNotCalledDamaged() {
    Style before = Catalogue.publish(root, card("a"), MODEL, new byte[0], false);
    byte[] trainedOn = {4, 5};
    StyleCard after =
        new StyleCard(1, "a", "A Title", "", "Apache-2.0", 4, Style.sha256(trainedOn), Map.of());
    Catalogue.publish(root, after, trainedOn, new byte[0], true);
    assertThatThrownBy(before::model).isInstanceOf(Fault.class).hasMessageContaining("replaced");
    assertThat(Catalogue.at(root).style("a").model()).isEqualTo(trainedOn);
  }

  @Test
  void missingCatalogueSaysSo() {
    assertThatThrownBy(() -> Catalogue.at(root.resolve("none")))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("none");
  }
}
