package dev.allaprima.live.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.live.access.Reach;
import dev.allaprima.models.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are fetched from. */
class PlacesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/etc/passwd",
        "file:///etc/passwd",
        "concat:a|b",
        "/etc/passwd",
        "crypto+http://192.0.32.8/x",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "rtsp://a b/x",
        "rtsp://[::1/x",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "rtsp://169.254.169.254/latest",
        "rtsp://user@8.8.8.8@10.1.2.3/x",
        "http://2130706433/",
        "udp://:5000",
        "udp://@239.1.1.1:5000",
      })
  void forbiddenOnesAreRefused(String url) {
    assertThatThrownBy(() -> new Places(Reach.PUBLIC).find(url)).isInstanceOf(Fault.class);
  }

  @Test
  void allowedOnesAreFetchedByTheirAddressAndShownWithoutSecrets() {
    Places places = new Places(new Reach(List.of("localhost")));
    Places.Place place = places.find("rtsp://me:p@ss@localhost:8554/cam?key=hidden");
    assertThat(place.pinned()).isEqualTo("rtsp://me:p@ss@127.0.0.1:8554/cam?key=hidden");
    assertThat(place.shown()).isEqualTo("rtsp://localhost:8554/cam");
    assertThat(place.toString()).doesNotContain("ss@").doesNotContain("hidden");
  }
}
