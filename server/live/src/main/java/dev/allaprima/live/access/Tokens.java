package dev.allaprima.live.access;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * The secret of each role; null where anybody may. None by default: the server is then for its own
 * machine.
 */
public record Tokens(String view, String publish, String admin) {
  /** Anybody may do anything. */
  public static final Tokens NONE = new Tokens(null, null, null);

  /** What a {@code Bearer} header can carry (RFC 6750, section 2.1), and nobody tries out. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{16,512}=*");

  /**
   * @throws Fault if one is too short, holds other characters or is another role's, too; it names
   *     the role and never the token
   */
  public Tokens {
    check(Role.VIEW, view, publish);
    check(Role.PUBLISH, publish, admin);
    check(Role.ADMIN, admin, view);
  }

  private static void check(Role role, String token, String other) {
    if (token == null) {
      return;
    }
    if (!FORM.matcher(token).matches()) {
      throw Fault.of(
          INVALID,
          role + " is a token that is too short or holds other characters than it may",
          "Give 16 to 512 letters, digits and ._~+/-, such as `openssl rand -hex 24` prints");
    }
    if (token.equals(other)) {
      throw Fault.of(INVALID, role + " has the same token as another role", "Give each its own");
    }
  }

  /** The secret of that role; null if it needs none. */
  public String of(Role role) {
    return switch (role) {
      case VIEW -> view;
      case PUBLISH -> publish;
      case ADMIN -> admin;
    };
  }

  /** Whether that role needs a token. */
  public boolean needed(Role role) {
    return of(role) != null;
  }

  /** Whether every role needs one. */
  public boolean complete() {
    return view != null && publish != null && admin != null;
  }

  /** The role that the token has, or null; takes as long for a wrong one as for a right one. */
  public Role role(String token) {
    byte[] shown = token.getBytes(StandardCharsets.UTF_8);
    Role found = null;
    for (Role role : Role.values()) {
      String secret = of(role);
      if (secret != null && MessageDigest.isEqual(shown, secret.getBytes(StandardCharsets.UTF_8))) {
        found = role;
      }
    }
    return found;
  }

  /** Which roles have one. */
  @Override
  public String toString() {
    return "Tokens[view=%s, publish=%s, admin=%s]"
        .formatted(known(view), known(publish), known(admin));
  }

  private static String known(String token) {
    return token == null ? "none" : "***";
  }
}
