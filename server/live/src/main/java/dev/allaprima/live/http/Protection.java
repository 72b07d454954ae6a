package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.common.util.InetAddressPredicates;
import com.linecorp.armeria.server.ClientAddressSource;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import dev.allaprima.models.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** What every request and answer has to do with: addresses, limits, origins, headers. */
final class Protection {
  /** An offer of a browser with every codec is 10 KiB long. */
  static final int MAX_BODY = 64 * 1024;

  /** Negotiations wait for libwebrtc and the opening of a style; so many may do so at once. */
  private static final int WAITING_REQUESTS = 8;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

  /** How soon a renewed certificate is found. */
  private static final Duration RENEWAL = Duration.ofMinutes(1);

  /**
   * The pages' own files and nothing else; {@code blob:} is what they make of cameras and files.
   * Nobody may frame them: a picture of somebody's camera in a foreign frame would invite clicks.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
          + "img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; "
          + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String PERMISSIONS_POLICY =
      "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), "
          + "geolocation=(), payment=(), usb=()";

  private Protection() {}

  /**
   * Sets up what is true for all services.
   *
   * @throws Fault if the certificate cannot be read
   */
  static void build(
      ServerBuilder server, InetSocketAddress address, HttpSettings settings, Problems problems) {
    if (settings.tlsCert() == null) {
      server.http(address);
    } else {
      server.https(address).tlsProvider(certificates(settings));
    }
    server
        // Neither letters of a header nor pings count as a request.
        .idleTimeout(Duration.ofSeconds(settings.idleSeconds()), false)
        // What the server is made of, and how old that is, is nobody's concern.
        .disableServerHeader()
        .maxNumConnections(settings.connections())
        .maxRequestLength(MAX_BODY)
        .requestTimeout(REQUEST_TIMEOUT)
        .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(2))
        .blockingTaskExecutor(WAITING_REQUESTS)
        .errorHandler(problems)
        // Problems logs what is worth it.
        .unloggedExceptionsReportInterval(Duration.ZERO)
        .addHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
        .addHeader("permissions-policy", PERMISSIONS_POLICY)
        .addHeader(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
        .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
    believe(server, settings);
    // The last one is asked first.
    if (!settings.origins().isEmpty()) {
      server.decorator(
          CorsService.builder(settings.origins())
              .allowRequestMethods(
                  HttpMethod.GET,
                  HttpMethod.POST,
                  HttpMethod.PUT,
                  HttpMethod.PATCH,
                  HttpMethod.DELETE)
              .allowRequestHeaders(
                  HttpHeaderNames.AUTHORIZATION,
                  HttpHeaderNames.CONTENT_TYPE,
                  HttpHeaderNames.IF_MATCH)
              .exposeHeaders(HttpHeaderNames.LOCATION, HttpHeaderNames.LINK, HttpHeaderNames.ETAG)
              .maxAge(Duration.ofHours(1))
              .newDecorator());
    }
    server
        .decorator(
            new SameOrigin(
                address.getAddress().isLoopbackAddress(), Set.copyOf(settings.origins())))
        .decorator(new RateLimit(settings.requestsPerSecond(), System::nanoTime));
  }

  /** Takes whom the named proxies ask for as who asks; nobody else is believed. */
  private static void believe(ServerBuilder server, HttpSettings settings) {
    Predicate<InetAddress> proxy = address -> false;
    try {
      for (String network : settings.proxies()) {
        proxy =
            proxy.or(
                network.contains("/")
                    ? InetAddressPredicates.ofCidr(network)
                    : InetAddressPredicates.ofExact(network));
      }
    } catch (IllegalArgumentException e) {
      throw Fault.of(
          INVALID,
          "http.proxies holds what is no address (" + e.getMessage() + ")",
          "Give addresses, such as 127.0.0.1 or 10.0.0.0/8",
          e);
    }
    server
        .clientAddressSources(ClientAddressSource.ofHeader(HttpHeaderNames.X_FORWARDED_FOR))
        .clientAddressTrustedProxyFilter(proxy);
  }

  /** The certificate, read again every minute, so that a renewed one needs no restart. */
  private static TlsProvider certificates(HttpSettings settings) {
    // Read here once, so that a wrong one stops the start.
    readCertificate(settings);
    return TlsProvider.ofScheduled(() -> readCertificate(settings), RENEWAL);
  }

  private static TlsKeyPair readCertificate(HttpSettings settings) {
    try {
      return TlsKeyPair.of(settings.tlsKey().toFile(), settings.tlsCert().toFile());
    } catch (RuntimeException e) {
      throw Fault.of(
          INVALID,
          "certificate %s with key %s cannot be read (%s)"
              .formatted(settings.tlsCert(), settings.tlsKey(), e.getMessage()),
          "Give PEM files, the key not encrypted",
          e);
    }
  }
}
