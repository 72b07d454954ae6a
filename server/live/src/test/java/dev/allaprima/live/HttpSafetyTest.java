package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.access.Role;
import dev.allaprima.live.testing.ApiDocument;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Device;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is let in, and what becomes of requests that mean no good. */
class HttpSafetyTest extends LiveServerFixture {
  private static final String SECRET = "-0123456789abcdef";
  private static final String STUDIO = "https://studio.example";
  private static LiveServer guarded;
  private static TestHttp doors;

  @BeforeAll
  static void startGuarded() {
    Settings settings =
        TestSettings.of(
            data.resolve("guarded"),
            "tokens.view",
            "view" + SECRET,
            "tokens.publish",
            "publish" + SECRET,
            "tokens.admin",
            "admin" + SECRET,
            "http.origins",
            STUDIO,
            "http.idleSeconds",
            "1",
            "http.requestsPerSecond",
            "1000");
    guarded = LiveServer.start(settings, Catalogue.at(styles), Device.select("cpu", 1), "test");
    doors = new TestHttp(guarded.port());
  }

  @AfterAll
  static void stopGuarded() {
    guarded.close();
  }

  private static HttpResponse<String> ask(String operation, Role role) {
    String[] words = operation.split(" ");
    String address =
        words[1]
            .replace("{name}", "nobody")
            .replaceAll("\\{(id|session)}", "nothing")
            .replace("{file}", "index.m3u8");
    String body = Set.of("POST", "PUT", "PATCH").contains(words[0]) ? "" : null;
    return role == null
        ? doors.send(words[0], address, body)
        : doors.send(words[0], address, body, "Authorization", "Bearer " + role + SECRET);
  }

