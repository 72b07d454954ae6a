package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.allaprima.models.Fault;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.decode.Range;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.testing.Programs;
import dev.allaprima.pipeline.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every file that breaks careless programs ends in a right picture or a fault of one line, in time.
 * The painting is shown with a strength of nothing, so that what comes out can be held against what
 * FFmpeg's own program makes of the same file.
 */
class OddFilesTest extends FileRun {
  /** What a file of half a second may take on a busy machine of two cores, 8K among them. */
  private static final Duration BOUND = Duration.ofSeconds(120);

  /** Only so much of a long file is painted, in seconds. */
  private static final Range BEGINNING = new Range(0, 0.4);

  private static final long LONG_FILE = 200_000;

  /** What is no whole video, and what is said of it. */
  private static final Map<String, String> BROKEN =
      Map.of(
          "made_audio_only.m4a", "has no video track",
          "androidx_sample_alac.mp4", "has no video track",
          "androidx_sample_malformed_free_box.mp4", "is no video that can be read",
          "androidx_sample_with_invalid_nalu.mp4", "is damaged",
          "decord_corrupted.mp4", "is damaged",
          "made_truncated_fox.mp4", "breaks off");

  private static final String TO_SDR =
      "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
          + "zscale=t=bt709:m=bt709:r=limited,format=yuv420p,";

  @TestFactory
  Stream<DynamicTest> everyFileEndsInAPictureOrAReason() throws IOException {
    Path odd = SharedData.file("videos/odd");
    try (Stream<Path> files = Files.list(odd)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(),
                      () -> assertTimeoutPreemptively(BOUND, () -> judge(file))));
    }
  }

  private void judge(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path output = folder.resolve(name + ".mkv");
    boolean whole = Files.size(file) < LONG_FILE;
    FileStylizer.Job job = unpainted(file, Target.of(output, false, null, 16));
    if (!whole) {
      job = job.in(BEGINNING);
    }
    FileStylizer.Result result;
    try {
      result = FileStylizer.run(job, CPU, (frames, expected) -> {});
    } catch (Fault fault) {
      assertThat(fault.getMessage().lines()).hasSize(1);
      assertThat(fault).hasMessageContaining(name);
      assertThat(fault.getMessage()).contains(BROKEN.getOrDefault(name, "no such fault"));
      assertThat(output).doesNotExist();
      return;
    }
    assertThat(BROKEN).doesNotContainKey(name);
    long expected = whole ? frames(file, "") : frames(file, "%+0.4");
    assertThat(result.frames()).isBetween(whole ? expected : 1, expected);
    assertThat(frames(output, "")).isEqualTo(result.frames());
    int[] before = firstPicture(file, asPlayersTakeIt(name));
    int[] after = firstPicture(output, "");
    double error = 0;
    for (int i = 0; i < before.length; i++) {
      error += Math.abs(before[i] - after[i]);
    }
    assertThat(error / before.length).as("mean error of RGB, in levels").isLessThan(2);
  }

  /** Filters that make ffmpeg show what it would take for something else than players do. */
  private static String asPlayersTakeIt(String name) {
    if (name.contains("hdr10") || name.contains("mdcv")) {
      return TO_SDR;
    }
    // Untagged and higher than SD: players take it for BT.709, ffmpeg for BT.601.
    return name.contains("642x642") ? "setparams=colorspace=bt709," : "";
  }

  private FileStylizer.Job unpainted(Path file, Target target) {
    Controls original = Controls.of(StyleMix.only(negative)).withStrength(0);
    return new FileStylizer.Job(
        file, target, negative, original, Range.ALL, new Ratio(0, 1), null, false, false);
  }

  /** How many pictures ffprobe decodes; FFmpeg's own players drop none of these either. */
  private long frames(Path file, String interval) {
    String count =
        Programs.ffprobe(
            folder,
            "-select_streams",
            "V:0",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-read_intervals",
            interval.isEmpty() ? "%" : interval,
            "-of",
            "csv=p=0",
            file.toString());
    return Long.parseLong(count.strip().split("[,\\s]+")[0]);
  }

  /** The first picture as ffmpeg shows it, averaged over 48×48 places: RGB, 0 to 255. */
  private int[] firstPicture(Path file, String filters) {
    byte[] bytes =
        Programs.ffmpeg(
            folder,
            "-i",
            file.toString(),
            "-frames:v",
            "1",
            "-vf",
            filters
                + "scale=flags=bicubic+accurate_rnd+full_chroma_int,format=gbrp,"
                + "scale=48:48:flags=area,format=rgb24",
            "-f",
            "rawvideo",
            "-");
    int[] samples = new int[bytes.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes[i] & 255;
    }
    Assumptions.assumeTrue(samples.length == 48 * 48 * 3);
    return samples;
  }
}
