package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Peer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Debian's VLC, which has no RTSP, plays HLS. */
class VlcTest extends LiveServerFixture {
  @Test
  void playsHls() throws IOException {
    publish("cam", "");
    // For a user who may not look into the folders of others.
    Path folder = Files.createTempDirectory("vlc");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String url = "http://127.0.0.1:" + server.port() + "/hls/cam/index.m3u8";
    try (Peer vlc = Peer.start(command(folder, url))) {
      Path seen = folder.resolve("seen.png");
      await()
          .atMost(LONG)
          .failFast(() -> assertThat(vlc.isAlive()).as(vlc.log()).isTrue())
          .untilAsserted(() -> assertThat(halves(seen)).isEqualTo("bright, dark"));
    } finally {
      Peer.run("rm", "-r", folder);
    }
  }

  /** It does not run for root. */
  private static List<String> command(Path folder, String url) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      String nobody = "65534";
      command.addAll(List.of("setpriv", "--reuid=" + nobody, "--regid=" + nobody));
      command.add("--clear-groups");
    }
    command.addAll(List.of("env", "HOME=" + folder, "cvlc", "--no-audio", "--vout=dummy"));
    command.addAll(List.of("--video-filter=scene", "--scene-format=png", "--scene-replace"));
    command.addAll(List.of("--scene-ratio=5", "--scene-prefix=seen", "--scene-path=" + folder));
    command.add(url);
    return command;
  }

  private static String halves(Path png) throws IOException {
    BufferedImage picture = Files.exists(png) ? ImageIO.read(png.toFile()) : null;
    if (picture == null) {
      return "nothing yet";
    }
    return half(picture, 80) + ", " + half(picture, 240);
  }

  private static String half(BufferedImage picture, int x) {
    int green = picture.getRGB(x, 90) >> 8 & 255;
    return green > 130 ? "bright" : "dark";
  }
}
