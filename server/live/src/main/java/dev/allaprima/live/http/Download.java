package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentDisposition;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.StreamMessage;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the server as a response, whole or the range of it that is asked for (RFC 9110, section
 * 14), which players need to seek. Of several ranges at once the whole is sent, as it may be.
 */
final class Download {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private Download() {}

  /**
   * The response to a GET or HEAD of the file.
   *
   * @param name what it is to be called where it is stored; its ending says its type
   * @throws Fault if the file has gone
   */
  static HttpResponse of(RequestHeaders request, Path file, String name) {
    long size;
    String tag;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      size = attributes.size();
      tag = "\"%x-%x\"".formatted(attributes.lastModifiedTime().toMillis(), size);
    } catch (IOException e) {
      throw Fault.of(NOT_FOUND, "the file of this address is gone", "Make it again", e);
    }
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type(name))
            .add(HttpHeaderNames.ACCEPT_RANGES, "bytes")
            .add(HttpHeaderNames.ETAG, tag)
            .add(HttpHeaderNames.CACHE_CONTROL, "private, no-cache")
            .contentDisposition(
                ContentDisposition.builder("inline")
                    .filename(name, StandardCharsets.UTF_8)
                    .build());
    if (tag.equals(request.get(HttpHeaderNames.IF_NONE_MATCH))) {
      return HttpResponse.of(headers.status(HttpStatus.NOT_MODIFIED).build());
    }
    String range = request.get(HttpHeaderNames.RANGE, "");
    String condition = request.get(HttpHeaderNames.IF_RANGE, tag);
    Matcher asked = RANGE.matcher(range);
    long from = 0;
    long to = size;
    if (condition.equals(tag) && asked.matches() && !range.equals("bytes=-")) {
      from = from(asked, size);
      to = to(asked, size);
      if (from >= to) {
        return beyond(range, size);
      }
      headers.status(HttpStatus.PARTIAL_CONTENT);
      headers.add(HttpHeaderNames.CONTENT_RANGE, "bytes %d-%d/%d".formatted(from, to - 1, size));
    }
    headers.contentLength(to - from);
    return request.method() == HttpMethod.HEAD || size == 0
        ? HttpResponse.of(headers.build())
        : HttpResponse.of(headers.build(), StreamMessage.of(file).range(from, to - from));
  }

  private static HttpResponse beyond(String range, long size) {
    HttpStatus status = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE;
    AggregatedHttpResponse problem =
        Problems.of(
            status, "range is %s of a file of %d bytes. Ask for less".formatted(range, size));
    ResponseHeadersBuilder headers = problem.headers().toBuilder();
    headers.add(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size);
    return HttpResponse.of(headers.build(), problem.content());
  }

  private static long from(Matcher asked, long size) {
    if (asked.group(1).isEmpty()) {
      return Math.max(0, size - Long.parseLong(asked.group(2)));
    }
    return Long.parseLong(asked.group(1));
  }

  /** Where the range ends; that byte is not of it. */
  private static long to(Matcher asked, long size) {
    boolean open = asked.group(1).isEmpty() || asked.group(2).isEmpty();
    return open ? size : Math.min(size, Long.parseLong(asked.group(2)) + 1);
  }

  private static MediaType type(String name) {
    if (name.endsWith(".mp4")) {
      return MediaType.create("video", "mp4");
    }
    return name.endsWith(".png") ? MediaType.PNG : MediaType.JPEG;
  }
}
