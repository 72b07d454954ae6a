package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Composer;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples on the library's page do what they say; they stand there as they stand here. */
class ExampleTest {
  private static final Path PAGE =
      Path.of("src/main/java/dev/allaprima/pipeline/package-info.java");
  private static final Path HERE = Path.of("src/test/java/dev/allaprima/pipeline/ExampleTest.java");

  @TempDir Path folder;
  @TempDir Path styles;
  private final List<String> calls = new ArrayList<>();
  private int sample;

  @BeforeEach
  void publish() {
    TestModels.publish(styles, "starry-night", TestModels.negative());
  }

  private void show(long frames, long expected) {
    calls.add(frames + " of " + expected);
  }

  private void fill(ByteBuffer... planes) {
    for (ByteBuffer plane : planes) {
      while (plane.hasRemaining()) {
        plane.put((byte) 100);
      }
    }
  }

  private void use(ByteBuffer... planes) {
    sample = planes[0].get(0) & 255;
  }

  @Test
  void file() {
    Path input = Clips.make(folder, "in.mp4", 96, 64, 3, true, "-c:v", "libx264", "-c:a", "aac");
    Path output = folder.resolve("out.mp4");
    Style style = Catalogue.at(styles).style("starry-night");
    Device device = Device.select("auto", 0);
    Target target = Target.of(output, true, VideoCodec.H264, 20);
    FileStylizer.Job job = FileStylizer.Job.of(input, target, style);
    FileStylizer.Result result =
        FileStylizer.run(job, device, (frames, expected) -> show(frames, expected));
    assertThat(result.frames()).isEqualTo(3);
    assertThat(calls).containsExactly("1 of 3", "2 of 3", "3 of 3");
    assertThat(output).exists();
  }

  @Test
  void frames() {
    Style style = Catalogue.at(styles).style("starry-night");
    Device device = Device.select("cpu", 1);
    try (FramePool pool = new FramePool("mine", 4);
        Stylizer stylizer = Stylizer.open(style, device)) {
      Frame source = pool.take(640, 360, 0);
      fill(source.y(), source.u(), source.v());
      Frame painted = pool.take(640, 360, 0);
      stylizer.paint(source, painted);
      use(painted.y(), painted.u(), painted.v());
      painted.release();
      source.release();
    }
    assertThat(sample).isEqualTo(155);
  }

  @Test
  void controls() {
    Style style = Catalogue.at(styles).style("starry-night");
    try (FramePool pool = new FramePool("mine", 4);
        Stylizer stylizer = Stylizer.open(style, Device.select("cpu", 1))) {
      Frame source = pool.take(64, 64, 0);
      fill(source.y(), source.u(), source.v());
      Controls controls = Controls.of(StyleMix.only(style)).withStrength(0.8).withSteadiness(0.5);
      try (Composer composer = new Composer(controls)) {
        Frame shown = composer.paint(source, pool, stylizer::paint);
        use(shown.y(), shown.u(), shown.v());
        shown.release();
        composer.set(controls.withOriginalColours(true));
      }
      source.release();
      assertThat(pool.inUse()).isZero();
    }
    assertThat(sample).isEqualTo(144);
  }

  @Test
  void theyAreThoseOfThePage() throws IOException {
    Matcher blocks =
        Pattern.compile("<pre>\\{@code(.*?)}</pre>", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    String here = squeezed(Files.readString(HERE));
    int count = 0;
    while (blocks.find()) {
      String example = squeezed(blocks.group(1).replaceAll("(?m)^ \\*", ""));
      assertThat(here).contains(example);
      count++;
    }
    assertThat(count).isEqualTo(3);
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
