package dev.allaprima.live.webrtc;

import static org.awaitility.Awaitility.await;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpCapabilities;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The other side of WHIP or WHEP, without a browser: publishes a generated picture, or looks at
 * what it is shown. Both kinds make an offer and take an answer.
 */
public final class TestPeer implements AutoCloseable {
  /** The test picture: its left half has these samples, its right half {@link #RIGHT}'s luma. */
  public static final int[] LEFT = {60, 90, 170};

  public static final int[] RIGHT = {190, 90, 170};

  private static final int FRAMES_PER_SECOND = 30;

  private final WebRtc rtc;
  private final CustomVideoSource source;
  private final VideoTrack track;
  private final RTCPeerConnection connection;
  private final RTCRtpTransceiver transceiver;
  private final CompletableFuture<Void> gathered = new CompletableFuture<>();
  private final AtomicReference<Picture> seen =
      new AtomicReference<>(new Picture(0, 0, 0, 0, 0, 0, 0, 0));
  private final VideoTrackSink sink = this::look;
  private final boolean publishes;
  private TestSound sound;
  private volatile Camera camera;
  private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;
  private ScheduledExecutorService pushing;

  /** What the publisher films. */
  private record Camera(int width, int height, int rotation) {}

  /**
   * What the viewer saw last.
   *
   * @param count how many pictures until then
   * @param atNanos when, as {@link System#nanoTime} tells
   * @param leftY luma in the middle of the left half
   */
  public record Picture(
      long count, long atNanos, int width, int height, int leftY, int rightY, int u, int v) {
    /** Whether it is the test picture with every sample mapped, as far as a codec keeps it. */
    public boolean shows(java.util.function.IntUnaryOperator map) {
      return near(leftY, map.applyAsInt(LEFT[0]))
          && near(rightY, map.applyAsInt(RIGHT[0]))
          && near(u, map.applyAsInt(LEFT[1]))
          && near(v, map.applyAsInt(LEFT[2]));
    }

    private static boolean near(int a, int b) {
      return Math.abs(a - b) <= 10;
    }
  }

  private TestPeer(WebRtc rtc, boolean publishes) {
    this.rtc = rtc;
    this.publishes = publishes;
    this.source = rtc.pictures();
    this.track = rtc.factory(publishes).createVideoTrack("camera", source);
    this.connection =
        rtc.connect(
            publishes,
            new PeerConnectionObserver() {
              @Override
              public void onIceCandidate(RTCIceCandidate candidate) {}

              @Override
              public void onIceGatheringChange(RTCIceGatheringState gathering) {
                if (gathering == RTCIceGatheringState.COMPLETE) {
                  gathered.complete(null);
                }
              }

              @Override
              public void onConnectionChange(RTCPeerConnectionState changed) {
                state = changed;
              }
            },
            0);
    this.transceiver = connection.addTransceiver(track, init());
  }

  private RTCRtpTransceiverInit init() {
    RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
    init.direction =
        publishes ? RTCRtpTransceiverDirection.SEND_ONLY : RTCRtpTransceiverDirection.RECV_ONLY;
    init.streamIds = List.of("test");
    return init;
  }

  /** Offers that video codec alone; to be asked for before the offer. */
  public TestPeer with(String codec) {
    RTCRtpCapabilities known =
        publishes
            ? rtc.factory(true).getRtpSenderCapabilities(MediaType.VIDEO)
            : rtc.factory(false).getRtpReceiverCapabilities(MediaType.VIDEO);
    transceiver.setCodecPreferences(
        known.getCodecs().stream().filter(it -> it.getName().equals(codec)).toList());
    return this;
  }

  /** Speaks or listens, too; to be asked for before the offer. */
  public TestPeer withSound() {
    sound = new TestSound(rtc, connection, init(), publishes);
    return this;
  }

  /** What it says or hears. */
  public TestSound sound() {
    return sound;
  }

  /** One that sends a picture of that size, 30 times a second once it is answered. */
  public static TestPeer publisher(WebRtc rtc, int width, int height) {
    TestPeer peer = new TestPeer(rtc, true);
    peer.film(width, height, 0);
    return peer;
  }

  /** One that looks. */
  public static TestPeer viewer(WebRtc rtc) {
    return new TestPeer(rtc, false);
  }

  /** From the next frame on, films that size, to be shown turned by so many degrees. */
  public void film(int width, int height, int rotation) {
    camera = new Camera(width, height, rotation);
  }

