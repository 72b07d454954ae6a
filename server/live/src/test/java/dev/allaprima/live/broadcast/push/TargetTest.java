package dev.allaprima.live.broadcast.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "rtmp://live.example.org/app/SECRET, flv, live.example.org, rtmp://live.example.org/app/…",
    "RTMPS://u:SECRET@[2001:db8::1]:443/SECRET?SECRET, flv, 2001:db8::1, rtmps://[2001:db8::1]:443/…",
    "srt://h:9000?streamid=SECRET&passphrase=SECRETSECRET&mode=caller, mpegts, h, srt://h:9000",
    "rtsp://u:SECRET@h:8554/cams/SECRET, rtsp, h, rtsp://h:8554/cams/…"
  })
  void addressIsReadAndItsSecretIsNotShown(String url, String format, String host, String shown) {
    Target target = Target.of(url, null);
    assertThat(target.url()).isEqualTo(url);
    assertThat(target.format()).isEqualTo(format);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.shown()).isEqualTo(shown);
    assertThat(target.toString()).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SECRET",
        "/etc/SECRET",
        "file:///tmp/SECRET",
        "file:/tmp/SECRET",
        "pipe:1",
        "concat:SECRET|x",
        "tee:rtmp://h/a/SECRET|file:x",
        "unix:/tmp/SECRET",
        "data:SECRET",
        "https://u:SECRET@h/whip/x",
        "http://h/whip/x#SECRET",
        "ftp://h/SECRET",
        "udp://h:5000/SECRET",
        "rtmp://h/",
        "rtmp://h",
        "rtmp:///app/SECRET",
        "rtmp,listen,1,:rtmp://h/app/SECRET",
        "rtmp://h/app/SECRET listen=1",
        "rtmp://h/app/SECRET#x",
        "rtmp://h/app/SECRET\r\nx",
        "srt://h/SECRET",
        "srt://h:1?mode=listener&x=SECRET",
        "srt://h:1?mode=SECRET",
        "srt://h:1?adapter=SECRET",
        "srt://h:1#?mode=listener"
      })
  void whatIsNoBroadcastIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> Target.of(url, null))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("the address cannot be sent to")
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void whipHasATokenAndShowsOnlyItsHost() {
    Target target = Target.of("https://h:8443/SECRET/publish?key=SECRET", "SECRET.abc~+/-_==");
    assertThat(target.isWhip()).isTrue();
    assertThat(target.host()).isEqualTo("h");
    assertThat(target.token()).isEqualTo("SECRET.abc~+/-_==");
    assertThat(target).hasToString("https://h:8443/…");
    assertThat(Target.of("http://h/whip/cam", null).token()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "rtmp://h/app/key, SECRET",
    "https://h/whip/cam, SECRET x",
    "https://h/whip/cam, SECRETä",
    "https://h/whip/cam, ''"
  })
  void tokenThatNobodyTakesIsRefusedAndNotRepeated(String url, String token) {
    assertThatThrownBy(() -> Target.of(url, token))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("token")
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void endlessAddressIsRefused() {
    assertThatThrownBy(() -> Target.of("rtmp://h/app/" + "x".repeat(5000), null))
        .isInstanceOf(Fault.class);
  }
}
