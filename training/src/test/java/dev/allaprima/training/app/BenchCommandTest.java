package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }

  @Test
  void aPythonWithoutPyTorchIsNamedWithTheRemedy() {
    assertThat(run("bench", "--python", "/bin/false")).isEqualTo(1);
    assertThat(err.toString())
        .contains("/bin/false has no PyTorch")
        .contains("apt-get install python3-torch");
  }

  @Test
  void anUnknownCaseIsNamedWithTheKnownOnes() {
    assertThat(run("bench", "johnson-1024")).isEqualTo(1);
    assertThat(err.toString()).contains("johnson-1024").contains("gallery-128");
  }

  @Test
  void aWorkerTimesWhatItIsToldTo() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("run 2\nend\n".getBytes(StandardCharsets.US_ASCII)));
    try {
      assertThat(run("bench-worker", "gatys-256")).isZero();
    } finally {
      System.setIn(before);
    }
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).startsWith("ready");
    assertThat(Double.parseDouble(lines[1])).isPositive();
    assertThat(Double.parseDouble(lines[2])).isPositive();
    assertThat(Long.parseLong(lines[3])).isGreaterThan(100);
  }
}
