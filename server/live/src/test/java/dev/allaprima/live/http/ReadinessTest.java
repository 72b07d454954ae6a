package dev.allaprima.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.allaprima.pipeline.stylize.EngineStats;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a probe is told of a painter that paints, is gone, or hangs. */
class ReadinessTest {
  private final AtomicInteger paintings = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  private Readiness readiness(Duration timeout, CompletableFuture<Void> painting) {
    Vitals vitals =
        new Vitals() {
          @Override
          public boolean isPainting() {
            return true;
          }

          @Override
          public EngineStats counted() {
            return new EngineStats(0, 0, 0, 0, 0);
          }

          @Override
          public CompletableFuture<Void> paint() {
            paintings.incrementAndGet();
            return painting;
          }
        };
    return new Readiness(vitals, timeout, nanos::get);
  }

  private static AggregatedHttpResponse answer(Readiness readiness) {
    return readiness.ready().aggregate().join();
  }

  @Test
  void oneFrameIsPaintedForAllWhoAskWithinASecond() {
    Readiness readiness = readiness(Duration.ofMinutes(1), CompletableFuture.completedFuture(null));
    for (int i = 0; i < 10; i++) {
      assertThat(answer(readiness).status().code()).isEqualTo(200);
    }
    assertThat(paintings).hasValue(1);
    nanos.addAndGet(1_100_000_000);
    assertThat(answer(readiness).status().code()).isEqualTo(200);
    assertThat(paintings).hasValue(2);
  }

  @Test
  void goneAndHangingPaintersAreSaid() {
    AggregatedHttpResponse gone =
        answer(
            readiness(
                Duration.ofMinutes(1),
                CompletableFuture.failedFuture(
                    new CancellationException("the engine has been stopped"))));
    assertThat(gone.status().code()).isEqualTo(503);
    assertThat(gone.contentUtf8()).contains("the engine has been stopped");

    Readiness readiness = readiness(Duration.ofMillis(50), new CompletableFuture<>());
    paintings.set(0);
    for (int i = 0; i < 3; i++) {
      AggregatedHttpResponse hangs = answer(readiness);
      assertThat(hangs.status().code()).isEqualTo(503);
      assertThat(hangs.contentUtf8()).contains("no frame was painted within 50 ms");
      nanos.addAndGet(60_000_000_000L);
    }
    assertThat(paintings).as("paintings under way").hasValue(1);
  }

  @Test
  void whoAsksMeanwhileWaitsForTheSameFrame() {
    CompletableFuture<Void> painted = new CompletableFuture<>();
    Readiness readiness = readiness(Duration.ofMinutes(1), painted);
    CompletableFuture<AggregatedHttpResponse> first = readiness.ready().aggregate();
    CompletableFuture<AggregatedHttpResponse> second = readiness.ready().aggregate();
    assertThat(first).isNotDone();
    painted.complete(null);
    assertThat(first.join().status().code()).isEqualTo(200);
    assertThat(second.join().status().code()).isEqualTo(200);
    assertThat(paintings).hasValue(1);
  }
}
