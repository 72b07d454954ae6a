package dev.allaprima.training.measure;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real clip's first frames: pictures of a folder in the order of their names, or a video, decoded
 * by the {@code ffmpeg} program.
 */
final class Clip {
  private Clip() {}

  /**
   * The frames with the motion between them.
   *
   * @param source a video or a folder of frames
   * @param frames how many at most
   * @param side the shorter side that they are brought to: block matching sees a few pixels far
   * @param multiple both sides become multiples of it
   * @throws Fault if there is nothing to read, or no ffmpeg to read it with
   */
  static List<Moment> read(Path source, int frames, int side, int multiple) {
    List<Picture> pictures = new ArrayList<>();
    for (Picture picture :
        Files.isDirectory(source) ? folder(source, frames) : video(source, frames)) {
      Picture like = pictures.isEmpty() ? picture.withShortSide(side, multiple) : pictures.get(0);
      pictures.add(picture.resized(like.width(), like.height()));
    }
    if (pictures.size() < 2) {
      throw Fault.of(
          INVALID,
          "the clip " + source + " has " + pictures.size() + " frames",
          "Give a video or a folder of at least two");
    }
    List<Moment> moments = new ArrayList<>();
    for (int t = 0; t < pictures.size(); t++) {
      Flow flow = t == 0 ? null : BlockMatching.between(pictures.get(t - 1), pictures.get(t));
      moments.add(new Moment(pictures.get(t), flow));
    }
    return moments;
  }

  private static List<Picture> folder(Path folder, int frames) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().limit(frames).map(Picture::read).toList();
    } catch (IOException e) {
      throw Fault.of(INVALID, "the clip " + folder + " cannot be read (" + e + ")", "Check it", e);
    }
  }

  private static List<Picture> video(Path file, int frames) {
    if (!Files.isRegularFile(file)) {
      throw Fault.of(NOT_FOUND, "the clip " + file + " is not there", "Check --clips");
    }
    try {
      Path errors = Files.createTempFile("allaprima-ffmpeg-", ".txt");
      try {
        return decode(file, frames, errors);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the clip " + file + " cannot be decoded (" + e.getMessage() + ")",
          "Install the program ffmpeg (Debian: apt-get install ffmpeg), or give a folder of frames",
          e);
    }
  }

  private static List<Picture> decode(Path file, int frames, Path errors) throws IOException {
    String[] command = {
      "ffmpeg",
      "-v",
      "error",
      "-nostdin",
      "-i",
      file.toString(),
      "-an",
      "-frames:v",
      Integer.toString(frames),
      "-pix_fmt",
      "rgb24",
      "-c:v",
      "ppm",
      "-f",
      "image2pipe",
      "-"
    };
    Process ffmpeg = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<Picture> pictures = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(ffmpeg.getInputStream()))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        pictures.add(ppm(in));
      }
    }
    if (ffmpeg.onExit().join().exitValue() != 0 && pictures.isEmpty()) {
      String why = Files.readString(errors).lines().findFirst().orElse("no word why");
      throw Fault.of(
          INVALID,
          "ffmpeg cannot read the clip " + file + " (" + why + ")",
          "Give a video that other programs play");
    }
    return pictures;
  }

  /** A picture of FFmpeg's PPM: {@code P6}, width, height, 255, bytes; its {@code P} is read. */
  private static Picture ppm(DataInputStream in) throws IOException {
    in.skipNBytes(2);
    int width = number(in);
    int height = number(in);
    number(in);
    byte[] bytes = new byte[3 * width * height];
    in.readFully(bytes);
    float[] rgb = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      rgb[i] = bytes[i] & 255;
    }
    return new Picture(width, height, rgb);
  }

  private static int number(DataInputStream in) throws IOException {
    int value = 0;
    for (int c = in.readUnsignedByte(); c >= '0' && c <= '9'; c = in.readUnsignedByte()) {
      value = 10 * value + c - '0';
    }
    return value;
  }
}
