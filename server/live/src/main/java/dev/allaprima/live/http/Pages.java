package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;

/** The pages, their files, and the document of the API: all of them lie in the jars. */
final class Pages {
  private static final ClassLoader LOADER = Pages.class.getClassLoader();

  private Pages() {}

  /** The studio, and every file that a page names. */
  static HttpService files() {
    return FileService.of(LOADER, "web")
        .orElse((ctx, request) -> HttpResponse.ofFailure(HttpStatusException.of(404)));
  }

  /** One page, whatever the address says after it. */
  static HttpService page(String file) {
    return HttpFile.of(LOADER, "web/" + file).asService();
  }

  /** The document of every address; RFC 9512 names its type. */
  static HttpService openApi() {
    return HttpFile.builder(LOADER, "dev/allaprima/live/http/openapi.yaml")
        .contentType("application/yaml")
        .build()
        .asService();
  }
}
