package dev.allaprima.pipeline.av;

import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A graph of FFmpeg's filters: frames go in at its sources (such as {@code buffer@in}) and come out
 * at its one sink. Used by one thread at a time.
 */
public final class Filters implements AutoCloseable {
  private final String description;
  private final AVFilterGraph graph;
  private final AVFilterContext sink;

  /**
   * Builds a graph.
   *
   * @param description in FFmpeg's language, sources and sink included
   * @param sink the name of the sink's instance
   * @throws IllegalArgumentException with FFmpeg's reason if there can be no such graph
   */
  public Filters(String description, String sink) {
    this.description = description;
    Av.load();
    graph = avfilter.avfilter_graph_alloc();
    // Little work a frame: threads of its own would cost more than they save.
    graph.nb_threads(1);
    try {
      require(avfilter.avfilter_graph_parse_ptr(graph, description, null, null, null));
      require(avfilter.avfilter_graph_config(graph, null));
      this.sink = avfilter.avfilter_graph_get_filter(graph, sink);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Hands a frame to the source of that name.
   *
   * @param frame stays as it is, and the graph may keep a reference to its pixels; null says that
   *     no more come
   */
  public void push(String source, AVFrame frame) {
    AVFilterContext to = avfilter.avfilter_graph_get_filter(graph, source);
    int keep = avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
    require(avfilter.av_buffersrc_add_frame_flags(to, frame, keep));
  }

  /** Takes the next frame; false if there is none yet, or no more. */
  public boolean pull(AVFrame frame) {
    int rc = avfilter.av_buffersink_get_frame(sink, frame);
    if (rc == Av.AGAIN || rc == avutil.AVERROR_EOF) {
      return false;
    }
    require(rc);
    return true;
  }

  /** Puts one frame through a graph that gives one for each; {@code in} stays as it is. */
  public void convert(String source, AVFrame in, AVFrame out) {
    push(source, in);
    require(avfilter.av_buffersink_get_frame(sink, out));
  }

  /** The sink, for what it says of the frames that come; borrowed. */
  public AVFilterContext sink() {
    return sink;
  }

  /** What it was built from. */
  public String description() {
    return description;
  }

  private void require(int rc) {
    if (rc < 0) {
      throw new IllegalArgumentException(Av.reason(rc) + " in " + description);
    }
  }

  @Override
  public void close() {
    avfilter.avfilter_graph_free(graph);
  }
}
