package dev.allaprima.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RateLimit limit = new RateLimit(10, nanos::get);

  private int taken(String address, int tries) throws UnknownHostException {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += limit.take(InetAddress.getByName(address)) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void everyAddressHasItsOwnBucketThatFillsAgain() throws UnknownHostException {
    assertThat(taken("192.0.2.1", 100)).isEqualTo(40);
    assertThat(taken("192.0.2.2", 100)).isEqualTo(40);
    nanos.addAndGet(1_000_000_000);
    assertThat(taken("192.0.2.1", 100)).isEqualTo(10);
    nanos.addAndGet(3_600_000_000_000L);
    assertThat(taken("192.0.2.1", 100)).isEqualTo(40);
  }

  @Test
  void networkOfIpv6IsOneAddress() throws UnknownHostException {
    assertThat(taken("2001:db8::1", 100)).isEqualTo(40);
    assertThat(taken("2001:db8::2", 100)).isZero();
    assertThat(taken("2001:db8:0:1::1", 100)).isEqualTo(40);
  }

  @Test
  void rememberedAddressesAreBounded() throws UnknownHostException {
    for (int i = 0; i < 20_000; i++) {
      limit.take(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
    }
    assertThat(limit.remembered()).isEqualTo(10_000);
  }
}
