package dev.allaprima.live.testing;

import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Outlet;

/** A hub that only hands on packets. */
@FunctionalInterface
public interface PacketHub extends Hub {
  @Override
  default Intake publish(String name, String style, Ingest ingest) {
    throw new UnsupportedOperationException();
  }

  @Override
  default void attach(String name, Outlet outlet) {
    throw new UnsupportedOperationException();
  }

  @Override
  default void detach(String name, Outlet outlet) {
    throw new UnsupportedOperationException();
  }
}
