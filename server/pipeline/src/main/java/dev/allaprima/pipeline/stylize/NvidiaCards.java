package dev.allaprima.pipeline.stylize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The NVIDIA cards of this machine, as its driver's own tool lists them. */
final class NvidiaCards {
  private NvidiaCards() {}

  static boolean exists(int card) {
    return card < names().size();
  }

  static String name(int card) {
    List<String> names = names();
    return (card < names.size() ? names.get(card) : "NVIDIA card") + " (cuda:" + card + ")";
  }

  private static List<String> names() {
    try {
      Process tool =
          new ProcessBuilder("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean good = tool.waitFor(10, TimeUnit.SECONDS) && tool.exitValue() == 0;
      return good ? output.lines().map(String::strip).toList() : List.of();
    } catch (IOException e) {
      // No driver, no tool: no card.
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
