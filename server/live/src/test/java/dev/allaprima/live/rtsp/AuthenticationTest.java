package dev.allaprima.live.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Basic and Digest, with tokens as passwords. */
class AuthenticationTest {
  private static final String VIEW = "v".repeat(24);
  private static final String PUBLISH = "p".repeat(24);
  private final Authentication doors = new Authentication(new Tokens(VIEW, PUBLISH, null), "once");

  private static String basic(String password) {
    byte[] bytes = ("user:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static String md5(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
  }

  private static String digest(String method, String password, String nonce) throws Exception {
    String response =
        md5(md5("me:Allaprima:" + password) + ":" + nonce + ":" + md5(method + ":rtsp://h/cam"));
    return "Digest username=\"me\", realm=\"Allaprima\", nonce=\""
        + nonce
        + "\", uri=\"rtsp://h/cam\", response=\""
        + response
        + "\"";
  }

  @Test
  void rightTokenOpensAndAStrongerRoleToo() throws Exception {
    assertThat(doors.allows(Role.VIEW, "DESCRIBE", basic(VIEW))).isTrue();
    assertThat(doors.allows(Role.VIEW, "DESCRIBE", basic(PUBLISH))).isTrue();
    assertThat(doors.allows(Role.VIEW, "DESCRIBE", digest("DESCRIBE", VIEW, "once"))).isTrue();
    assertThat(doors.allows(Role.VIEW, "DESCRIBE", digest("DESCRIBE", PUBLISH, "once"))).isTrue();
    assertThat(doors.allows(Role.PUBLISH, "ANNOUNCE", digest("ANNOUNCE", PUBLISH, "once")))
        .isTrue();
  }

  @Test
  void anythingElseDoesNot() throws Exception {
    assertThat(doors.allows(Role.PUBLISH, "ANNOUNCE", basic(VIEW))).isFalse();
    assertThat(doors.allows(Role.PUBLISH, "ANNOUNCE", digest("ANNOUNCE", VIEW, "once"))).isFalse();
    assertThat(doors.allows(Role.VIEW, "DESCRIBE", digest("DESCRIBE", VIEW, "other"))).isFalse();
    assertThat(doors.allows(Role.VIEW, "DESCRIBE", digest("OPTIONS", VIEW, "once"))).isFalse();
    for (String header :
        new String[] {null, "", "Basic", "Basic ?", "Digest x", "Bearer " + VIEW}) {
      assertThat(doors.allows(Role.VIEW, "DESCRIBE", header)).as(header).isFalse();
    }
  }
}
