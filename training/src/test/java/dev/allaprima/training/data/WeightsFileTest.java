package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFileTest {
  @TempDir Path folder;

  private static void refused(Path file, String... texts) {
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(Fault.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContainingAll(texts)
        .message()
        .doesNotContain("\n");
  }

  private Path cut(Path whole, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    String name = "cut-" + (int) (100 * share) + "-" + whole.getFileName();
    return Files.write(folder.resolve(name), Arrays.copyOf(bytes, (int) (share * bytes.length)));
  }

  @Test
  void whatIsNoWeightsFileIsAFault() throws IOException {
    refused(folder.resolve("none.npz"), "is not there", "--weights");
    refused(Files.writeString(folder.resolve("text.h5"), "no weights"), "neither .npz nor HDF5");
    refused(Files.createFile(folder.resolve("empty.npz")), "neither .npz nor HDF5");
  }

  @Test
  void whatIsCutShortIsAFault() throws IOException {
    Path npz = Drawn.npz(folder.resolve("vgg.npz"), Drawn.vggWeights());
    Path keras = Path.of("src/test/resources/networks/keras-published-names.h5");
    for (double share : new double[] {0.05, 0.5, 0.95}) {
      refused(cut(npz, share), "damaged or cut short", "Fetch it again");
      refused(cut(keras, share), "damaged or cut short", "Fetch it again");
    }
    assertThat(WeightsFile.read(npz)).hasSameSizeAs(Drawn.vggWeights());
    assertThat(WeightsFile.read(keras)).hasSize(26);
  }
}
