package dev.allaprima.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.network.JohnsonConfig;
import dev.allaprima.training.network.JohnsonConfig.Border;
import dev.allaprima.training.network.JohnsonConfig.Enlarging;
import dev.allaprima.training.network.Norm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;

  private TrainingConfig read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
    return ConfigFile.over(Defaults.gallery(), ConfigFile.read(file, null), file.toString());
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    TrainingConfig config = TinyTraining.config(7, "a", "b");
    assertThat(ConfigFile.read(ConfigFile.write(config))).isEqualTo(config);
  }

  @Test
  void fileSaysOnlyWhatDiffersAndItsPathsAreItsOwn() throws IOException {
    TrainingConfig config =
        read("styles: [{name: a, year: 1889, paintings: [p.jpg, /q]}]\nloss: {content: 4}");
    assertThat(config.loss().content()).isEqualTo(4);
    assertThat(config.loss().style()).isEqualTo(Defaults.gallery().loss().style());
    TrainingConfig.Style style = config.styles().get(0);
    assertThat(style.paintings()).containsExactly(folder.resolve("p.jpg"), Path.of("/q"));
    Path file = folder.resolve("c.yaml");
    assertThat(ConfigFile.read(file, Path.of("/data")).at("/styles/0/paintings/0").textValue())
        .isEqualTo("/data/p.jpg");
    assertThat(style.title()).isEqualTo("a");
    assertThat(style.year()).isEqualTo("1889");
    assertThat(style.side()).isEqualTo(Defaults.style().side());
  }

  @Test
  void anotherKindOfNetworkBeginsWithWhatIsUsualForIt() throws IOException {
    TrainingConfig johnson = read("network: {kind: johnson}");
    assertThat(johnson.network()).isEqualTo(Defaults.johnson());
    assertThat(johnson.optimiser().learningRate()).isEqualTo(1e-3);
    assertThat(read("network: {kind: johnson}\noptimiser: {learningRate: 0.1}").optimiser())
        .extracting(TrainingConfig.Optimiser::learningRate)
        .isEqualTo(0.1);
    assertThat(read("network: {kind: johnson, blocks: 2}").network())
        .isEqualTo(new JohnsonConfig(32, 2, Norm.INSTANCE, Enlarging.NEAREST, Border.CONTINUED));
    assertThat(read("network: {width: 16}").network().kind()).isEqualTo("gallery");
    assertThatThrownBy(() -> read("network: {kind: gan}"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("network.kind gan")
        .hasMessageContaining("johnson");
  }

  @Test
  void contextThatNoPictureLeavesIsRefused() throws IOException {
    assertThat(read("network: {kind: johnson}\ndata: {context: 40}").data().context())
        .isEqualTo(40);
    assertThatThrownBy(() -> read("network: {kind: johnson}\ndata: {context: 24}"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("data.context is 24")
        .hasMessageContaining("0, or 40");
    assertThatThrownBy(() -> read("data: {context: 20}"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("data.context is 20");
  }

  @Test
  void whatNoConfigurationHasIsNamed() {
    assertThatThrownBy(() -> read("loss: {contnet: 4}"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("\"loss.contnet\"")
        .hasMessageContaining("contentLayer");
    assertThatThrownBy(() -> read("styles: [{name: a, colour: 1}]"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("styles[0].colour");
    assertThatThrownBy(() -> read("loss: {content: much}"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("much");
    assertThatThrownBy(() -> read("data: {batch: 0}"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("data.batch is 0");
    assertThatThrownBy(() -> read("a: [")).isInstanceOf(Fault.class).hasMessageContaining("c.yaml");
    assertThatThrownBy(() -> read("")).isInstanceOf(Fault.class).hasMessageContaining("c.yaml");
  }

  @Test
  void cardsSayEnoughToBuildTheNetworkAgain() {
    TrainingConfig config = TinyTraining.config(7, "a");
    assertThat(ConfigFile.over(Defaults.gallery(), ConfigFile.flat(config), "card").network())
        .isEqualTo(config.network());
  }
}
