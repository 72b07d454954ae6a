package dev.allaprima.live.testing;

import dev.allaprima.live.flow.Ingest;

/** A publisher that is the test itself. */
public final class FakeIngest implements Ingest {
  private volatile boolean closed;

  @Override
  public String describe() {
    return "test";
  }

  @Override
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }
}
