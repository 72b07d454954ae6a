package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkExportTest {
  @TempDir private Path folder;

  @Test
  void publishesEveryPrecisionWithItsParity() throws IOException {
    StyleNetwork network = new GalleryConfig(16, 1).fresh(2, 5);
    network.weights().get("head.kernel").muli(10);
    Photos photos = Photos.under(List.of(Drawn.photos(folder, 4)));
    NetworkFiles files = NetworkExport.export(network, photos, Map.of("iterations", "0"), "test");
    assertThat(files.models()).containsOnlyKeys(Precision.values());
    assertThat(files.card().styles()).isEqualTo(2);
    assertThat(files.card().parity().get("fp32")).contains("of 255 from training");
    assertThat(files.card().parity().get("fp16")).contains("PSNR").doesNotContain("left out");
    assertThat(files.card().parity().get("int8")).contains("PSNR").doesNotContain("left out");
  }
}
