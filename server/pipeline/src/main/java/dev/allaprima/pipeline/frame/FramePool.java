package dev.allaprima.pipeline.frame;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * A bounded store of frames: so many may be in use at once and no more, and their memory is used
 * again. Callable from any thread.
 *
 * <p>The memory is left to the garbage collector when the pool is closed, never freed by hand: a
 * plane that somebody still reads stays readable.
 */
public final class FramePool implements AutoCloseable {
  private final String name;
  private final int capacity;
  // Guarded by this. Last given back first; of several sizes where a stream has several.
  private final Deque<FrameMemory> idle = new ArrayDeque<>();
  private int inUse;
  private long exhausted;
  private boolean closed;

  /**
   * @param name whose frames these are, for messages
   * @param capacity how many frames may be in use at once
   */
  public FramePool(String name, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a pool holds at least one frame, not " + capacity);
    }
    this.name = name;
    this.capacity = capacity;
  }

  /**
   * Returns a frame whose pixels are undefined, with one reference for the caller to release.
   *
   * @param timeNanos its capture time, from its stream's start
   * @throws IllegalStateException if all frames are in use (somebody keeps or leaks them), counted
   *     in {@link #exhausted()}; or if the pool is closed
   */
  public Frame take(int width, int height, long timeNanos) {
    int bytes = Frame.bytes(width, height);
    return new Frame(this, memory(bytes), width, height, timeNanos);
  }

  private synchronized FrameMemory memory(int bytes) {
    if (closed) {
      throw new IllegalStateException("frame pool " + name + " is closed");
    }
    if (inUse == capacity) {
      exhausted++;
      throw new IllegalStateException(
          "frame pool " + name + " is exhausted: all its " + capacity + " frames are in use");
    }
    FrameMemory memory = idle(bytes);
    if (memory == null) {
      if (inUse + idle.size() == capacity) {
        // Of another size, and longest not asked for.
        idle.removeLast();
      }
      memory = FrameMemory.allocate(bytes);
    }
    inUse++;
    return memory;
  }

  private FrameMemory idle(int bytes) {
    for (Iterator<FrameMemory> all = idle.iterator(); all.hasNext(); ) {
      FrameMemory memory = all.next();
      if (memory.bytes().capacity() == bytes) {
        all.remove();
        return memory;
      }
    }
    return null;
  }

  synchronized void giveBack(FrameMemory memory) {
    inUse--;
    if (!closed) {
      idle.push(memory);
    }
  }

  /** Whose frames these are. */
  public String name() {
    return name;
  }

  /** How many frames are out now; 0 when everybody has released theirs. */
  public synchronized int inUse() {
    return inUse;
  }

  /** How often a frame was asked for when all were in use. */
  public synchronized long exhausted() {
    return exhausted;
  }

  /** Hands out no more frames. Those in use stay valid and are released as ever. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.clear();
  }
}
