package dev.allaprima.live.webrtc;

import static org.awaitility.Awaitility.await;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSink;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The mouth of a {@link TestPeer} that publishes, the ear of one that watches. */
public final class TestSound implements AutoCloseable {
  private static final int RATE = 48_000;
  private static final int FRAMES = RATE / 100;
  private static final double LOUD = 12_000;

  private final boolean speaks;
  private final CustomAudioSource source;
  private final AudioTrack track;
  private final RTCRtpTransceiver transceiver;
  private final AudioTrackSink ear = this::hear;
  private final ScheduledExecutorService mouth = Executors.newSingleThreadScheduledExecutor();
  private boolean begun;
  private NativeReference reference;

  private volatile double hertz;
  private double phase;
  private volatile Heard heard = new Heard(0, 0, 0, 0);

  /**
   * What was heard in the newest hundredth of a second.
   *
   * @param pieces how many until then
   * @param level root of the mean square
   * @param hertz by the number of times that it crosses zero
   */
  public record Heard(long pieces, long atNanos, double level, double hertz) {}

  TestSound(WebRtc rtc, RTCPeerConnection connection, RTCRtpTransceiverInit init, boolean speaks) {
    this.speaks = speaks;
    this.source = rtc.sound();
    this.track = rtc.factory(speaks).createAudioTrack("sound", source);
    this.transceiver = connection.addTransceiver(track, init);
  }

  /** Hums at that pitch from now on; at 0 it is silent. */
  public void hum(double pitch) {
    hertz = pitch;
  }

  /** What is heard now. */
  public Heard heard() {
    return heard;
  }

  void begin() {
    begun = true;
    if (speaks) {
      mouth.scheduleAtFixedRate(this::speak, 0, 10, TimeUnit.MILLISECONDS);
    } else {
      ((AudioTrack) transceiver.getReceiver().getTrack()).addSink(ear);
    }
  }

  private void speak() {
    byte[] samples = new byte[FRAMES * Short.BYTES];
    ShortBuffer buffer = ByteBuffer.wrap(samples).order(ByteOrder.nativeOrder()).asShortBuffer();
    double pitch = hertz;
    for (int i = 0; i < FRAMES; i++) {
      phase = pitch == 0 ? 0 : phase + 2 * Math.PI * pitch / RATE;
      buffer.put((short) (LOUD * Math.sin(phase)));
    }
    source.pushAudio(samples, Short.SIZE, RATE, 1, FRAMES);
  }

  private void hear(byte[] data, int bits, int rate, int channels, int frames) {
    try {
      ShortBuffer samples = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).asShortBuffer();
      double squares = 0;
      int crossings = 0;
      for (int i = 0; i < frames; i++) {
        double sample = samples.get(i * channels);
        squares += sample * sample;
        if (i > 0 && (sample >= 0) != (samples.get((i - 1) * channels) >= 0)) {
          crossings++;
        }
      }
      heard =
          new Heard(
              heard.pieces() + 1,
              System.nanoTime(),
              Math.sqrt(squares / frames),
              crossings / 2.0 * rate / frames);
    } catch (Throwable e) {
      e.printStackTrace();
    }
  }

  /** Speaks and listens no more, before the connection is closed. */
  void end() {
    mouth.shutdown();
    await().atMost(Duration.ofSeconds(10)).until(mouth::isTerminated);
    if (begun && !speaks) {
      ((AudioTrack) transceiver.getReceiver().getTrack()).removeSink(ear);
    }
    reference = new NativeReference(transceiver);
  }

  /** Frees it, when the connection has been closed. */
  @Override
  public void close() {
    reference.release();
    track.dispose();
    source.dispose();
  }
}
