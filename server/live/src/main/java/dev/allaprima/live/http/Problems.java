package dev.allaprima.live.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.allaprima.models.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error as a problem document (RFC 9457), whether ours or the framework's. */
final class Problems implements ServerErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final MediaType PROBLEM = MediaType.create("application", "problem+json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HostPaths paths;

  /**
   * @param paths that nobody is told
   */
  Problems(HostPaths paths) {
    this.paths = paths;
  }

  /** A problem document. */
  private record Problem(String type, String title, int status, String detail) {}

  /** The response that says this problem. */
  static AggregatedHttpResponse of(HttpStatus status, String detail) {
    Problem problem = new Problem("about:blank", status.reasonPhrase(), status.code(), detail);
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(PROBLEM);
    if (status.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
      // A place is free when somebody leaves; RFC 9725, section 4.5, has clients wait for this.
      headers.setInt(HttpHeaderNames.RETRY_AFTER, 5);
    }
    try {
      return AggregatedHttpResponse.of(
          headers.build(), HttpData.wrap(JSON.writeValueAsBytes(problem)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    AggregatedHttpResponse problem = problem(ctx, cause);
    return problem == null ? null : problem.toHttpResponse();
  }

  /** The problem that the exception means; null for one that the framework knows better. */
  private AggregatedHttpResponse problem(ServiceRequestContext ctx, Throwable cause) {
    if (cause instanceof Fault fault) {
      HttpStatus status = status(fault);
      if (status.isServerError()) {
        LOG.warn("{} {}: {}", ctx.method(), ctx.path(), fault.getMessage());
      }
      return of(status, paths.hide(fault.getMessage()));
    }
    if (cause instanceof HttpStatusException known) {
      return of(known.httpStatus(), detail(known.httpStatus()));
    }
    if (cause instanceof ContentTooLargeException) {
      return of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, detail(HttpStatus.REQUEST_ENTITY_TOO_LARGE));
    }
    if (cause instanceof IllegalArgumentException) {
      return of(
          HttpStatus.BAD_REQUEST,
          "the request's body or parameters cannot be read. Check its JSON");
    }
    if (cause instanceof RequestTimeoutException) {
      LOG.warn("{} {}: took too long", ctx.method(), ctx.path());
      return of(HttpStatus.SERVICE_UNAVAILABLE, "the request took too long. Try again");
    }
    if (cause instanceof RuntimeException || cause instanceof Error) {
      LOG.error("{} {} failed", ctx.method(), ctx.path(), cause);
      return of(HttpStatus.INTERNAL_SERVER_ERROR, "the server has a fault of its own. See its log");
    }
    return null;
  }

  private static HttpStatus status(Fault fault) {
    return switch (fault.kind()) {
      case INVALID -> HttpStatus.BAD_REQUEST;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      ServiceRequestContext ctx,
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    return status.isContentAlwaysEmpty() ? null : of(status, detail(status));
  }

  private static String detail(HttpStatus status) {
    return switch (status.code()) {
      case 404 -> "there is nothing at this address. See / and /api/v1/streams";
      case 405 ->
          "this address does not take that method. See /openapi.yaml for those that it does";
      case 413 -> "the body is larger than " + Protection.MAX_BODY + " bytes. Send less";
      case 415 -> "the body's type is not taken here. Send SDP as application/sdp, JSON as JSON";
      default -> status.reasonPhrase();
    };
  }
}
