package dev.allaprima.pipeline.stylize;

/** A network that is loaded, and by how many it is used. */
final class LoadedNetwork {
  private final NetworkSession session;
  // Guarded by the engine's list of networks.
  int users;

  LoadedNetwork(NetworkSession session) {
    this.session = session;
  }

  NetworkSession session() {
    return session;
  }
}
