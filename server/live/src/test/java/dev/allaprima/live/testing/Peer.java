package dev.allaprima.live.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the system that publishes, plays or listens; killed when it is closed. */
public final class Peer implements AutoCloseable {
  private static final File NOTHING = new File("/dev/null");

  private final Process process;
  private final Path log;

  private Peer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a program; what it prints is kept. */
  public static Peer start(List<String> command) {
    try {
      Path log = Files.createTempFile("peer", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(log.toFile()).redirectInput(ProcessBuilder.Redirect.from(NOTHING));
      return new Peer(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Debian's ffmpeg. */
  public static Peer ffmpeg(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-v", "info"));
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Runs a program to its end, which must be a good one, and returns what it printed. */
  public static String run(Object... command) {
    try (Peer peer = start(Stream.of(command).map(Object::toString).toList())) {
      if (peer.await() != 0) {
        throw new AssertionError(List.of(command) + " failed:\n" + peer.log());
      }
      return peer.log();
    }
  }

  /** What it has printed so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end and waits until it has. */
  public int stop() {
    process.destroy();
    return await();
  }

  /** Interrupts it, as Ctrl-C does. */
  public void interrupt() {
    run("kill", "-INT", process.pid());
  }

  /** Waits until it ends by itself. */
  public int await() {
    return await(30);
  }

  /** Waits so many seconds at most until it ends by itself. */
  public int await(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new AssertionError("the program does not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
