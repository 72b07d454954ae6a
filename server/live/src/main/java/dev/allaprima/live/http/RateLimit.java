package dev.allaprima.live.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many requests a second from one address: a bucket of tokens each, which holds {@value
 * #SECONDS} seconds' worth, because a page asks for many things at once when it opens.
 */
final class RateLimit implements DecoratingHttpServiceFunction {
  private static final int SECONDS = 4;

  /** Who has not been heard for longest is forgotten, which only does it good. */
  private static final int ADDRESSES = 10_000;

  private final double perNano;
  private final double full;
  private final LongSupplier nanos;

  // Guarded by itself.
  private final Map<ByteBuffer, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  private static final class Bucket {
    private double left;
    private long since;
  }

  /**
   * @param nanos a clock
   */
  RateLimit(int perSecond, LongSupplier nanos) {
    this.perNano = perSecond / 1e9;
    this.full = (double) perSecond * SECONDS;
    this.nanos = nanos;
  }

  @Override
  public HttpResponse serve(HttpService delegate, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    return take(ctx.clientAddress()) ? delegate.serve(ctx, request) : refused();
  }

  /** Whether that address may ask once more now. */
  boolean take(InetAddress address) {
    ByteBuffer network = network(address);
    long now = nanos.getAsLong();
    synchronized (buckets) {
      Bucket bucket = buckets.get(network);
      if (bucket == null) {
        bucket = new Bucket();
        bucket.left = full;
        buckets.put(network, bucket);
      } else {
        bucket.left = Math.min(full, bucket.left + (now - bucket.since) * perNano);
      }
      bucket.since = now;
      if (bucket.left < 1) {
        return false;
      }
      bucket.left--;
      return true;
    }
  }

  /** How many addresses have a bucket. */
  int remembered() {
    synchronized (buckets) {
      return buckets.size();
    }
  }

  /** One household of IPv6 has 2^64 addresses. */
  private static ByteBuffer network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  private static HttpResponse refused() {
    AggregatedHttpResponse problem =
        Problems.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "too many requests come from this address. Wait a second, then go on more slowly");
    ResponseHeaders headers =
        problem.headers().toBuilder().set(HttpHeaderNames.RETRY_AFTER, "1").build();
    return HttpResponse.of(headers, problem.content());
  }
}
