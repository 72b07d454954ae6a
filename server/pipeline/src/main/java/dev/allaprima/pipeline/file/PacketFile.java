package dev.allaprima.pipeline.file;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Encoded pictures in a file of their own, in decoding order: for each a head of four numbers (time
 * and duration, 64 bits; flags and size, 32 bits; big-endian) and its bytes. No container keeps
 * every codec's packets with exact times; this one keeps nothing else.
 */
public final class PacketFile {
  private static final int HEAD = 2 * Long.BYTES + 2 * Integer.BYTES;

  private PacketFile() {}

  /** What makes a written file sure: its length in bytes and the SHA-256 of them. */
  public record Seal(long size, String sha256) {}

  /** Writes such a file. Used by one thread at a time. */
  public static final class Writer implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private final ByteBuffer head = ByteBuffer.allocateDirect(HEAD);

    /**
     * Begins the file, or begins it anew.
     *
     * @throws Fault if it cannot be written
     */
    public Writer(Path file) {
      this.file = file;
      try {
        channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }

    /**
     * Writes one packet.
     *
     * @param packet borrowed; its own times do not count
     * @throws Fault if the disk is full or the folder gone
     */
    public void write(AVPacket packet, long pts, long duration) {
      head.clear();
      head.putLong(pts).putLong(duration).putInt(packet.flags()).putInt(packet.size()).flip();
      ByteBuffer bytes = packet.data().capacity(packet.size()).asByteBuffer();
      digest.update(head.duplicate());
      digest.update(bytes.duplicate());
      try {
        write(head);
        write(bytes);
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }

    private void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Makes sure that all is on the disk and closes the file. */
    public Seal finish() {
      try {
        channel.force(true);
        long size = channel.size();
        channel.close();
        return new Seal(size, HexFormat.of().formatHex(digest.digest()));
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }
  }

  /** Reads such a file. Used by one thread at a time. */
  public static final class Reader implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer head = ByteBuffer.allocateDirect(HEAD);

    /**
     * Opens the file.
     *
     * @throws Fault if it is not there
     */
    public Reader(Path file) {
      this.file = file;
      try {
        channel = FileChannel.open(file, StandardOpenOption.READ);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    /**
     * Reads the next packet into an empty one, with its time and duration; no decoding time.
     *
     * @return whether there was one
     */
    public boolean read(AVPacket packet) {
      try {
        head.clear();
        if (channel.read(head) < 0) {
          return false;
        }
        fill(head);
        head.flip();
        long pts = head.getLong();
        long duration = head.getLong();
        int flags = head.getInt();
        if (avcodec.av_new_packet(packet, head.getInt()) < 0) {
          throw new OutOfMemoryError("no memory for a packet");
        }
        packet.pts(pts).dts(avutil.AV_NOPTS_VALUE).duration(duration).flags(flags);
        fill(packet.data().capacity(packet.size()).asByteBuffer());
        return true;
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    private void fill(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IOException("it ends within a packet");
        }
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  /**
   * The seal of a file as it is now.
   *
   * @throws IOException if it cannot be read
   */
  static Seal seal(Path file) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer piece = ByteBuffer.allocateDirect(1 << 16);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(piece) >= 0) {
        digest.update(piece.flip());
        piece.clear();
      }
      return new Seal(channel.size(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Fault unwritable(Path file, IOException e) {
    return Fault.of(
        UNAVAILABLE,
        "unfinished work " + file + " cannot be written (" + WorkFolder.reason(e) + ")",
        "Free space or bring its folder back, then start the same job again: it goes on from there",
        e);
  }

  private static Fault unreadable(Path file, IOException e) {
    return Fault.of(
        UNAVAILABLE,
        "unfinished work " + file + " cannot be read (" + WorkFolder.reason(e) + ")",
        "Start the same job again",
        e);
  }
}
