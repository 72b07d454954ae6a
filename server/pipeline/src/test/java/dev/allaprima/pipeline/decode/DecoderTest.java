package dev.allaprima.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Pictures;
import dev.allaprima.pipeline.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static final int RED = 200;
  private static final int GREEN = 60;
  private static final int BLUE = 30;

  @TempDir Path folder;

  private static void assertColour(Frame frame, int red, int green, int blue, int tolerance) {
    double y = 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255;
    double u = 128 + (-37.797 * red - 74.203 * green + 112.0 * blue) / 255;
    double v = 128 + (112.0 * red - 93.786 * green - 18.214 * blue) / 255;
    double[] expected = {y, u, v};
    java.nio.ByteBuffer[] planes = {frame.y(), frame.u(), frame.v()};
    for (int i = 0; i < 3; i++) {
      double mean = Arrays.stream(Pictures.samples(planes[i])).average().orElseThrow();
      assertThat(mean).as("plane %d", i).isCloseTo(expected[i], within((double) tolerance));
    }
  }

  /** A plane colour, written in many ways, is always the same colour in BT.601, limited range. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bt601 limited |scale=out_color_matrix=bt601:out_range=tv,format=yuv420p |smpte170m |tv",
        "bt601 full    |scale=out_color_matrix=bt601:out_range=pc,format=yuv420p |smpte170m |pc",
        "bt709 limited |scale=out_color_matrix=bt709:out_range=tv,format=yuv420p |bt709     |tv",
        "bt709 full    |scale=out_color_matrix=bt709:out_range=pc,format=yuv420p |bt709     |pc",
        "bt2020 10 bit |scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le|bt2020nc|tv",
        "4:4:4         |scale=out_color_matrix=bt709:out_range=tv,format=yuv444p |bt709     |tv",
        "4:2:2 12 bit  |scale=out_color_matrix=bt601:out_range=tv,format=yuv422p12le|smpte170m|tv",
        "RGB           |format=bgr0                                        |rgb       |pc",
        "RGB 10 bit    |format=gbrp10le                                    |rgb       |pc",
        "opaque alpha  |scale=out_color_matrix=bt601:out_range=tv,format=yuva420p|smpte170m |tv",
      })
  void everyWritingOfAColourComesToTheSame(String name, String scale, String space, String range) {
    String source = "color=0x%02x%02x%02x:s=64x48:d=0.08,format=gbrp,".formatted(RED, GREEN, BLUE);
    clip(source + scale.strip(), space.strip(), range.strip());
    try (Decoder decoder = Decoder.open(folder.resolve("colour.mkv"));
        FramePool pool = new FramePool("test", 1)) {
      Frame frame = decoder.next(pool).frame();
      assertColour(frame, RED, GREEN, BLUE, 2);
      frame.release();
    }
  }

  /** What says no matrix is taken as players take it: BT.601 when small, BT.709 when large. */
  @ParameterizedTest
  @CsvSource({"640x480,bt601", "1280x720,bt709", "320x1080,bt709"})
  void untaggedVideoIsGuessedByItsSize(String size, String matrix) {
    String colour =
        "color=0x%02x%02x%02x:s=%s:d=0.04,format=gbrp,".formatted(RED, GREEN, BLUE, size);
    clip(
        colour
            + "scale=out_color_matrix="
            + matrix
            + ":out_range=tv,format=yuv420p,"
            + "setparams=colorspace=unknown:range=unknown",
        "unknown",
        "unknown");
    try (Decoder decoder = Decoder.open(folder.resolve("colour.mkv"));
        FramePool pool = new FramePool("test", 1)) {
      Frame frame = decoder.next(pool).frame();
      assertColour(frame, RED, GREEN, BLUE, 2);
      frame.release();
    }
  }

  @Test
  void transparentIsShownOnBlack() {
    clip("color=0xff8040@0.5:s=64x48:d=0.04,format=bgra", "rgb", "pc");
    try (Decoder decoder = Decoder.open(folder.resolve("colour.mkv"));
        FramePool pool = new FramePool("test", 1)) {
      Frame frame = decoder.next(pool).frame();
      assertColour(frame, 0x80, 0x40, 0x20, 2);
      frame.release();
    }
  }

  /** FFmpeg has no lavfi input here, so a still picture of nothing carries the filters. */
  private void clip(String filters, String space, String range) {
    Programs.ffmpeg(
        folder,
        "-y",
        "-filter_complex",
        filters + "[out]",
        "-map",
        "[out]",
        "-c:v",
        "ffv1",
        "-strict",
        "-2",
        "-colorspace",
        space,
        "-color_range",
        range,
        "colour.mkv");
  }

  @Test
  void whatNeedsNoConversionIsUntouched() {
    Path file = Clips.make(folder, "in.mkv", 97, 65, 3, false, "-c:v", "ffv1");
    try (Decoder decoder = Decoder.open(file);
        FramePool pool = new FramePool("test", 1)) {
      for (int i = 0; i < 3; i++) {
        Decoder.Picture picture = decoder.next(pool);
        Frame frame = picture.frame();
        byte[] expected = Clips.frame(i, 97, 65);
        byte[] found = new byte[expected.length];
        int luma = frame.y().remaining();
        int chroma = frame.u().remaining();
        frame.y().get(found, 0, luma);
        frame.u().get(found, luma, chroma);
        frame.v().get(found, luma + chroma, chroma);
        assertThat(found).isEqualTo(expected);
        assertThat(frame.timeNanos()).isEqualTo(i * 40_000_000L);
        frame.release();
      }
      assertThat(decoder.hasMore()).isFalse();
      assertThat(decoder.next(pool)).isNull();
      assertThat(decoder.next(pool)).as("and again").isNull();
    }
  }

  @Test
  void sizeThatChangesIsScaledToTheFirst() throws IOException {
    Clips.make(folder, "a.ts", 96, 64, 5, false, "-c:v", "libx264", "-bf", "0");
    Clips.make(
        folder,
        "b.ts",
        48,
        32,
        5,
        false,
        "-c:v",
        "libx264",
        "-bf",
        "0",
        "-output_ts_offset",
        "0.2");
    byte[] both = Files.readAllBytes(folder.resolve("a.ts"));
    Path file = folder.resolve("both.ts");
    Files.write(file, both);
    Files.write(
        file, Files.readAllBytes(folder.resolve("b.ts")), java.nio.file.StandardOpenOption.APPEND);
    try (Decoder decoder = Decoder.open(file);
        FramePool pool = new FramePool("test", 1)) {
      int count = 0;
      for (Decoder.Picture p = decoder.next(pool); p != null; p = decoder.next(pool)) {
        assertThat(p.frame().width()).isEqualTo(96);
        assertThat(p.frame().height()).isEqualTo(64);
        p.frame().release();
        count++;
      }
      assertThat(count).isEqualTo(10);
    }
  }

  @Test
  void formatIsThatOfTheShownPicture() {
    Path file =
        Clips.make(folder, "in.mp4", 96, 64, 7, false, "-c:v", "libx264", "-vf", "setsar=8/9");
    try (Decoder decoder = Decoder.open(file)) {
      assertThat(decoder.isPhoto()).isFalse();
      assertThat(decoder.format().width()).isEqualTo(96);
      assertThat(decoder.format().pixelAspect().value()).isCloseTo(8 / 9.0, within(1e-9));
      assertThat(decoder.format().frameRate().value()).isCloseTo(25, within(1e-9));
      assertThat(decoder.format().expectedFrames()).isEqualTo(7);
    }
  }

  /** Cut anywhere, a file is never taken for a shorter one. */
  @ParameterizedTest
  @ValueSource(strings = {"in.mp4", "in.mkv", "in.avi", "in.mov"})
  void truncatedFilesAreFaults(String name) throws IOException {
    String[] options = {"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "libmp3lame"};
    String[] front =
        name.endsWith("mp4") ? new String[] {"-movflags", "+faststart"} : new String[0];
    String[] all = Arrays.copyOf(options, options.length + front.length);
    System.arraycopy(front, 0, all, options.length, front.length);
    Path file = Clips.make(folder, name, 96, 64, 250, true, all);
    byte[] whole = Files.readAllBytes(file);
    assertThat(count(file)).isEqualTo(250);
    for (double part : new double[] {0.3, 0.5, 0.77}) {
      Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));
      assertThatThrownBy(() -> count(file))
          .as("%s cut to %s", name, part)
          .isInstanceOf(Fault.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void damageInTheMiddleIsAFault() throws IOException {
    Path file = Clips.make(folder, "in.mkv", 96, 64, 100, false, "-c:v", "libx264", "-g", "10");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 3000, (byte) 0x55);
    Files.write(file, bytes);
    assertThatThrownBy(() -> count(file)).isInstanceOf(Fault.class).hasMessageContaining("damaged");
  }

  /**
   * The decoder conceals small damage; where it says so, the picture is not passed off as whole.
   */
  @Test
  void concealedDamageIsAFault() throws IOException {
    String noise = "noise=alls=60:allf=t";
    Path file =
        Clips.make(
            folder, "in.mkv", 96, 64, 50, false, "-vf", noise, "-c:v", "libx264", "-g", "10");
    byte[] whole = Files.readAllBytes(file);
    int incomplete = 0;
    for (int at = whole.length / 4; at < whole.length / 2; at += whole.length / 80) {
      byte[] bytes = whole.clone();
      for (int i = at; i < at + 4; i++) {
        bytes[i] ^= 0x5a;
      }
      Files.write(file, bytes);
      try {
        assertThat(count(file)).isEqualTo(50);
      } catch (Fault e) {
        incomplete += e.getMessage().contains("incomplete") ? 1 : 0;
      }
    }
    assertThat(incomplete).isPositive();
  }

  private static int count(Path file) {
    try (Decoder decoder = Decoder.open(file);
        FramePool pool = new FramePool("test", 1)) {
      int count = 0;
      for (Decoder.Picture p = decoder.next(pool); p != null; p = decoder.next(pool)) {
        p.frame().release();
        count++;
      }
      return count;
    }
  }
}
