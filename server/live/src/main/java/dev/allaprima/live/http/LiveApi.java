package dev.allaprima.live.http;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * What HTTP asks of the server. Called from any thread; every method may throw a {@link Fault},
 * whose kind becomes the status. Methods that negotiate take some tenths of a second.
 */
public interface LiveApi extends BroadcastApi {
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
   * @param source where it comes from, in words
   * @param state {@code live}, or {@code slate} while there is no picture of a publisher to show
   * @param width of its newest frame in pixels; 0 before the first
   * @param sound whether its publisher sends any
   * @param outlets every way out that is in use, in words
   */
  record Status(
      String name,
      String source,
      String state,
      int width,
      int height,
      boolean sound,
      int viewers,
      List<String> outlets,
      PaintSettings settings,
      Statistics statistics) {}

  /**
   * Why the server ended a stream or put its publisher out.
   *
   * @param cause {@code painting}, {@code source} (what it sent is not taken) or {@code request}
   * @param reason in a line
   */
  record Ending(String cause, String reason) {}

  /**
   * What is counted from a stream's start; rates and times are of the last seconds.
   *
   * @param received frames that arrived
   * @param painted frames that were painted and handed on
   * @param overwritten frames that a newer one replaced before they were painted
   * @param paintMillis median of what the network takes for a frame
   * @param delayMillis from a frame's arrival to its hand-over
   * @param soundDelayMillis by which sound is held back to match the pictures
   * @param renderScale in effect; below the setting while the machine can't keep up
   * @param frameDivisor in effect: every n-th frame is painted
   * @param load the share of the painter's time that this stream uses
   */
  record Statistics(
      long received,
      long painted,
      long overwritten,
      double paintedPerSecond,
      double paintMillis,
      Percentiles delayMillis,
      double soundDelayMillis,
      double renderScale,
      int frameDivisor,
      double load) {}

  /**
   * How a stream is painted.
   *
   * @param styles of one network by their weights
   * @param fadeSeconds how long a change of styles takes; styles of another network follow by a cut
   * @param strength how much of the painting is shown
   * @param originalColours whether the brightness alone is painted
   * @param renderScale width and height that are painted, by the frame's
   * @param steadiness how much a still picture's flicker is held down
   * @param split part of the width, from the left, that shows the source
   * @param key which part is painted; null for all of it
   * @param inset where the painting lies small over the source; null for the whole frame
   * @param overlay null for none
   * @param adaptive whether render scale and rate go down while the machine can't keep up
   */
  record PaintSettings(
      Map<String, Double> styles,
      double fadeSeconds,
      double strength,
      boolean originalColours,
      double renderScale,
      double steadiness,
      double split,
      KeyView key,
      InsetView inset,
      OverlayView overlay,
      boolean adaptive) {}

  /** Which part of a stream is painted; see {@code Key}. */
  record KeyView(
      String by, String colour, double threshold, double softness, boolean inverted, String show) {}

  /**
   * What of a key is to change; what is null stays.
   *
   * @param none whether there is to be none
   */
  record KeyPatch(
      boolean none,
      String by,
      String colour,
      Double threshold,
      Double softness,
      Boolean inverted,
      String show) {}

  /** Where the painting lies small over the source; see {@code Place} for the place. */
  record InsetView(String place, double size) {}

  /**
   * What of an inset is to change; what is null stays.
   *
   * @param none whether there is to be none
   */
  record InsetPatch(boolean none, String place, Double size) {}

  /** How a picture lies over a stream; see {@code Place} for the place. */
  record OverlayView(String place, double scale, double opacity) {}

  /** What of the settings is to change; what is null stays. */
  record SettingsPatch(
      Map<String, Double> styles,
      Double fadeSeconds,
      Double strength,
      Boolean originalColours,
      Double renderScale,
      Double steadiness,
      Double split,
      KeyPatch key,
      InsetPatch inset,
      OverlayPatch overlay,
      Boolean adaptive) {
    /** One that changes the styles alone. */
    public static SettingsPatch ofStyles(Map<String, Double> styles) {
      return new SettingsPatch(styles, null, null, null, null, null, null, null, null, null, null);
    }
  }

  /**
   * What of an overlay is to change; what is null stays.
   *
   * @param none whether there is to be none
   */
  record OverlayPatch(boolean none, String place, Double scale, Double opacity) {}

  /** What paints, and this server's version. */
  Engine engine();

  /** The styles. */
  Catalogue catalogue();

  /** Every stream. */
  List<Status> streams();

  /** One stream. */
  Status stream(String name);

  /** Ends a stream, with its publisher and its viewers. */
  void end(String name);

  /** Why the server ended a stream or put its publisher out, if nobody has published it since. */
  Ending ending(String name);

  /** How a stream is painted. */
  PaintSettings settings(String name);

  /** Changes how a stream is painted from its next frame on, all that is named or nothing. */
  PaintSettings change(String name, SettingsPatch patch);

  /**
   * Lays a picture over every frame of a stream.
   *
   * @param png kept
   */
  PaintSettings overlay(String name, byte[] png, OverlayView where);

  /** A stream's newest painting as a JPEG. */
  byte[] snapshot(String name);

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

  /**
   * Takes further candidates of a stream's publisher, who has that session.
   *
   * @param fragment of SDP (RFC 8840)
   * @return false if it asks for a restart of ICE, which sessions do not take
   */
  boolean tricklePublisher(String name, String session, String fragment);

  /** STUN and TURN servers that peers are told of, each as the value of a {@code Link} header. */
  List<String> iceServers();

  /** Begins to show a stream; parameters as for {@link #publish}. */
  Session watch(String name, String offer, InetAddress reachedAt);

  /** The same as {@link #tricklePublisher} for a viewer. */
  boolean trickleViewer(String name, String session, String fragment);

  /** Ends that viewer's session. */
  void unwatch(String name, String session);
}
