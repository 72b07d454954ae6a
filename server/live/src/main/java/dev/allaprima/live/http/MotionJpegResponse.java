package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.allaprima.live.broadcast.JpegSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that never ends: pictures one after the other, as browsers show them in the place of
 * one. One is on its way at a time; who reads slowly misses some.
 */
final class MotionJpegResponse implements JpegSink {
  private static final Logger LOG = LoggerFactory.getLogger(MotionJpegResponse.class);
  private static final String BOUNDARY = "picture";
  private static final MediaType TYPE =
      MediaType.create("multipart", "x-mixed-replace").withParameter("boundary", BOUNDARY);

  private final HttpResponseWriter writer = HttpResponse.streaming();
  private final AtomicBoolean underWay = new AtomicBoolean();

  private MotionJpegResponse() {}

  /**
   * @param subscribe hands pictures to a sink until what it returns is closed
   */
  static HttpResponse begin(
      ServiceRequestContext ctx, Function<JpegSink, AutoCloseable> subscribe) {
    MotionJpegResponse response = new MotionJpegResponse();
    response.writer.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(TYPE)
            .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build());
    AutoCloseable subscription = subscribe.apply(response);
    response.writer.whenComplete().handle((done, failure) -> leave(subscription));
    ctx.clearRequestTimeout();
    return response.writer;
  }

  private static Void leave(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.error("A reader of JPEG pictures could not be let go", e);
    }
    return null;
  }

  @Override
  public void picture(byte[] jpeg) {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    String head =
        "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
            .formatted(BOUNDARY, jpeg.length);
    boolean open =
        writer.tryWrite(HttpData.of(StandardCharsets.US_ASCII, head))
            && writer.tryWrite(HttpData.wrap(jpeg))
            && writer.tryWrite(HttpData.ofAscii("\r\n"));
    if (open) {
      writer.whenConsumed().thenRun(() -> underWay.set(false));
    }
  }

  @Override
  public void end() {
    writer.close();
  }
}
