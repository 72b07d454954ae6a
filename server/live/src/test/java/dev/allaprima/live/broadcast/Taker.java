package dev.allaprima.live.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/** Takes packets and notes them. */
public class Taker implements PacketSink {
  /** What was handed over: "begin WxH", "key TIME", "picture TIME", "sound TIME", "end". */
  public record Noted(String what, long time, boolean video, boolean key) {}

  public final List<Noted> all = new CopyOnWriteArrayList<>();
  private final Semaphore pictures = new Semaphore(0);

  @Override
  public String describe() {
    return "taker";
  }

  @Override
  public void begin(Tracks tracks) {
    assertThat(tracks.sound().sample_rate()).isEqualTo(48_000);
    String size = tracks.video().width() + "x" + tracks.video().height();
    all.add(new Noted("begin " + size, 0, false, false));
  }

  @Override
  public void packet(boolean video, AVPacket packet) {
    boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    assertThat(packet.pts()).isEqualTo(packet.dts());
    all.add(new Noted(video ? key ? "key" : "picture" : "sound", packet.pts(), video, key));
    if (video) {
      pictures.release();
    }
  }

  @Override
  public void end(String reason) {
    all.add(new Noted("end " + reason, 0, false, false));
  }

  /** Waits until another picture has come. */
  public void awaitPicture() {
    try {
      assertThat(pictures.tryAcquire(30, TimeUnit.SECONDS)).as("a picture came").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public List<String> kinds() {
    return all.stream().map(Noted::what).toList();
  }

  public List<Noted> pictures() {
    return all.stream().filter(Noted::video).toList();
  }

  public List<Long> keys() {
    return pictures().stream().filter(Noted::key).map(Noted::time).toList();
  }

  public List<Long> sounds() {
    return all.stream().filter(noted -> noted.what().equals("sound")).map(Noted::time).toList();
  }
}
