package dev.allaprima.training.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlickerTest {
  @TempDir Path folder;

  private static Picture noisy(Picture picture, double deviation, Random random) {
    float[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] += (float) (deviation * random.nextGaussian());
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  private static double error(List<Moment> moments, Painter painter) {
    WarpingError error = new WarpingError();
    for (int t = 1; t < moments.size(); t++) {
      error.add(
          painter.paint(moments.get(t - 1).frame()),
          painter.paint(moments.get(t).frame()),
          moments.get(t).flow());
    }
    return error.value();
  }

  @Test
  void panIsStillAlongItsMotionButForNoiseAndEdges() {
    List<Moment> pan = Pan.over(Drawn.picture(240, 200, 1), 8, 1);
    assertThat(pan).hasSizeGreaterThan(4);
    double still = error(pan, photo -> photo);
    assertThat(still).isLessThan(0.05);
    Flow none = Flow.camera(pan.get(0).frame().width(), pan.get(0).frame().height(), 1, 0, 0);
    WarpingError unmoved = new WarpingError();
    unmoved.add(pan.get(0).frame(), pan.get(1).frame(), none);
    assertThat(unmoved.value()).isGreaterThan(1.3 * still);
    Random random = new Random(1);
    assertThat(error(pan, photo -> noisy(photo, 25, random))).isGreaterThan(still + 0.05);
  }

  @Test
  void errorIsTheRootOfTheMeanSquareOfWhatIsKnown() {
    Flow flow = Flow.camera(16, 16, 1, 8, 0);
    assertThat(flow.share()).isCloseTo(0.5, within(1e-9));
    float[] grey = new float[3 * 256];
    java.util.Arrays.fill(grey, 51);
    WarpingError error = new WarpingError();
    error.add(new Picture(16, 16, new float[3 * 256]), new Picture(16, 16, grey), flow);
    assertThat(error.value()).isCloseTo(0.2, within(1e-6));
  }

  @Test
  void blocksAreFoundWhereTheyWereAndWhatCameInIsUnknown() {
    Picture scene = noisy(Drawn.picture(120, 100, 2), 20, new Random(2));
    Picture before = scene.cut(10, 10, 64, 80);
    Picture after = scene.cut(13, 6, 64, 80);
    Flow flow = BlockMatching.between(before, after);
    int right = 0;
    int known = 0;
    for (int at = 0; at < flow.known().length; at++) {
      if (flow.known()[at]) {
        known++;
        int column = at % 80;
        int row = at / 80;
        right += flow.x()[at] == column - 4 && flow.y()[at] == row + 3 ? 1 : 0;
      }
    }
    assertThat(known).isGreaterThan(64 * 80 / 2);
    assertThat(right).isGreaterThan(known * 95 / 100);
    assertThat(flow.known()[79 + 80 * 63]).isFalse();
    assertThat(flow.known()[0]).isFalse();
  }

  @Test
  void clipsAreFoldersOrVideos() throws Exception {
    Picture scene = Drawn.picture(160, 120, 3);
    Path frames = Files.createDirectories(folder.resolve("frames"));
    for (int t = 0; t < 4; t++) {
      scene.cut(8, 8 + 3 * t, 96, 128).writePng(frames.resolve("f" + t + ".png"));
    }
    List<Moment> fromFolder = Clip.read(frames, 3, 96, 16);
    assertThat(fromFolder).hasSize(3);
    assertThat(error(fromFolder, photo -> photo)).isLessThan(0.02);

    Path video = folder.resolve("clip.mp4");
    Process ffmpeg;
    try {
      ffmpeg =
          new ProcessBuilder(
                  "ffmpeg",
                  "-v",
                  "error",
                  "-i",
                  frames + "/f%d.png",
                  "-pix_fmt",
                  "yuv420p",
                  video.toString())
              .inheritIO()
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no ffmpeg here");
      return;
    }
    assertThat(ffmpeg.waitFor()).isZero();
    List<Moment> fromVideo = Clip.read(video, 10, 96, 16);
    assertThat(fromVideo).hasSize(4);
    assertThat(fromVideo.get(0).frame().width()).isEqualTo(128);
    assertThat(error(fromVideo, photo -> photo)).isLessThan(0.08);

    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    assertThatThrownBy(() -> Clip.read(text, 3, 96, 16))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("text.mp4");
    assertThatThrownBy(() -> Clip.read(folder.resolve("none"), 3, 96, 16))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("none");
  }
}
