package dev.allaprima.pipeline.bench;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.encode.VideoWriter;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The clip that a benchmark runs on: a file of H.264, and its decoded frames. */
public final class BenchClip {
  private static final int CRF = 18;

  private BenchClip() {}

  /** Draws a clip of moving rings over a slope, with enough in it to keep codecs busy. */
  public static void draw(Path file, int width, int height, int frames) {
    VideoFormat format =
        new VideoFormat(
            width, height, new Ratio(1, 25), new Ratio(25, 1), new Ratio(1, 1), 2, 2, frames);
    try (FramePool pool = new FramePool("bench", 1);
        VideoWriter encoder = VideoWriter.open(target(file), format)) {
      for (int i = 0; i < frames; i++) {
        Frame frame = pool.take(width, height, i * 40_000_000L);
        draw(frame.y(), width, height, i, 16, 219);
        draw(frame.u(), frame.chromaWidth(), frame.chromaHeight(), i + 7, 64, 128);
        draw(frame.v(), frame.chromaWidth(), frame.chromaHeight(), i + 13, 64, 128);
        encoder.write(frame, i, 1);
        frame.release();
      }
      encoder.finish();
    }
  }

  private static Target target(Path file) {
    return Target.of(file, true, VideoCodec.H264, CRF);
  }

  private static void draw(ByteBuffer plane, int width, int height, int time, int low, int range) {
    double centreX = width * (0.5 + 0.4 * Math.sin(time / 17.0));
    double centreY = height * (0.5 + 0.4 * Math.cos(time / 23.0));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double distance = Math.hypot(x - centreX, y - centreY);
        double ring = 0.5 + 0.5 * Math.sin(distance * 40 / height - time / 5.0);
        double slope = (double) (x + y) / (width + height);
        plane.put((byte) (low + range * (0.6 * ring + 0.4 * slope)));
      }
    }
  }

  /** Writes the first frames of a video, without its sound, to a clip; returns how many. */
  public static int cut(Path video, Path file, int frames) {
    try (FramePool pool = new FramePool("bench", 1);
        Decoder decoder = Decoder.open(video);
        VideoWriter encoder = VideoWriter.open(target(file), decoder.format())) {
      int count = 0;
      while (count < frames && decoder.hasMore()) {
        Decoder.Picture picture = decoder.next(pool);
        encoder.write(picture.frame(), picture.pts(), picture.duration());
        picture.frame().release();
        count++;
      }
      encoder.finish();
      return count;
    }
  }

  /** All frames of the clip, from the pool; the caller releases them. */
  static List<Frame> read(Path file, FramePool pool) {
    List<Frame> frames = new ArrayList<>();
    try (Decoder decoder = Decoder.open(file)) {
      while (decoder.hasMore()) {
        frames.add(decoder.next(pool).frame());
      }
    }
    return frames;
  }

  /** Width and height from {@code 640x360}. */
  public static int[] size(String text) {
    String[] parts = text.split("x", -1);
    try {
      int width = Integer.parseInt(parts[0]);
      int height = Integer.parseInt(parts[parts.length - 1]);
      if (parts.length == 2 && width >= 16 && height >= 16 && width <= 8192 && height <= 8192) {
        return new int[] {width, height};
      }
    } catch (NumberFormatException e) {
      // Said below, with everything else that is no size.
    }
    throw Fault.of(INVALID, "size is " + text, "Give WIDTHxHEIGHT, each from 16 to 8192");
  }
}
