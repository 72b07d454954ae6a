package dev.allaprima.pipeline.stylize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @Test
  void describesItself() {
    assertThat(Device.select("cpu", 3).describe()).matches("CPU, 3 threads, ONNX Runtime 1\\..*");
    assertThat(Device.select("cpu", 1).describe()).startsWith("CPU, 1 thread,");
    assertThat(Device.select("cpu", 2).withPrecision(Precision.INT8).describe())
        .startsWith("CPU, 2 threads, int8,");
  }

  /** Small machines paint with all their cores; large ones leave one in eight to the codecs. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,2", "4,0,4", "8,4,4", "8,8,7", "16,16,14", "128,64,56", "2,64,2"})
  void threadsSuitTheMachine(int logical, int physical, int threads) {
    assertThat(Cores.forPainting(logical, physical)).isEqualTo(threads);
  }

  @Test
  void threadsOfOneCoreAreCountedOnce(@TempDir Path topology) throws IOException {
    assertThat(Cores.physical(topology.resolve("none"))).isZero();
    for (int cpu = 0; cpu < 4; cpu++) {
      Path folder = Files.createDirectories(topology.resolve("cpu" + cpu + "/topology"));
      Files.writeString(folder.resolve("thread_siblings_list"), cpu % 2 + "," + (cpu % 2 + 2));
    }
    Files.createDirectories(topology.resolve("cpuidle"));
    assertThat(Cores.physical(topology)).isEqualTo(2);
    assertThat(Device.select("cpu", 0).threads())
        .isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @CsvSource({
    "flags\t\t: fpu avx2 avx512_vnni avx512_bitalg,true",
    "flags\t\t: fpu avx2 avx_vnni,true",
    "flags\t\t: fpu avx2,false",
    "model name\t: avx_vnni,false"
  })
  void bytesAreMultipliedWhereTheProcessorSaysSo(
      String line, boolean expected, @TempDir Path folder) throws IOException {
    Path description = folder.resolve("cpuinfo");
    assertThat(ByteProducts.in(description)).isFalse();
    Files.writeString(description, "processor\t: 0\n" + line + "\nbugs\t\t:\n");
    assertThat(ByteProducts.in(description)).isEqualTo(expected);
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
