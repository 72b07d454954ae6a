package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.stream.Adaptation.Quality;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream on a painter whose speed changes, with a clock that is moved by hand. */
class AdaptationTest {
  private static final long SECOND = 1_000_000_000;

  private final Adaptation adaptation = new Adaptation();
  private final List<Quality> steps = new ArrayList<>(List.of(Quality.BEST));
  private double renderScale = 1;
  private double rate = 30;
  // What a frame at scale 1 takes, and how much of the painter this stream gets.
  private double paintMillis = 10;
  private double share = 1;
  private long now;
  private double offered;
  private double lost;

  /** Lets that many seconds go by, and returns what is painted then. */
  private Quality after(int seconds) {
    for (int i = 0; i < seconds; i++) {
      Quality quality = adaptation.quality();
      double scale = quality.renderScale(renderScale);
      double nanos = paintMillis * 1e6 * scale * scale;
      double come = rate / quality.divisor();
      now += SECOND;
      offered += come;
      lost += Math.max(0, come - share * 1e9 / nanos);
      Quality next = adaptation.look(now, (long) offered, (long) lost, nanos, renderScale);
      if (!next.equals(steps.get(steps.size() - 1))) {
        steps.add(next);
      }
    }
    return adaptation.quality();
  }

  @Test
  void nothingChangesWhileThePainterKeepsUp() {
    assertThat(after(600)).isEqualTo(Quality.BEST);
    assertThat(steps).hasSize(1);
  }

  @Test
  void scaleGoesDownInStepsAndThenTheRate() {
    paintMillis = 1000;
    after(60);
    assertThat(steps)
        .containsExactly(
            new Quality(1, 1),
            new Quality(0.75, 1),
            new Quality(0.6, 1),
            new Quality(0.5, 1),
            new Quality(0.5, 2),
            new Quality(0.5, 3));
  }

  @Test
  void goesDownNoFurtherThanItMust() {
    // 20 frames a second at scale 1, 31 at 0.8.
    paintMillis = 50;
    assertThat(after(5)).isEqualTo(new Quality(0.75, 1));
    assertThat(after(300)).isEqualTo(new Quality(0.75, 1));
    assertThat(steps).as("no try that its own figures rule out").hasSize(2);
  }

  @Test
  void aSecondsLossIsForgiven() {
    share = 0.1;
    after(1);
    share = 1;
    after(10);
    share = 0.1;
    after(1);
    assertThat(adaptation.quality()).isEqualTo(Quality.BEST);
  }

  @Test
  void recoversByItselfWhenThePainterIsFreeAgain() {
    share = 0.02;
    assertThat(after(30)).isEqualTo(new Quality(0.5, 3));
    share = 1;
    assertThat(after(60)).isEqualTo(Quality.BEST);
    assertThat(steps.get(6)).as("the way back begins with the rate").isEqualTo(new Quality(0.5, 2));
  }

  @Test
  void triesMoreAndMoreRarelyWhileOthersKeepThePainter() {
    // Its own frames say that there is time; other streams' take it.
    share = 0.25;
    after(60);
    int before = steps.size();
    after(600);
    assertThat(steps.size() - before).isLessThanOrEqualTo(24);
    share = 1;
    assertThat(after(120)).isEqualTo(Quality.BEST);
  }

  @Test
  void scaleThatIsSetSmallHasFewerSteps() {
    renderScale = 0.3;
    paintMillis = 100_000;
    after(60);
    assertThat(steps)
        .containsExactly(
            new Quality(1, 1), new Quality(0.75, 1), new Quality(0.5, 2), new Quality(0.5, 3));
    assertThat(adaptation.quality().renderScale(renderScale)).isEqualTo(0.25);
    paintMillis = 1;
    assertThat(after(60)).isEqualTo(Quality.BEST);
  }

  @Test
  void resetPaintsEverythingAgain() {
    paintMillis = 1000;
    after(20);
    assertThat(adaptation.reset()).isEqualTo(Quality.BEST);
  }

  @Test
  void aPublisherWhoPausesLosesNothing() {
    paintMillis = 1000;
    after(20);
    rate = 0;
    assertThat(after(60)).isEqualTo(Quality.BEST);
  }
}
