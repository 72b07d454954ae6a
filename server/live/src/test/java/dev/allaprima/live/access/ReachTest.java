package dev.allaprima.live.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "127.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.10",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::"
      })
  void privateAddressesAreOutOfReach(String host) {
    assertThatThrownBy(() -> Reach.PUBLIC.check(host))
        .isInstanceOf(Fault.class)
        .hasMessageContaining(host)
        .hasMessageContaining("reach.allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "8.8.8.8", "2606:4700::1111", "100.128.0.1", "172.32.0.1"})
  void theInternetIsWithin(String host) {
    assertThatCode(() -> Reach.PUBLIC.check(host)).doesNotThrowAnyException();
  }

  @Test
  void whatTheConfigurationNamesMayBeReached() {
    Reach reach = new Reach(List.of("Localhost", "192.168.1.0/25", "fd00::/8"));
    for (String host : List.of("localhost", "192.168.1.127", "fd12::1")) {
      assertThatCode(() -> reach.check(host)).as(host).doesNotThrowAnyException();
    }
    for (String host : List.of("127.0.0.1", "192.168.1.128", "192.168.2.1", "fe80::1")) {
      assertThatThrownBy(() -> reach.check(host)).as(host).isInstanceOf(Fault.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "example.org/8", "1/x"})
  void badBlocksAreRefused(String block) {
    assertThatThrownBy(() -> new Reach(List.of(block)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("192.168.1.0/24");
  }

  @Test
  void unknownHostIsAFault() {
    assertThatThrownBy(() -> Reach.PUBLIC.check("nowhere.invalid"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("nowhere.invalid");
  }
}
