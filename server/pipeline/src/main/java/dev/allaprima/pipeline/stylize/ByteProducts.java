package dev.allaprima.pipeline.stylize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whether this processor multiplies four bytes a lane and sums them in one instruction (VNNI, for
 * vectors of 512 or of 256 bits). Without it int8 networks are hardly faster than fp32 ones, and
 * ONNX Runtime's sums of two products are held at 16 bits, which shows in the pictures.
 */
final class ByteProducts {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Pattern FLAG =
      Pattern.compile("^flags\\s*:.*\\b(avx512_vnni|avx_vnni)\\b", Pattern.MULTILINE);

  private static final boolean HERE = in(PROCESSORS);

  private ByteProducts() {}

  /** Whether this machine has it; only Linux says so. */
  static boolean areHere() {
    return HERE;
  }

  /** Whether Linux' description of the processors names it. */
  static boolean in(Path description) {
    try {
      return FLAG.matcher(Files.readString(description)).find();
    } catch (IOException e) {
      return false;
    }
  }
}
