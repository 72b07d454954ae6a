package dev.allaprima.live.broadcast.push;

import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;

/**
 * Addresses that streams are sent to, and a token on the second line: what is shown is harmless.
 */
public final class TargetFuzz {
  private TargetFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String[] lines = new String(data, StandardCharsets.UTF_8).split("\n", 2);
    try {
      Target target = Target.of(lines[0], lines.length > 1 ? lines[1] : null);
      String shown = target.toString();
      boolean plain = shown.matches("[a-z]+://[^/@?#]+(/[^?#]*)?");
      if (!plain || target.host().isEmpty() || !target.url().equals(lines[0])) {
        throw new AssertionError(shown);
      }
      if (target.url().matches("(?is)(file|pipe|concat|tee|unix|data|subfile):.*")) {
        throw new AssertionError(target.url());
      }
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.INVALID) {
        throw e;
      }
    }
  }
}
