package dev.allaprima.pipeline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramePoolTest {
  private final FramePool pool = new FramePool("test", 2);

  @ParameterizedTest
  @CsvSource({"2,2,4,1", "3,3,9,4", "641,361,231401,58101", "640,2,1280,320"})
  void planesAreTightlyPackedAndApart(int width, int height, int luma, int chroma) {
    Frame frame = pool.take(width, height, 7);
    assertThat(frame.y().remaining()).isEqualTo(luma);
    assertThat(frame.u().remaining()).isEqualTo(chroma);
    assertThat(frame.v().remaining()).isEqualTo(chroma);
    assertThat(frame.y().isDirect()).isTrue();
    assertThat(frame.timeNanos()).isEqualTo(7);
    frame.y().put(luma - 1, (byte) 1);
    frame.u().put(0, (byte) 2).put(chroma - 1, (byte) 3);
    frame.v().put(0, (byte) 4).put(chroma - 1, (byte) 5);
    assertThat(frame.y().get(luma - 1)).isEqualTo((byte) 1);
    assertThat(frame.u().get(chroma - 1)).isEqualTo((byte) (chroma == 1 ? 3 : 3));
    assertThat(frame.v().get(0)).isEqualTo((byte) (chroma == 1 ? 5 : 4));
    frame.release();
  }

  @Test
  void framesTooSmallForChromaAreRefused() {
    assertThatThrownBy(() -> pool.take(1, 2, 0)).hasMessageContaining("1x2");
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void lastReleaseGivesTheMemoryBack() {
    Frame frame = pool.take(4, 4, 0);
    frame.y().put(0, (byte) 42);
    assertThat(frame.retain()).isSameAs(frame);
    frame.release();
    assertThat(pool.inUse()).isEqualTo(1);
    assertThat(frame.y().get(0)).isEqualTo((byte) 42);
    frame.release();
    assertThat(pool.inUse()).isZero();
    assertThat(pool.take(4, 4, 0).y().get(0)).as("the same memory").isEqualTo((byte) 42);
  }

  @Test
  void useAfterReleaseIsLoud() {
    Frame frame = pool.take(4, 4, 0);
    frame.release();
    Frame next = pool.take(4, 4, 0);
    assertThatThrownBy(frame::y).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(frame::retain).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(frame::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test");
    assertThat(pool.inUse()).isEqualTo(1);
    next.release();
  }

  @Test
  void exhaustionIsLoudAndCounted() {
    Frame first = pool.take(4, 4, 0);
    pool.take(4, 4, 0);
    assertThatThrownBy(() -> pool.take(4, 4, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test")
        .hasMessageContaining("2 frames");
    assertThat(pool.exhausted()).isEqualTo(1);
    first.release();
    assertThat(pool.take(4, 4, 0)).isNotNull();
  }

  @Test
  void sizeMayChange() {
    Frame small = pool.take(4, 4, 0);
    Frame large = pool.take(8, 8, 0);
    small.release();
    large.release();
    Frame again = pool.take(4, 4, 0);
    assertThat(again.y().remaining()).isEqualTo(16);
    again.release();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void memoryOfSeveralSizesIsUsedAgain() {
    Frame small = pool.take(4, 4, 0);
    Frame large = pool.take(8, 8, 0);
    small.y().put(0, (byte) 4);
    large.y().put(0, (byte) 8);
    small.release();
    large.release();
    Frame[] again = {pool.take(4, 4, 0), pool.take(8, 8, 0)};
    assertThat(again[0].y().get(0)).isEqualTo((byte) 4);
    assertThat(again[1].y().get(0)).isEqualTo((byte) 8);
    again[0].release();
    again[1].release();
    // A third size takes the place of the one that was given back first.
    pool.take(16, 16, 0).release();
    assertThat(pool.take(8, 8, 0).y().get(0)).isEqualTo((byte) 8);
  }

  @Test
  void closedPoolHandsOutNoMoreButFramesInUseLive() {
    Frame frame = pool.take(4, 4, 0);
    pool.close();
    assertThatThrownBy(() -> pool.take(4, 4, 0)).hasMessageContaining("closed");
    assertThat(frame.y().remaining()).isEqualTo(16);
    frame.release();
    assertThat(pool.inUse()).isZero();
  }
}
