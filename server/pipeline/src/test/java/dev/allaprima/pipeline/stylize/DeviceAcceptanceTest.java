package dev.allaprima.pipeline.stylize;

import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped style on a card, beside the processor. Runs where {@code
 * -Dallaprima.acceptance.device=cuda:0} names a card ({@code bench/gpu-acceptance.sh}), and prints
 * the figures.
 */
@EnabledIfSystemProperty(named = DeviceAcceptanceTest.PROPERTY, matches = ".+")
class DeviceAcceptanceTest {
  static final String PROPERTY = "allaprima.acceptance.device";

  /** TensorFloat-32 convolutions round to 10 bits; after a dozen of them a byte may move. */
  private static final double FP32_MEAN = 0.5;

  /** The same for 16-bit networks, which round every intermediate sum. */
  private static final double FP16_MEAN = 1.0;

  private static final Device PROCESSOR = Device.select("cpu", 0);
  private static final Device DEVICE = Device.select(System.getProperty(PROPERTY, "cpu"), 0);

  private final FramePool pool = new FramePool("acceptance", 64);

  @AfterEach
  void noFrameLeaks() {
    assertThat(pool.inUse()).isZero();
  }

  static List<Style> styles() {
    return Catalogue.at(Path.of("../../models/styles")).list().styles();
  }

  static Stream<Object[]> variants() {
    return styles().stream()
        .flatMap(
            style ->
                Stream.of(Precision.FP32, Precision.FP16)
                    .filter(style.network()::has)
                    .map(precision -> new Object[] {style, precision}));
  }

