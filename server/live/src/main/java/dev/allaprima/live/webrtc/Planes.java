package dev.allaprima.live.webrtc;

import dev.allaprima.pipeline.frame.Frame;
import dev.onvoid.webrtc.media.video.I420Buffer;
import java.nio.ByteBuffer;

/** Copies pictures between libwebrtc's buffers, whose rows may be padded, and frames. */
final class Planes {
  private Planes() {}

  /** Copies {@code source} to {@code target} of the same size; borrows both. */
  static void copy(I420Buffer source, Frame target) {
    int width = target.width();
    int chroma = target.chromaWidth();
    int rows = target.chromaHeight();
    copy(source.getDataY(), source.getStrideY(), target.y(), width, width, target.height());
    copy(source.getDataU(), source.getStrideU(), target.u(), chroma, chroma, rows);
    copy(source.getDataV(), source.getStrideV(), target.v(), chroma, chroma, rows);
  }

  /** Copies {@code source} to {@code target} of the same size; borrows both. */
  static void copy(Frame source, I420Buffer target) {
    int width = source.width();
    int chroma = source.chromaWidth();
    int rows = source.chromaHeight();
    copy(source.y(), width, target.getDataY(), target.getStrideY(), width, source.height());
    copy(source.u(), chroma, target.getDataU(), target.getStrideU(), chroma, rows);
    copy(source.v(), chroma, target.getDataV(), target.getStrideV(), chroma, rows);
  }

  private static void copy(
      ByteBuffer from, int fromStride, ByteBuffer to, int toStride, int width, int rows) {
    if (fromStride == width && toStride == width) {
      to.put(0, from, 0, width * rows);
      return;
    }
    for (int row = 0; row < rows; row++) {
      to.put(row * toStride, from, row * fromStride, width);
    }
  }
}
