package dev.allaprima.live.rtsp;

import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Basic and Digest authentication (RFC 2617) of one connection: the password is a token, the user's
 * name does not count. Digest's MD5 without more is what RTSP's clients have.
 */
final class Authentication {
  private static final String REALM = "Allaprima";
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z]{1,20})=(?:\"([^\"]{0,2048})\"|([^\",\\s]{0,2048}))");

  private final Tokens tokens;
  private final String nonce;

  /**
   * @param nonce that nobody guesses, of this connection alone
   */
  Authentication(Tokens tokens, String nonce) {
    this.tokens = tokens;
    this.nonce = nonce;
  }

  /** What a client without the right is asked for: values of WWW-Authenticate. */
  List<String> challenges() {
    return List.of(
        "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"", "Basic realm=\"" + REALM + "\"");
  }

  /**
   * Whether whoever sent the header may do what needs the role.
   *
   * @param header of Authorization; may be null
   */
  boolean allows(Role needed, String method, String header) {
    if (!tokens.needed(needed)) {
      return true;
    }
    if (header == null) {
      return false;
    }
    String[] parts = header.strip().split("\\s+", 2);
    if (parts.length < 2) {
      return false;
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "basic" -> basic(needed, parts[1]);
      case "digest" -> digest(needed, method, parts[1]);
      default -> false;
    };
  }

  private boolean basic(Role needed, String credentials) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int colon = text.indexOf(':');
    Role role = colon < 0 ? null : tokens.role(text.substring(colon + 1));
    return role != null && role.includes(needed);
  }

  private boolean digest(Role needed, String method, String text) {
    Map<String, String> said = new HashMap<>();
    Matcher parameter = PARAMETER.matcher(text);
    while (parameter.find()) {
      String value = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
      said.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
    }
    if (!nonce.equals(said.get("nonce")) || !REALM.equals(said.get("realm"))) {
      return false;
    }
    String user = said.getOrDefault("username", "");
    String request = md5(method + ":" + said.getOrDefault("uri", ""));
    byte[] response = bytes(said.getOrDefault("response", "").toLowerCase(Locale.ROOT));
    boolean allowed = false;
    for (String token : sufficient(needed)) {
      String expected = md5(md5(user + ":" + REALM + ":" + token) + ":" + nonce + ":" + request);
      allowed |= MessageDigest.isEqual(bytes(expected), response);
    }
    return allowed;
  }

  private List<String> sufficient(Role needed) {
    List<String> found = new ArrayList<>();
    for (Role role : Role.values()) {
      if (role.includes(needed) && tokens.needed(role)) {
        found.add(tokens.of(role));
      }
    }
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String md5(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
