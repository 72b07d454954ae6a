package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.stylize.Device;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The server by https, with a certificate that is made here. */
class TlsTest extends LiveServerFixture {
  private static final char[] PASSWORD = "password".toCharArray();

  /** A key and a certificate for localhost. */
  private static KeyStore made(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String options =
        "-genkeypair -alias it -keyalg EC -dname CN=localhost -ext SAN=ip:127.0.0.1,dns:localhost"
            + " -validity 2 -storetype PKCS12 -storepass password -keystore ";
    ProcessBuilder command = new ProcessBuilder((keytool + " " + options + store).split(" "));
    Process process = command.inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    return keys;
  }

  private static Path pem(Path file, String kind, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static Settings settings(Path certificate, Path key, String name) {
    return TestSettings.of(
        data.resolve(name), "http.tlsCert", certificate.toString(), "http.tlsKey", key.toString());
  }

  private static LiveServer start(Settings settings) {
    return LiveServer.start(settings, Catalogue.at(styles), Device.select("cpu", 1), "test");
  }

  @Test
  void pagesAndSessionsGoByHttps() throws Exception {
    Path folder = Files.createDirectories(data.resolve("tls"));
    KeyStore keys = made(folder);
    Certificate certificate = keys.getCertificate("it");
    Key key = keys.getKey("it", PASSWORD);
    Path chain = pem(folder.resolve("chain.pem"), "CERTIFICATE", certificate.getEncoded());
    Path secret = pem(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
    try (LiveServer secure = start(settings(chain, secret, "secure"))) {
      URI base = URI.create("https://127.0.0.1:" + secure.port());
      HttpResponse<String> page =
          client.send(HttpRequest.newBuilder(base.resolve("/")).build(), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
      HttpRequest leave = HttpRequest.newBuilder(base.resolve("/api/v1/session")).DELETE().build();
      assertThat(client.send(leave, BodyHandlers.ofString()).headers().firstValue("Set-Cookie"))
          .hasValueSatisfying(cookie -> assertThat(cookie).contains("Secure"));
      try (Socket plain = new Socket("127.0.0.1", secure.port())) {
        plain.setSoTimeout(10_000);
        plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes());
        assertThat(new String(plain.getInputStream().readAllBytes())).doesNotContain(" 200 ");
      }
    }
  }

  @Test
  void certificatesThatAreNoneStopTheStart() throws Exception {
    Path nothing = Files.writeString(data.resolve("nothing.pem"), "nothing");
    for (Path file : new Path[] {nothing, data.resolve("missing.pem")}) {
      assertThatThrownBy(() -> start(settings(file, file, "none")))
          .isInstanceOf(Fault.class)
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageNotContaining("\n");
    }
  }
}
