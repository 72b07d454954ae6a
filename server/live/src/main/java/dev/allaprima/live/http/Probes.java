package dev.allaprima.live.http;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import java.util.function.BooleanSupplier;

/** What asks from outside whether the server does. */
final class Probes {
  private Probes() {}

  /** Whether the painter runs: if not, only a restart helps. */
  static HttpService alive(BooleanSupplier painting) {
    return HealthCheckService.builder().checkers(painting::getAsBoolean).longPolling(0).build();
  }
}
