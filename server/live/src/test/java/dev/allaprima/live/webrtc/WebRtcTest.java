package dev.allaprima.live.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import org.junit.jupiter.api.Test;

class WebRtcTest {
  @Test
  void missingSystemLibraryIsNamedWithThePackages() {
    Throwable cause = new UnsatisfiedLinkError("libpulse.so.0: cannot open shared object file");
    assertThat(WebRtc.unloadable(new ExceptionInInitializerError(cause)))
        .hasMessageContaining("libpulse.so.0")
        .hasMessageContaining("apt-get install libpulse0");
  }

  @Test
  void udpPortsAreARange() {
    assertThat(UdpPorts.parse("40000-40099")).isEqualTo(new UdpPorts(40_000, 40_099));
    for (String text : new String[] {"", "40000", "5-4", "0-9", "4-4", "1-65536", "a-b"}) {
      assertThatThrownBy(() -> UdpPorts.parse(text))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("\"" + text + "\"");
    }
  }
}
