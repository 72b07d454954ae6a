package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.testing.FakeIngest;
import dev.allaprima.live.testing.FakeOutlet;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams that run at once have nothing of each other: no frame, no style, no setting. */
class IsolationTest extends LiveServerFixture {
  private static final int FRAMES = 120;

  @BeforeAll
  static void publishMixableStyles() {
    TestModels.publishAll(
        styles, "plus", 3, FloatModels.styles(new float[] {1, 1, 1}, new float[] {10, 30, 50}));
  }

  /**
   * A stream, and what it must be.
   *
   * @param level luma of all of its frames
   * @param patch how it is set
   * @param map what its style makes of a level
   */
  private record Case(
      String name, int width, int height, int level, String patch, IntUnaryOperator map) {}

  /**
   * @param sent the times of its frames
   */
  private record Running(Case it, Intake intake, FakeOutlet outlet, Set<Long> sent) {}

  @Test
  void nobodyEverSeesAnothersFrame() throws InterruptedException {
    // Two sizes, of which several streams share each, and two networks, of which one mixes.
    List<Case> cases =
        List.of(
            new Case("a", 64, 48, 20, "{\"styles\":{\"plus-0\":1}}", b -> b + 10),
            new Case("b", 64, 48, 60, "{\"styles\":{\"plus-1\":1}}", b -> b + 30),
            new Case("c", 64, 48, 100, "{\"styles\":{\"plus-2\":1}}", b -> b + 50),
            new Case("d", 96, 64, 140, "{\"styles\":{\"plus-0\":1,\"plus-1\":1}}", b -> b + 20),
            new Case("e", 96, 64, 180, "{\"strength\":0.5,\"renderScale\":0.5}", b -> 128),
            new Case("f", 64, 48, 220, "{\"steadiness\":1}", b -> 255 - b));
    try (LiveServer many = serve(UdpPorts.ANY, new Limits(8, 8, 640 * 480, 15, 30))) {
      List<Running> all = new ArrayList<>();
      for (Case it : cases) {
        all.add(run(many, it));
      }
      List<Thread> publishers = all.stream().map(IsolationTest::publisher).toList();
      publishers.forEach(Thread::start);
      for (Thread publisher : publishers) {
        publisher.join();
      }
      for (Running running : all) {
        Case it = running.it();
        await().atMost(LONG).until(() -> !paintings(running, all).isEmpty());
        assertThat(paintings(running, all))
            .as("everything that %s showed", it.name())
            .allMatch(seen -> running.sent().contains(seen.timeNanos()))
            .allMatch(seen -> seen.width() == it.width() && seen.height() == it.height())
            .allMatch(seen -> near(seen.left(), it) && near(seen.right(), it));
        assertThat(many.api().stream(it.name()).statistics().received()).isEqualTo(FRAMES);
        assertThat(many.api().stream(it.name()).viewers()).isZero();
      }
    }
  }

  /** What the stream showed of anybody's frames; the rest is its slate. */
  private static List<FakeOutlet.Seen> paintings(Running running, List<Running> all) {
    return running.outlet().seen().stream()
        .filter(seen -> all.stream().anyMatch(any -> any.sent().contains(seen.timeNanos())))
        .toList();
  }

  private static boolean near(int seen, Case it) {
    return Math.abs(seen - it.map().applyAsInt(it.level())) <= 2;
  }

  private static Running run(LiveServer many, Case it) {
    Intake intake = many.hub().publish(it.name(), "negative", new FakeIngest());
    FakeOutlet outlet = new FakeOutlet();
    String settings = "/api/v1/streams/" + it.name() + "/settings";
    assertThat(new TestHttp(many.port()).patch(settings, it.patch()).statusCode()).isEqualTo(200);
    many.hub().attach(it.name(), outlet);
    return new Running(it, intake, outlet, ConcurrentHashMap.newKeySet());
  }

  /** Sends as fast as it can: frames are overwritten, and the engine is never idle. */
  private static Thread publisher(Running running) {
    return new Thread(
        () -> {
          Case it = running.it();
          for (int i = 0; i < FRAMES; i++) {
            long time = running.intake().now();
            running.sent().add(time);
            Frame frame = running.intake().take(it.width(), it.height(), time);
            for (int at = 0; at < it.width() * it.height(); at++) {
              frame.y().put(at, (byte) it.level());
            }
            running.intake().picture(frame);
          }
        });
  }
}
