package dev.allaprima.live.pull;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.live.access.Reach;
import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.models.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A camera that means no good and sends whoever fetches from it elsewhere. */
class RedirectedSourceTest {
  /** Answers requests well up to one method, and that one by a redirection. */
  private static void serve(ServerSocket camera, String redirected, int status, String to) {
    try (Socket client = camera.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      String request = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        request += line + "\n";
        if (!line.isEmpty()) {
          continue;
        }
        String cseq = request.replaceAll("(?s).*CSeq: (\\d+).*", "$1");
        String answer =
            request.startsWith(redirected)
                ? status + " Moved\r\nLocation: " + to
                : "200 OK\r\nPublic: OPTIONS, DESCRIBE";
        client
            .getOutputStream()
            .write(
                ("RTSP/1.0 " + answer + "\r\nCSeq: " + cseq + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        request = "";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS,301", "DESCRIBE,302", "DESCRIBE,305"})
  void isNotFollowedToAPlaceThatIsForbidden(String method, int status) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket camera = new ServerSocket(0, 1, here);
        ServerSocket secret = new ServerSocket(0, 1, here);
        PacketIo io = new PacketIo()) {
      String to = "rtsp://127.0.0.1:" + secret.getLocalPort() + "/inside";
      Thread serving = new Thread(() -> serve(camera, method, status, to));
      serving.start();
      // The camera may be reached by its name alone, what it redirects to may not.
      Places places = new Places(new Reach(List.of("localhost")));
      String url = "rtsp://localhost:" + camera.getLocalPort() + "/cam";
      try (OpenSource source = new OpenSource(io, places)) {
        assertThatThrownBy(() -> source.open(url)).isInstanceOf(Fault.class);
      }
      serving.join();
      secret.setSoTimeout(1);
      assertThatThrownBy(secret::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }
}
