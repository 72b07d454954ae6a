package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the commands as their users do: exit codes, lines, and what is left in the folder. */
abstract class CommandRun {
  @Command(
      name = "allaprima",
      subcommands = {StylizeCommand.class, StylesCommand.class, BenchCommand.class})
  static final class Main {}

  private static final String[] X264 = {"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"};

  @TempDir Path folder;
  @TempDir Path styles;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @BeforeEach
  void publishStyle() {
    TestModels.publish(styles, "negative", TestModels.negative());
  }

  int run(String... arguments) {
    return FaultPrinter.install(new CommandLine(new Main()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  int stylize(Path input, String output, String... more) {
    List<String> arguments = new ArrayList<>(List.of("stylize", input.toString()));
    arguments.addAll(List.of("-o", folder.resolve(output).toString(), "--device", "cpu"));
    arguments.addAll(List.of("--styles", styles.toString()));
    if (!Arrays.asList(more).contains("--style")) {
      arguments.addAll(List.of("--style", "negative"));
    }
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  Path clip(String name, int frames) {
    return Clips.make(folder, name, 96, 64, frames, true, X264);
  }

  void assertOneLine(int code, int expected, String... words) {
    assertThat(err.toString().lines()).as("lines of %s", err).hasSize(1);
    assertThat(err.toString()).startsWith("allaprima: ").contains(words);
    assertThat(out.toString()).isEmpty();
    assertThat(code).isEqualTo(expected);
  }

  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
