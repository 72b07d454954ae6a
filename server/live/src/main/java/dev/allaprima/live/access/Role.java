package dev.allaprima.live.access;

import java.util.Locale;

/** What somebody may do. Each role may also do what those before it may. */
public enum Role {
  /** Sees streams and what is said of them. */
  VIEW,
  /** Publishes streams, changes their settings, records them, and has files painted. */
  PUBLISH,
  /** Has the server fetch from and send to other machines. */
  ADMIN;

  /** Whether who has this role may do what needs the other. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** As configuration and HTTP name it: {@code view}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
