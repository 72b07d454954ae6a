package dev.allaprima.pipeline.app;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.FileStylizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;

/** Runs jobs, some at once; one that fails keeps none of the others from being done. */
final class JobRunner {
  /** What a job does; returns the line that tells of it. */
  interface Work {
    String run(FileStylizer.Progress progress);
  }

  /** A job and what it is about. */
  record Job(Inputs.Item item, Work work) {}

  private final CommandLine command;
  private final int atOnce;

  JobRunner(CommandLine command, int atOnce) {
    this.command = command;
    this.atOnce = atOnce;
  }

  /**
   * Runs them all, tells of each when it is done, and of how many failed.
   *
   * @return the command's exit code
   */
  int run(List<Job> jobs) {
    if (jobs.size() == 1) {
      command.getOut().println(run(jobs.get(0), ""));
      return CommandLine.ExitCode.OK;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, jobs.size()));
    int failed = 0;
    try {
      List<Future<Boolean>> done = new ArrayList<>();
      jobs.forEach(job -> done.add(threads.submit(() -> tell(job))));
      for (Future<Boolean> one : done) {
        failed += one.get() ? 0 : 1;
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a job failed unforeseen", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the work was interrupted");
    } finally {
      threads.shutdownNow();
    }
    String summary = jobs.size() - failed + " of " + jobs.size() + " done";
    command.getOut().println(failed == 0 ? summary : summary + ", " + failed + " failed");
    command.getOut().flush();
    return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Runs a job and prints what came of it, in one line; whether it was done. */
  private boolean tell(Job job) {
    try {
      command.getOut().println(run(job, job.item().input().getFileName() + ": "));
      command.getOut().flush();
      return true;
    } catch (Fault e) {
      command.getErr().println("allaprima: " + e.getMessage());
      command.getErr().flush();
      return false;
    }
  }

  private String run(Job job, String label) {
    try (ProgressDisplay display = ProgressDisplay.on(command.getErr(), label)) {
      return job.work().run(display);
    }
  }
}