  @Test
  void everyAddressLetsInWhomTheDocumentNames() {
    Set<String> operations = new TreeSet<>(ApiDocument.operations());
    for (String operation : operations) {
      String name = ApiDocument.role(operation);
      if (name == null) {
        boolean session = operation.equals("POST /api/v1/session");
        assertThat(session || ask(operation, null).statusCode() != 401).as(operation).isTrue();
        continue;
      }
      Role needed = Role.valueOf(name.toUpperCase(Locale.ROOT));
      HttpResponse<String> refused = ask(operation, null);
      assertProblem(refused, 401, name);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"allaprima\"");
      for (Role role : Role.values()) {
        int status = ask(operation, role).statusCode();
        if (role.includes(needed)) {
          assertThat(status).as("%s as %s", operation, role).isNotIn(401, 403);
        } else {
          assertThat(status).as("%s as %s", operation, role).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void wrongTokensAreRefusedAndNotRepeated() {
    for (String shown :
        List.of("Bearer wrong" + SECRET, "Bearer ", "Basic eDp5", "view" + SECRET)) {
      HttpResponse<String> refused =
          doors.send("GET", "/api/v1/streams", null, "Authorization", shown);
      assertProblem(refused, 401);
      assertThat(refused.body()).doesNotContain(SECRET);
    }
    assertProblem(
        doors.send(
            "POST",
            "/api/v1/session",
            "{\"token\":\"wrong" + SECRET + "\"}",
            "Content-Type",
            "application/json"),
        401);
    assertThat(doors.get("/api/v1/engine").body()).doesNotContain(SECRET);
    assertThat(json(doors.get("/api/v1/engine")).get("secure").get("view").asBoolean()).isTrue();
    assertThat(json(http.get("/api/v1/engine")).get("secure").get("view").asBoolean()).isFalse();
  }

  @Test
  void cookieOfASessionStandsForItsToken() {
    HttpResponse<String> opened =
        doors.send(
            "POST",
            "/api/v1/session",
            "{\"token\":\"publish" + SECRET + "\"}",
            "Content-Type",
            "application/json");
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(json(opened).get("role").asText()).isEqualTo("publish");
    String set = opened.headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = set.split(";")[0];
    assertThat(doors.send("GET", "/api/v1/streams", null, "Cookie", cookie).statusCode())
        .isEqualTo(200);
    assertThat(doors.send("GET", "/api/v1/sources", null, "Cookie", cookie).statusCode())
        .isEqualTo(403);
    assertProblem(doors.send("GET", "/api/v1/streams", null, "Cookie", cookie + "x"), 401);
    assertProblem(doors.send("GET", "/api/v1/streams", null, "Cookie", "allaprima=a.b.c"), 401);
    assertThat(doors.delete("/api/v1/session").headers().firstValue("Set-Cookie"))
        .hasValueSatisfying(forgotten -> assertThat(forgotten).contains("Max-Age=0"));
  }

  @Test
  void onlyNamedOriginsUseItFromTheirPages() {
    HttpResponse<String> preflight =
        doors.send(
            "OPTIONS",
            "/whip/cam",
            null,
            "Origin",
            STUDIO,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization, content-type");
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue(STUDIO);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    HttpResponse<String> read =
        doors.send(
            "GET",
            "/api/v1/streams",
            null,
            "Origin",
            STUDIO,
            "Authorization",
            "Bearer view" + SECRET);
    assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).hasValue(STUDIO);
    HttpResponse<String> other =
        doors.send("GET", "/api/v1/engine", null, "Origin", "https://evil.example");
    assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    HttpResponse<String> none = http.send("GET", "/api/v1/engine", null, "Origin", STUDIO);
    assertThat(none.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void pagesMayDoWhatTheyNeedAndNoMore() {
    for (String page : List.of("/", "/watch/cam")) {
      HttpResponse<String> answer = http.get(page);
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                      .doesNotContain("unsafe")
                      .doesNotContain("*"));
      assertThat(answer.headers().firstValue("Server")).isEmpty();
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Permissions-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).contains("camera=(self)"));
      assertThat(answer.body()).doesNotContain("style=\"").doesNotContainPattern("<script(?! )");
    }
  }

  @Test
  void bodiesThatAreNoneOfOursAreRefused() {
    String settings = "/api/v1/streams/cam/settings";
    String jsonType = "application/json";
    assertProblem(http.send("POST", "/api/v1/session", "{", "Content-Type", jsonType), 400);
    assertProblem(http.send("POST", "/api/v1/session", "[1]", "Content-Type", jsonType), 400);
    assertProblem(http.send("POST", "/api/v1/session", "\u0000", "Content-Type", jsonType), 400);
    assertProblem(http.send("POST", "/api/v1/session", "{}", "Content-Type", "text/html"), 415);
    assertProblem(
        http.send("POST", "/api/v1/session", "x".repeat(100_000), "Content-Type", jsonType), 413);
    assertProblem(http.send("PATCH", settings, "<a/>", "Content-Type", "application/xml"), 415);
    String deep = "[".repeat(30_000);
    assertProblem(http.send("POST", "/api/v1/session", deep, "Content-Type", jsonType), 400);
  }

  @Test
  void pathsLeadNowhereElse() throws IOException {
    for (String path :
        List.of(
            "/../../../etc/passwd",
            "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2f..%2fetc%2fpasswd",
            "/..%5c..%5cetc%5cpasswd",
            "/watch/..%2f..%2fetc%2fpasswd",
            "//etc/passwd",
            "/%00",
            "/logback.xml",
            "/dev/allaprima/live/http/openapi.yaml",
            "/../logback.xml",
            "/api/v1/styles/..%2f..%2fetc/preview",
            "/api/v1/styles/%2e%2e/preview",
            "/api/v1/jobs/..%2f..%2fetc%2fpasswd/result",
            "/hls/cam/..%2f..%2fetc%2fpasswd")) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
      // Or closed without a word.
      assertThat(answer).as(path).containsPattern("^(HTTP/1.1 (400|404) |$)");
      assertThat(answer).as(path).doesNotContain("root:").doesNotContain("<configuration>");
    }
  }

  @Test
  void floodsAndGarbageHarmNobody() throws IOException {
    String start = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    assertThat(raw(start + "X: " + "x".repeat(100_000) + "\r\n\r\n")).doesNotContain(" 200 ");
    assertThat(raw(start + "X: x\r\n".repeat(10_000) + "\r\n")).doesNotContain(" 200 ");
    assertThat(raw("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n")).doesNotContain(" 200 ");
    assertThat(raw("\u0000\u0001\u0002\u0003\r\n\r\n")).doesNotContain(" 200 ");
    assertThat(raw("POST /whip/cam HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n"))
        .doesNotContain(" 200 ");
    assertThat(
            raw(
                "POST /whip/cam HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        .doesNotContain(" 20");
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);
  }

  /** What the server answers to these bytes until it closes, or has answered once. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketException e) {
        // Closed while we were still sending.
        return "";
      }
    }
  }

  @Test
  void connectionsThatAskForNothingAreClosed() throws Exception {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), guarded.port());
        Socket trickling = new Socket(InetAddress.getLoopbackAddress(), guarded.port())) {
      trickling.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.UTF_8));
      await().atMost(LONG).until(() -> isClosed(silent));
      await()
          .atMost(LONG)
          .until(
              () -> {
                try {
                  trickling.getOutputStream().write('x');
                } catch (SocketException e) {
                  return true;
                }
                return isClosed(trickling);
              });
    }
    assertThat(doors.get("/livez").statusCode()).isEqualTo(200);
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(10);
    InputStream in = socket.getInputStream();
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static LiveServer slow(String proxies) {
    Settings settings =
        TestSettings.of(
            data.resolve("slow" + proxies.length()),
            "http.requestsPerSecond",
            "5",
            "http.proxies",
            proxies);
    return LiveServer.start(settings, Catalogue.at(styles), Device.select("cpu", 1), "test");
  }

  @Test
  void proxiesAreBelievedIfTheyAreNamed() {
    try (LiveServer slow = slow("127.0.0.0/8")) {
      TestHttp client = new TestHttp(slow.port());
      for (int i = 0; i < 50; i++) {
        HttpResponse<String> answer =
            client.send("GET", "/livez", null, "X-Forwarded-For", "192.0.2." + i);
        assertThat(answer.statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void addressThatAsksTooOftenWaits() {
    try (LiveServer slow = slow("")) {
      TestHttp client = new TestHttp(slow.port());
      HttpResponse<String> refused = null;
      for (int i = 0; i < 200 && refused == null; i++) {
        // Who they say that they are changes nothing: there is no proxy before this server.
        HttpResponse<String> answer =
            client.send("GET", "/livez", null, "X-Forwarded-For", "192.0.2." + i);
        refused = answer.statusCode() == 200 ? null : answer;
      }
      assertThat(refused).isNotNull();
      assertProblem(refused, 429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      await().atMost(LONG).until(() -> client.get("/livez").statusCode() == 200);
    }
  }
}
