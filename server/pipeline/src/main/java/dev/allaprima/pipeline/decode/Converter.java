package dev.allaprima.pipeline.decode;

import dev.allaprima.pipeline.av.Av;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avfilter;

/**
 * Makes decoded pictures upright I420 in BT.601, limited range, by a graph of FFmpeg's filters that
 * is built anew whenever the pictures' size, format, colours or rotation change. All pictures after
 * the first are scaled to its size. What is transparent is shown on black.
 */
final class Converter implements AutoCloseable {
  private AVFilterGraph graph;
  private AVFilterContext source;
  private AVFilterContext sink;
  private String built = "";
  private int width;
  private int height;

  /**
   * Converts {@code picture}, which is emptied, into {@code converted}.
   *
   * @throws IllegalArgumentException with FFmpeg's reason if this format cannot be converted
   */
  void convert(AVFrame picture, AVFrame converted) {
    Colours.complete(picture);
    String filters = filters(picture);
    if (!filters.equals(built)) {
      build(filters);
    }
    require(avfilter.av_buffersrc_add_frame(source, picture), filters);
    require(avfilter.av_buffersink_get_frame(sink, converted), filters);
    width = converted.width();
    height = converted.height();
  }

  private String filters(AVFrame picture) {
    AVRational aspect = picture.sample_aspect_ratio();
    String input =
        ("buffer@in=width=" + picture.width() + ":height=" + picture.height())
            + (":pix_fmt=" + Colours.name(picture) + ":time_base=1/1")
            + (":pixel_aspect=" + aspect.num() + "/" + Math.max(1, aspect.den()))
            + (":colorspace=" + picture.colorspace() + ":range=" + picture.color_range() + ",");
    String flatten = Colours.hasAlpha(picture) ? "format=gbrap,premultiply=inplace=1," : "";
    String size = width == 0 ? "" : width + ":" + height + ":";
    return input
        + Upright.filters(picture)
        + flatten
        + ("scale=" + size + "flags=bicubic+accurate_rnd+full_chroma_int")
        + ":out_color_matrix=bt601:out_range=limited,format=yuv420p,buffersink@out";
  }

  private void build(String filters) {
    close();
    graph = avfilter.avfilter_graph_alloc();
    // One picture at a time and little work: threads of its own would cost more than they save.
    graph.nb_threads(1);
    require(avfilter.avfilter_graph_parse_ptr(graph, filters, null, null, null), filters);
    require(avfilter.avfilter_graph_config(graph, null), filters);
    source = avfilter.avfilter_graph_get_filter(graph, "buffer@in");
    sink = avfilter.avfilter_graph_get_filter(graph, "buffersink@out");
    built = filters;
  }

  /** Width of a pixel by its height after the last conversion. */
  AVRational pixelAspect() {
    return avfilter.av_buffersink_get_sample_aspect_ratio(sink);
  }

  private static void require(int rc, String filters) {
    if (rc < 0) {
      throw new IllegalArgumentException(Av.reason(rc) + " in " + filters);
    }
  }

  @Override
  public void close() {
    if (graph != null) {
      avfilter.avfilter_graph_free(graph);
      graph = null;
      built = "";
    }
  }
}
