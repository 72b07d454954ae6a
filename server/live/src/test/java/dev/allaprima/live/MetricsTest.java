package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What Prometheus and probes are told of a server that runs. */
class MetricsTest extends LiveServerFixture {
  @Test
  void streamsHaveTheirFiguresUntilTheyEnd() {
    publish("cam", "");
    await().atMost(LONG).until(() -> value("allaprima_stream_frames_painted_total", "cam") > 3);
    assertThat(value("allaprima_stream_live", "cam")).isEqualTo(1);
    assertThat(value("allaprima_stream_load", "cam")).isNotNegative();
    // What the garbage collector takes away must not be what is told.
    System.gc();
    String scraped = http.get("/metrics").body();
    assertThat(scraped)
        .contains("# TYPE allaprima_stream_frames_painted_total counter")
        .contains("allaprima_streams 1")
        .contains("allaprima_capacity_streams 2")
        .contains("allaprima_jobs{state=\"waiting\"} 0")
        .contains("allaprima_rtsp_connections 0")
        .contains("allaprima_rtsp_dropped_packets_total 0")
        .contains("allaprima_rtsp_slow_players_total 0")
        .contains("allaprima_info{device=\"CPU")
        .contains("jvm_memory_used_bytes{")
        .contains("process_cpu_usage")
        .contains("http_server_requests_total{");
    assertThat(scraped.lines().filter(line -> line.startsWith("allaprima_engine_painted_total")))
        .hasSize(1);
    server.hub().streams().all().forEach(stream -> stream.close("the test ends it"));
    assertThat(http.get("/metrics").body())
        .contains("allaprima_streams 0")
        .doesNotContain("stream=\"cam\"");
  }

  private static double value(String metric, String stream) {
    String prefix = metric + "{stream=\"" + stream + "\"} ";
    return http.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
        .findFirst()
        .orElse(-1);
  }

  @Test
  void openMetricsIsSpokenToo() {
    HttpResponse<String> answer =
        http.send("GET", "/metrics", null, "Accept", "application/openmetrics-text; version=1.0.0");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void serverThatPaintsIsReady() {
    assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);
  }
}
