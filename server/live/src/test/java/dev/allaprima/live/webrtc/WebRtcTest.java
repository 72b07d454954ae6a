package dev.allaprima.live.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import java.net.DatagramSocket;
import java.net.SocketException;
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
  void everyConnectionHasAPortOfItsOwn() throws SocketException {
    int free = freePort();
    try (DatagramSocket socket = new DatagramSocket(free)) {
      assertThat(socket.getLocalPort()).isEqualTo(free);
      PortBook taken = new PortBook(new UdpPorts(free, free));
      assertThatThrownBy(taken::take).isInstanceOf(Fault.class).hasMessageContaining("UDP port");
      PortBook.requireBound(free);
    }
    PortBook one = new PortBook(new UdpPorts(free, free));
    assertThat(one.take()).isEqualTo(free);
    assertThatThrownBy(one::take).isInstanceOf(Fault.class).hasMessageContaining("--udp-ports");
    assertThatThrownBy(() -> PortBook.requireBound(free)).isInstanceOf(Fault.class);
    one.giveBack(free);
    assertThat(one.take()).isEqualTo(free);

    PortBook any = new PortBook(UdpPorts.ANY);
    assertThat(any.take()).isPositive().isNotEqualTo(any.take());
  }

  private static int freePort() throws SocketException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  @Test
  void udpPortsAreARange() {
    assertThat(UdpPorts.parse("40000-40099")).isEqualTo(new UdpPorts(40_000, 40_099));
    for (String text : new String[] {"", "40000", "5-4", "0-9", "1-65536", "a-b"}) {
      assertThatThrownBy(() -> UdpPorts.parse(text))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("\"" + text + "\"");
    }
  }
}
