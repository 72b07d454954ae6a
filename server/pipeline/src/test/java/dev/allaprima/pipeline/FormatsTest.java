package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.decode.Fit;
import dev.allaprima.pipeline.decode.Range;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What videos can be written as, and which part of them, when and how large. */
class FormatsTest extends FileRun {
  private FileStylizer.Job job(Path input, Target target, Range range, Ratio rate, Fit fit) {
    FileStylizer.Job all = FileStylizer.Job.of(input, target, negative);
    return new FileStylizer.Job(
        input, target, negative, all.controls(), range, rate, fit, false, false);
  }

  private FileStylizer.Result run(FileStylizer.Job job) {
    return FileStylizer.run(job, CPU, (frames, expected) -> {});
  }

  private Path clip(int frames) {
    return Clips.make(folder, "in.mp4", 96, 64, frames, true, join(X264, Clips.AAC));
  }

  @ParameterizedTest
  @CsvSource({
    "out.mp4,hevc,hevc,yuv420p,aac",
    "out.mp4,av1,av1,yuv420p,aac",
    "out.mkv,vp9,vp9,yuv420p,aac",
    "out.webm,,vp9,yuv420p,opus",
    "out.webm,av1,av1,yuv420p,opus",
    "out.mov,prores,prores,yuv422p10le,aac",
    "out.ts,,h264,yuv420p,aac",
  })
  void everyCodecKeepsPicturesAndTimes(
      String name, String codec, String codecName, String pixels, String sound) {
    Path input = clip(30);
    Path output = folder.resolve(name);
    VideoCodec wanted = codec == null ? null : VideoCodec.of(codec);
    run(FileStylizer.Job.of(input, Target.of(output, false, wanted, -1), negative));
    assertThat(numbers(output, 96, 64)).isEqualTo(upTo(30));
    Probe probe = Probe.of(output);
    assertThat(probe.stream("video", "codec_name")).isEqualTo(codecName);
    assertThat(probe.stream("video", "pix_fmt")).isEqualTo(pixels);
    assertThat(probe.stream("video", "color_space")).isIn("smpte170m", "");
    assertThat(probe.stream("audio", "codec_name")).isEqualTo(sound);
    // These two begin where the first sound does, which lies before the first picture.
    boolean shifts = name.endsWith(".ts") || name.endsWith(".mkv");
    double start = shifts ? probe.times("video").get(0) : 0;
    List<Double> times = probe.times("video").stream().map(time -> time - start).toList();
    for (int i = 0; i < 30; i++) {
      assertThat(times.get(i)).as("time of %d", i).isCloseTo(i / 25.0, within(1e-3));
    }
  }

  @Test
  void gifHasAPaletteOfItsOwnAndItsTimes() {
    Path input = clip(20);
    Path output = folder.resolve("out.gif");
    FileStylizer.Result result =
        run(FileStylizer.Job.of(input, Target.of(output, false, null, -1), negative));
    assertThat(result.notes()).containsExactly("the sound is left out: this kind of file has none");
    assertThat(numbers(output, 96, 64)).isEqualTo(upTo(20));
    assertThat(Probe.of(output).times("video").get(19)).isCloseTo(0.76, within(1e-9));
  }

  @Test
  void everyPictureIsAFile() throws IOException {
    Path input = Clips.make(folder, "in.mkv", 97, 65, 12, false, "-c:v", "ffv1");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Target target = Target.of(pictures.resolve("%06d.png"), false, null, -1);
    assertThat(run(FileStylizer.Job.of(input, target, negative)).width()).isEqualTo(97);
    assertThat(pictures).isDirectoryContaining("glob:**/000012.png");
    Programs.ffmpeg(pictures, "-i", "%06d.png", "-c:v", "ffv1", "-pix_fmt", "yuv420p", "all.mkv");
    assertThat(numbers(pictures.resolve("all.mkv"), 97, 65)).isEqualTo(upTo(12));
    assertThatThrownBy(() -> Target.of(pictures.resolve("%06d.png"), false, null, -1))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("000001.png exists");
  }

  /** The painted negative of a plane colour is the same colour, whatever matrix it is tagged as. */
  @ParameterizedTest
  @CsvSource({"96x64,smpte170m", "1280x720,bt709"})
  void hdIsWrittenAsPlayersExpectIt(String size, String matrix) {
    Programs.ffmpeg(
        folder,
        "-filter_complex",
        "color=0xc83c1e:s="
            + size
            + ":d=0.08,format=gbrp,scale=out_color_matrix="
            + matrix
            + ":out_range=tv,format=yuv420p[out]",
        "-map",
        "[out]",
        "-c:v",
        "libx264",
        "-crf",
        "5",
        "-colorspace",
        matrix,
        "in.mp4");
    Path output = folder.resolve("out.mp4");
    paint(folder.resolve("in.mp4"), output, 5);
    assertThat(Probe.of(output).stream("video", "color_space")).isEqualTo(matrix);
    byte[] rgb =
        Programs.ffmpeg(
            folder,
            "-i",
            "out.mp4",
            "-frames:v",
            "1",
            "-vf",
            "scale=1:1:flags=area,format=rgb24",
            "-f",
            "rawvideo",
            "-");
    // Of (200, 60, 30): Y, U, V of BT.601 are 101, 97, 194 and their negatives 154, 158, 61.
    int[] expected = {55, 204, 222};
    for (int i = 0; i < 3; i++) {
      assertThat(rgb[i] & 255).as("channel %d", i).isCloseTo(expected[i], within(6));
    }
  }

