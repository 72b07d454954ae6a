package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of an {@link Engine}, each loaded once for all of its styles. Called from any thread
 * where nothing else is said.
 */
final class LoadedNetworks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedNetworks.class);

  private final Device device;
  // Guarded by this.
  private final List<LoadedNetwork> networks = new ArrayList<>();
  private boolean closed;
  // Nobody uses them any more.
  private final Queue<NetworkSession> unused = new ConcurrentLinkedQueue<>();

  LoadedNetworks(Device device) {
    this.device = device;
  }

  /** The style's network, for one more user who gives it back; the style is proved. */
  synchronized LoadedNetwork open(Style style) {
    if (closed) {
      throw new CancellationException("the engine has been stopped");
    }
    String sha256 = style.network().card().sha256().get(device.precisionOf(style));
    LoadedNetwork loaded = null;
    for (LoadedNetwork one : networks) {
      if (one.session().sha256().equals(sha256)) {
        one.session().prove(style);
        loaded = one;
      }
    }
    if (loaded == null) {
      loaded = new LoadedNetwork(NetworkSession.open(style, device));
      networks.add(loaded);
    }
    loaded.users++;
    return loaded;
  }

  /** Takes the network back from one user; after the last it waits to be closed. */
  synchronized void giveBack(LoadedNetwork loaded) {
    loaded.users--;
    if (loaded.users == 0) {
      networks.remove(loaded);
      unused.add(loaded.session());
    }
  }

  synchronized int loaded() {
    return networks.size();
  }

  /** Closes what nobody uses; on the thread that paints, between two batches. */
  void closeUnused() {
    for (NetworkSession session = unused.poll(); session != null; session = unused.poll()) {
      try {
        session.close();
      } catch (RuntimeException | Error e) {
        LOG.error("A network could not be closed", e);
      }
    }
  }

  /** Closes every network, used or not; nothing is painted any more. */
  @Override
  public synchronized void close() {
    closed = true;
    closeUnused();
    networks.forEach(loaded -> loaded.session().close());
    networks.clear();
  }
}
