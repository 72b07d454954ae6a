package dev.allaprima.live.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.PacketSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream is encoded once for all, while somebody takes its packets. */
class OnDemandTest {
  private final List<Outlet> attached = new CopyOnWriteArrayList<>();
  private final OnDemand<PacketSink> feed =
      new OnDemand<>(
          () -> new Encoding("cam", false), attached::add, outlet -> attached.remove(outlet));

  @AfterEach
  void close() {
    attached.forEach(Outlet::close);
  }

  @Test
  void oneEncodingServesAllAndGoesAfterTheLast() throws Exception {
    AutoCloseable first = feed.subscribe(new Taker());
    AutoCloseable second = feed.subscribe(new Taker());
    assertThat(attached).hasSize(1);
    assertThat(attached.get(0).describe()).isEqualTo("taker, taker");
    Encoding encoding = (Encoding) attached.get(0);
    first.close();
    first.close();
    assertThat(attached).hasSize(1);
    second.close();
    assertThat(attached).isEmpty();
    assertThat(encoding.isEnded()).isTrue();

    feed.subscribe(new Taker());
    assertThat(attached).hasSize(1).doesNotContain(encoding);
  }

  @Test
  void encodingThatEndedIsFollowedByAnother() {
    Taker taker = new Taker();
    feed.subscribe(taker);
    attached.get(0).close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> taker.kinds().contains("end the stream has ended"));
    feed.subscribe(new Taker());
    assertThat(attached).hasSize(1);
    assertThat(((Encoding) attached.get(0)).isEnded()).isFalse();
  }

  @Test
  void streamThatHasEndedIsNotEncoded() {
    OnDemand<PacketSink> ended =
        new OnDemand<>(
            () -> new Encoding("cam", false),
            outlet -> {
              throw new IllegalArgumentException("it has ended");
            },
            outlet -> {});
    Taker taker = new Taker();
    assertThatThrownBy(() -> ended.subscribe(taker)).hasMessage("it has ended");
    assertThat(taker.all).isEmpty();
  }
}
