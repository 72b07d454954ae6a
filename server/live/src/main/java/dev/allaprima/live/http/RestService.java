package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.ProducesJson;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** {@code /api/v1}: the styles. */
@ProducesJson
public final class RestService {
  private final LiveApi live;

  RestService(LiveApi live) {
    this.live = live;
  }

  /**
   * A style of the catalogue.
   *
   * @param network styles that name the same one can be mixed
   * @param preview the address of the picture that shows it
   */
  public record StyleView(
      String name,
      String title,
      String artist,
      String year,
      String rights,
      String network,
      String preview) {}

  @Get("/styles")
  public List<StyleView> styles() {
    return live.catalogue().list().styles().stream().map(RestService::view).toList();
  }

  private static StyleView view(Style style) {
    return new StyleView(
        style.name(),
        style.card().title(),
        style.card().artist(),
        style.card().year(),
        style.card().rights(),
        // A style's own network is called as the style is, which has no slash in it.
        style.card().network() == null ? style.name() : "networks/" + style.card().network(),
        "/api/v1/styles/" + style.name() + "/preview");
  }

  @Get("/styles/{name}/preview")
  public HttpResponse preview(@Param("name") String name) {
    Style style = live.catalogue().style(name);
    try {
      return HttpResponse.of(
          HttpStatus.OK, MediaType.JPEG, HttpData.wrap(Files.readAllBytes(style.preview())));
    } catch (IOException e) {
      throw Fault.of(
          NOT_FOUND, "style " + name + " has no preview", "Put a preview.jpg into its folder", e);
    }
  }
}
