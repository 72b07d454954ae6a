package dev.allaprima.pipeline.stylize;

import static dev.allaprima.pipeline.testing.Pictures.noise;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Painting takes what it needs once, and gives it back. */
class MemoryTest {
  private static final Device CPU = Device.select("cpu", 1);
  private static final int FRAMES = 200;

  @TempDir Path catalogue;
  private final FramePool pool = new FramePool("test", 4);

  @AfterEach
  void noFrameLeaks() {
    assertThat(pool.inUse()).isZero();
  }

  private Style style() {
    byte[] model = FloatModels.styles(new float[] {-1, 0.5f}, new float[] {255, 64});
    return TestModels.publishAll(catalogue, "n", 2, model).get(1);
  }

  /** Where a picture is painted in place, and where it is padded: views of its planes, then. */
  @ParameterizedTest
  @CsvSource({"64,48,16", "63,47,1024"})
  void paintingAllocatesNothing(int width, int height, int bytesAFrame) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Frame[] frames = new Frame[4];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = noise(pool.take(width, height, 0), i);
    }
    try (Stylizer stylizer = Stylizer.open(style(), CPU)) {
      paint(stylizer, frames, 8);
      long pointers = Pointer.totalCount();
      long bytes = Pointer.totalBytes();
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      paint(stylizer, frames, FRAMES);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertThat((after - before) / FRAMES).isLessThanOrEqualTo(bytesAFrame);
      assertThat(Pointer.totalCount()).isEqualTo(pointers);
      assertThat(Pointer.totalBytes()).isEqualTo(bytes);
    }
    for (Frame frame : frames) {
      frame.release();
    }
  }

  /** Every frame in turn is source and target, as a pool's are. */
  private static void paint(Stylizer stylizer, Frame[] frames, int count) {
    for (int i = 0; i < count; i++) {
      stylizer.paint(frames[i % frames.length], frames[(i + 1) % frames.length]);
    }
  }

  @Test
  void everythingIsFreedWhenItIsClosed() {
    Style style = style();
    Frame[] frames = {
      noise(pool.take(640, 360, 0), 1), pool.take(640, 360, 0),
      noise(pool.take(640, 359, 0), 2), pool.take(640, 359, 0)
    };
    cycles(style, frames, 20);
    long pointers = Pointer.totalCount();
    long bytes = Pointer.totalBytes();
    long physical = Pointer.physicalBytes();
    cycles(style, frames, 100);
    assertThat(Pointer.totalCount()).isEqualTo(pointers);
    assertThat(Pointer.totalBytes()).isEqualTo(bytes);
    // A picture's tensors are 0.7 MB in the canvas and 2.8 MB in the network: a hundred that leak
    // would be 350 MB.
    assertThat(Pointer.physicalBytes() - physical).isLessThan(100L << 20);
    for (Frame frame : frames) {
      frame.release();
    }
  }

  private static void cycles(Style style, Frame[] frames, int count) {
    for (int i = 0; i < count; i++) {
      try (Stylizer stylizer = Stylizer.open(style, CPU)) {
        stylizer.paint(frames[0], frames[1]);
        stylizer.paint(frames[2], frames[3]);
      }
    }
  }
}
