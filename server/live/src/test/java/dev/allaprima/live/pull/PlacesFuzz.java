package dev.allaprima.live.pull;

import dev.allaprima.live.access.Reach;
import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;

/** Addresses of sources, of which those with numbers are judged too; no name is looked up. */
public final class PlacesFuzz {
  private PlacesFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String url = new String(data, StandardCharsets.UTF_8);
    try {
      String shown = Places.shown(url);
      if (!shown.matches("[a-z]+://[^/@?#\\s]*(/[^?#\\s]*)?")) {
        throw new AssertionError(shown);
      }
      // A name would be looked up.
      if (url.matches("[a-z]+://([^/?#]*@)?+\\d{1,3}(\\.\\d{1,3}){3}([:/?#].*)?")) {
        judge(url);
      }
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.INVALID) {
        throw e;
      }
    }
  }

  private static void judge(String url) {
    String pinned = new Places(Reach.PUBLIC).find(url).pinned();
    if (pinned.matches("[a-z]+://([^/?#]*@)?+(127|10|192\\.168|169\\.254)\\..*")) {
      throw new AssertionError(pinned);
    }
  }
}
