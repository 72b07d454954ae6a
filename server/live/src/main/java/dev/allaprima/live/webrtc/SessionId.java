package dev.allaprima.live.webrtc;

import java.security.SecureRandom;
import java.util.Base64;

/** Identifiers that nobody guesses: who knows a session's may end it. */
final class SessionId {
  private static final SecureRandom RANDOM = new SecureRandom();

  private SessionId() {}

  static String make() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
