package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are uploaded to a server, painted by it, and fetched. */
class JobsHttpTest extends LiveServerFixture {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TempDir Path folder;

  private Path clip(int frames) {
    return Clips.make(folder, "clip.mp4", WIDTH, HEIGHT, frames, true, Clips.AAC);
  }

  private HttpResponse<String> post(Path file, String query) {
    return http.upload("/api/v1/jobs?" + query, file);
  }

  /** The job, when it is over. */
  private JsonNode painted(Path file, String query) {
    HttpResponse<String> answer = post(file, query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/api/v1/jobs/" + json(answer).get("id").asText());
    return over(location);
  }

  private static JsonNode over(String location) {
    return await()
        .atMost(LONG)
        .until(
            () -> json(http.get(location)),
            job -> !List.of("waiting", "painting").contains(job.get("state").asText()));
  }

  private Path fetched(JsonNode job, String name) throws IOException {
    assertThat(job.get("state").asText()).as(job.toString()).isEqualTo("finished");
    HttpResponse<byte[]> result = http.bytes(job.get("result").asText());
    assertThat(result.statusCode()).isEqualTo(200);
    return Files.write(folder.resolve(name), result.body());
  }

  @Test
  void videoIsPaintedWithItsSound() throws IOException {
    Path clip = clip(30);
    JsonNode job = painted(clip, "name=my%20clip.mov&styles=negative:2");
    assertThat(job.get("name").asText()).isEqualTo("my clip.mov");
    assertThat(job.get("kind").asText()).isEqualTo("video");
    assertThat(job.get("progress").asDouble()).isEqualTo(1);
    assertThat(job.get("secondsLeft").isNull()).isTrue();
    assertThat(job.get("styles").get("negative").asDouble()).isEqualTo(2);
    assertThat(json(http.get("/api/v1/jobs")).findValuesAsText("id"))
        .contains(job.get("id").asText());

    Path result = fetched(job, "painted.mp4");
    List<byte[]> frames = Clips.frames(result, WIDTH, HEIGHT);
    assertThat(frames).hasSize(30);
    for (int i = 0; i < 30; i++) {
      assertThat(Clips.numberOfNegative(frames.get(i), WIDTH, HEIGHT)).isEqualTo(i);
    }
    assertThat(Probe.of(result).hashes("audio")).isEqualTo(Probe.of(clip).hashes("audio"));

    HttpResponse<String> deleted = http.delete("/api/v1/jobs/" + job.get("id").asText());
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertProblem(http.get("/api/v1/jobs/" + job.get("id").asText()), 404);
    assertProblem(http.get(job.get("result").asText()), 404);
  }

  @Test
  void photoStaysWhatItWas() throws IOException {
    for (String name : List.of("photo.png", "photo.jpg")) {
      Programs.ffmpeg(folder, "-i", clip(1).toString(), "-frames:v", "1", name);
      JsonNode job = painted(folder.resolve(name), "name=" + name + "&styles=negative");
      assertThat(job.get("kind").asText()).isEqualTo("photo");
      Path result = fetched(job, "painted-" + name);
      Probe probe = Probe.of(result);
      assertThat(probe.stream("video", "codec_name"))
          .isEqualTo(name.endsWith("g") && name.contains(".png") ? "png" : "mjpeg");
      assertThat(probe.stream("video", "width")).isEqualTo("64");
      Files.delete(folder.resolve(name));
    }
  }

  @Test
  void resultIsServedByRanges() {
    JsonNode job = painted(clip(5), "name=a.mp4&styles=negative");
    String address = job.get("result").asText();
    HttpResponse<byte[]> whole = http.bytes(address);
    byte[] all = whole.body();
    assertThat(whole.headers().firstValue("Content-Type")).hasValue("video/mp4");
    assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
    assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow()).contains("a.mp4");
    String tag = whole.headers().firstValue("ETag").orElseThrow();

    assertPart(http.bytes(address, "Range", "bytes=3-9"), all, 3, 10);
    assertPart(http.bytes(address, "Range", "bytes=100-"), all, 100, all.length);
    assertPart(http.bytes(address, "Range", "bytes=-7"), all, all.length - 7, all.length);
    assertPart(http.bytes(address, "Range", "bytes=0-999999999"), all, 0, all.length);
    assertPart(http.bytes(address, "Range", "bytes=0-0", "If-Range", tag), all, 0, 1);
    assertThat(http.bytes(address, "Range", "bytes=0-0", "If-Range", "\"x\"").body())
        .isEqualTo(all);
    assertThat(http.bytes(address, "Range", "pages=1-2").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> beyond = http.bytes(address, "Range", "bytes=" + all.length + "-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */" + all.length);
    assertThat(http.bytes(address, "If-None-Match", tag).statusCode()).isEqualTo(304);
    HttpResponse<String> head = http.send("HEAD", address, null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).hasValue("" + all.length);
  }

  private static void assertPart(HttpResponse<byte[]> part, byte[] all, int from, int to) {
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range"))
        .hasValue("bytes %d-%d/%d".formatted(from, to - 1, all.length));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all, from, to));
  }

  @Test
  void progressIsToldByEvents() {
    HttpResponse<String> begun = post(clip(200), "name=a.mp4&styles=dilate");
    String id = json(begun).get("id").asText();
    // The answer ends when the job does.
    String events = http.get("/api/v1/jobs/" + id + "/events").body();
    List<String> lines = events.lines().toList();
    assertThat(lines).contains("event:progress").anyMatch(line -> line.contains("\"finished\""));
    String last = lines.stream().filter(l -> l.startsWith("data:")).reduce((a, b) -> b).get();
    assertThat(last).contains("\"progress\":1.0", "\"result\":\"/api/v1/jobs/" + id + "/result\"");
    assertProblem(http.get("/api/v1/jobs/nope/events"), 404, "\"nope\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "styles=negative | 400 | name is missing",
        "name=a.mp4 | 400 | styles is missing",
        "name=a.mp4&styles=nobody | 404 | \"nobody\"",
        "name=a.mp4&styles=etc%2Fpasswd | 404 | etc/passwd",
        "name=a.mp4&styles=negative:-1 | 400 | weight -1",
        "name=a.mp4&styles=negative:0 | 400 | weight",
        "name=a.mp4&styles=negative:x | 400 | NAME:WEIGHT",
        "name=a.mp4&styles=negative,negative | 400 | once",
        "name=a.mp4&styles=negative,dilate | 400 | one network",
        "name=a.mp4&styles=negative&strength=1.5 | 400 | strength is 1.5. Give 0 to 1",
        "name=a.mp4&styles=negative&strength=NaN | 400 | strength is NaN. Give 0 to 1",
        "name=a.mp4&styles=negative&strength=much | 400 | strength is \"much\". Give 0 to 1",
        "name=a.mp4&styles=negative&renderScale=0.1 | 400 | renderScale is 0.1. Give 0.25 to 1",
        "name=a.mp4&styles=negative&steadiness=-1 | 400 | steadiness is -1.0. Give 0 to 1",
        "name=a.mp4&styles=negative&originalColours=yes | 400 | originalColours is \"yes\"",
        "name=a.mp4&styles=negative&colour=red | 400 | no parameter \"colour\"",
        "name=a.mp4&name=b.mp4&styles=negative | 400 | twice",
        "name=&styles=negative | 400 | name is",
        "name=%2Fetc%2Fpasswd&styles=negative | 400 | without its folder",
        "name=..%2F..%2Fetc%2Fpasswd&styles=negative | 400 | Bad Request",
        "name=C%3A%5Ca.mp4&styles=negative | 400 | without its folder",
        "name=a%0Ab.mp4&styles=negative | 400 | without its folder",
        "name=a%00.mp4&styles=negative | 400 | Bad Request",
        "name=a%E2%80%AE4pm.mp4&styles=negative | 400 | without its folder"
      })
  void badParametersAreProblems(String query, int status, String words) {
    HttpResponse<String> answer = http.send("POST", "/api/v1/jobs?" + query, "x");
    assertProblem(answer, status, words);
    assertNothingLeaks(answer);
  }

  @Test
  void whatIsNoVideoIsRefused() throws IOException {
    Path whole = clip(100);
    byte[] bytes = Files.readAllBytes(whole);
    refused("text.mp4", "This is no video.\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    refused("empty.mp4", new byte[0]);
    refused("zeros.mp4", new byte[100_000]);
    refused("half.mp4", Arrays.copyOf(bytes, bytes.length / 2));
    Path sound = folder.resolve("sound.m4a");
    Programs.ffmpeg(folder, "-i", whole.toString(), "-vn", "-c:a", "copy", sound.toString());
    refused("sound.m4a", Files.readAllBytes(sound));
    // Lists of other files, which are not the uploader's to read.
    refused("list.mp4", ("ffconcat version 1.0\nfile " + whole + "\n").getBytes());
    refused("itself.mp4", "ffconcat version 1.0\nfile input\n".getBytes());
    refused(
        "list.m3u8",
        ("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://" + whole + "\n#EXT-X-ENDLIST\n")
            .getBytes());
    assertThat(json(http.get("/api/v1/jobs"))).isEmpty();
  }

  private void refused(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("upload"), content);
    HttpResponse<String> answer =
        post(file, "styles=negative&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    assertProblem(answer, 422, name);
    assertNothingLeaks(answer);
  }

  private static void assertNothingLeaks(HttpResponse<String> answer) {
    assertThat(answer.body())
        .doesNotContain(
            data.getFileName().toString(), styles.getFileName().toString(), "jobs/", "--");
  }

  @Test
  void formsAreNotTaken() {
    assertProblem(
        http.send(
            "POST",
            "/api/v1/jobs?name=a.mp4&styles=negative",
            "--x--",
            "Content-Type",
            "multipart/form-data; boundary=x"),
        415);
  }

  @Test
  void claimThatIsTooLargeIsRefusedAtOnce() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/v1/jobs?name=a.mp4&styles=negative HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                  + "Content-Length: 99999999999999\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[12];
      socket.getInputStream().readNBytes(answer, 0, answer.length);
      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 413");
    }
  }

  private static LiveServer narrow(Path kept) {
    return LiveServer.start(
        TestSettings.of(kept, "jobs.uploadBytes", "20000"),
        Catalogue.at(styles),
        Device.select("cpu", 1),
        "test");
  }

  @Test
  void uploadOfUnknownLengthIsRefusedWhenItIsTooLarge() throws Exception {
    Path kept = folder.resolve("kept");
    try (LiveServer narrow = narrow(kept)) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:"
                          + narrow.port()
                          + "/api/v1/jobs?name=a.mp4&styles=negative"))
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[30_000])))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertProblem(answer, 413, "20000 bytes");
      assertEmpty(kept);
    }
  }

  @Test
  void uploadThatBreaksOffLeavesNothing() throws IOException {
    Path kept = folder.resolve("kept");
    try (LiveServer narrow = narrow(kept)) {
      try (Socket socket = new Socket("127.0.0.1", narrow.port())) {
        socket
            .getOutputStream()
            .write(
                ("POST /api/v1/jobs?name=a.mp4&styles=negative HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + "Content-Length: 10000\r\n\r\nhalf of it")
                    .getBytes(StandardCharsets.UTF_8));
        await().atMost(LONG).until(() -> !folders(kept).isEmpty());
      }
      assertEmpty(kept);
    }
  }

  private static List<Path> folders(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept.resolve("jobs"))) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  private static void assertEmpty(Path kept) {
    await().atMost(LONG).until(() -> folders(kept).isEmpty());
  }
}
