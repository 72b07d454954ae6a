package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpMethod;
import dev.allaprima.live.access.Role;

/** Which role the requests of a service need. */
@FunctionalInterface
interface Needs {
  /** Anybody may, whatever tokens there are. */
  Needs NOTHING = (method, route) -> null;

  /** WHIP publishes, WHEP views; who asks what is spoken here is told. */
  Needs WEBRTC =
      (method, route) -> {
        if (method == HttpMethod.OPTIONS) {
          return null;
        }
        return route.startsWith("/whip/") ? Role.PUBLISH : Role.VIEW;
      };

  /**
   * @param route the address's pattern, such as {@code /whip/{name}}
   * @return null for none
   */
  Role role(HttpMethod method, String route);

  /** That role for whatever is asked. */
  static Needs all(Role role) {
    return (method, route) -> role;
  }

  /** One role for reading, another for whatever changes something. */
  static Needs of(Role reading, Role changing) {
    return (method, route) ->
        method == HttpMethod.GET || method == HttpMethod.HEAD ? reading : changing;
  }
}
