package dev.allaprima.pipeline.compose;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;

/** Reads an overlay's picture by one graph of FFmpeg's filters. */
final class OverlayReader {
  static final double SMALLEST_SCALE = 1.0 / 64;

  /** More than any screen has; what is larger is a mistake, and would take the memory. */
  private static final int LARGEST = 8192;

  private OverlayReader() {}

  static Overlay.Picture read(Path file, String name, double scale, double opacity) {
    if (!Files.isRegularFile(file)) {
      throw Fault.of(INVALID, "overlay " + name + " is no file", "Name a picture");
    }
    Av.load();
    AVFilterGraph graph = avfilter.avfilter_graph_alloc();
    AVFrame frame = avutil.av_frame_alloc();
    try {
      graph.nb_threads(1);
      // Premultiplied before it is scaled: the colours that transparent pixels happen to have must
      // not bleed into their neighbours. Bilinear: what overshoots at an edge would be cut off in
      // the alpha and not in the colours.
      String filters =
          ("movie=" + escape("file:" + file.toAbsolutePath()))
              + ",format=gbrap,premultiply=inplace=1,scale="
              + (side("iw", scale) + ":" + side("ih", scale))
              + ":flags=bilinear+accurate_rnd+full_chroma_int:out_color_matrix=bt601"
              + ":out_range=limited,format=yuva420p,buffersink@out";
      require(avfilter.avfilter_graph_parse_ptr(graph, filters, null, null, null), name);
      require(avfilter.avfilter_graph_config(graph, null), name);
      AVFilterContext sink = avfilter.avfilter_graph_get_filter(graph, "buffersink@out");
      require(avfilter.av_buffersink_get_frame(sink, frame), name);
      return picture(frame, name, opacity);
    } finally {
      avutil.av_frame_free(frame);
      avfilter.avfilter_graph_free(graph);
    }
  }

  /** The scaled side, even, as a filter's expression. */
  private static String side(String side, double scale) {
    return String.format(Locale.ROOT, "'max(2,2*round(%s*%.9f/2))'", side, scale);
  }

  /** A value as it must stand in a graph's text: once for the filter, once for the graph. */
  private static String escape(String value) {
    return value.replaceAll("[\\\\':]", "\\\\$0").replaceAll("[\\\\'\\[\\],;]", "\\\\$0");
  }

  private static Overlay.Picture picture(AVFrame frame, String name, double opacity) {
    int width = frame.width();
    int height = frame.height();
    if (width > LARGEST || height > LARGEST) {
      throw Fault.of(
          INVALID,
          "overlay " + name + " would lie over the frames with " + width + "x" + height + " pixels",
          "Scale it to at most " + LARGEST + "x" + LARGEST);
    }
    int half = width / 2;
    byte[] alpha = plane(frame, 3, width, height);
    byte[] chromaAlpha = new byte[half * (height / 2)];
    for (int i = 0; i < chromaAlpha.length; i++) {
      int at = i / half * 2 * width + i % half * 2;
      int sum = (alpha[at] & 255) + (alpha[at + 1] & 255);
      sum += (alpha[at + width] & 255) + (alpha[at + width + 1] & 255);
      chromaAlpha[i] = (byte) (sum + 2 >> 2);
    }
    return new Overlay.Picture(
        width,
        height,
        faint(plane(frame, 0, width, height), 16, opacity),
        faint(plane(frame, 1, half, height / 2), 128, opacity),
        faint(plane(frame, 2, half, height / 2), 128, opacity),
        faint(alpha, 0, opacity),
        faint(chromaAlpha, 0, opacity));
  }

  private static byte[] plane(AVFrame frame, int index, int width, int height) {
    ByteBuffer plane = ByteBuffer.allocateDirect(width * height);
    Av.copyPlane(frame, index, plane, width, height);
    byte[] bytes = new byte[width * height];
    plane.get(0, bytes);
    return bytes;
  }

  /** Moves the samples to {@code zero} as the opacity goes to 0. */
  private static byte[] faint(byte[] samples, int zero, double opacity) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.round(zero + opacity * ((samples[i] & 255) - zero));
    }
    return samples;
  }

  private static void require(int rc, String name) {
    if (rc < 0) {
      throw Fault.of(
          INVALID,
          "overlay " + name + " cannot be read as a picture (" + Av.reason(rc) + ")",
          "Give a PNG or another picture");
    }
  }
}
