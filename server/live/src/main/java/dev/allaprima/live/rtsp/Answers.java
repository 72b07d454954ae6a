package dev.allaprima.live.rtsp;

import dev.allaprima.models.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.rtsp.RtspHeaderNames;
import io.netty.handler.codec.rtsp.RtspResponseStatuses;
import io.netty.handler.codec.rtsp.RtspVersions;
import java.nio.charset.StandardCharsets;

/** Answers to RTSP requests. */
final class Answers {
  private Answers() {}

  static FullHttpResponse ok(FullHttpRequest request) {
    return status(request, RtspResponseStatuses.OK);
  }

  static FullHttpResponse status(FullHttpRequest request, HttpResponseStatus status) {
    return body(request, status, "text/plain", "");
  }

  /** What cannot be done in the state that the session is in (RFC 2326, section 11.3.6). */
  static FullHttpResponse wrongState(FullHttpRequest request, String reason) {
    return body(request, RtspResponseStatuses.METHOD_NOT_VALID, "text/plain", reason + "\r\n");
  }

  /**
   * Answers with the status that the fault's kind has in HTTP: RTSP has no other for a name that is
   * taken.
   */
  static FullHttpResponse fault(FullHttpRequest request, Fault fault) {
    HttpResponseStatus status =
        switch (fault.kind()) {
          case INVALID -> RtspResponseStatuses.BAD_REQUEST;
          case NOT_FOUND -> RtspResponseStatuses.NOT_FOUND;
          case CONFLICT -> HttpResponseStatus.CONFLICT;
          case UNAVAILABLE -> RtspResponseStatuses.SERVICE_UNAVAILABLE;
        };
    return body(request, status, "text/plain", fault.getMessage() + "\r\n");
  }

  /** An answer with a body, none if it is empty. */
  static FullHttpResponse body(
      FullHttpRequest request, HttpResponseStatus status, String type, String text) {
    ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    FullHttpResponse response = new DefaultFullHttpResponse(RtspVersions.RTSP_1_0, status, content);
    String cseq = request.headers().get(RtspHeaderNames.CSEQ);
    if (cseq != null) {
      response.headers().set(RtspHeaderNames.CSEQ, cseq);
    }
    if (!text.isEmpty()) {
      response.headers().set(RtspHeaderNames.CONTENT_TYPE, type);
      response.headers().set(RtspHeaderNames.CONTENT_LENGTH, content.readableBytes());
    }
    return response;
  }
}
