package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.rtsp.RtspClient;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What publishers do in the course of a session, by RTSP that is written by hand. */
class RtspRecordTest extends LiveServerFixture {
  private static final String SDP =
      "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:streamid=0\r\n";

  /** RTP of the source 7 with an H.264 delimiter; and the same source's report and goodbye. */
  private static final byte[] PACKET = HexFormat.of().parseHex("80e00001000000000000000709f0");

  private static final byte[] GOODBYE = HexFormat.of().parseHex("80c900010000000781cb000100000007");

  @Test
  void recordingMayBePausedAndGoesOn() throws IOException {
    try (RtspClient client = new RtspClient(server.rtspPort(), 0)) {
      client.announce(SDP);
      assertThat(client.ask("PAUSE", "")).startsWith("RTSP/1.0 455");
      assertThat(client.ask("RECORD", "")).startsWith("RTSP/1.0 200");
      assertThat(client.ask("RECORD", "")).startsWith("RTSP/1.0 455");
      assertThat(client.ask("PAUSE", "")).startsWith("RTSP/1.0 200");
      assertThat(client.ask("RECORD", "")).startsWith("RTSP/1.0 200");
      assertThat(server.hub().streams().find("cam")).isNotNull();
    }
  }

  /** One that is lost would leave a slate, for it may come back. */
  @Test
  void whoSaysGoodbyeHasLeftAndIsStillAnswered() throws IOException {
    try (RtspClient client = new RtspClient(server.rtspPort(), 0)) {
      publishAndSayGoodbye(client);
      await().atMost(LONG.dividedBy(2)).until(() -> server.hub().streams().find("cam") == null);
      assertThat(client.ask("TEARDOWN", "")).startsWith("RTSP/1.0 200");
    }
  }

  @Test
  void whoSaysGoodbyeAndHangsUpHasLeft() throws IOException {
    try (RtspClient client = new RtspClient(server.rtspPort(), 0)) {
      publishAndSayGoodbye(client);
    }
    await().atMost(LONG.dividedBy(2)).until(() -> server.hub().streams().find("cam") == null);
  }

  private static void publishAndSayGoodbye(RtspClient client) throws IOException {
    client.announce(SDP);
    assertThat(client.ask("RECORD", "")).startsWith("RTSP/1.0 200");
    client.send(0, PACKET);
    client.send(1, GOODBYE);
  }
}
