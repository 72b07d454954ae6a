package dev.allaprima.live.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.live.rtsp.RtspFramer.Interleaved;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages and packets on one connection, however they are cut and whatever they claim. */
class RtspFramerTest {
  private static final String MESSAGE =
      "ANNOUNCE rtsp://h/cam RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 3\r\n\r\n$ab";

  private static String read(EmbeddedChannel channel) {
    Object next = channel.readInbound();
    if (next instanceof Interleaved packet) {
      String text = packet.channel() + ":" + packet.packet().toString(StandardCharsets.ISO_8859_1);
      packet.packet().release();
      return text;
    }
    if (next == null) {
      return null;
    }
    ByteBuf message = (ByteBuf) next;
    String text = message.toString(StandardCharsets.ISO_8859_1);
    message.release();
    return text;
  }

  @Test
  void messagesAndPacketsAreToldApartHoweverTheyAreCut() {
    byte[] bytes =
        (MESSAGE + "$\u0002\u0000\u0003xyz" + "\r\n" + MESSAGE + "$\u0000\u0000\u0000")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int size = 1; size <= bytes.length; size++) {
      EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer());
      for (int at = 0; at < bytes.length; at += size) {
        int length = Math.min(size, bytes.length - at);
        channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
      }
      List<String> seen = new ArrayList<>();
      for (String next = read(channel); next != null; next = read(channel)) {
        seen.add(next);
      }
      assertThat(seen).containsExactly(MESSAGE, "2:xyz", MESSAGE, "0:");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void packetShorterThanItSaysIsWaitedForAndNothingElse() {
    EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer());
    channel.writeInbound(
        Unpooled.copiedBuffer("$\u0000\u00ff\u00ffabc", StandardCharsets.ISO_8859_1));
    assertThat(read(channel)).isNull();
    channel.finishAndReleaseAll();
  }

  @Test
  void tooLongHeadsAndBodiesAreRefused() {
    for (String text :
        List.of("X".repeat(9000), "A b RTSP/1.0\r\nContent-Length: 999999999\r\n\r\n")) {
      EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer());
      assertThatThrownBy(
              () -> channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII)))
          .isInstanceOf(DecoderException.class);
      ReferenceCountUtil.release(channel.readInbound());
    }
  }

  @Test
  void noBytesBringAnythingElseAboutThanARefusal() {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = (MESSAGE + MESSAGE).getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer());
      try {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      } catch (DecoderException e) {
        assertThat(e).hasMessageContaining("longer than");
      }
      while (read(channel) != null) {
        // Each is released.
      }
      channel.finishAndReleaseAll();
    }
  }
}
