package dev.allaprima.live.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  private static final Pattern READY =
      Pattern.compile("Allaprima is ready on http://127\\.0\\.0\\.1:(\\d+)/");

  @TempDir Path styles;

  @BeforeEach
  void publish() {
    TestModels.publish(styles, "negative", TestModels.negative());
  }

  /** Runs a command that must fail; returns its exit code and its error output. */
  private static String failing(String... args) {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));
    int code = command.execute(args);
    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.startsWith("allaprima: "));
    return code + " " + err;
  }

  @Test
  void usedPortIsOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(
              failing("serve", "--styles", styles.toString(), "--port", port, "--rtsp-port", "0"))
          .startsWith("1 ")
          .contains("port " + port)
          .contains("--port");
    }
  }

  @Test
  void wrongArgumentsAreOneLineEach() throws IOException {
    String folder = styles.toString();
    Path empty = Files.createDirectory(styles.resolve(".empty"));
    assertThat(failing("serve", "--styles", empty.toString()))
        .startsWith("1 ")
        .contains("--styles");
    assertThat(failing("serve", "--styles", folder + "/none")).startsWith("1 ").contains("none");
    assertThat(failing("serve", "--styles", folder, "--style", "nope"))
        .startsWith("1 ")
        .contains("\"nope\"")
        .contains("negative");
    assertThat(failing("serve", "--styles", folder, "--port", "70000")).contains("70000");
    assertThat(failing("serve", "--styles", folder, "--device", "abacus")).contains("abacus");
    assertThat(failing("serve", "--styles", folder, "--udp-ports", "9")).contains("\"9\"");
    assertThat(failing("serve", "--styles", folder, "--announce", "home")).contains("\"home\"");
    assertThat(failing("serve", "--styles", folder, "--announce", "1.2.3.256")).contains("256");
    assertThat(failing("serve", "--styles", folder, "--max-viewers", "0")).contains("viewers");
    assertThat(failing("serve", "--styles", folder, "--host", "0.0.0.0"))
        .startsWith("1 ")
        .contains("--insecure")
        .contains("tokens.view");
    Path config = Files.writeString(styles.resolve(".config"), "http:\n  prot: 1\n");
    assertThat(failing("serve", "--styles", folder, "--config", config.toString()))
        .startsWith("1 ")
        .contains("line 2")
        .contains("http.prot");
    assertThat(failing("serve", "--styles", folder, "--set", "http.connections=none"))
        .contains("--set http.connections")
        .contains("whole number");
    assertThat(failing("serve", "--bogus")).startsWith("2 ").contains("--bogus");
    assertThat(failing()).startsWith("2 ").contains("command");
  }

  @Test
  void commandsAreThere() {
    assertThat(Main.commandLine().getSubcommands())
        .containsOnlyKeys("serve", "stylize", "styles", "bench");
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute("--version")).isZero();
    assertThat(out.toString()).startsWith("allaprima ");
  }

  @Test
  void serverSaysThatItIsReadyAndStopsCleanlyAtASignal() throws Exception {
    Files.createDirectory(styles.resolve("unfinished"));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--port", "0", "--device", "cpu", "--threads", "1"));
    command.addAll(List.of("--rtsp-port", "0", "--rtsp-udp-port", "0"));
    command.addAll(List.of("--styles", styles.toString()));
    Path errors = styles.resolve(".stderr");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      Matcher ready = READY.matcher("");
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (ready.reset(line).matches()) {
          break;
        }
      }
      assertThat(ready.matches()).as("%s %s", lines, Files.readString(errors)).isTrue();
      TestHttp http = new TestHttp(Integer.parseInt(ready.group(1)));
      assertThat(http.get("/livez").statusCode()).isEqualTo(200);
      process.toHandle().destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      assertThat(out.lines()).as("what follows the line that says it is ready").isEmpty();
    } finally {
      process.destroyForcibly();
    }
    assertThat(String.join("\n", lines))
        .contains("negative: Test negative")
        .contains("unfinished")
        .contains("RTSP: rtsp://127.0.0.1:")
        .contains("Engine: CPU, 1 thread");
    assertThat(Files.readString(errors)).doesNotContain("ERROR").doesNotContain("Exception");
  }
}
