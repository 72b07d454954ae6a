package dev.allaprima.live.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.annotation.JacksonResponseConverterFunction;
import java.time.Duration;

/**
 * Puts services at addresses, each behind what it needs.
 *
 * @param json writes what they answer
 */
record Doors(ServerBuilder server, Access access, ObjectMapper json) {
  /** A service whose methods name what they answer; they may wait, on threads of their own. */
  void service(String prefix, Object service, Needs needs) {
    service(prefix, service, needs, Protection.MAX_BODY);
  }

  /** The same for larger bodies. */
  void service(String prefix, Object service, Needs needs, long maxBody) {
    server
        .annotatedService()
        .pathPrefix(prefix)
        .useBlockingTaskExecutor(true)
        .maxRequestLength(maxBody)
        .responseConverters(new JacksonResponseConverterFunction(json))
        .decorator(access.guard(needs))
        .build(service);
  }

  /**
   * The same for files, which come and go as fast as the net does, and have limits of their own.
   */
  void transfers(String prefix, Object service, Needs needs) {
    server
        .annotatedService()
        .pathPrefix(prefix)
        .useBlockingTaskExecutor(true)
        .maxRequestLength(0)
        .requestTimeout(Duration.ZERO)
        .responseConverters(new JacksonResponseConverterFunction(json))
        .decorator(access.guard(needs))
        .build(service);
  }

  /** What answers GET at one address, without waiting. */
  void at(String address, HttpService service, Needs needs) {
    server
        .route()
        .methods(HttpMethod.GET, HttpMethod.HEAD)
        .path(address)
        .decorator(access.guard(needs))
        .build(service);
  }

  /** What answers GET wherever nothing else does, without waiting. */
  void under(String prefix, HttpService service, Needs needs) {
    server
        .route()
        .methods(HttpMethod.GET, HttpMethod.HEAD)
        .pathPrefix(prefix)
        .decorator(access.guard(needs))
        .build(service);
  }
}
