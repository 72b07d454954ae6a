package dev.allaprima.live.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.flow.Tracks;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
  private final PacketQueue queue = new PacketQueue("test", 1000);
  private final Taker receiver = new Taker();

  @AfterEach
  void close() {
    queue.close();
  }

  private void begin(int width) {
    AVCodecParameters video = avcodec.avcodec_parameters_alloc();
    AVCodecParameters sound = avcodec.avcodec_parameters_alloc();
    video.width(width).height(90);
    sound.sample_rate(48_000);
    queue.begin(new Tracks(video, sound));
    // It was borrowed.
    avcodec.avcodec_parameters_free(video);
    avcodec.avcodec_parameters_free(sound);
  }

  private void packet(long time, int bytes, boolean key) {
    AVPacket packet = avcodec.av_packet_alloc();
    avcodec.av_new_packet(packet, bytes);
    packet.pts(time).dts(time).flags(key ? avcodec.AV_PKT_FLAG_KEY : 0);
    queue.packet(true, packet);
    avcodec.av_packet_free(packet);
  }

  private boolean forward() throws InterruptedException {
    return queue.forward(receiver, 0);
  }

  @Test
  void everythingComesInItsOrder() throws InterruptedException {
    begin(160);
    packet(1, 100, true);
    packet(2, 100, false);
    begin(320);
    packet(3, 100, true);
    queue.end("over");
    for (int i = 0; i < 5; i++) {
      assertThat(forward()).isTrue();
    }
    assertThat(forward()).isFalse();
    assertThat(receiver.kinds())
        .containsExactly("begin 160x90", "key", "picture", "begin 320x90", "key", "end over");
    assertThat(queue.dropped()).isZero();
  }

  @Test
  void slowReceiverGoesOnAtTheNextKeyframe() throws InterruptedException {
    begin(160);
    packet(1, 500, true);
    packet(2, 400, false);
    packet(3, 400, false);
    packet(4, 100, false);
    begin(320);
    packet(5, 100, true);
    packet(6, 100, false);
    queue.end("over");
    while (forward()) {
      assertThat(receiver.all).isNotEmpty();
    }
    assertThat(receiver.kinds())
        .containsExactly("begin 160x90", "begin 320x90", "key", "picture", "end over");
    assertThat(receiver.keys()).containsExactly(5L);
    assertThat(queue.dropped()).isEqualTo(4);
  }

  @Test
  void emptyOneIsWaitedForNoLongerThanSaid() throws InterruptedException {
    assertThat(queue.forward(receiver, 1)).isTrue();
    assertThat(receiver.all).isEmpty();
  }
}
