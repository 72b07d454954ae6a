package dev.allaprima.live.pull;

import java.util.List;

/**
 * What is fetched.
 *
 * @param sources that are fetched from the start, as {@link Source#parse} reads them; more come and
 *     go by REST
 */
public record PullSettings(List<String> sources) {
  /**
   * @throws dev.allaprima.models.Fault if a source is none
   */
  public PullSettings {
    sources = List.copyOf(sources);
    sources.forEach(Source::parse);
  }

  /** Nothing. */
  public static PullSettings defaults() {
    return new PullSettings(List.of());
  }

  /** Without the addresses, which may hold passwords. */
  @Override
  public String toString() {
    return "PullSettings[" + sources.size() + " sources]";
  }
}
