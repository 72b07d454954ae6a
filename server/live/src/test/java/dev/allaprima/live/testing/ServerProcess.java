package dev.allaprima.live.testing;

import dev.allaprima.live.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, on free ports; killed when it is closed. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready on http://127\\.0\\.0\\.1:(\\d+)/");

  private final Process process;
  private final int port;

  /**
   * Starts it and waits until it is ready.
   *
   * @param flags of Java
   * @param folder where it keeps its files
   * @param arguments further ones
   */
  public ServerProcess(List<String> flags, Path styles, Path folder, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("java"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--port", "0", "--rtsp-port", "0", "--device", "cpu"));
    command.addAll(List.of("--set", "rtsp.udpPort=0", "--set", "folder=" + folder));
    command.addAll(List.of("--styles", styles.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // What is freed goes back, rather than into a store of each thread's.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    port = ready(process.inputReader());
  }

  private static int ready(BufferedReader words) throws IOException {
    for (String line = words.readLine(); line != null; line = words.readLine()) {
      Matcher found = READY.matcher(line);
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    throw new AssertionError("the server did not start");
  }

  /** The port of its HTTP. */
  public int port() {
    return port;
  }

  /** Threads that it has now. */
  public long threads() {
    return count("task");
  }

  /** Files and sockets that it has open now. */
  public long files() {
    return count("fd");
  }

  private long count(String folder) {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid(), folder))) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Memory that it holds, in MiB, once its heap is collected. */
  public double memory() {
    try {
      Process collecting =
          new ProcessBuilder("jcmd", Long.toString(process.pid()), "GC.run")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!collecting.waitFor(30, TimeUnit.SECONDS) || collecting.exitValue() != 0) {
        throw new AssertionError("jcmd failed");
      }
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid(), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
      throw new AssertionError("no VmRSS");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
