package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.broadcast.hls.Hls;
import dev.allaprima.live.testing.Peer;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** HLS of a stream that a peer publishes, read by the system's ffmpeg as any player does. */
class HlsTest extends LiveServerFixture {
  @Test
  void playerReadsThePainting() {
    String location = publish("cam", "");
    String url = "http://127.0.0.1:" + server.port() + "/hls/cam/index.m3u8";
    String probed =
        Peer.run("ffprobe", "-show_entries", "stream=codec_name,width,height", "-i", url);
    assertThat(probed).contains("codec_name=h264", "width=320", "height=180", "codec_name=aac");
    String played = Peer.run("ffmpeg", "-i", url, "-t", "3", "-f", "null", "-");
    assertThat(played).containsPattern("time=00:00:0[23]");

    HttpResponse<String> playlist = http.get("/hls/cam/index.m3u8");
    assertThat(playlist.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.apple.mpegurl");
    assertThat(playlist.headers().firstValue("Cache-Control")).hasValue("no-cache");
    Matcher hint =
        find("PRELOAD-HINT:TYPE=PART,URI=\"(\\w+-(\\d+)\\.(\\d+)\\.m4s)\"", playlist.body());
    HttpResponse<String> next =
        http.get("/hls/cam/index.m3u8?_HLS_msn=" + hint.group(2) + "&_HLS_part=" + hint.group(3));
    assertThat(next.body()).contains(hint.group(1));
    HttpResponse<String> part = http.get("/hls/cam/" + hint.group(1));
    assertThat(part.statusCode()).isEqualTo(200);
    assertThat(part.headers().firstValue("Content-Type")).hasValue("video/mp4");

    http.delete(location);
    server.hub().streams().get("cam").close("the test ends it");
    await().atMost(LONG).until(() -> http.get("/hls/cam/index.m3u8").body().contains("ENDLIST"));
  }

  private static Matcher find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher;
  }

  @Test
  void wrongRequestsAreProblems() {
    publish("cam", "");
    assertProblem(http.get("/hls/nobody/index.m3u8"), 404, "\"nobody\"");
    assertProblem(http.get("/hls/nobody/x-0.m4s"), 404, "\"nobody\"");
    assertThat(http.get("/hls/cam/index.m3u8").statusCode()).isEqualTo(200);
    assertProblem(http.get("/hls/cam/x-0.m4s"), 404, "index.m3u8");
    assertProblem(http.get("/hls/cam/..%2Findex.m3u8"), 400);
    assertProblem(http.get("/hls/cam/index.m3u8?_HLS_msn=99999"), 400, "_HLS_msn");
    assertProblem(http.get("/hls/cam/index.m3u8?_HLS_part=1"), 400, "_HLS_part");
    assertProblem(http.get("/hls/cam/index.m3u8?_HLS_msn=x"), 400);
  }

  @Test
  void streamThatNobodyAsksForIsNoLongerEncoded() {
    publish("cam", "");
    try (Hls hls = new Hls(server.hub(), 1)) {
      try {
        hls.get("cam", Hls.INDEX, -1, -1).join();
      } catch (CompletionException e) {
        // It was let go before its first segment was whole.
      }
      await().atMost(LONG).until(() -> hls.watched().isEmpty());
    }
  }
}
