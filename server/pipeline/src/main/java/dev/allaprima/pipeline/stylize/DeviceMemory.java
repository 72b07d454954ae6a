package dev.allaprima.pipeline.stylize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.MemoryInfo;

/**
 * Where the tensors of one session lie, and the way there: the host's own memory, or a card's.
 * Closed after every block of it.
 */
interface DeviceMemory extends AutoCloseable {
  /** Two pieces of memory of one size: one that the host fills and reads, one for the tensors. */
  interface Block extends AutoCloseable {
    /** The host's piece; pinned where the device is another. */
    BytePointer host();

    /** The tensors' piece: an address of the device, which the host must not touch. */
    BytePointer device();

    /** Queues a copy of a range of bytes from the host's piece to the tensors'. */
    void upload(long offset, long bytes);

    /** Queues a copy of a range of bytes from the tensors' piece to the host's. */
    void download(long offset, long bytes);

    @Override
    void close();
  }

  /** What ONNX Runtime is told of the tensors' place. */
  MemoryInfo info();

  /** Whether the tensors lie in the host's memory, so that a frame's own memory can be one. */
  boolean isHost();

  /** A block of that many bytes, undefined. */
  Block allocate(long bytes);

  /** Waits until every copy that was queued has been made. */
  void synchronize();

  /** Bytes copied to the device so far. */
  long uploaded();

  /** Bytes copied from the device so far. */
  long downloaded();

  @Override
  void close();
}