  @Test
  void rangeIsExactToTheFrameAndKeepsSync() {
    Path input = clip(100);
    Path output = folder.resolve("out.mp4");
    Range range = new Range(Range.seconds("--from", "1.2"), Range.seconds("--to", "0:02.4"));
    run(job(input, Target.of(output, false, null, 10), range, new Ratio(0, 1), null));
    assertThat(numbers(output, 96, 64)).isEqualTo(IntStream.range(30, 60).boxed().toList());
    Probe probe = Probe.of(output);
    assertThat(probe.times("video").get(0)).isCloseTo(0, TICK);
    assertThat(probe.duration()).isCloseTo(1.2, within(0.03));
    List<Double> before = Probe.of(input).times("audio");
    double first = probe.times("audio").get(0) + 1.2;
    assertThat(before).as("sound where it was").anyMatch(time -> Math.abs(time - first) < 1e-3);
    assertThatThrownBy(
            () ->
                run(
                    job(
                        input,
                        Target.of(folder.resolve("none.mp4"), false, null, -1),
                        new Range(9, 10),
                        new Ratio(0, 1),
                        null)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("has no picture from 9.0 s");
  }

  @Test
  void rateIsMadeConstant() {
    Path input = clip(50);
    Path half = folder.resolve("half.mp4");
    run(job(input, Target.of(half, false, null, 10), Range.ALL, new Ratio(25, 2), null));
    assertThat(Probe.of(half).times("video")).hasSize(25).element(1).isEqualTo(0.08);
    Path twice = folder.resolve("twice.mp4");
    run(job(input, Target.of(twice, false, null, 10), Range.ALL, new Ratio(50, 1), null));
    assertThat(numbers(twice, 96, 64))
        .isEqualTo(IntStream.range(0, 100).map(n -> n / 2).boxed().toList());
    assertThat(Probe.of(twice).duration()).isCloseTo(Probe.of(input).duration(), within(0.03));
  }

  @ParameterizedTest
  @CsvSource({"48x48,48,32", "32p,48,32", "192x128,192,128"})
  void sizeKeepsTheShape(String fit, int width, int height) {
    Path output = folder.resolve("out.mp4");
    Target target = Target.of(output, false, null, 10);
    run(job(clip(4), target, Range.ALL, new Ratio(0, 1), Fit.of(fit)));
    assertThat(numbers(output, width, height)).isEqualTo(upTo(4));
    assertThat(Probe.of(output).stream("video", "sample_aspect_ratio")).isIn("1:1", "N/A", "");
  }

  /** Text is rewritten as the container has it; what is no text there is left out and said. */
  @ParameterizedTest
  @CsvSource({"out.mp4,mov_text", "out.mkv,subrip", "out.webm,webvtt"})
  void subtitlesChaptersAndTitlesAreKept(String name, String codec) throws IOException {
    Clips.make(folder, "in.mp4", 96, 64, 50, false, X264);
    Files.writeString(
        folder.resolve("text.srt"),
        "1\n00:00:00,200 --> 00:00:00,900\nHello\n\n2\n00:00:01,000 --> 00:00:01,500\nWorld\n");
    Files.writeString(
        folder.resolve("meta.txt"),
        ";FFMETADATA1\ntitle=A title\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n"
            + "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Two\n");
    Programs.ffmpeg(
        folder,
        ("-i in.mp4 -i text.srt -i meta.txt -map 0 -map 1 -map_metadata 2 -map_chapters 2 -c copy"
                + " -metadata:s:s:0 language=nld full.mkv")
            .split(" "));
    Path output = folder.resolve(name);
    paint(folder.resolve("full.mkv"), output);
    Probe probe = Probe.of(output);
    assertThat(probe.stream("subtitle", "codec_name")).isEqualTo(codec);
    String tags = Programs.ffprobe(folder, "-show_chapters", "-show_format", "-show_streams", name);
    assertThat(tags).contains("TAG:title=One", "TAG:title=Two", "TAG:title=A title", "=nld");
    String text =
        new String(
            Programs.ffmpeg(folder, "-i", name, "-map", "0:s", "-f", "srt", "-"),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(text)
        .contains("00:00:00,200 --> 00:00:00,900", "Hello")
        .contains("00:00:01,000 --> 00:00:01,500", "World");
  }

  @Test
  void whatCannotBeHeldIsNamed() {
    assertThatThrownBy(() -> Target.of(Path.of("a.webm"), false, VideoCodec.H264, -1))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("vp9, av1");
    assertThatThrownBy(() -> Target.of(Path.of("a.mov"), false, VideoCodec.PRORES, 20))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("--crf is 20");
    assertThatThrownBy(() -> VideoCodec.of("divx"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("h264, hevc, av1");
  }
}
