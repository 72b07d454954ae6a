package dev.allaprima.pipeline.av;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * How long FFmpeg waits for the network. It asks often while it waits; what it asks is one function
 * for all, because JavaCPP makes no more than ten, and each one's deadline lies in native memory.
 *
 * <p>Set by the thread that calls FFmpeg; {@link #cancel} is for any.
 */
public final class Patience implements AutoCloseable {
  private static final AVIOInterruptCB.Callback_Pointer IS_OVER =
      new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer patience) {
          return isOver(new LongPointer(patience)) ? 1 : 0;
        }
      };

  private static final int DEADLINE = 0;
  private static final int CANCELLED = 1;

  private final LongPointer state = new LongPointer(2);

  /** Waits for nothing until it is told for how long. */
  public Patience() {
    state.put(DEADLINE, System.nanoTime()).put(CANCELLED, 0);
  }

  /** What is opened and read or written by the context waits no longer than this says. */
  public void guard(AVFormatContext context) {
    context.interrupt_callback().callback(IS_OVER).opaque(state);
  }

  /** Waits from now on for so long and no longer. */
  public void atMost(long millis) {
    state.put(DEADLINE, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Whether FFmpeg is to wait no longer. On the thread that calls FFmpeg. */
  public boolean isOver() {
    return isOver(state);
  }

  private static boolean isOver(LongPointer state) {
    return state.get(CANCELLED) != 0 || System.nanoTime() - state.get(DEADLINE) > 0;
  }

  /** Waits no more, for ever: the call that waits now comes back with an error. */
  public synchronized void cancel() {
    if (!state.isNull()) {
      state.put(CANCELLED, 1);
    }
  }

  /** Frees it; what it guarded is closed. */
  @Override
  public synchronized void close() {
    state.close();
  }
}
