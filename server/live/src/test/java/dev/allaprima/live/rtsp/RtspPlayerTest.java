package dev.allaprima.live.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.access.Tokens;
import dev.allaprima.live.rtsp.RtspClient.Packet;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What players do in the course of a session, by a clock and a stream that the test moves. */
class RtspPlayerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String TCP = "RTP/AVP/TCP;unicast;interleaved=0-1";

  /** A receiver report that says nothing (RFC 3550, section 6.4.2). */
  private static final byte[] REPORT = {(byte) 0x80, (byte) 201, 0, 1, 1, 2, 3, 4};

  /** The most that waits for one player, and a picture more. */
  private static final long MOST_UNSENT = 2 << 20;

  private static final int SMALL = 64 << 10;

  @TempDir static Path folder;
  private static Reel reel;
  private final AtomicLong clock = new AtomicLong();
  private RtspServer server;

  @BeforeAll
  static void film() {
    reel = new Reel(folder, 640, 360);
  }

  @AfterAll
  static void free() {
    reel.close();
  }

  @BeforeEach
  void start() {
    reel.rewind();
    RtspServer.Options options = RtspServer.Options.of("127.0.0.1", 0, 0);
    server = RtspServer.start(reel, options, Tokens.NONE, clock::get);
  }

  @AfterEach
  void stop() {
    server.close();
    await().atMost(LONG).until(() -> reel.takers() == 0);
  }

  private RtspClient connect() throws IOException {
    return new RtspClient(server.port(), 0);
  }

  private long unsent() {
    return server.connections().stream().mapToLong(Channel::bytesBeforeWritable).sum();
  }

  /** The last of those that come for so many pictures, which are told apart by their times. */
  private static Packet readPictures(RtspClient client, int pictures) throws IOException {
    Packet last = null;
    for (int ends = 0; ends < pictures; ) {
      last = client.next();
      // The marker is at a picture's last packet.
      ends += (last.bytes()[1] & 0x80) != 0 ? 1 : 0;
    }
    return last;
  }

  @Test
  void descriptionIsOfItsOwnLength() throws IOException {
    try (RtspClient client = connect()) {
      assertThat(client.ask("DESCRIBE", ""))
          .contains("sprop-parameter-sets=")
          .endsWith("a=control:streamid=1\r\n");
    }
  }

  @Test
  void pausedPlayerGetsNothingAndThenGoesOnFromAKeyframe() throws IOException {
    try (RtspClient client = connect()) {
      client.play(TCP);
      reel.roll(5);
      reel.roll(7);
      assertThat(client.next().beginsKeyframe()).isTrue();
      Packet last = readPictures(client, 3);
      assertThat(client.ask("PAUSE", "")).startsWith("RTSP/1.0 200");
      assertThat(reel.takers()).isZero();
      reel.roll(12);
      assertThat(client.ask("PLAY", "")).startsWith("RTSP/1.0 200");
      while (client.hasKept()) {
        last = client.next();
      }
      reel.roll(10);
      Packet again = client.next();
      assertThat(again.beginsKeyframe()).isTrue();
      // As RFC 2326 has it in appendix B: a pause is nothing that RTP knows of.
      assertThat(again.source()).isEqualTo(last.source());
      assertThat(again.sequence()).isEqualTo((last.sequence() + 1) & 0xffff);
      long later = (again.time() - last.time()) & 0xffff_ffffL;
      assertThat(later).as("90000 a second").isBetween(12 * 3600L, 25 * 3600L);
    }
  }

  /** FFmpeg's own client, whose user presses a button twice. */
  @Test
  void ffmpegPausesAndPlaysAgain() throws InterruptedException {
    Thread rolling = new Thread(this::rollUntilInterrupted);
    AVFormatContext context = new AVFormatContext(null);
    AVPacket packet = avcodec.av_packet_alloc();
    rolling.start();
    try {
      AVDictionary options = new AVDictionary(null);
      avutil.av_dict_set(options, "rtsp_transport", "tcp", 0);
      avutil.av_dict_set(options, "timeout", "30000000", 0);
      String url = "rtsp://127.0.0.1:" + server.port() + "/cam";
      assertThat(avformat.avformat_open_input(context, url, null, options)).isZero();
      avutil.av_dict_free(options);
      readPictures(context, packet);
      assertThat(avformat.av_read_pause(context)).isZero();
      assertThat(reel.takers()).isZero();
      assertThat(avformat.av_read_play(context)).isZero();
      readPictures(context, packet);
    } finally {
      avcodec.av_packet_free(packet);
      avformat.avformat_close_input(context);
      rolling.interrupt();
      rolling.join();
    }
  }

  private void rollUntilInterrupted() {
    try {
      while (true) {
        reel.roll(1);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  /** Reads a dozen pictures. */
  private static void readPictures(AVFormatContext context, AVPacket packet) {
    for (int pictures = 0; pictures < 12; ) {
      assertThat(avformat.av_read_frame(context, packet)).isZero();
      pictures += packet.stream_index() == 0 ? 1 : 0;
      avcodec.av_packet_unref(packet);
    }
  }

  @Test
  void whoSaysNothingIsDroppedAndEverySignOfLifeCounts() throws IOException {
    try (RtspClient silent = connect();
        RtspClient asking = connect();
        RtspClient reporting = connect();
        RtspClient byUdp = connect();
        DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket rtcp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      silent.play(TCP);
      asking.play(TCP);
      reporting.play(TCP);
      String ports = rtp.getLocalPort() + "-" + rtcp.getLocalPort();
      String answer = byUdp.play("RTP/AVP;unicast;client_port=" + ports);
      Matcher port = Pattern.compile("server_port=\\d+-(\\d+)").matcher(answer);
      assertThat(port.find()).isTrue();
      DatagramPacket byItself = new DatagramPacket(REPORT, REPORT.length);
      byItself.setAddress(InetAddress.getLoopbackAddress());
      byItself.setPort(Integer.parseInt(port.group(1)));
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                assertThat(asking.ask("GET_PARAMETER", "")).startsWith("RTSP/1.0 200");
                reporting.send(1, REPORT);
                rtcp.send(byItself);
                clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
                return silent.isClosed();
              });
      assertThat(TimeUnit.NANOSECONDS.toSeconds(clock.get()))
          .isGreaterThanOrEqualTo(RtspServer.TIMEOUT_SECONDS);
      reel.roll(10);
      assertThat(asking.next().beginsKeyframe()).isTrue();
      assertThat(reporting.next().beginsKeyframe()).isTrue();
      assertThat(byUdp.isClosed()).isFalse();
      rtp.setSoTimeout((int) LONG.toMillis());
      rtp.receive(new DatagramPacket(new byte[2048], 2048));
    }
  }

  @Test
  void basicIsTakenToo() throws IOException {
    Tokens tokens = new Tokens("a-token-of-those-who-look", null, null);
    RtspServer.Options options = RtspServer.Options.of("127.0.0.1", 0, 0);
    String credentials =
        Base64.getEncoder().encodeToString("any:a-token-of-those-who-look".getBytes());
    try (RtspServer guarded = RtspServer.start(reel, options, tokens);
        RtspClient client = new RtspClient(guarded.port(), 0)) {
      assertThat(client.ask("DESCRIBE", ""))
          .startsWith("RTSP/1.0 401")
          .containsIgnoringCase("WWW-Authenticate: Basic realm=");
      assertThat(client.ask("DESCRIBE", "", "Authorization: Basic " + credentials))
          .startsWith("RTSP/1.0 200");
    }
  }

  @Test
  void whoNeverAsksForAnythingIsDropped() throws IOException {
    try (RtspClient idle = connect()) {
      assertThat(idle.ask("OPTIONS", "")).startsWith("RTSP/1.0 200");
      clock.addAndGet(TimeUnit.SECONDS.toNanos(RtspServer.Options.IDLE_SECONDS + 1));
      await().atMost(LONG).until(idle::isClosed);
    }
  }

  @Test
  void slowPlayerLosesPicturesUpToAKeyframeAndNobodyElseDoes() throws IOException {
    try (RtspClient slow = new RtspClient(server.port(), SMALL);
        RtspClient other = connect()) {
      slow.play(TCP);
      other.play(TCP);
      Packet last = null;
      while (server.counters().droppedPackets().sum() < 100) {
        reel.roll(5);
        Packet read = readPictures(other, 5);
        if (last != null) {
          assertThat(read.time() - last.time()).isEqualTo(5 * 3600L);
        }
        last = read;
        assertThat(unsent()).isLessThan(MOST_UNSENT);
      }
      assertThat(server.counters().slowPlayers().sum()).isZero();
      Packet before = slow.next();
      Packet after = slow.next();
      int packets = 0;
      while (after.time() - before.time() <= 3600) {
        if (packets++ % 20 == 0) {
          // What was not sent meanwhile leaves a gap behind what was. One at a time, so that room
          // for more may come at any picture.
          reel.roll(1);
          readPictures(other, 1);
        }
        before = after;
        after = slow.next();
        assertThat(after.sequence()).isEqualTo((before.sequence() + 1) & 0xffff);
      }
      assertThat(after.beginsKeyframe()).isTrue();
    }
  }

  @Test
  void playerThatReadsNothingIsClosedAndCounted() throws IOException {
    try (RtspClient stuck = new RtspClient(server.port(), SMALL);
        RtspClient other = connect()) {
      stuck.play(TCP);
      other.play(TCP);
      while (server.counters().slowPlayers().sum() == 0) {
        reel.roll(5);
        readPictures(other, 5);
        assertThat(unsent()).isLessThan(MOST_UNSENT);
        if (server.counters().droppedPackets().sum() > 0) {
          clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
      }
      await().atMost(LONG).until(() -> reel.takers() == 1);
      reel.roll(5);
      readPictures(other, 5);
      assertThat(server.counters().slowPlayers().sum()).isEqualTo(1);
    }
  }
}
