package dev.allaprima.pipeline.compose;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each control costs a frame of 1280×720 on one thread, and what a copy of one costs. No test:
 * {@code ./allaprima bench jmh} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ComposeBenchmark {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final StyleMix MIX = StyleMix.of(1);

  private final FramePool pool = new FramePool("jmh", 8);
  private final FramePool half = new FramePool("jmh half", 1);
  private final Frame source = Scenes.scene(pool.take(WIDTH, HEIGHT, 0));
  private final Frame painted = Pictures.noise(pool.take(WIDTH, HEIGHT, 0), 2);
  private final Frame small = Scenes.scene(half.take(WIDTH / 2, HEIGHT / 2, 0));
  private final Frame[] still = new Frame[2];
  private final Scaler scaler = new Scaler();
  private final Steadier steadier = new Steadier();
  private Overlay overlay;
  private int turn;
  private long time;

  /** Draws an overlay of 320×180 and two frames that differ by noise alone. */
  @Setup
  public void draw() throws IOException {
    BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(200, 40, 90, 128));
    pen.fillOval(0, 0, 320, 180);
    pen.dispose();
    Path file = Files.createTempFile("overlay", ".png");
    ImageIO.write(image, "png", file.toFile());
    overlay = Overlay.read(file, Place.parse("bottom-right", 16), 1, 1);
    Files.delete(file);
    for (int i = 0; i < 2; i++) {
      Frame frame = pool.take(WIDTH, HEIGHT, (i + 1) * 40_000_000L);
      still[i] = Scenes.noisy(Scenes.scene(frame), 3, new Random(i));
    }
  }

  /** The three planes of a frame, byte for byte: what everything else is measured by. */
  @Benchmark
  public void copy() {
    painted.y().put(source.y());
    painted.u().put(source.u());
    painted.v().put(source.v());
  }

  /** Strength 0.5. */
  @Benchmark
  public void blend() {
    Planes.blend(painted.y(), source.y(), 128);
    Planes.blend(painted.u(), source.u(), 128);
    Planes.blend(painted.v(), source.v(), 128);
  }

  /** Steadiness 1 on a still picture with noise. */
  @Benchmark
  public void steady() {
    // With a copy to give it a time of its own: frames out of order would not be steadied.
    Frame next = still[turn ^= 1];
    Frame timed = pool.take(WIDTH, HEIGHT, time += 40_000_000L);
    timed.y().put(next.y());
    timed.u().put(next.u());
    timed.v().put(next.v());
    steadier.steady(timed, painted, MIX, 1);
    timed.release();
  }

  /** Render scale 0.5: the smaller copy. */
  @Benchmark
  public void scaleDown() {
    scaler.scale(source, small);
  }

  /** Render scale 0.5: the painting enlarged. */
  @Benchmark
  public void scaleUp() {
    scaler.scale(small, painted);
  }

  /** An overlay of a quarter of the frame's width and height. */
  @Benchmark
  public void overlay() {
    overlay.lieOver(painted);
  }
}
