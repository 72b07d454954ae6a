package dev.allaprima.pipeline.frame;

/**
 * What the frames of a video have in common.
 *
 * @param width pixels in a row, as shown (after rotation)
 * @param height rows, as shown
 * @param timeBase seconds in one unit of the video's timestamps
 * @param frameRate mean frames a second; not known for some
 * @param pixelAspect width of a pixel by its height, as shown; not known means square
 * @param primaries colour primaries, by ITU-T H.273
 * @param transfer transfer characteristics, by ITU-T H.273
 * @param expectedFrames how many frames the file says it has, or an estimate, or -1
 */
public record VideoFormat(
    int width,
    int height,
    Ratio timeBase,
    Ratio frameRate,
    Ratio pixelAspect,
    int primaries,
    int transfer,
    long expectedFrames) {
  /** The same at other times. */
  public VideoFormat at(Ratio newTimeBase, Ratio newFrameRate, long newExpectedFrames) {
    return new VideoFormat(
        width,
        height,
        newTimeBase,
        newFrameRate,
        pixelAspect,
        primaries,
        transfer,
        newExpectedFrames);
  }
}
