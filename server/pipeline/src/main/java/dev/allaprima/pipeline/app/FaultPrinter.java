package dev.allaprima.pipeline.app;

import dev.allaprima.models.Fault;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in one line on the error output: {@code allaprima: MESSAGE}. The exit code
 * is 1 for a {@link Fault}, 2 for a command line that is not understood. Anything else is a defect
 * of the program and keeps its stack trace.
 */
public final class FaultPrinter implements IExecutionExceptionHandler, IParameterExceptionHandler {
  /** Sets the printer up for a command and all its subcommands; returns the command. */
  public static CommandLine install(CommandLine command) {
    FaultPrinter printer = new FaultPrinter();
    return command.setExecutionExceptionHandler(printer).setParameterExceptionHandler(printer);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result)
      throws Exception {
    if (e instanceof Fault || e instanceof CancellationException) {
      command.getErr().println("allaprima: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String problem = e.getMessage().replaceAll("\\s+", " ");
    command.getErr().println("allaprima: " + problem + ". Try: " + name + " --help");
    return CommandLine.ExitCode.USAGE;
  }
}
