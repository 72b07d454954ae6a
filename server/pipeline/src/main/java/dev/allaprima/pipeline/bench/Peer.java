package dev.allaprima.pipeline.bench;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Others that paint the same file with the same network, by a script in Python each. */
public enum Peer {
  /** Debian's build of it runs on the processor, by oneDNN. */
  PYTORCH("PyTorch", "torch", "python3-torch"),
  /** Its module dnn. */
  OPENCV("OpenCV", "cv2", "python3-opencv");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] PYTHONS = {"/usr/bin/python3", "python3"};

  private final String title;
  private final String module;
  private final String debianPackage;

  Peer(String title, String module, String debianPackage) {
    this.title = title;
    this.module = module;
    this.debianPackage = debianPackage;
  }

  /**
   * What a peer took.
   *
   * @param version of the peer
   * @param frames painted
   * @param seconds from file to file, loading the network included, Python's start not
   * @param inferenceSeconds of it, in the network and around it from RGB to RGB
   * @param peakMebibytes of the script and FFmpeg's program beside it
   */
  public record Result(
      String version, int frames, double seconds, double inferenceSeconds, double peakMebibytes) {}

  /** A Python that has the peer and what the scripts need, or null if there is none. */
  private String python() {
    for (String python : PYTHONS) {
      try {
        List<String> command = List.of(python, "-c", "import numpy, onnx, " + module);
        if (run(command, Path.of(".")).code() == 0) {
          return python;
        }
      } catch (IOException e) {
        // There is no such program: the next one.
      }
    }
    return null;
  }

  /** What must be installed before {@link #paint} works, as a command; null if all is there. */
  public String lack() {
    return python() == null ? "apt-get install python3-numpy python3-onnx " + debianPackage : null;
  }

  /**
   * Paints the clip.
   *
   * @param scripts the folder of the scripts
   * @param model Johnson's network as ONNX
   * @param output an MP4
   * @param threads cores that the network may use
   * @throws Fault if the script fails; with its last line
   */
  public Result paint(Path scripts, Path model, Path clip, Path output, int threads) {
    String script = "peer_" + name().toLowerCase(java.util.Locale.ROOT) + ".py";
    List<String> command = new ArrayList<>(List.of(python(), script));
    command.addAll(List.of("--model", model.toAbsolutePath().toString()));
    command.addAll(List.of("--input", clip.toAbsolutePath().toString()));
    command.addAll(List.of("--output", output.toAbsolutePath().toString()));
    command.addAll(List.of("--threads", Integer.toString(threads)));
    command.addAll(List.of("--ffmpeg", Loader.load(ffmpeg.class)));
    JsonNode result = json(script, command, scripts);
    return new Result(
        title + " " + result.path("version").asText(),
        result.path("frames").asInt(),
        result.path("seconds").asDouble(),
        result.path("painting").asDouble(),
        result.path("peakMebibytes").asDouble());
  }

  /**
   * Makes a style of the network in a catalogue, so that the pipeline can paint with it.
   *
   * @throws Fault if no Python here can, or the model is of another network
   */
  public static void wrap(Path scripts, Path model, Path catalogue, String name) {
    String python = PYTORCH.python() == null ? OPENCV.python() : PYTORCH.python();
    if (python == null) {
      throw Fault.of(UNAVAILABLE, "no Python here reads ONNX", "Run: apt-get install python3-onnx");
    }
    List<String> command = new ArrayList<>(List.of(python, "wrap.py"));
    command.addAll(List.of("--model", model.toAbsolutePath().toString()));
    command.addAll(List.of("--catalogue", catalogue.toAbsolutePath().toString()));
    command.addAll(List.of("--name", name));
    output("wrap.py", command, scripts);
  }

  private static JsonNode json(String script, List<String> command, Path folder) {
    String output = output(script, command, folder);
    try {
      return JSON.readTree(output.strip().lines().reduce("", (before, line) -> line));
    } catch (JsonProcessingException e) {
      throw Fault.of(UNAVAILABLE, script + " printed: " + output.strip(), "Run it by hand", e);
    }
  }

  private static String output(String script, List<String> command, Path folder) {
    Run run;
    try {
      run = run(command, folder);
    } catch (IOException e) {
      throw Fault.of(UNAVAILABLE, script + " cannot be run (" + e + ")", "Run it by hand", e);
    }
    if (run.code() != 0) {
      String last = run.output().strip().lines().reduce("", (before, line) -> line);
      throw Fault.of(UNAVAILABLE, script + " failed: " + last, "Run it by hand in " + folder);
    }
    return run.output();
  }

  private record Run(int code, String output) {}

  private static Run run(List<String> command, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    // What FFmpeg's program needs in its turn lies beside it, not on the system.
    Path libraries = Path.of(Loader.load(ffmpeg.class)).getParent();
    builder.environment().put("ALLAPRIMA_FFMPEG_LIBRARIES", libraries.toString());
    Process process = builder.redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Whether the scripts are there. */
  public static boolean hasScripts(Path folder) {
    return folder != null && Files.isRegularFile(folder.resolve("wrap.py"));
  }

  /** What people call it. */
  @Override
  public String toString() {
    return title;
  }
}
