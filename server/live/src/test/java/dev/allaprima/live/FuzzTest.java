package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.broadcast.push.TargetFuzz;
import dev.allaprima.live.pull.PlacesFuzz;
import dev.allaprima.live.rtsp.AnnouncementFuzz;
import dev.allaprima.live.rtsp.RtspFramerFuzz;
import dev.allaprima.live.rtsp.RtspHeadersFuzz;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.webrtc.SdpFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every parser of this module's own is handed its corpus ({@code src/test/fuzz}) and then, for a
 * moment, what Jazzer makes of it; {@code ./allaprima fuzz} takes longer. Inputs that lead to new
 * code are kept in {@code target/fuzz} and tried first by the next run.
 */
class FuzzTest {
  private static final List<Class<?>> TARGETS =
      List.of(
          RtspFramerFuzz.class,
          RtspHeadersFuzz.class,
          AnnouncementFuzz.class,
          SdpFuzz.class,
          TargetFuzz.class,
          PlacesFuzz.class);

  /**
   * Those of Jazzer's own that look for injections into what these parsers do not use. Without them
   * it begins in a fifth of the time.
   */
  private static final List<String> NEEDLESS =
      List.of(
          "BigDecimal",
          "ClojureLangHooks",
          "Deserialization",
          "ExpressionLanguageInjection",
          "FilePathTraversal",
          "LdapInjection",
          "NamingContextLookup",
          "OsCommandInjection",
          "ReflectiveCall",
          "RegexInjection",
          "RegexRoadblocks",
          "ScriptEngineInjection",
          "ServerSideRequestForgery",
          "SqlInjection",
          "TemplateInjection",
          "UnsafeSanitizer",
          "XPathInjection",
          "XmlParserSsrfGuidance");

  private static final int SECONDS = Integer.getInteger("allaprima.fuzz.seconds", 1);

  @Test
  void noInputBreaksAParser() throws Exception {
    ExecutorService pair = Executors.newFixedThreadPool(2);
    try {
      List<Future<String>> runs = new ArrayList<>();
      for (Class<?> target : TARGETS) {
        runs.add(pair.submit(() -> fuzz(target)));
      }
      for (Future<String> run : runs) {
        // Said by libFuzzer: so it did run, and the parser was seen through.
        assertThat(run.get()).contains("Done ").contains("Instrumented ");
      }
    } finally {
      pair.shutdownNow();
    }
  }

  private static String fuzz(Class<?> target) throws IOException {
    String name = target.getSimpleName();
    Path found = Files.createDirectories(Path.of("target", "fuzz", name));
    String needless =
        NEEDLESS.stream()
            .map(hook -> "com.code_intelligence.jazzer.sanitizers." + hook)
            .collect(Collectors.joining(":"));
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            // Seconds are too short for the better compiler.
            SECONDS > 10 ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=dev.allaprima.**",
            "--custom_hook_includes=dev.allaprima.**",
            "--disabled_hooks=" + needless,
            "--reproducer_path=" + found.getParent(),
            "-artifact_prefix=" + found + "-",
            "-max_total_time=" + SECONDS,
            // A build fails for what was changed, not by chance; whoever takes longer wants to
            // find.
            "-seed=" + (SECONDS > 1 ? 0 : 1),
            // A parser that needs longer for some kilobytes is broken, too.
            "-timeout=20",
            "-rss_limit_mb=1500",
            found.toString(),
            Path.of("src", "test", "fuzz", name).toString());
    try (Peer jazzer = Peer.start(command.toList())) {
      int end = jazzer.await(SECONDS + 120);
      assertThat(end).as(name + ":\n" + interesting(jazzer.log())).isZero();
      return jazzer.log();
    }
  }

  private static String interesting(String log) {
    return Arrays.stream(log.split("\n"))
        .filter(line -> !line.startsWith("#") && !line.startsWith("INFO"))
        .collect(Collectors.joining("\n"));
  }
}
