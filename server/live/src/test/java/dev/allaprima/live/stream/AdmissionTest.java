package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final double PIXELS = 640 * 360;

  private final Admission admission = new Admission();

  /** A frame of 640x360 takes so many milliseconds. */
  private void measured(double millis) {
    admission.measured(millis * 1e6 / PIXELS);
  }

  private double newcomer() {
    return admission.least(0, 0, 0, 0, 1, true);
  }

  @Test
  void everyoneIsLetInBeforeAnythingIsMeasured() {
    assertThat(admission.streams()).isEqualTo(Integer.MAX_VALUE);
    admission.admit(Collections.nCopies(100, newcomer()));
  }

  @Test
  void streamsAreCountedByWhatAFrameTakes() {
    // At half the scale 20 ms; 15 of them are 0.3 of a second.
    measured(80);
    assertThat(newcomer()).isEqualTo(0.3, within(1e-9));
    assertThat(admission.streams()).isEqualTo(3);
    admission.admit(List.of(0.3, 0.3));
    assertThatThrownBy(() -> admission.admit(List.of(0.3, 0.3, 0.3)))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE))
        .hasMessageContaining("its streams (3) take 90 % of its time")
        .hasMessageContaining("another would take 30 %")
        .hasMessageContaining("15 frames a second of 640x360")
        .hasMessageContaining("20.0 ms each");
  }

  @Test
  void theFirstStreamIsAlwaysWorthATry() {
    measured(5000);
    assertThat(admission.streams()).isEqualTo(1);
    admission.admit(List.of());
  }

  @Test
  void aStreamCountsAsItIs() {
    measured(80);
    double large = admission.least(0, 1280, 720, 30, 1, true);
    assertThat(large).as("four times the pixels").isEqualTo(4 * newcomer(), within(1e-9));
    assertThat(admission.least(0, 640, 360, 5, 1, true)).isEqualTo(newcomer() / 3, within(1e-9));
    assertThat(admission.least(0, 640, 360, 30, 0.5, true)).isEqualTo(newcomer() / 4, within(1e-9));
    assertThat(admission.least(0, 640, 360, 30, 1, false))
        .as("all of its frames at full size")
        .isEqualTo(8 * newcomer(), within(1e-9));
    assertThat(admission.least(1000, 640, 360, 15, 1, true))
        .as("a network of its own")
        .isEqualTo(1000 * PIXELS / 4 * 15 / 1e9, within(1e-9));
  }

  @Test
  void measuresAreSmoothed() {
    measured(80);
    measured(160);
    assertThat(newcomer()).isEqualTo(0.33, within(1e-9));
    for (int i = 0; i < 100; i++) {
      measured(160);
    }
    assertThat(newcomer()).isEqualTo(0.6, within(0.001));
  }
}
