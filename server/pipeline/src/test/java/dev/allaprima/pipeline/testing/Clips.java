package dev.allaprima.pipeline.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clips whose frames bear their number: the upper half is eight bars, bright for a 1 and dark for a
 * 0, highest bit first; the lower half is a slope of grey from dark (left) to bright (right). U is
 * 96 on the left half and 160 on the right, V is 160 above and 96 below.
 */
public final class Clips {
  private static final int DARK = 40;
  private static final int BRIGHT = 210;

  private Clips() {}

  /** Options for ffmpeg that add a second of sound for each second of video, as AAC. */
  public static final String[] AAC = {"-c:a", "aac", "-b:a", "64k"};

  /**
   * Makes a clip of 25 frames a second.
   *
   * @param name of the file, its ending says the container
   * @param sound whether there is a tone to it, encoded as ffmpeg's options say
   * @param options for ffmpeg's output: codec, filters, rates
   */
  public static Path make(
      Path folder,
      String name,
      int width,
      int height,
      int frames,
      boolean sound,
      String... options) {
    Path raw = folder.resolve(name + ".raw");
    Path tone = folder.resolve(name + ".pcm");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(raw))) {
        for (int i = 0; i < frames; i++) {
          out.write(frame(i, width, height));
        }
      }
      List<String> command = new ArrayList<>(List.of("-y", "-f", "rawvideo"));
      command.addAll(List.of("-pix_fmt", "yuv420p", "-s", width + "x" + height, "-r", "25"));
      command.addAll(List.of("-i", raw.getFileName().toString()));
      if (sound) {
        Files.write(tone, tone(frames * 44100 / 25));
        command.addAll(List.of("-f", "s16le", "-ar", "44100", "-ch_layout", "mono"));
        command.addAll(List.of("-i", tone.getFileName().toString()));
      }
      command.addAll(Arrays.asList(options));
      command.add(name);
      Programs.ffmpeg(folder, command.toArray(String[]::new));
      Files.delete(raw);
      Files.deleteIfExists(tone);
      return folder.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The planes of the frame of that number, one after the other. */
  public static byte[] frame(int number, int width, int height) {
    int chromaWidth = (width + 1) / 2;
    int chromaHeight = (height + 1) / 2;
    byte[] bytes = new byte[width * height + 2 * chromaWidth * chromaHeight];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean bit = (number >> (7 - x * 8 / width) & 1) == 1;
        int bar = bit ? BRIGHT : DARK;
        int slope = DARK + x * (BRIGHT - DARK) / width;
        bytes[y * width + x] = (byte) (y < height / 2 ? bar : slope);
      }
    }
    int u = width * height;
    int v = u + chromaWidth * chromaHeight;
    for (int y = 0; y < chromaHeight; y++) {
      for (int x = 0; x < chromaWidth; x++) {
        bytes[u++] = (byte) (x < chromaWidth / 2 ? 96 : 160);
        bytes[v++] = (byte) (y < chromaHeight / 2 ? 160 : 96);
      }
    }
    return bytes;
  }

  private static byte[] tone(int samples) {
    byte[] bytes = new byte[2 * samples];
    for (int i = 0; i < samples; i++) {
      int value = (int) (8000 * Math.sin(2 * Math.PI * 440 * i / 44100));
      bytes[2 * i] = (byte) value;
      bytes[2 * i + 1] = (byte) (value >> 8);
    }
    return bytes;
  }

  /** All frames of a video as ffmpeg decodes them: I420, planes one after the other. */
  public static List<byte[]> frames(Path video, int width, int height) {
    byte[] all =
        Programs.ffmpeg(
            video.toAbsolutePath().getParent(),
            ("-i " + video.getFileName() + " -map 0:v -fps_mode passthrough -f rawvideo")
                .concat(" -pix_fmt yuv420p -")
                .split(" "));
    int size = width * height + 2 * ((width + 1) / 2 * ((height + 1) / 2));
    if (all.length % size != 0) {
      throw new AssertionError(video + " is not of " + width + "x" + height);
    }
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < all.length; i += size) {
      frames.add(Arrays.copyOfRange(all, i, i + size));
    }
    return frames;
  }

  /** The number that the frame bears after it was painted as a negative. */
  public static int numberOfNegative(byte[] frame, int width, int height) {
    int number = 0;
    for (int bit = 0; bit < 8; bit++) {
      int x = (2 * bit + 1) * width / 16;
      int luma = frame[height / 4 * width + x] & 255;
      number = number << 1 | (luma < 128 ? 1 : 0);
    }
    return number;
  }
}