  /** A drawn scene: slopes, edges and grain in colour. */
  private Frame scene(int width, int height, int seed) {
    Frame frame = pool.take(width, height, seed);
    int noise = seed + 1;
    for (ByteBuffer plane : new ByteBuffer[] {frame.y(), frame.u(), frame.v()}) {
      int w = plane.capacity() == width * height ? width : (width + 1) / 2;
      for (int i = 0; i < plane.capacity(); i++) {
        noise = noise * 1_103_515_245 + 12_345;
        int x = i % w;
        int y = i / w;
        int edge = (x / 40 + y / 24 + seed) % 2 * 60;
        plane.put(i, (byte) (40 + 100 * x / w + edge + (noise >>> 16 & 15)));
      }
    }
    return frame;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void paintsWhatTheProcessorPaints(Style style, Precision precision) {
    for (int[] size : new int[][] {{640, 360}, {641, 359}}) {
      Frame source = scene(size[0], size[1], 1);
      Frame expected = pool.take(size[0], size[1], 0);
      Frame painted = pool.take(size[0], size[1], 0);
      try (Stylizer here = Stylizer.open(style, PROCESSOR);
          Stylizer there = Stylizer.open(style, DEVICE.withPrecision(precision))) {
        here.paint(source, expected);
        there.paint(source, painted);
        double mean = meanDifference(expected, painted);
        System.out.printf(
            Locale.ROOT,
            "parity %s %s %dx%d: %.3f of 255 in the mean%n",
            style.name(),
            precision,
            size[0],
            size[1],
            mean);
        assertThat(mean).isLessThan(precision == Precision.FP32 ? FP32_MEAN : FP16_MEAN);
      }
      source.release();
      expected.release();
      painted.release();
    }
  }

  private static double meanDifference(Frame a, Frame b) {
    double sum = 0;
    int count = 0;
    ByteBuffer[][] planes = {{a.y(), b.y()}, {a.u(), b.u()}, {a.v(), b.v()}};
    for (ByteBuffer[] pair : planes) {
      for (int i = 0; i < pair[0].capacity(); i++) {
        sum += Math.abs((pair[0].get(i) & 255) - (pair[1].get(i) & 255));
      }
      count += pair[0].capacity();
    }
    return sum / count;
  }

  @Test
  void autoTakesTheCardAndSixteenBitsWhereTheNetworkHasThem() {
    if (DEVICE.isCuda()) {
      assertThat(Device.select("auto", 0).isCuda()).isTrue();
    }
    for (Style style : styles()) {
      try (Stylizer stylizer = Stylizer.open(style, DEVICE)) {
        boolean half = DEVICE.isCuda() && style.network().has(Precision.FP16);
        assertThat(stylizer.precision()).isEqualTo(half ? Precision.FP16 : Precision.FP32);
      }
    }
  }

  @Test
  void eightBitsAreNotLeftToTheProcessorInSilence() {
    Style style = styles().get(0);
    if (DEVICE.isCuda()) {
      assertThatThrownBy(() -> Stylizer.open(style, DEVICE.withPrecision(Precision.INT8)))
          .isInstanceOf(Fault.class);
    }
  }

  /** Batches of mixed sources, with and without recorded graphs, are each picture alone. */
  @ParameterizedTest
  @CsvSource({"2,false", "8,false", "2,true", "8,true"})
  void batchesAreThePicturesOneByOne(int count, boolean graphs) {
    Device device = graphs ? DEVICE.withCudaGraphs() : DEVICE;
    Style style = styles().get(0);
    Engine engine = new Engine(device, new Batching(count, Duration.ZERO), System::nanoTime);
    try (OpenStyle open = engine.open(style);
        Stylizer alone = Stylizer.open(style, DEVICE)) {
      for (int round = 0; round < 4; round++) {
        List<Frame> targets = new ArrayList<>();
        List<Frame> sources = new ArrayList<>();
        try (Lane lane = engine.lane("acceptance", count)) {
          for (int i = 0; i < count; i++) {
            sources.add(scene(640, 360, 10 * round + i));
            targets.add(pool.take(640, 360, i));
            submit(lane, open, sources.get(i), targets.get(i));
          }
          while (engine.step() == 0) {
            assertThat(engine.isAlive()).isFalse();
          }
        }
        for (int i = 0; i < count; i++) {
          Frame expected = pool.take(640, 360, i);
          alone.paint(sources.get(i), expected);
          assertThat(meanDifference(expected, targets.get(i))).isLessThan(FP16_MEAN);
          expected.release();
        }
        sources.forEach(Frame::release);
        targets.forEach(Frame::release);
      }
      assertThat(engine.stats().failed()).isZero();
    }
    engine.close();
  }

  private static void submit(Lane lane, OpenStyle style, Frame source, Frame target) {
    try {
      lane.submit(style, style.alone(), source, target);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyPlanesCrossTheBus() {
    Style style = styles().get(0);
    Frame source = scene(1280, 720, 1);
    Frame target = pool.take(1280, 720, 0);
    try (Stylizer stylizer = Stylizer.open(style, DEVICE)) {
      stylizer.paint(source, target);
      long up = stylizer.uploadedBytes();
      long down = stylizer.downloadedBytes();
      stylizer.paint(source, target);
      System.out.printf(
          "bytes a frame of 1280x720: %d up, %d down%n",
          stylizer.uploadedBytes() - up, stylizer.downloadedBytes() - down);
      if (DEVICE.isCuda()) {
        int planes = 1280 * 720 * 3 / 2;
        assertThat(stylizer.uploadedBytes() - up).isBetween((long) planes, planes + 4096L);
        assertThat(stylizer.downloadedBytes() - down).isEqualTo(planes);
      }
    }
    source.release();
    target.release();
  }

  @Test
  void nothingStaysOnTheDevice() {
    Style style = styles().get(0);
    cycles(style, 3);
    long free = freeOnDevice();
    long pointers = Pointer.totalCount();
    long bytes = Pointer.totalBytes();
    cycles(style, 20);
    assertThat(Pointer.totalCount()).isEqualTo(pointers);
    assertThat(Pointer.totalBytes()).isEqualTo(bytes);
    assertThat(free - freeOnDevice()).isLessThan(64L << 20);
  }

  private void cycles(Style style, int count) {
    Frame source = scene(640, 360, 1);
    Frame target = pool.take(640, 360, 0);
    for (int i = 0; i < count; i++) {
      try (Stylizer stylizer = Stylizer.open(style, DEVICE)) {
        stylizer.paint(source, target);
      }
    }
    source.release();
    target.release();
  }

  private static long freeOnDevice() {
    if (!DEVICE.isCuda()) {
      return 0;
    }
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      assertThat(cudart.cudaMemGetInfo(free, total)).isEqualTo(cudart.cudaSuccess);
      return free.get();
    }
  }

  /** Prints how long a picture takes: alone, in batches, with and without recorded graphs. */
  @Test
  void figures() {
    for (Style style : styles()) {
      for (boolean graphs : new boolean[] {false, true}) {
        Device device = graphs ? DEVICE.withCudaGraphs() : DEVICE;
        for (int count : new int[] {1, 4, 16}) {
          System.out.printf(
              Locale.ROOT,
              "%s 1280x720 batch %d%s: %.2f ms a picture, on %s%n",
              style.name(),
              count,
              graphs ? " graphs" : "",
              millis(style, device, count),
              device.describe());
        }
      }
    }
  }

  private double millis(Style style, Device device, int count) {
    StyleMix mix = StyleMix.only(style);
    Engine engine = new Engine(device, new Batching(count, Duration.ZERO), System::nanoTime);
    double best = Double.MAX_VALUE;
    try (OpenStyle open = engine.open(style)) {
      List<Stroke> batch = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Frame source = scene(1280, 720, i);
        batch.add(
            new Stroke(open, mix, source, pool.take(1280, 720, i)) {
              @Override
              protected void painted(long nanos) {}

              @Override
              protected void failed(Throwable cause) {}
            });
      }
      for (int i = 0; i < 8; i++) {
        long start = System.nanoTime();
        open.session().paint(batch);
        best = Math.min(best, (System.nanoTime() - start) / 1e6 / count);
      }
      batch.forEach(stroke -> stroke.source().release());
      assertThat(samples(batch.get(0).target().y())).isNotEmpty();
      batch.forEach(stroke -> stroke.target().release());
    }
    engine.close();
    return best;
  }
}
