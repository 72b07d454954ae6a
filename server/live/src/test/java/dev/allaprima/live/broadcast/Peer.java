package dev.allaprima.live.broadcast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The system's ffmpeg and ffprobe: other people's players and servers. */
public final class Peer implements AutoCloseable {
  private final List<String> command;
  private final Path words;
  private final Process process;

  private Peer(List<String> command) {
    this.command = command;
    try {
      words = Files.createTempFile("peer", ".log");
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(words.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to run ffmpeg. */
  public static Peer ffmpeg(Object... arguments) {
    return start("ffmpeg", arguments);
  }

  private static Peer start(String program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-nostdin"));
    if (program.equals("ffprobe")) {
      command.remove("-nostdin");
    }
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new Peer(command);
  }

  /** Runs ffmpeg to its end and returns what it says. */
  public static String run(Object... arguments) {
    try (Peer peer = ffmpeg(arguments)) {
      return peer.finished();
    }
  }

  /** Runs ffprobe to its end and returns what it says. */
  public static String probe(Object... arguments) {
    try (Peer peer = start("ffprobe", arguments)) {
      return peer.finished();
    }
  }

  /** What it said, when it has ended well by itself. */
  public String finished() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(command + " did not end well:\n" + words());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return words();
  }

  /** What it has said so far. */
  public String words() {
    try {
      return Files.readString(words, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it, as a cut cable would. */
  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
