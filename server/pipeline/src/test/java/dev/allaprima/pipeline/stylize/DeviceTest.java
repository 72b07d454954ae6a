package dev.allaprima.pipeline.stylize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @Test
  void describesItself() {
    assertThat(Device.select("cpu", 3).describe()).matches("CPU, 3 threads, ONNX Runtime 1\\..*");
    assertThat(Device.select("cpu", 1).describe()).startsWith("CPU, 1 thread,");
    assertThat(Device.select("cpu", 0).threads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void autoAlwaysFindsSomething() {
    assertThat(Device.select("auto", 1).describe()).containsAnyOf("CPU", "cuda:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:1x", "CPU"})
  void unknownDevicesAreRefused(String name) {
    assertThatThrownBy(() -> Device.select(name, 1))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @Test
  void cardThatIsNotThereSaysWhatLacks() {
    assertThatThrownBy(() -> Device.select("cuda:999", 1))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("cuda:999")
        .hasMessageMatching(".*(no CUDA|no NVIDIA card).*");
  }

  @Test
  void negativeThreadsAreRefused() {
    assertThatThrownBy(() -> Device.select("cpu", -1)).isInstanceOf(Fault.class);
  }
}
