package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To look at it: {@code -Dslate.folder=FOLDER} writes its pictures there. */
class SlateTest {
  private static final long SECOND = 1_000_000_000;

  private final FramePool pool = new FramePool("slate", 3);
  private final Slate slate = new Slate(pool);

  @AfterEach
  void nothingIsKept() {
    slate.close();
    assertThat(pool.inUse()).isZero();
  }

  private Frame painting(int width, int height) {
    Frame frame = pool.take(width, height, 0);
    for (int i = 0; i < width * height; i++) {
      double x = (double) (i % width) / width;
      double y = (double) (i / width) / height;
      frame.y().put(i, (byte) (130 + 70 * Math.sin(14 * x + 5 * Math.sin(7 * y))));
    }
    for (int i = 0; i < frame.u().capacity(); i++) {
      frame.u().put(i, (byte) (90 + i % frame.chromaWidth() * 60 / frame.chromaWidth()));
      frame.v().put(i, (byte) 170);
    }
    return frame;
  }

  private static double mean(ByteBuffer plane) {
    long sum = 0;
    for (int i = 0; i < plane.capacity(); i++) {
      sum += plane.get(i) & 255;
    }
    return (double) sum / plane.capacity();
  }

  private static void write(Frame frame, String name) {
    String folder = System.getProperty("slate.folder");
    if (folder != null) {
      PictureWriter.write(frame, Path.of(folder, name + ".png"), true);
    }
  }

  @Test
  void isTheLastPaintingDimmedAndPalerUnderASignThatBreathes() {
    Frame last = painting(640, 360);
    double before = mean(last.y());
    Frame first = slate.next(last, 5 * SECOND);
    assertThat(first.timeNanos()).isEqualTo(5 * SECOND);
    assertThat(mean(first.y())).as("begins as what was seen").isBetween(before - 1, before + 1);
    first.release();

    Frame late = null;
    double[] light = new double[2];
    for (int tick = 1; tick <= 50; tick++) {
      if (late != null) {
        late.release();
      }
      late = slate.next(last, (5 + tick / 5) * SECOND + tick % 5 * SECOND / 5);
      if (tick == 8 || tick == 14) {
        write(late, "slate-" + tick);
      }
      // A breath's least and its most.
      if (tick == 30 || tick == 45) {
        light[tick / 15 - 2] = mean(late.y());
      }
    }
    write(late, "slate");
    assertThat(mean(late.y())).isLessThan(before * 0.6);
    assertThat(mean(late.v()) - 128).isBetween(10.0, 30.0);
    assertThat(light[1]).isGreaterThan(light[0] + 0.3);
    int ring = 360 / 2 * 640 + 640 / 2 - (int) (0.4 * 360 / 2 * 0.74);
    int corner = 5 * 640 + 5;
    assertThat(late.luma(ring)).isGreaterThan(late.luma(corner) + 50);
    late.release();
    last.release();
  }

  @Test
  void isADarkRoomBeforeAnyPainting() {
    Frame frame = slate.next(null, 0);
    assertThat(frame.width()).isEqualTo(640);
    assertThat(mean(frame.y())).isBetween(30.0, 60.0);
    frame.release();
    Frame later = slate.next(null, 4 * SECOND);
    write(later, "room");
    assertThat(mean(later.y())).isGreaterThan(35);
    later.release();
  }

  @Test
  void afterItWasClearedItBeginsAnewWithAnotherPainting() {
    Frame small = painting(64, 48);
    slate.next(small, 0).release();
    slate.next(small, 3 * SECOND).release();
    small.release();
    slate.clear();
    Frame large = painting(320, 180);
    Frame begins = slate.next(large, 9 * SECOND);
    assertThat(begins.width()).isEqualTo(320);
    assertThat(mean(begins.y())).isBetween(mean(large.y()) - 1, mean(large.y()) + 1);
    begins.release();
    large.release();
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,5", "161,91", "90,400"})
  void everySizeHasOne(int width, int height) {
    Frame last = painting(width, height);
    for (int second = 0; second < 5; second++) {
      Frame frame = slate.next(last, second * SECOND);
      assertThat(frame.width()).isEqualTo(width);
      assertThat(frame.height()).isEqualTo(height);
      frame.release();
    }
    last.release();
  }
}
