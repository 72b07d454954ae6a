package dev.allaprima.pipeline.stylize;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.Allocator;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * Finds what a card leaves to the processor. ONNX Runtime gives to the processor, without a word,
 * every operator that the card's provider has no kernel for; the picture is right and the time is
 * gone. Its profile of the first run says where each operator ran.
 */
final class Placement {
  /**
   * Bytes of an operator's result from which on it is a picture's. Below are shapes and rows of
   * weights, which ONNX Runtime keeps on the processor on purpose; the probe's planes are larger.
   */
  private static final long PICTURE = 1024;

  private static final Pattern NODE =
      Pattern.compile(
          "\"output_size\" : \"(\\d+)\".*\"provider\" : \"(\\w+)\",\"op_name\" : \"(\\w+)\"");

  private Placement() {}

  /** Has a session keep a profile until {@link #leftToProcessor} is asked. */
  static void watch(SessionOptions options) {
    try (BytePointer prefix = new BytePointer(temporary().toString())) {
      options.EnableProfiling(prefix);
    }
  }

  /**
   * Ends the profile and returns the kinds of operators that made a picture's worth on the
   * processor, of the runs until now.
   */
  static Set<String> leftToProcessor(Session session) {
    try (MemoryInfo host =
            MemoryInfo.CreateCpu(onnxruntime.OrtDeviceAllocator, onnxruntime.OrtMemTypeDefault);
        Allocator allocator = new Allocator(session, host.asOrtMemoryInfo());
        BytePointer name = session.EndProfilingAllocated(allocator.asOrtAllocator())) {
      Path profile = Path.of(name.getString());
      Set<String> left = new TreeSet<>();
      for (String line : Files.readAllLines(profile)) {
        Matcher node = NODE.matcher(line);
        if (node.find()
            && node.group(2).equals("CPUExecutionProvider")
            && Long.parseLong(node.group(1)) >= PICTURE) {
          left.add(node.group(3));
        }
      }
      Files.delete(profile);
      return left;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("allaprima-profile-", "");
      // ONNX Runtime adds the time to the name; what was made here only proved that it can be.
      Files.delete(file);
      return file;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static Fault unwritable(IOException e) {
    return Fault.of(
        UNAVAILABLE,
        "where the network's operators run cannot be written down (" + e + ")",
        "Give the temporary folder some space",
        e);
  }
}
