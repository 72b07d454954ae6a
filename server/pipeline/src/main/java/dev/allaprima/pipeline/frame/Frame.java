package dev.allaprima.pipeline.frame;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One I420 picture off heap, as the package's page says it. Made by {@link FramePool#take}; its
 * memory goes back to the pool when the last reference is released. References may be counted from
 * any thread.
 */
public final class Frame {
  private final FramePool pool;
  private final FrameMemory memory;
  private final int width;
  private final int height;
  private final long timeNanos;
  private final AtomicInteger references = new AtomicInteger(1);

  Frame(FramePool pool, FrameMemory memory, int width, int height, long timeNanos) {
    this.pool = pool;
    this.memory = memory;
    this.width = width;
    this.height = height;
    this.timeNanos = timeNanos;
  }

  /** Pixels in a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Samples in a row of U and V. */
  public int chromaWidth() {
    return (width + 1) / 2;
  }

  /** Rows of U and V. */
  public int chromaHeight() {
    return (height + 1) / 2;
  }

  /** When it was captured, in nanoseconds from its stream's start. */
  public long timeNanos() {
    return timeNanos;
  }

  /**
   * The luma plane, {@code width × height} bytes from position 0: a view of its own for every
   * caller, direct, valid until the caller's reference is released.
   */
  public ByteBuffer y() {
    return plane(0, width * height);
  }

  /** The U plane, {@code chromaWidth × chromaHeight} bytes; otherwise as {@link #y()}. */
  public ByteBuffer u() {
    return plane(width * height, chromaWidth() * chromaHeight());
  }

  /** The V plane, {@code chromaWidth × chromaHeight} bytes; otherwise as {@link #y()}. */
  public ByteBuffer v() {
    int chroma = chromaWidth() * chromaHeight();
    return plane(width * height + chroma, chroma);
  }

  /** One sample of the luma plane, 0..255, without a view of it. */
  public int luma(int index) {
    requireUse();
    return memory.bytes().get(Objects.checkIndex(index, width * height)) & 255;
  }

  private ByteBuffer plane(int offset, int length) {
    requireUse();
    return memory.bytes().slice(offset, length);
  }

  /**
   * Where the picture lies, for native code: Y begins at this address, U follows it and V follows
   * U, without gaps. A pool uses its memory again, so that a stream's frames have few addresses.
   * Valid until the caller's reference is released.
   */
  public long address() {
    requireUse();
    return memory.address();
  }

  private void requireUse() {
    if (references.get() <= 0) {
      throw new IllegalStateException(
          "frame of pool " + pool.name() + " is used after its release");
    }
  }

  /** Returns a copy in a frame of that pool, which the caller releases. */
  public Frame copy(FramePool to) {
    Frame copy = to.take(width, height, timeNanos);
    int bytes = bytes(width, height);
    copy.memory.bytes().put(0, memory.bytes(), 0, bytes);
    return copy;
  }

  /** Adds a reference and returns this frame; each reference is released once. */
  public Frame retain() {
    if (references.getAndUpdate(n -> n > 0 ? n + 1 : n) <= 0) {
      throw new IllegalStateException("frame of pool " + pool.name() + " is already released");
    }
    return this;
  }

  /** Gives one reference back; the last one gives the memory back to the pool. */
  public void release() {
    int before = references.getAndUpdate(n -> n > 0 ? n - 1 : n);
    if (before <= 0) {
      throw new IllegalStateException("frame of pool " + pool.name() + " is already released");
    }
    if (before == 1) {
      pool.giveBack(memory);
    }
  }

  /** Bytes of a picture of that size, all three planes together. */
  static int bytes(int width, int height) {
    if (width < 2 || height < 2) {
      throw new IllegalArgumentException("a frame is at least 2x2, not " + width + "x" + height);
    }
    long chroma = (width + 1L) / 2 * ((height + 1L) / 2);
    return Math.toIntExact((long) width * height + 2 * chroma);
  }

  @Override
  public String toString() {
    return "Frame " + width + "x" + height + " at " + timeNanos + " ns";
  }
}