  /** The offer, with its candidates in it. */
  public String offer() {
    Step.Made made = new Step.Made();
    connection.createOffer(new RTCOfferOptions(), made);
    RTCSessionDescription offer = made.made().orTimeout(10, TimeUnit.SECONDS).join();
    set(offer, true);
    gathered.orTimeout(10, TimeUnit.SECONDS).join();
    return connection.getLocalDescription().sdp;
  }

  /** Takes the answer and waits for the connection. */
  public TestPeer connect(String answer) {
    set(new RTCSessionDescription(RTCSdpType.ANSWER, answer), false);
    if (!publishes) {
      ((VideoTrack) transceiver.getReceiver().getTrack()).addSink(sink);
    }
    if (sound != null) {
      sound.begin();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> state == RTCPeerConnectionState.CONNECTED);
    if (publishes) {
      pushing = Executors.newSingleThreadScheduledExecutor();
      pushing.scheduleAtFixedRate(
          this::push, 0, 1_000_000 / FRAMES_PER_SECOND, TimeUnit.MICROSECONDS);
    }
    return this;
  }

  private void set(RTCSessionDescription description, boolean local) {
    Step.Taken taken = new Step.Taken();
    if (local) {
      connection.setLocalDescription(description, taken);
    } else {
      connection.setRemoteDescription(description, taken);
    }
    taken.done().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void push() {
    Camera now = camera;
    NativeI420Buffer buffer = NativeI420Buffer.allocate(now.width(), now.height());
    fill(buffer.getDataY(), buffer.getStrideY(), now.width(), now.height(), LEFT[0], RIGHT[0]);
    int chromaWidth = (now.width() + 1) / 2;
    int chromaHeight = (now.height() + 1) / 2;
    fill(buffer.getDataU(), buffer.getStrideU(), chromaWidth, chromaHeight, LEFT[1], RIGHT[1]);
    fill(buffer.getDataV(), buffer.getStrideV(), chromaWidth, chromaHeight, LEFT[2], RIGHT[2]);
    source.pushFrame(new VideoFrame(buffer, now.rotation(), 0));
    buffer.release();
  }

  private static void fill(
      ByteBuffer plane, int stride, int width, int height, int left, int right) {
    byte[] row = new byte[width];
    java.util.Arrays.fill(row, 0, width / 2, (byte) left);
    java.util.Arrays.fill(row, width / 2, width, (byte) right);
    for (int y = 0; y < height; y++) {
      plane.put(y * stride, row, 0, width);
    }
  }

  private void look(VideoFrame frame) {
    try {
      I420Buffer buffer = frame.buffer.toI420();
      int width = buffer.getWidth();
      int height = buffer.getHeight();
      int middle = height / 2 * buffer.getStrideY();
      int chroma = height / 4 * buffer.getStrideU() + width / 8;
      seen.set(
          new Picture(
              seen.get().count() + 1,
              System.nanoTime(),
              width,
              height,
              buffer.getDataY().get(middle + width / 4) & 255,
              buffer.getDataY().get(middle + width * 3 / 4) & 255,
              buffer.getDataU().get(chroma) & 255,
              buffer.getDataV().get(chroma) & 255));
    } catch (Throwable e) {
      e.printStackTrace();
    } finally {
      frame.release();
    }
  }

  /** What was seen last. */
  public Picture seen() {
    return seen.get();
  }

  /** Waits until what is seen is the test picture with every sample mapped. */
  public void awaitPicture(java.util.function.IntUnaryOperator map) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                org.assertj.core.api.Assertions.assertThat(seen())
                    .matches(picture -> picture.count() > 0 && picture.shows(map)));
  }

  /** Whether the other side has ended the connection. */
  public boolean isConnected() {
    return state == RTCPeerConnectionState.CONNECTED;
  }

  /** Leaves without a word to the server. */
  @Override
  public void close() {
    if (pushing != null) {
      pushing.shutdown();
      await().atMost(Duration.ofSeconds(10)).until(pushing::isTerminated);
    }
    if (!publishes && state != RTCPeerConnectionState.NEW) {
      ((VideoTrack) transceiver.getReceiver().getTrack()).removeSink(sink);
    }
    if (sound != null) {
      sound.end();
    }
    NativeReference reference = new NativeReference(transceiver);
    rtc.disconnect(connection, List.of());
    reference.release();
    if (sound != null) {
      sound.close();
    }
    track.dispose();
    source.dispose();
  }
}
