package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of RTSP that mean no good: they get an answer or are closed, and the server lives on. */
class RtspHostileTest extends LiveServerFixture {
  private static final String SDP =
      "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:streamid=0\r\n";

  private static Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.rtspPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ask(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static String announce(String sdp) {
    return "ANNOUNCE rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\nContent-Type: application/sdp\r\n"
        + ("Content-Length: " + sdp.length() + "\r\n\r\n" + sdp);
  }

  private static void assertAlive() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, "OPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n"))
          .startsWith("RTSP/1.0 200")
          .containsIgnoringCase("CSeq: 7")
          .contains("ANNOUNCE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * RTSP/1.0\r\n\r\n",
        "SETUP rtsp://h/cam/streamid=0 RTSP/1.0\r\nCSeq: 1\r\n\r\n",
        "RECORD rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\n\r\n",
        "PLAY rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\nSession: 1\r\n\r\n",
        "DESCRIBE rtsp://h/nobody RTSP/1.0\r\nCSeq: 1\r\n\r\n",
        "DESCRIBE rtsp://h/../../etc RTSP/1.0\r\nCSeq: 1\r\n\r\n",
        "JUMP rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\n\r\n",
      })
  void wrongRequestsAreRefused(String request) throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, request)).matches("(?s)(RTSP/1.0 4\\d\\d .*)?");
    }
    assertAlive();
  }

  @Test
  void absurdDescriptionsAreRefusedAndNameNoPath() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, announce("v=0\r\nm=video 99999999 RTP/AVP -1\r\n")))
          .startsWith("RTSP/1.0 400");
    }
    assertAlive();
  }

  @Test
  void recordingGarbageHarmsNobody() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, announce(SDP))).startsWith("RTSP/1.0 200");
      String setUp =
          "SETUP rtsp://h/cam/streamid=0 RTSP/1.0\r\nCSeq: 2\r\n"
              + "Transport: RTP/AVP/TCP;unicast;interleaved=0-1;mode=record\r\n\r\n";
      String answer = ask(socket, setUp);
      assertThat(answer).startsWith("RTSP/1.0 200").contains("interleaved=0-1");
      assertThat(ask(socket, "RECORD rtsp://h/cam RTSP/1.0\r\nCSeq: 3\r\n\r\n"))
          .startsWith("RTSP/1.0 200");
      Random random = new Random(1);
      for (int i = 0; i < 500; i++) {
        byte[] packet = new byte[4 + random.nextInt(1400)];
        random.nextBytes(packet);
        packet[0] = '$';
        packet[1] = (byte) random.nextInt(4);
        packet[2] = (byte) (packet.length - 4 >> 8);
        packet[3] = (byte) (packet.length - 4);
        if (packet.length > 5 && i % 2 == 0) {
          // Half of them look like RTP of that track.
          packet[4] = (byte) 0x80;
          packet[5] = 96;
        }
        socket.getOutputStream().write(packet);
      }
      // A packet that claims more than ever comes.
      socket.getOutputStream().write(new byte[] {'$', 0, -1, -1, 1, 2, 3});
    }
    assertAlive();
    await()
        .atMost(LONG)
        .until(
            () ->
                server.hub().streams().find("cam") == null
                    || server.api().stream("cam").state().equals("slate"));
  }
}
