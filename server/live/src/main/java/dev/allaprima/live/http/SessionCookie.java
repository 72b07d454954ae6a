package dev.allaprima.live.http;

import com.linecorp.armeria.common.Cookie;
import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cookie that stands for a token, because a page's pictures, videos and event streams send no
 * header of their own: a role and an end, signed by HMAC (RFC 2104) with the role's token. So the
 * token cannot be read from it, the server remembers nothing, and another token ends it.
 */
record SessionCookie(Tokens tokens, InstantSource clock) {
  static final String NAME = "allaprima";

  /** A working day; the page then asks again. */
  private static final Duration VALID = Duration.ofHours(12);

  private static final Pattern FORM =
      Pattern.compile("(view|publish|admin)\\.(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

  /** A cookie for that role, which has a token. */
  Cookie issue(Role role, boolean secure) {
    long end = clock.instant().plus(VALID).getEpochSecond();
    String claim = role + "." + end;
    return cookie(claim + "." + sign(role, claim), VALID, secure);
  }

  /** What makes a browser forget it. */
  Cookie forgotten(boolean secure) {
    return cookie("", Duration.ZERO, secure);
  }

  private static Cookie cookie(String value, Duration age, boolean secure) {
    return Cookie.secureBuilder(NAME, value)
        .path("/")
        .maxAge(age.toSeconds())
        .sameSite("Strict")
        .secure(secure)
        .build();
  }

  /** The role that the cookie's value stands for; null if it is none of ours or has ended. */
  Role role(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      return null;
    }
    Role role = Role.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    if (!tokens.needed(role)
        || clock.instant().getEpochSecond() >= Long.parseLong(matcher.group(2))) {
      return null;
    }
    String claim = value.substring(0, matcher.start(3) - 1);
    return MessageDigest.isEqual(bytes(sign(role, claim)), bytes(matcher.group(3))) ? role : null;
  }

  private String sign(Role role, String claim) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(tokens.of(role)), "HmacSHA256"));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(claim)));
    } catch (GeneralSecurityException e) {
      // Every Java has it (java.security.Provider's required algorithms).
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
