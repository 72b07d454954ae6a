package dev.allaprima.pipeline.stylize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The NVIDIA cards of this machine, as its driver's own tool lists them. */
final class NvidiaCards {
  private static final int TOOL_SECONDS = 10;

  private NvidiaCards() {}

  /** Their names, by number; none where there is no driver or its tool gives no answer. */
  static List<String> names() {
    try {
      Process tool =
          new ProcessBuilder("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!tool.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        tool.destroyForcibly();
        return List.of();
      }
      String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return tool.exitValue() == 0 ? output.lines().map(String::strip).toList() : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
