package dev.allaprima.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
  @TempDir Path folder;

  @Test
  void appearsWhenCommittedAndNotBefore() throws IOException {
    Path output = folder.resolve("out.mp4");
    try (PartFile part = PartFile.begin(output, false)) {
      Files.writeString(part.path(), "whole");
      assertThat(output).doesNotExist();
      part.commit();
    }
    assertThat(output).hasContent("whole");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void isDeletedWhenNotCommitted() throws IOException {
    try (PartFile part = PartFile.begin(folder.resolve("out.mp4"), false)) {
      Files.writeString(part.path(), "half");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void existingFileIsReplacedOnlyWhenSaidAndOnlyWhenWhole() throws IOException {
    Path output = Files.writeString(folder.resolve("out.mp4"), "old");
    assertThatThrownBy(() -> PartFile.begin(output, false))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("exists")
        .hasMessageContaining("--overwrite");
    try (PartFile part = PartFile.begin(output, true)) {
      Files.writeString(part.path(), "half");
      assertThat(output).hasContent("old");
    }
    assertThat(output).hasContent("old");
    try (PartFile part = PartFile.begin(output, true)) {
      Files.writeString(part.path(), "new");
      part.commit();
    }
    assertThat(output).hasContent("new");
  }

  @Test
  void fileThatAppearsMeanwhileIsKept() throws IOException {
    Path output = folder.resolve("out.mp4");
    try (PartFile part = PartFile.begin(output, false)) {
      Files.writeString(output, "theirs");
      assertThatThrownBy(part::commit).isInstanceOf(Fault.class).hasMessageContaining("exists");
    }
    assertThat(output).hasContent("theirs");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatCannotBeWrittenIsKnownAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path output : new Path[] {folder.resolve("none/out.mp4"), file.resolve("out.mp4")}) {
      assertThatThrownBy(() -> PartFile.begin(output, false))
          .isInstanceOf(Fault.class)
          .hasMessageContaining(output.toString())
          .hasMessageContaining("cannot be written");
    }
    assertThatThrownBy(() -> PartFile.begin(folder, true)).hasMessageContaining("is a folder");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hasTheRightsOfAnyNewFile() throws IOException {
    Path output = folder.resolve("out.mp4");
    try (PartFile part = PartFile.begin(output, false)) {
      part.commit();
    }
    Path plain = Files.writeString(folder.resolve("plain"), "");
    assertThat(Files.getPosixFilePermissions(output))
        .isEqualTo(Files.getPosixFilePermissions(plain))
        .contains(PosixFilePermission.OWNER_WRITE);
  }

  /** What Ctrl-C leaves: nothing. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isDeletedWhenTheProcessIsToldToEnd() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName(),
                folder.resolve("out.mp4").toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.equals("writing")) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo("writing");
      assertThat(folder).isDirectoryContaining("glob:**.part");
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** A process that is busy with a file until it is told to end. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws Exception {
      try (PartFile part = PartFile.begin(Path.of(args[0]), false)) {
        Files.writeString(part.path(), "half");
        System.out.println("writing");
        System.in.read();
      }
    }
  }
}
