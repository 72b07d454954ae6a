package dev.allaprima.training.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a training keeps what it leaves, and whether it goes on with what is there. */
final class RunOptions {
  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Folder of checkpoints, losses and samples. Default: work/${COMMAND-NAME}/NAME.")
  private Path run;

  @Option(names = "--resume", description = "Go on from the run's newest checkpoint.")
  private boolean resume;

  boolean resume() {
    return resume;
  }

  /** Whether a folder was named. */
  boolean named() {
    return run != null;
  }

  /** The folder that was named, or else the command's for a training of that name. */
  RunFolder folder(String command, String name) {
    return new RunFolder(run != null ? run : Path.of("work", command, name));
  }
}
