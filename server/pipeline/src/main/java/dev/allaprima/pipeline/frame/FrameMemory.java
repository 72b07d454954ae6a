package dev.allaprima.pipeline.frame;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * The memory of one frame after another; freed by the garbage collector.
 *
 * @param bytes direct
 * @param address of the first byte
 */
record FrameMemory(ByteBuffer bytes, long address) {
  static FrameMemory allocate(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
    try (BytePointer pointer = new BytePointer(buffer)) {
      return new FrameMemory(buffer, pointer.address());
    }
  }
}
