package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.webrtc.TestPeer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Offers that lie: each is answered or refused, and nobody else notices. */
class HostileSdpTest extends LiveServerFixture {
  private static final int OFFERS = 60;

  @Test
  void mutilatedOffersHarmNobody() {
    publish("cam", "");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);
    List<String> publishing =
        kept(TestPeer.publisher(rtc, 320, 180).withSound()).offer().lines().toList();
    List<String> watching = kept(TestPeer.viewer(rtc).withSound()).offer().lines().toList();
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < OFFERS; i++) {
      boolean publishes = i % 2 == 0;
      String offer = mutilated(publishes ? publishing : watching, random);
      HttpResponse<String> answer = http.postSdp(publishes ? "/whip/x" : "/whep/cam", offer);
      if (answer.statusCode() == 201) {
        http.delete(answer.headers().firstValue("Location").orElseThrow());
      } else {
        assertProblem(answer, 400);
        refused++;
      }
    }
    // Some lines matter, some do not.
    assertThat(refused).isBetween(1, OFFERS - 1);
    long count = viewer.seen().count();
    await().atMost(LONG).until(() -> viewer.seen().count() > count + 5);
    viewer.awaitPicture(NEGATIVE);
    await().atMost(LONG).until(() -> server.connections() == 2);
  }

  private static String mutilated(List<String> lines, Random random) {
    List<String> edited = new ArrayList<>(lines);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = 1 + random.nextInt(edited.size() - 1);
      String line = edited.get(at);
      switch (random.nextInt(6)) {
        case 0 -> edited.remove(at);
        case 1 -> edited.add(random.nextInt(edited.size()) + 1, line);
        case 2 -> edited.set(at, line.replaceAll("\\d+", "99999999999999999999"));
        case 3 -> edited.set(at, line.replaceAll("\\d+", "-1"));
        case 4 -> edited.set(at, line + "A".repeat(2_000));
        default -> edited.set(at, line.substring(0, 2 + random.nextInt(line.length() - 1)));
      }
    }
    return edited.stream().map(line -> line + "\r\n").collect(Collectors.joining());
  }
}
