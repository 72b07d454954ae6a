package dev.allaprima.pipeline.compose;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.nio.ByteBuffer;

/**
 * The painting small in a corner of the untouched source, or wherever else.
 *
 * @param place as {@link Place#parse} has it
 * @param size width and height by the frame's, 0.1 to 1
 */
public record Inset(String place, double size) {
  /** Pixels left free at edges and corners, where there is room for them. */
  private static final int MARGIN = 16;

  private static final int SMALLEST_SIDE = 16;

  /** What suits most: a third, where nobody's head is. */
  public static final Inset DEFAULT = new Inset("bottom-right", 0.33);

  /**
   * @throws dev.allaprima.models.Fault if there is no such place, or the size is out of its range
   */
  public Inset {
    Place.parse(place, MARGIN);
    Controls.require("inset.size", size, 0.1, 1);
  }

  /**
   * Makes of the painting the source with the painting in it; borrows both, of one size.
   *
   * @param pool for one frame during the call
   */
  void lay(Frame source, Frame painting, FramePool pool, Scaler scaler) {
    int width = side(painting.width());
    int height = side(painting.height());
    Place where =
        Place.parse(place, margin(width, painting.width()), margin(height, painting.height()));
    int x = Math.max(0, where.x(width, painting.width()));
    int y = Math.max(0, where.y(height, painting.height()));
    Frame small = pool.take(width, height, painting.timeNanos());
    try {
      scaler.scale(painting, small);
      painting.y().put(source.y());
      painting.u().put(source.u());
      painting.v().put(source.v());
      lay(small.y(), width, painting.y(), painting.width(), x, y);
      int half = small.chromaWidth();
      lay(small.u(), half, painting.u(), painting.chromaWidth(), x / 2, y / 2);
      lay(small.v(), half, painting.v(), painting.chromaWidth(), x / 2, y / 2);
    } finally {
      small.release();
    }
  }

  /** Of what is nearly as large as the frame nothing is to be cut off for a margin. */
  private static int margin(int side, int whole) {
    return Math.min(MARGIN, (whole - side) / 2);
  }

  private int side(int whole) {
    return Math.min(whole, Math.max(SMALLEST_SIDE, 2 * (int) Math.round(whole * size / 2)));
  }

  /** Copies what lies in the plane; what would lie outside is cut off. */
  private static void lay(ByteBuffer small, int width, ByteBuffer plane, int stride, int x, int y) {
    int columns = Math.min(width, stride - x);
    int rows = Math.min(small.remaining() / width, plane.remaining() / stride - y);
    for (int row = 0; row < rows && columns > 0; row++) {
      plane.put((y + row) * stride + x, small, row * width, columns);
    }
  }
}
