package dev.allaprima.pipeline.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/** How a picture is to be turned to stand upright, as its display matrix says. */
final class Upright {
  private Upright() {}

  /** FFmpeg filters, each with a comma after it; empty for a picture that stands upright. */
  static String filters(AVFrame frame) {
    AVFrameSideData side = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    if (side == null || side.isNull() || side.size() < 9 * Integer.BYTES) {
      return "";
    }
    int[] matrix = new int[9];
    try (IntPointer values = new IntPointer(side.data())) {
      values.get(matrix);
    }
    return filters(matrix);
  }

  /**
   * @param matrix rows (a b u) (c d v) (x y w) of 16.16 fixed point: a point (p, q) of the picture
   *     is shown at (a·p + c·q, b·p + d·q), as ISO/IEC 14496-12 has it for tracks
   */
  static String filters(int[] matrix) {
    int a = Integer.signum(matrix[0]);
    int b = Integer.signum(matrix[1]);
    int c = Integer.signum(matrix[3]);
    int d = Integer.signum(matrix[4]);
    boolean turned = Math.abs((long) matrix[1]) > Math.abs((long) matrix[0]);
    if (!turned) {
      return (a < 0 ? "hflip," : "") + (d < 0 ? "vflip," : "");
    }
    // transpose=cclock_flip swaps rows and columns and does nothing else; b says where the
    // picture's rows then run, c where its columns do.
    return "transpose=cclock_flip," + (c < 0 ? "hflip," : "") + (b < 0 ? "vflip," : "");
  }
}
