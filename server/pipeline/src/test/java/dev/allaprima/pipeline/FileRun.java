package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Style;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole way of a file in a folder of its own; FFmpeg's own programs judge. */
abstract class FileRun {
  static final Device CPU = Device.select("cpu", 1);
  static final Offset<Double> TICK = within(2e-5);
  static final String[] X264 = {"-c:v", "libx264", "-preset", "ultrafast", "-crf", "10"};

  @TempDir Path folder;
  @TempDir Path catalogue;
  Style negative;

  @BeforeEach
  void publishStyle() {
    negative = TestModels.publish(catalogue, "negative", TestModels.negative());
  }

  FileStylizer.Result paint(Path input, Path output) {
    return paint(input, output, -1);
  }

  FileStylizer.Result paint(Path input, Path output, int crf) {
    return FileStylizer.run(job(input, output, crf), CPU, (frames, expected) -> {});
  }

  FileStylizer.Job job(Path input, Path output, int crf) {
    return FileStylizer.Job.of(input, Target.of(output, false, null, crf), negative);
  }

  static String[] join(String[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
  }

  static List<Integer> numbers(Path video, int width, int height) {
    return Clips.frames(video, width, height).stream()
        .map(frame -> Clips.numberOfNegative(frame, width, height))
        .toList();
  }

  static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static void assertSameTimes(List<Double> found, List<Double> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("time of packet %d", i).isCloseTo(expected.get(i), TICK);
    }
  }
}
