package dev.allaprima.live.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the bytes of a connection apart: RTSP messages, each whole in a buffer of its own, for
 * Netty's decoder behind; and between them interleaved packets (RFC 2326, section 10.12).
 */
final class RtspFramer extends ByteToMessageDecoder {
  /** Longer than the headers of any client that was tried, by far. */
  static final int LONGEST_HEAD = 8 * 1024;

  private static final byte DOLLAR = '$';
  private static final int PACKET_HEAD = 4;
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^Content-Length[ \\t]*:[ \\t]*(\\d{1,9})[ \\t]*$");

  // How far the head of a message has been searched for its end.
  private int searched;

  /**
   * A packet between messages.
   *
   * @param packet with one reference, which its receiver releases
   */
  record Interleaved(int channel, ByteBuf packet) {}

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    skipLineEnds(in);
    if (!in.isReadable()) {
      return;
    }
    if (in.getByte(in.readerIndex()) == DOLLAR) {
      packet(in, out);
    } else {
      message(in, out);
    }
  }

  /** Some clients send empty lines between messages, to keep the connection open. */
  private void skipLineEnds(ByteBuf in) {
    while (searched == 0 && in.isReadable()) {
      byte next = in.getByte(in.readerIndex());
      if (next != '\r' && next != '\n') {
        return;
      }
      in.skipBytes(1);
    }
  }

  private static void packet(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < PACKET_HEAD) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex() + 2);
    if (in.readableBytes() < PACKET_HEAD + length) {
      return;
    }
    int channel = in.getUnsignedByte(in.readerIndex() + 1);
    in.skipBytes(PACKET_HEAD);
    out.add(new Interleaved(channel, in.readRetainedSlice(length)));
  }

  private void message(ByteBuf in, List<Object> out) {
    int head = headLength(in);
    if (head < 0) {
      if (in.readableBytes() > LONGEST_HEAD) {
        throw new TooLongFrameException("a message's head is longer than " + LONGEST_HEAD);
      }
      return;
    }
    if (head > LONGEST_HEAD) {
      throw new TooLongFrameException("a message's head is longer than " + LONGEST_HEAD);
    }
    String text = in.toString(in.readerIndex(), head, StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(text.replace("\r\n", "\n"));
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    if (body > Announcement.LONGEST) {
      throw new TooLongFrameException("a message's body is longer than " + Announcement.LONGEST);
    }
    if (in.readableBytes() >= head + body) {
      searched = 0;
      out.add(in.readRetainedSlice(head + body));
    }
  }

  /** Bytes as far as the first empty line, that line included; -1 if it has not come yet. */
  private int headLength(ByteBuf in) {
    for (int i = Math.max(0, searched - 3); i + 1 < in.readableBytes(); i++) {
      int at = in.readerIndex() + i;
      if (in.getByte(at) != '\n') {
        continue;
      }
      if (in.getByte(at + 1) == '\n') {
        return i + 2;
      }
      if (in.getByte(at + 1) == '\r' && i + 2 < in.readableBytes() && in.getByte(at + 2) == '\n') {
        return i + 3;
      }
    }
    searched = in.readableBytes();
    return -1;
  }
}
