package dev.allaprima.live.rtsp;

import dev.allaprima.live.rtsp.RtspFramer.Interleaved;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a connection: taken apart alike however they are cut. */
public final class RtspFramerFuzz {
  private RtspFramerFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    List<String> whole = frames(data, data.length);
    int cut = data.length == 0 ? 0 : (data[0] & 0xff) % data.length;
    List<String> cutOnce = frames(data, cut);
    if (!whole.equals(cutOnce)) {
      throw new AssertionError(whole + " whole, and cut at " + cut + ": " + cutOnce);
    }
  }

  private static List<String> frames(byte[] data, int cut) {
    List<String> frames = new ArrayList<>();
    EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer());
    ByteBuf first = Unpooled.copiedBuffer(data, 0, cut);
    ByteBuf second = Unpooled.copiedBuffer(data, cut, data.length - cut);
    try {
      channel.writeInbound(first);
      take(channel, frames);
      channel.writeInbound(second);
      take(channel, frames);
    } catch (TooLongFrameException e) {
      take(channel, frames);
      frames.add("too long");
    } finally {
      finish(channel);
    }
    if (cut > 0 && first.refCnt() > 0) {
      throw new AssertionError("bytes are kept for ever");
    }
    return frames;
  }

  private static void finish(EmbeddedChannel channel) {
    try {
      channel.finishAndReleaseAll();
    } catch (TooLongFrameException e) {
      // What was left over is read once more at the end.
      channel.releaseInbound();
    }
  }

  private static void take(EmbeddedChannel channel, List<String> frames) {
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      ByteBuf bytes = next instanceof Interleaved packet ? packet.packet() : (ByteBuf) next;
      String kind = next instanceof Interleaved packet ? packet.channel() + ":" : "message ";
      frames.add(kind + ByteBufUtil.hexDump(bytes));
      bytes.release();
    }
  }
}
