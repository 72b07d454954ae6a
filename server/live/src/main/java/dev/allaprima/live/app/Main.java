package dev.allaprima.live.app;

import dev.allaprima.pipeline.app.BenchCommand;
import dev.allaprima.pipeline.app.FaultPrinter;
import dev.allaprima.pipeline.app.StylesCommand;
import dev.allaprima.pipeline.app.StylizeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program. */
@Command(
    name = "allaprima",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Paints video like a painting, live and from files.",
    subcommands = {
      ServeCommand.class,
      StylizeCommand.class,
      StylesCommand.class,
      BenchCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** What the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "unpackaged" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"allaprima " + text()};
    }
  }

  /** Runs the command that the arguments name, and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    sayNoMore();
    // libwebrtc's threads would keep the process alive: it is always ended here.
    System.exit(code);
  }

  /**
   * Closes the standard output, which Java does by turning it to the null device: libwebrtc, once
   * loaded, would write there of threads that it cannot attach while the process ends.
   */
  static void sayNoMore() {
    System.out.close();
  }

  static CommandLine commandLine() {
    return FaultPrinter.install(new CommandLine(new Main()));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
