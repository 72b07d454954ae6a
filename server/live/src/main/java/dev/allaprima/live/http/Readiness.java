package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.annotation.Get;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * {@code /readyz}: whether a frame can be painted now, by painting one. Whoever asks while that is
 * under way, or soon after, is told the same: asking often costs the streams nothing.
 */
public final class Readiness {
  /** A stream whose frames took as long would be of no use; the first one opens the style. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final Duration KEPT = Duration.ofSeconds(1);

  private final Vitals vitals;
  private final Duration timeout;
  private final LongSupplier nanos;

  private final Executor opener =
      task -> {
        Thread thread = new Thread(task, "self-test");
        thread.setDaemon(true);
        thread.start();
      };

  // Guarded by this.
  private CompletableFuture<Void> test;
  private long startedAt;

  Readiness(Vitals vitals) {
    this(vitals, TIMEOUT, System::nanoTime);
  }

  /** With another timeout and clock. */
  Readiness(Vitals vitals, Duration timeout, LongSupplier nanos) {
    this.vitals = vitals;
    this.timeout = timeout;
    this.nanos = nanos;
  }

  /** Answers 200, or 503 with the reason; keeps no thread waiting. */
  @Get("/readyz")
  public HttpResponse ready() {
    return HttpResponse.of(
        test().copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle(this::answer));
  }

  private HttpResponse answer(Void painted, Throwable cause) {
    if (cause == null) {
      return HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ready\n");
    }
    if (cause instanceof TimeoutException) {
      return not("no frame was painted within " + timeout.toMillis() + " ms");
    }
    Throwable failure = cause instanceof CompletionException ? cause.getCause() : cause;
    if (failure instanceof CancellationException) {
      return not(failure.getMessage());
    }
    return HttpResponse.ofFailure(failure);
  }

  private static HttpResponse not(String reason) {
    return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, reason + ". Try again soon")
        .toHttpResponse();
  }

  private synchronized CompletableFuture<Void> test() {
    boolean old = test != null && nanos.getAsLong() - startedAt > KEPT.toNanos();
    // There is no second one until the first is back, which may be never.
    if (test == null || test.isDone() && old) {
      startedAt = nanos.getAsLong();
      test = CompletableFuture.supplyAsync(vitals::paint, opener).thenCompose(it -> it);
    }
    return test;
  }
}
