package dev.allaprima.live.http;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import java.net.InetAddress;
import java.util.List;

/**
 * What HTTP asks of the server. Called from any thread; every method may throw a {@link Fault},
 * whose kind becomes the status. Methods that negotiate take some tenths of a second.
 */
public interface LiveApi {
  /**
   * A connection that was answered.
   *
   * @param id names it in its address; nobody can guess it
   * @param answer the SDP
   */
  record Session(String id, String answer) {}

  /**
   * What paints.
   *
   * @param device in words
   * @param version of the server
   * @param style in which publishers are painted who name none; null while there is no style
   * @param precision that was asked for: {@code auto}, {@code fp32}, {@code fp16}, {@code int8}
   */
  record Engine(String device, String version, String style, String precision, Capacity capacity) {}

  /** So many streams are taken on at once, and so many viewers of all of them together. */
  record Capacity(int streams, int viewers) {}

  /** Milliseconds that half, and 95 of 100, stay under. */
  record Percentiles(double p50, double p95) {}

  /**
   * A stream as it stands now.
   *
   * @param state {@code live}, or {@code slate} while there is no picture of a publisher to show
   * @param width of its newest frame in pixels; 0 before the first
   * @param received frames that arrived
   * @param painted frames that were painted and handed to the viewers
   * @param overwritten frames that a newer one replaced before they were painted
   * @param paintMillis median of what the network takes for a frame
   * @param delayMillis from a frame's arrival to its hand-over to the viewers
   */
  record Status(
      String name,
      String state,
      String style,
      int width,
      int height,
      int viewers,
      long received,
      long painted,
      long overwritten,
      double paintedPerSecond,
      double paintMillis,
      Percentiles delayMillis) {}

  /** What paints, and this server's version. */
  Engine engine();

  /** The styles. */
  Catalogue catalogue();

  /** Every stream. */
  List<Status> streams();

  /** One stream. */
  Status stream(String name);

  /** Paints the stream in another style from its next frame on. */
  Status restyle(String name, String style);

  /**
   * Begins a stream.
   *
   * @param style null for the server's default
   * @param offer the publisher's SDP
   * @param reachedAt the address that the publisher reached this machine at
   */
  Session publish(String name, String style, String offer, InetAddress reachedAt);

  /** Ends a stream whose publisher has that session. */
  void unpublish(String name, String session);

  /** Begins to show a stream; parameters as for {@link #publish}. */
  Session watch(String name, String offer, InetAddress reachedAt);

  /** Ends that viewer's session. */
  void unwatch(String name, String session);
}
