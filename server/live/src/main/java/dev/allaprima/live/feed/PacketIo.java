package dev.allaprima.live.feed;

import dev.allaprima.pipeline.av.Av;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What FFmpeg reads from and writes to instead of a socket or a file. All that are opened by one of
 * these share two native callbacks, of which JavaCPP has only ten; each is known by a number.
 * Callable from any thread.
 */
public final class PacketIo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PacketIo.class);
  private static final int CLOSING_SECONDS = 10;

  /** The largest that UDP carries. */
  public static final int LARGEST = 65_535;

  /** One end of it; called on the thread that calls FFmpeg. */
  public interface Port {
    /**
     * Waits for the next packet or bytes and copies them.
     *
     * @return how many; {@link Av#AGAIN} if none has come, or FFmpeg's end of file
     */
    int read(BytePointer to, int room);

    /** Takes a packet, which is borrowed. */
    void write(BytePointer packet, int length);
  }

  private static final class Tag extends Pointer {
    Tag(long number) {
      address = number;
    }
  }

  private final Map<Long, Port> ports = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  private final Read_packet_Pointer_BytePointer_int reader =
      new Read_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int size) {
          try {
            return ports.get(opaque.address()).read(buffer, size);
          } catch (Throwable e) {
            return avutil.AVERROR_EXTERNAL;
          }
        }
      };

  private final Write_packet_Pointer_BytePointer_int writer =
      new Write_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int size) {
          try {
            ports.get(opaque.address()).write(buffer, size);
            return size;
          } catch (Throwable e) {
            return avutil.AVERROR_EXTERNAL;
          }
        }
      };

  public PacketIo() {
    Av.load();
  }

  /** An open end, which its maker closes after whatever uses it. */
  public final class Handle implements AutoCloseable {
    private final long number = numbers.incrementAndGet();
    private final AVIOContext context;

    private Handle(Port port, int largest, boolean packets) {
      ports.put(number, port);
      try (Tag tag = new Tag(number)) {
        // When it is open for writing, FFmpeg reads past its buffer, a packet in each call.
        context =
            avformat.avio_alloc_context(
                new BytePointer(avutil.av_malloc(largest)),
                largest,
                packets ? 1 : 0,
                tag,
                reader,
                writer,
                (Seek_Pointer_long_int) null);
      }
      context.max_packet_size(largest);
    }

    /** Borrowed. */
    public AVIOContext context() {
      return context;
    }

    @Override
    public void close() {
      avutil.av_free(context.buffer());
      avformat.avio_context_free(context);
      ports.remove(number);
    }
  }

  /**
   * Opens one whose packets are read and written one in each call.
   *
   * @param largest bytes of a packet that is written
   */
  public Handle open(Port port, int largest) {
    return new Handle(port, largest, true);
  }

  /** Opens one that is read as a flow of bytes. */
  public Handle openText(Port port) {
    return new Handle(port, LARGEST, false);
  }

  /** Frees the callbacks, as soon as nobody uses them any more. */
  @Override
  public void close() {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSING_SECONDS);
    while (!ports.isEmpty()) {
      if (System.nanoTime() > patience) {
        // Whoever still calls them would crash the process: they are rather lost.
        LOG.error("{} connections have not ended in {} s", ports.size(), CLOSING_SECONDS);
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    reader.deallocate();
    writer.deallocate();
  }
}
