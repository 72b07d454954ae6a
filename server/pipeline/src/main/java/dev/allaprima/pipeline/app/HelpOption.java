package dev.allaprima.pipeline.app;

import picocli.CommandLine.Option;

/** The help of a command; mixed into every one. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  private boolean help;
}
