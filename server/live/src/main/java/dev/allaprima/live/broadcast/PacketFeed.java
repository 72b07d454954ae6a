package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.PacketSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The packets of one stream, which is encoded while somebody takes them and not longer. Callable
 * from any thread.
 */
public final class PacketFeed {
  private final String stream;
  private final boolean onCard;
  private final Consumer<Outlet> attach;
  private final Consumer<Outlet> detach;
  // Guarded by this; null while nobody takes packets.
  private Encoding encoding;

  /**
   * @param stream its name
   * @param onCard whether an NVIDIA card is there to encode on
   * @param attach hands the stream's pictures and sound to an outlet from then on
   * @param detach takes it away again
   */
  public PacketFeed(
      String stream, boolean onCard, Consumer<Outlet> attach, Consumer<Outlet> detach) {
    this.stream = stream;
    this.onCard = onCard;
    this.attach = attach;
    this.detach = detach;
  }

  /**
   * Hands packets to the sink, beginning with a keyframe that is made at once.
   *
   * @return ends it when closed; it may be closed often, by the sink's own calls too
   * @throws dev.allaprima.models.Fault if the stream has ended
   */
  public synchronized AutoCloseable subscribe(PacketSink sink) {
    if (encoding != null && encoding.isEnded()) {
      detach.accept(encoding);
      encoding = null;
    }
    Encoding current = encoding == null ? new Encoding(stream, onCard) : encoding;
    current.add(sink);
    if (encoding == null) {
      try {
        attach.accept(current);
      } catch (RuntimeException | Error e) {
        current.remove(sink);
        current.close();
        throw e;
      }
      encoding = current;
    }
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        leave(current, sink);
      }
    };
  }

  private synchronized void leave(Encoding from, PacketSink sink) {
    from.remove(sink);
    if (from == encoding && from.isIdle()) {
      detach.accept(from);
      from.close();
      encoding = null;
    }
  }
}
