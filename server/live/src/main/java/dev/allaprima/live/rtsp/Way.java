package dev.allaprima.live.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/** The way of one track's packets between this server and a client. Callable from any thread. */
interface Way {
  /** What takes the packets that come on a way, on the event loop. */
  interface Receiver {
    /**
     * @param rtcp whether it is RTCP, or else RTP
     * @param packet borrowed
     */
    void packet(boolean rtcp, ByteBuf packet);
  }

  /**
   * Sends a packet, at the latest with the next flush; whether it arrives is not known.
   *
   * @param packet taken
   */
  void send(boolean rtcp, ByteBuf packet);

  /** Sends what has not been sent yet. */
  void flush();

  /** It, as a Transport header answers. */
  String describe();

  /** Whether packets come in the order in which they were sent. */
  boolean isOrdered();

  /** Ends it: nothing is received any more. */
  void close();

  /**
   * Packets between the messages of a connection.
   *
   * @param context of the framer: what is written there goes past the encoder of messages
   */
  record Interleaved(ChannelHandlerContext context, int rtp, int rtcp, Runnable onClose)
      implements Way {
    @Override
    public void send(boolean isRtcp, ByteBuf packet) {
      ByteBuf head = context.alloc().buffer(4);
      head.writeByte('$').writeByte(isRtcp ? rtcp : rtp).writeShort(packet.readableBytes());
      context.write(Unpooled.wrappedBuffer(head, packet));
    }

    @Override
    public void flush() {
      context.flush();
    }

    @Override
    public String describe() {
      return "RTP/AVP/TCP;unicast;interleaved=" + rtp + "-" + rtcp;
    }

    @Override
    public boolean isOrdered() {
      return true;
    }

    @Override
    public void close() {
      onClose.run();
    }
  }
}
