package dev.allaprima.live.rtsp;

import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What stands in a request of RTSP: its address, then Transport, then Authorization, by lines. */
public final class RtspHeadersFuzz {
  private static final String TOKEN = "0123456789abcdef";

  private RtspHeadersFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("\n", 3);
    address(lines[0]);
    if (lines.length > 1) {
      transport(Transport.choose(lines[1]));
    }
    if (lines.length > 2) {
      authorization(lines[2]);
    }
  }

  private static void address(String text) {
    try {
      RtspUrl url = RtspUrl.parse(text);
      require(url.name().matches("[\\w-]{1,64}") && text.startsWith(url.base()), url);
      require(url.style() == null || url.style().matches("[\\w-]{1,64}"), url);
    } catch (Fault e) {
      require(e.kind() == Fault.Kind.INVALID, e);
    }
  }

  private static void transport(Transport way) {
    int most = way != null && way.tcp() ? 255 : 65_535;
    require(way == null || way.rtp() <= most && way.rtcp() <= most, way);
    require(way == null || way.tcp() || way.rtp() > 0, way);
  }

  private static void authorization(String header) {
    Authentication door = new Authentication(new Tokens(TOKEN, TOKEN + "p", TOKEN + "a"), "nonce");
    if (door.allows(Role.VIEW, "DESCRIBE", header)) {
      String credentials = header.strip().split("\\s+", 2)[1];
      byte[] decoded = Base64.getDecoder().decode(credentials.strip());
      require(new String(decoded, StandardCharsets.UTF_8).contains(":" + TOKEN), header);
    }
  }

  private static void require(boolean good, Object what) {
    if (!good) {
      throw new AssertionError(String.valueOf(what));
    }
  }
}
