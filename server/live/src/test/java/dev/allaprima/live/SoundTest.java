package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.TestSound;
import org.junit.jupiter.api.Test;

/** Sound from the publisher to the viewers, with real peers. */
class SoundTest extends LiveServerFixture {
  @Test
  void viewersHearThePublisherAndNobodyElse() {
    TestPeer low = speaker(440);
    TestPeer high = speaker(1_000);
    publish("low", "", low);
    publish("high", "", high);
    TestPeer one = watch("low", TestPeer.viewer(rtc).withSound());
    TestPeer other = watch("high", TestPeer.viewer(rtc).withSound());
    awaitPitch(one, 440);
    awaitPitch(other, 1_000);

    low.sound().hum(0);
    await().atMost(LONG).until(() -> one.sound().heard().level() < 100);
    low.sound().hum(700);
    awaitPitch(one, 700);
    awaitPitch(other, 1_000);
    one.awaitPicture(NEGATIVE);
  }

  @Test
  void soundIsHeardAgainWhenThePublisherIsBack() {
    String location = publish("cam", "", speaker(440));
    TestPeer viewer = watch("cam", TestPeer.viewer(rtc).withSound());
    awaitPitch(viewer, 440);
    http.delete(location);
    await().atMost(LONG).until(() -> viewer.sound().heard().level() < 100);
    publish("cam", "", speaker(700));
    awaitPitch(viewer, 700);
  }

  @Test
  void eitherSideMayDoWithoutSound() {
    publish("dumb", "");
    publish("cam", "", speaker(440));
    TestPeer listening = watch("dumb", TestPeer.viewer(rtc).withSound());
    TestPeer deaf = watch("cam");
    listening.awaitPicture(NEGATIVE);
    deaf.awaitPicture(NEGATIVE);
    assertThat(listening.sound().heard().level()).isZero();
  }

  private static TestPeer speaker(double pitch) {
    TestPeer peer = TestPeer.publisher(rtc, 320, 180).withSound();
    peer.sound().hum(pitch);
    return peer;
  }

  private static void awaitPitch(TestPeer viewer, double pitch) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              TestSound.Heard heard = viewer.sound().heard();
              assertThat(heard.level()).isGreaterThan(2_000);
              // A hundredth of a second tells a pitch to 50 Hz.
              assertThat(heard.hertz()).isCloseTo(pitch, within(60.0));
            });
  }
}
