package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.testing.ApiDocument;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The document of the API and the server say the same. That answers are as it says is checked
 * wherever a test sends a request, by {@link ApiDocument#check}.
 */
class OpenApiTest extends LiveServerFixture {
  /** What answers 405, as RFC 9725, section 4.2, has it. */
  private static final String RESERVED =
      "(GET|PUT) /(whip|whep)/.*"
          + "|(DELETE|PATCH) /(whip|whep)/\\{name}"
          + "|POST /(whip|whep)/\\{name}/\\{session}";

  @Test
  void everyAddressIsInTheDocumentAndTheOtherWayRound() {
    Set<String> served = new TreeSet<>(server.addresses());
    served.removeIf(address -> address.startsWith("HEAD ") || address.equals("GET /*"));
    served.add("GET /");
    served.removeIf(address -> address.matches(RESERVED));
    Set<String> documented = new TreeSet<>(ApiDocument.operations());
    assertThat(served).isEqualTo(documented);
  }

  @Test
  void documentIsServed() {
    HttpResponse<String> answer = http.get("/openapi.yaml");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(answer.body()).contains("openapi: 3.1.0");
  }
}
