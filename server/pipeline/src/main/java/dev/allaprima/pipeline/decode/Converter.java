package dev.allaprima.pipeline.decode;

import dev.allaprima.pipeline.av.Filters;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Makes decoded pictures upright I420 in BT.601, limited range, by a graph of FFmpeg's filters that
 * is built anew whenever the pictures' size, format, colours or rotation change. All pictures after
 * the first are scaled to its size. What is transparent is shown on black; what is brighter or more
 * colourful than a usual screen is brought into its range. Used by one thread at a time.
 */
public final class Converter implements AutoCloseable {
  private final Fit fit;
  private Filters filters;
  private int width;
  private int height;

  /**
   * @param fit the size to bring pictures to, or null to keep theirs
   */
  public Converter(Fit fit) {
    this.fit = fit;
  }

  /**
   * Builds the graph for a picture, which stays as it is but for colours that it did not say.
   *
   * @throws IllegalArgumentException with FFmpeg's reason if this format cannot be converted
   */
  void prepare(AVFrame picture) {
    Colours.complete(picture);
    if (width == 0) {
      chooseSize(picture);
    }
    String wanted = describe(picture);
    if (filters == null || !wanted.equals(filters.description())) {
      close();
      filters = new Filters(wanted, "buffersink@out");
    }
  }

  private void chooseSize(AVFrame picture) {
    boolean turned = Upright.filters(picture).startsWith("transpose");
    width = turned ? picture.height() : picture.width();
    height = turned ? picture.width() : picture.height();
    if (fit != null) {
      int[] size = fit.of(width, height);
      width = size[0];
      height = size[1];
    }
  }

  /**
   * Converts {@code picture}, which stays as it is, into {@code converted}.
   *
   * @throws IllegalArgumentException with FFmpeg's reason if this format cannot be converted
   */
  public void convert(AVFrame picture, AVFrame converted) {
    prepare(picture);
    filters.convert("buffer@in", picture, converted);
  }

  private String describe(AVFrame picture) {
    AVRational aspect = picture.sample_aspect_ratio();
    String upright = Upright.filters(picture);
    boolean turned = upright.startsWith("transpose");
    int uprightWidth = turned ? picture.height() : picture.width();
    int uprightHeight = turned ? picture.width() : picture.height();
    String size =
        uprightWidth == width && uprightHeight == height
            ? ""
            : "scale=%d:%d:flags=bicubic+accurate_rnd,setsar=%s,"
                .formatted(
                    width,
                    height,
                    turned ? ratio(aspect.den(), aspect.num()) : ratio(aspect.num(), aspect.den()));
    String flatten = Colours.hasAlpha(picture) ? "format=gbrap,premultiply=inplace=1," : "";
    return ("buffer@in=width=" + picture.width() + ":height=" + picture.height())
        + (":pix_fmt=" + Colours.name(picture) + ":time_base=1/1")
        + (":pixel_aspect=" + aspect.num() + "/" + Math.max(1, aspect.den()))
        + (":colorspace=" + picture.colorspace() + ":range=" + picture.color_range() + ",")
        + upright
        + flatten
        + size
        + (Colours.needNoChange(picture) ? "" : Colours.filters(picture, isEven()) + ",")
        + "buffersink@out";
  }

  private boolean isEven() {
    return (width & 1) == 0 && (height & 1) == 0;
  }

  /** Scaling keeps the shape of the pixels: what rounding does to the picture's is not said. */
  private static String ratio(int num, int den) {
    return num > 0 && den > 0 ? num + "/" + den : "0";
  }

  /** Columns of a converted picture. */
  int width() {
    return width;
  }

  /** Rows of a converted picture. */
  int height() {
    return height;
  }

  /** Width of a pixel by its height after the conversion. */
  AVRational pixelAspect() {
    return avfilter.av_buffersink_get_sample_aspect_ratio(filters.sink());
  }

  /** Primaries of the converted picture, by ITU-T H.273. */
  static int primaries(AVFrame picture) {
    boolean mapped = Colours.isHdr(picture) || Colours.isWide(picture);
    return mapped ? avutil.AVCOL_PRI_BT709 : picture.color_primaries();
  }

  /** Transfer characteristics of the converted picture, by ITU-T H.273. */
  static int transfer(AVFrame picture) {
    boolean mapped = Colours.isHdr(picture) || Colours.isWide(picture);
    return mapped ? avutil.AVCOL_TRC_BT709 : picture.color_trc();
  }

  @Override
  public void close() {
    if (filters != null) {
      filters.close();
      filters = null;
    }
  }
}
