package dev.allaprima.training.app;

import dev.allaprima.models.Fault;
import picocli.CommandLine;

/** The command line of training. */
@CommandLine.Command(
    name = "allaprima",
    subcommands = {
      PaintCommand.class,
      TrainCommand.class,
      TeachCommand.class,
      MeasureCommand.class,
      SheetCommand.class,
      BenchCommand.class,
      BenchWorkerCommand.class
    },
    mixinStandardHelpOptions = true,
    description = "Learns styles, and paints by optimisation.")
public final class Main {

  /** Runs the command and exits: 0 done, 1 a {@link Fault}, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (e instanceof Fault) {
                command.getErr().println("allaprima: " + e.getMessage());
                return 1;
              }
              throw e;
            });
  }
}
