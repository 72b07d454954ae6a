package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.allaprima.live.testing.Listener;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestSource;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources by other protocols than RTSP: the system's ffmpeg sends, or listens and then sends. */
class PullProtocolsTest extends PullFixture {
  private static Peer sender(String... to) {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.add("-re");
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", "libx264", "-g", "10", "-b:v", "300k"));
    arguments.addAll(TestSource.fast("libx264"));
    arguments.addAll(List.of("-c:a", "aac"));
    arguments.addAll(List.of(to));
    return Peer.ffmpeg(arguments.toArray(String[]::new));
  }

  /** Fetches it, sees and hears it, and then loses it, which ends nothing. */
  private static void fetch(String url, Peer sender) {
    add("far", url);
    try {
      await()
          .atMost(LONG)
          .failFast(() -> assertThat(sender.isAlive()).as(sender.log()).isTrue())
          .until(PullFixture::state, "live"::equals);
      Listener listener = new Listener();
      puller.hub().attach("far", listener);
      await().atMost(LONG).until(() -> listener.pictures() > 5 && listener.loudness() > 1000);
      assertThat(listener.luma()).as("negative").isBetween(195 - 20, 195 + 20);
      assertThat(listener.width()).isEqualTo(320);
      sender.close();
      await().atMost(LONG).until(() -> puller.api().stream("far").state(), "slate"::equals);
      assertThat(listener.isClosed()).isFalse();
    } finally {
      sender.close();
    }
  }

  private static int udpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  @Test
  void transportStreamByUdpIsListenedFor() throws IOException {
    String url = "udp://127.0.0.1:" + udpPort();
    fetch(url, sender("-f", "mpegts", url + "?pkt_size=1316"));
  }

  @Test
  void srtIsCalled() throws IOException {
    String url = "srt://127.0.0.1:" + udpPort();
    fetch(url, sender("-f", "mpegts", url + "?mode=listener"));
  }

  @Test
  void rtmpIsCalled() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String url = "rtmp://127.0.0.1:" + port + "/live/cam";
    fetch(url, sender("-f", "flv", "-listen", "1", url));
  }

  @Test
  void hlsIsFetchedByHttp(@TempDir Path folder) throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
          byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    web.start();
    try {
      Peer sender =
          sender(
              "-f",
              "hls",
              "-hls_time",
              "0.4",
              "-hls_list_size",
              "6",
              folder.resolve("cam.m3u8").toString());
      fetch("http://127.0.0.1:" + web.getAddress().getPort() + "/cam.m3u8", sender);
    } finally {
      web.stop(0);
    }
  }
}
