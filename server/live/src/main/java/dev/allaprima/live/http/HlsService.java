package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.annotation.Default;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import dev.allaprima.live.broadcast.hls.Hls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /hls}: a stream as HLS with low latency. Requests wait without a thread of theirs. */
public final class HlsService {
  private static final MediaType PLAYLIST = MediaType.create("application", "vnd.apple.mpegurl");

  /** A piece's name is never used again; a cache need not keep it for longer than it is listed. */
  private static final String FOR_A_MINUTE = "max-age=60";

  private final BroadcastApi live;

  HlsService(BroadcastApi live) {
    this.live = live;
  }

  @Get("/{name}/{file}")
  public CompletionStage<HttpResponse> get(
      @Param("name") String name,
      @Param("file") String file,
      @Param("_HLS_msn") @Default("-1") long segment,
      @Param("_HLS_part") @Default("-1") int part) {
    return live.hls(name, file, segment, part).thenApply(HlsService::response);
  }

  private static HttpResponse response(Hls.Content file) {
    List<HttpObject> objects = new ArrayList<>();
    objects.add(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(file.playlist() ? PLAYLIST : MediaType.MP4_VIDEO)
            .contentLength(file.pieces().stream().mapToLong(piece -> piece.length).sum())
            .set(HttpHeaderNames.CACHE_CONTROL, file.playlist() ? "no-cache" : FOR_A_MINUTE)
            .build());
    file.pieces().forEach(piece -> objects.add(HttpData.wrap(piece)));
    return HttpResponse.of(objects.toArray(HttpObject[]::new));
  }
}
