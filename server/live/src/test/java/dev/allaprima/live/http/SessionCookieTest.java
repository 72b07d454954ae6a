package dev.allaprima.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
  private static final Tokens TOKENS =
      new Tokens("view-0123456789abcdef", "publish-0123456789abcdef", null);
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private static SessionCookie at(Instant now, Tokens tokens) {
    return new SessionCookie(tokens, () -> now);
  }

  @Test
  void standsForItsRoleUntilItEnds() {
    String value = at(NOW, TOKENS).issue(Role.PUBLISH, true).value();
    assertThat(value).doesNotContain("0123456789abcdef");
    assertThat(at(NOW, TOKENS).role(value)).isEqualTo(Role.PUBLISH);
    assertThat(at(NOW.plus(Duration.ofHours(11)), TOKENS).role(value)).isEqualTo(Role.PUBLISH);
    assertThat(at(NOW.plus(Duration.ofHours(13)), TOKENS).role(value)).isNull();
  }

  @Test
  void cannotBeChangedOrOutliveItsToken() {
    String value = at(NOW, TOKENS).issue(Role.VIEW, false).value();
    assertThat(at(NOW, TOKENS).role(value.replace("view", "publish"))).isNull();
    assertThat(at(NOW, TOKENS).role(value.replace("view", "admin"))).isNull();
    assertThat(at(NOW, TOKENS).role(value.replaceFirst("\\.1", ".9"))).isNull();
    assertThat(at(NOW, TOKENS).role(value + "A")).isNull();
    assertThat(at(NOW, TOKENS).role("")).isNull();
    Tokens others = new Tokens("another-0123456789abcdef", null, null);
    assertThat(at(NOW, others).role(value)).isNull();
    assertThat(at(NOW, Tokens.NONE).role(value)).isNull();
  }

  @Test
  void isKeptFromScriptsAndOtherSites() {
    String header = at(NOW, TOKENS).issue(Role.VIEW, true).toSetCookieHeader();
    assertThat(header)
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/", "Secure");
    assertThat(at(NOW, TOKENS).issue(Role.VIEW, false).toSetCookieHeader())
        .containsIgnoringCase("HttpOnly")
        .doesNotContain("Secure");
    assertThat(at(NOW, TOKENS).forgotten(false).toSetCookieHeader()).contains("Max-Age=0");
  }
}
