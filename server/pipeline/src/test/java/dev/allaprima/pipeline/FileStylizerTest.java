package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the way of a file does to pictures, sound and time. */
class FileStylizerTest extends FileRun {
  @Test
  void everyFrameIsPaintedOnceInOrderAndTheSoundIsCopied() {
    Path input = Clips.make(folder, "in.mp4", 96, 64, 100, true, join(X264, Clips.AAC));
    Path output = folder.resolve("out.mp4");
    List<Long> progress = new ArrayList<>();
    FileStylizer.Result result =
        FileStylizer.run(
            job(input, output, 10),
            CPU,
            (frames, expected) -> {
              progress.add(frames);
              assertThat(expected).isEqualTo(100);
            });

    assertThat(result).isEqualTo(new FileStylizer.Result(100, 0, 96, 64, List.of()));
    assertThat(numbers(output, 96, 64)).isEqualTo(upTo(100));
    assertThat(progress).hasSize(100).last().isEqualTo(100L);
    Probe before = Probe.of(input);
    Probe after = Probe.of(output);
    assertSameTimes(after.times("video"), before.times("video"));
    assertSameTimes(after.times("audio"), before.times("audio"));
    assertThat(after.hashes("audio")).isEqualTo(before.hashes("audio"));
    assertThat(after.duration()).isCloseTo(before.duration(), within(1e-3));
    assertThat(after.stream("video", "duration")).isEqualTo(before.stream("video", "duration"));
    assertThat(after.stream("audio", "duration")).isEqualTo(before.stream("audio", "duration"));
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void wholePictureIsPaintedAndTagged() {
    Path input = Clips.make(folder, "in.mkv", 96, 64, 3, false, "-c:v", "ffv1");
    Path output = folder.resolve("out.mp4");
    paint(input, output, 0);
    byte[] original = Clips.frame(2, 96, 64);
    byte[] painted = Clips.frames(output, 96, 64).get(2);
    for (int i = 0; i < original.length; i++) {
      // crf 0 is lossless and nothing is to be converted: every sample is exact.
      assertThat(painted[i] & 255).as("sample %d", i).isEqualTo(255 - (original[i] & 255));
    }
    Probe probe = Probe.of(output);
    assertThat(probe.stream("video", "codec_name")).isEqualTo("h264");
    assertThat(probe.stream("video", "pix_fmt")).isEqualTo("yuv420p");
    assertThat(probe.stream("video", "color_space")).isEqualTo("smpte170m");
    assertThat(probe.stream("video", "color_range")).isEqualTo("tv");
  }

  @Test
  void indexIsAtTheFront() throws IOException {
    Path input = Clips.make(folder, "in.mp4", 96, 64, 10, false, X264);
    Path output = folder.resolve("out.mp4");
    paint(input, output);
    String bytes =
        new String(Files.readAllBytes(output), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(bytes.indexOf("moov")).isPositive().isLessThan(bytes.indexOf("mdat"));
  }

  /** Rotation by 90 degrees clockwise puts the left of the stored picture on top of the shown. */
  @ParameterizedTest
  @CsvSource({"90,64,96", "180,96,64", "270,64,96"})
  void rotationIsApplied(int degrees, int width, int height) {
    Clips.make(
        folder, "plain.mp4", 96, 64, 2, false, join(X264, new String[] {"-vf", "setsar=4/3"}));
    Programs.ffmpeg(
        folder, ("-display_rotation:v:0 -" + degrees + " -i plain.mp4 -c copy in.mp4").split(" "));
    Path output = folder.resolve("out.mp4");
    paint(folder.resolve("in.mp4"), output);

    byte[] painted = Clips.frames(output, width, height).get(0);
    // In the stored picture the slope is in the lower half, dark on the left: in the negative the
    // stored bottom left is bright, the bottom right dark; the upper half is frame 0, all bright.
    int[] bottomRight = {90, 58};
    int[] shown =
        switch (degrees) {
          case 90 -> new int[] {63 - bottomRight[1], bottomRight[0]};
          case 180 -> new int[] {95 - bottomRight[0], 63 - bottomRight[1]};
          default -> new int[] {bottomRight[1], 95 - bottomRight[0]};
        };
    assertThat(painted[shown[1] * width + shown[0]] & 255).isLessThan(80);
    int opposite = (height - 1 - shown[1]) * width + (width - 1 - shown[0]);
    assertThat(painted[opposite] & 255).isGreaterThan(200);
    Probe probe = Probe.of(output);
    assertThat(probe.stream("video", "sample_aspect_ratio"))
        .isEqualTo(degrees == 180 ? "4:3" : "3:4");
    assertThat(probe.stream("video", "side_data_list")).as("no rotation is left to do").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"97,65,96,64", "96,65,96,64", "97,64,96,64"})
  void oddSizesLoseTheLastColumnOrRow(int width, int height, int newWidth, int newHeight) {
    Path input = Clips.make(folder, "in.mkv", width, height, 20, false, "-c:v", "ffv1");
    Path output = folder.resolve("out.mp4");
    assertThat(paint(input, output))
        .isEqualTo(
            new FileStylizer.Result(20, 0, newWidth, newHeight, List.of("cropped to even sizes")));
    assertThat(numbers(output, newWidth, newHeight)).isEqualTo(upTo(20));
    assertSameTimes(Probe.of(output).times("video"), Probe.of(input).times("video"));
  }

  @Test
  void unevenTimesAreKept() {
    String[] uneven = {
      "-vf", "settb=1/90000,setpts=N*3600+mod(N*N\\,7)*400+45000", "-fps_mode", "passthrough"
    };
    String[] scale = {"-video_track_timescale", "90000", "-bf", "3"};
    Path input =
        Clips.make(folder, "in.mp4", 96, 64, 40, true, join(X264, uneven, scale, Clips.AAC));
    Path output = folder.resolve("out.mp4");
    paint(input, output);
    Probe before = Probe.of(input);
    Probe after = Probe.of(output);
    assertThat(before.times("video")).as("the clip begins late").first().isNotEqualTo(0.0);
    assertSameTimes(after.times("video"), before.times("video"));
    assertSameTimes(after.times("audio"), before.times("audio"));
    assertThat(after.stream("video", "duration_ts"))
        .isEqualTo(before.stream("video", "duration_ts"));
    assertThat(numbers(output, 96, 64)).isEqualTo(upTo(40));
  }

  @Test
  void lastFrameStaysAsLongAsItDid() {
    Clips.make(folder, "plain.mp4", 96, 64, 20, false, join(X264, new String[] {"-bf", "0"}));
    Programs.ffmpeg(
        folder,
        ("-i plain.mp4 -c copy -bsf:v setts=duration=if(eq(N\\,19)\\,DURATION*50\\,DURATION)"
                + " in.mp4")
            .split(" "));
    Path output = folder.resolve("out.mp4");
    paint(folder.resolve("in.mp4"), output);
    assertThat(Probe.of(folder.resolve("in.mp4")).duration()).isCloseTo(2.76, within(0.001));
    assertThat(Probe.of(output).duration()).isCloseTo(2.76, within(0.001));
  }

  /** Transport streams begin anywhere on their clock; the file begins at its own start. */
  @Test
  void offsetOfATransportStreamIsTakenAway() {
    Path input =
        Clips.make(
            folder,
            "in.ts",
            96,
            64,
            30,
            true,
            join(X264, Clips.AAC, new String[] {"-output_ts_offset", "1000"}));
    Path output = folder.resolve("out.mp4");
    paint(input, output);
    Probe before = Probe.of(input);
    Probe after = Probe.of(output);
    double shift = before.times("video").get(0) - after.times("video").get(0);
    assertThat(shift).isGreaterThan(1000);
    assertSameTimes(
        after.times("video").stream().map(t -> t + shift).toList(), before.times("video"));
    assertSameTimes(
        after.times("audio").stream().map(t -> t + shift).toList(), before.times("audio"));
    assertThat(numbers(output, 96, 64)).isEqualTo(upTo(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.mkv", "out.mov", "out.MP4", "out.m4v"})
  void containerIsChosenByTheName(String name) {
    Path input = Clips.make(folder, "in.mp4", 96, 64, 10, true, join(X264, Clips.AAC));
    Path output = folder.resolve(name);
    paint(input, output);
    assertThat(numbers(output, 96, 64)).isEqualTo(upTo(10));
    assertThat(Probe.of(output).hashes("audio")).isEqualTo(Probe.of(input).hashes("audio"));
  }

  @Test
  void soundThatMp4CannotHoldIsEncodedAnewAndCopiedIntoMatroska() {
    Path input =
        Clips.make(folder, "in.mkv", 96, 64, 10, true, join(X264, new String[] {"-c:a", "wmav2"}));
    FileStylizer.Result result = paint(input, folder.resolve("out.mp4"));
    assertThat(result.notes())
        .containsExactly("the sound of track 1 (wmav2) is encoded anew as aac");
    Probe anew = Probe.of(folder.resolve("out.mp4"));
    assertThat(anew.stream("audio", "codec_name")).isEqualTo("aac");
    assertThat(anew.duration()).isCloseTo(Probe.of(input).duration(), within(0.1));
    paint(input, folder.resolve("out.mkv"));
    assertThat(Probe.of(folder.resolve("out.mkv")).hashes("audio"))
        .isEqualTo(Probe.of(input).hashes("audio"));
  }

  /** Two packets of one time: Matroska takes them, MP4 does not. */
  @Test
  void soundWithoutTimesOfItsOwnIsStillCopied() {
    Clips.make(folder, "plain.mp4", 96, 64, 25, true, join(X264, Clips.AAC));
    String same = "if(eq(N\\,9)\\,PREV_OUT%1$s\\,%1$s)";
    String times = "setts=pts=" + same.formatted("PTS") + ":dts=" + same.formatted("DTS");
    Programs.ffmpeg(folder, "-i", "plain.mp4", "-c", "copy", "-bsf:a", times, "in.mkv");
    Path input = folder.resolve("in.mkv");
    List<Double> before = Probe.of(input).times("audio");
    assertThat(before.stream().distinct()).hasSize(before.size() - 1);
    paint(input, folder.resolve("out.mp4"));
    Probe after = Probe.of(folder.resolve("out.mp4"));
    assertThat(after.hashes("audio")).isEqualTo(Probe.of(input).hashes("audio"));
    assertThat(after.times("audio")).doesNotHaveDuplicates();
  }

  @Test
  void everySoundTrackIsCopiedWithItsLanguage() {
    Clips.make(folder, "one.mp4", 96, 64, 10, true, join(X264, Clips.AAC));
    Programs.ffmpeg(
        folder,
        ("-i one.mp4 -map 0:v -map 0:a -map 0:a -c copy -metadata:s:a:0 language=nld"
                + " -metadata:s:a:1 language=eng in.mp4")
            .split(" "));
    paint(folder.resolve("in.mp4"), folder.resolve("out.mp4"));
    Probe probe = Probe.of(folder.resolve("out.mp4"));
    assertThat(probe.count("audio")).isEqualTo(2);
    String languages =
        Programs.ffprobe(
            folder,
            "-select_streams",
            "a",
            "-show_entries",
            "stream_tags=language",
            "-of",
            "csv=p=0",
            "out.mp4");
    assertThat(languages.split("\\s+")).containsExactly("nld", "eng");
  }
}
