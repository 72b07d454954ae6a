package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private final Streams<Object> streams = new Streams<>(2);

  @Test
  void nameIsTakenUntilItsStreamLeaves() {
    Object first = streams.open("cam", Object::new);
    assertThat(streams.get("cam")).isSameAs(first);
    assertFault(() -> streams.open("cam", Object::new), Fault.Kind.CONFLICT, "cam");

    streams.remove("cam", new Object());
    assertThat(streams.all()).containsExactly(first);
    streams.remove("cam", first);
    assertFault(() -> streams.get("cam"), Fault.Kind.NOT_FOUND, "cam");
    assertThat(streams.open("cam", Object::new)).isNotSameAs(first);
  }

  @Test
  void failedStreamLeavesItsNameFree() {
    assertThatThrownBy(
            () ->
                streams.open(
                    "cam",
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(streams.all()).isEmpty();
    streams.open("cam", Object::new);
  }

  @Test
  void namesAndNumberAreLimited() {
    for (String name : new String[] {"", "a b", "ä", "x/y", "n".repeat(65)}) {
      assertFault(() -> streams.open(name, Object::new), Fault.Kind.INVALID, "\"" + name + "\"");
    }
    streams.open("n".repeat(64), Object::new);
    streams.open("A-1_b", Object::new);
    assertFault(() -> streams.open("c", Object::new), Fault.Kind.UNAVAILABLE, "2 streams");
  }

  private static void assertFault(Runnable call, Fault.Kind kind, String word) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.kind()).isEqualTo(kind))
        .hasMessageContaining(word);
  }
}
