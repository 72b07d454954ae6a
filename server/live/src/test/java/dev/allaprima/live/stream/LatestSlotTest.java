package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestSlotTest {
  private final List<String> discarded = new ArrayList<>();
  private final LatestSlot<String> slot = new LatestSlot<>(discarded::add);

  @Test
  void newestWinsAndTheOthersAreCounted() {
    assertThat(slot.poll()).isNull();
    slot.offer("a");
    slot.offer("b");
    slot.offer("c");
    assertThat(slot.overwritten()).isEqualTo(2);
    assertThat(discarded).containsExactly("a", "b");
    assertThat(slot.poll()).isEqualTo("c");
    assertThat(slot.poll()).isNull();
    slot.offer("d");
    assertThat(slot.poll()).isEqualTo("d");
    assertThat(slot.overwritten()).isEqualTo(2);
  }

  @Test
  void closedSlotKeepsNothing() {
    slot.offer("a");
    slot.close();
    slot.offer("b");
    assertThat(slot.poll()).isNull();
    assertThat(discarded).containsExactly("a", "b");
    assertThat(slot.overwritten()).isZero();
  }
}
