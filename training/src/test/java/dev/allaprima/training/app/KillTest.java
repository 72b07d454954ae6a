package dev.allaprima.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.loop.Checkpoint;
import dev.allaprima.training.loop.Checkpoints;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A training in a process of its own, killed as the kernel kills. */
class KillTest extends CommandTest {
  private static final int ITERATIONS = 40;

  private Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.bytedeco.javacpp.maxbytes=1G",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    File log = folder.resolve("log.txt").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  private Checkpoint last(String run) {
    return new Checkpoints(folder.resolve(run).resolve("checkpoints"), 3).read();
  }

  @Test
  void killedRunGoesOnAsTheRunThatWasNeverKilled() throws Exception {
    List<String> train = new ArrayList<>(gallery(ITERATIONS));
    assertThat(execute(train, "--run", folder + "/whole")).as(() -> err).isZero();

    train.addAll(List.of("--run", folder + "/killed", "--replace"));
    Process child = start(train);
    Checkpoints checkpoints = new Checkpoints(folder.resolve("killed/checkpoints"), 3);
    while (checkpoints.newest().isEmpty() && child.isAlive()) {
      child.waitFor(20, TimeUnit.MILLISECONDS);
    }
    // Somewhere in a step, a checkpoint, a sample sheet or a draft.
    child.waitFor(new Random().nextInt(1500), TimeUnit.MILLISECONDS);
    child.destroyForcibly().waitFor();
    int done = last("killed").step();
    assertThat(done).as("the kill came too late").isLessThan(ITERATIONS);

    assertThat(execute(train, "--resume")).as(() -> err).isZero();
    assertThat(out).contains("Going on after iteration " + done);
    assertThat(last("killed").weights()).isEqualTo(last("whole").weights());
    assertThat(last("killed").moments()).isEqualTo(last("whole").moments());
    assertThat(Files.readAllLines(folder.resolve("killed/loss.csv"))).hasSize(ITERATIONS + 1);
  }
}
