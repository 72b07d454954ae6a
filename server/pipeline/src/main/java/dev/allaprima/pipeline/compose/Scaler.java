package dev.allaprima.pipeline.compose;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Scales frames by FFmpeg's swscale. Used by one thread at a time. */
final class Scaler implements AutoCloseable {
  private final PointerPointer<BytePointer> from = new PointerPointer<>(4);
  private final PointerPointer<BytePointer> to = new PointerPointer<>(4);
  private final IntPointer fromStrides = new IntPointer(4);
  private final IntPointer toStrides = new IntPointer(4);
  private SwsContext context;

  /** Draws the borrowed source on the borrowed target in the target's size. */
  void scale(Frame source, Frame target) {
    // The same context as before where the sizes are the same.
    context =
        swscale.sws_getCachedContext(
            context,
            source.width(),
            source.height(),
            avutil.AV_PIX_FMT_YUV420P,
            target.width(),
            target.height(),
            avutil.AV_PIX_FMT_YUV420P,
            swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND,
            null,
            null,
            (DoublePointer) null);
    if (context == null) {
      throw Fault.of(
          UNAVAILABLE, source + " cannot be scaled to " + target, "Check the memory that is left");
    }
    describe(source, from, fromStrides);
    describe(target, to, toStrides);
    swscale.sws_scale(context, from, fromStrides, 0, source.height(), to, toStrides);
  }

  private static void describe(
      Frame frame, PointerPointer<BytePointer> planes, IntPointer strides) {
    planes.put(0, new BytePointer(frame.y()));
    planes.put(1, new BytePointer(frame.u()));
    planes.put(2, new BytePointer(frame.v()));
    strides.put(0, frame.width());
    strides.put(1, frame.chromaWidth());
    strides.put(2, frame.chromaWidth());
  }

  @Override
  public void close() {
    swscale.sws_freeContext(context);
    context = null;
    from.close();
    to.close();
    fromStrides.close();
    toStrides.close();
  }
}
