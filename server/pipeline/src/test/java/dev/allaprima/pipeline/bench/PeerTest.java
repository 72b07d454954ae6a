package dev.allaprima.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Those that this program is compared with do the same work: the same pictures come out. */
class PeerTest {
  private static final Path SCRIPTS = Path.of("bench");
  private static final int SIDE = 96;
  private static final int FRAMES = 2;

  @TempDir Path folder;
  private Path model;
  private Path clip;

  @BeforeEach
  void draw() {
    model = SharedData.file("reference-models/mosaic.onnx");
    clip = folder.resolve("clip.mp4");
    BenchClip.draw(clip, SIDE, SIDE, FRAMES);
  }

  private List<byte[]> ours() {
    Peer.wrap(SCRIPTS, model, folder.resolve("styles"), "reference");
    Style style = Catalogue.at(folder.resolve("styles")).style("reference");
    Path output = folder.resolve("ours.mp4");
    FileStylizer.run(
        FileStylizer.Job.of(clip, Target.of(output, false, null, -1), style),
        Device.select("cpu", 1),
        (written, expected) -> {});
    return Clips.frames(output, SIDE, SIDE);
  }

  @ParameterizedTest
  @EnumSource(Peer.class)
  void paintsTheSamePictures(Peer peer) {
    assumeTrue(peer.lack() == null, "skipped: " + peer + " is not installed: " + peer.lack());
    Path output = folder.resolve("theirs.mp4");
    Peer.Result result = peer.paint(SCRIPTS, model, clip, output, 1);
    assertThat(result.frames()).isEqualTo(FRAMES);
    assertThat(result.seconds()).isGreaterThan(result.inferenceSeconds()).isPositive();
    assertThat(result.peakMebibytes()).isGreaterThan(20);
    assertThat(result.version()).matches(peer + " \\d.*");
    List<byte[]> ours = ours();
    List<byte[]> theirs = Clips.frames(output, SIDE, SIDE);
    for (int frame = 0; frame < FRAMES; frame++) {
      double sum = 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        sum += Math.abs((ours.get(frame)[i] & 255) - (theirs.get(frame)[i] & 255));
      }
      // Colours go through RGB and back on other ways, and chroma is enlarged otherwise.
      assertThat(sum / (SIDE * SIDE)).as("luma of frame %d", frame).isLessThan(8);
    }
  }

  @Test
  void scriptsAreThere() {
    assertThat(Peer.hasScripts(SCRIPTS)).isTrue();
    assertThat(Peer.hasScripts(folder)).isFalse();
    assertThat(Peer.hasScripts(null)).isFalse();
  }
}
