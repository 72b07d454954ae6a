package dev.allaprima.pipeline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's own programs, which come with its libraries: they make clips and judge outputs. */
public final class Programs {
  private Programs() {}

  /** Runs ffmpeg in the folder; fails with its words if it fails. */
  public static byte[] ffmpeg(Path folder, String... arguments) {
    return run(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), folder, arguments);
  }

  /** Runs ffprobe in the folder and returns what it prints. */
  public static String ffprobe(Path folder, String... arguments) {
    byte[] output = run(Loader.load(org.bytedeco.ffmpeg.ffprobe.class), folder, arguments);
    return new String(output, StandardCharsets.UTF_8);
  }

  private static byte[] run(String program, Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-v", "error"));
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile("ffmpeg", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        // What the program's libraries need in their turn lies beside it, not on the system.
        builder.environment().put("LD_LIBRARY_PATH", Path.of(program).getParent().toString());
        Process process = builder.start();
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
          throw new AssertionError(command + "\n" + Files.readString(errors));
        }
        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
