package dev.allaprima.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPathsTest {
  private final HostPaths paths =
      new HostPaths(List.of(Path.of("/srv/a"), Path.of("/srv/a/styles"), Path.of("/")));

  @Test
  void foldersAreTakenOutOfFaults() {
    assertThat(paths.hide("/srv/a/styles/x/model.onnx has no y"))
        .isEqualTo("x/model.onnx has no y");
    assertThat(paths.hide("style x: /srv/a/up (NoSuchFileException: /srv/a/up)"))
        .isEqualTo("style x: up (NoSuchFileException: up)");
    assertThat(paths.hide("folder /srv/a is full. See file:/srv/a/x"))
        .isEqualTo("folder a folder of the server is full. See file:x");
    String temporary = System.getProperty("java.io.tmpdir");
    assertThat(paths.hide(temporary + "/up.mp4 is no video")).isEqualTo("up.mp4 is no video");
  }

  @Test
  void addressesAndOtherNamesStay() {
    for (String text : List.of("See /api/v1/streams", "/srv/ab", "/opt/srv/a/x", "a/b")) {
      assertThat(paths.hide(text)).isEqualTo(text);
    }
  }
}
