package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.broadcast.Taker;
import dev.allaprima.models.Fault;
import org.junit.jupiter.api.Test;

/** The packets of a stream, from a camera's peer to whoever asked the server for them. */
class PacketsTest extends LiveServerFixture {
  @Test
  void streamIsEncodedForThoseWhoAskAndGoesOnWithoutItsPublisher() throws Exception {
    String location = publish("cam", "");
    Taker taker = new Taker();
    AutoCloseable taking = server.hub().subscribe("cam", taker);
    taker.awaitPicture();
    assertThat(taker.kinds()).startsWith("begin 320x180", "key");
    await().atMost(LONG).until(() -> !taker.sounds().isEmpty());

    http.delete(location);
    int count = taker.pictures().size();
    await().atMost(LONG).until(() -> taker.pictures().size() > count + 3);
    taking.close();
    await().atMost(LONG).until(() -> server.hub().streams().get("cam").status().viewers() == 0);

    Taker other = new Taker();
    server.hub().subscribe("cam", other);
    server.hub().streams().get("cam").close("the test ends it");
    await()
        .atMost(LONG)
        .until(() -> other.kinds().stream().anyMatch(kind -> kind.startsWith("end")));
    assertThatThrownBy(() -> server.hub().subscribe("cam", new Taker())).isInstanceOf(Fault.class);
  }
}
