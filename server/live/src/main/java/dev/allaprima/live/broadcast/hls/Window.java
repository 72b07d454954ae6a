package dev.allaprima.live.broadcast.hls;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The newest seconds of a stream: what its playlist names, and a little more for those who are
 * late. Written by one thread, asked from any; those who ask for what is not there yet are answered
 * when it comes.
 */
final class Window {
  /** Seconds that a playlist covers at least: three target durations, and what a reload takes. */
  private static final double LISTED = 12;

  /** Segments that are kept when the playlist has let go of them: somebody is reading them. */
  private static final int KEPT = 3;

  private static final Pattern PIECE =
      Pattern.compile("([a-z0-9]+)-(\\d{1,15})(?:\\.(\\d{1,4}))?\\.m4s");
  private static final Pattern HEADER = Pattern.compile("([a-z0-9]+)-(\\d{1,9})\\.mp4");

  /** Somebody who waits: answered when that is true, which a change of the window may make it. */
  private record Waiter<T>(BooleanSupplier ready, Supplier<T> answer, CompletableFuture<T> future) {
    boolean answered() {
      if (!ready.getAsBoolean()) {
        return false;
      }
      T value = answer.get();
      // On another thread: what depends on it must not keep the encoder.
      future.completeAsync(() -> value);
      return true;
    }
  }

  private final String id;
  private final Playlist playlist;
  // All guarded by this.
  private final Deque<Segment> kept = new ArrayDeque<>();
  private final Deque<Segment> listed = new ArrayDeque<>();
  private final Map<Integer, byte[]> headers = new TreeMap<>();
  private final List<Waiter<?>> waiters = new ArrayList<>();
  private Segment open;
  private int header;
  private boolean fresh;
  private long discontinuities;
  private boolean ended;
  private String text;

  /**
   * @param id in the names of its files, so that none is taken for one of an earlier stream of that
   *     name; lower-case letters and digits
   */
  Window(String id) {
    this.id = id;
    this.playlist = new Playlist(id);
  }

  /** What follows is read with that header. */
  synchronized void header(byte[] bytes) {
    endSegment();
    headers.put(++header, bytes);
    fresh = header > 1;
  }

  /** Adds what was just made to the segment that is being made. */
  synchronized void part(Segment.Part part, Instant now) {
    if (open == null) {
      long number = listed.isEmpty() ? 0 : listed.getLast().number + 1;
      Instant began = now.minusMillis(Math.round(part.seconds() * 1000));
      open = new Segment(number, header, fresh, began);
      fresh = false;
      listed.add(open);
    }
    open.parts.add(part);
    changed();
  }

  /** What comes next begins a segment. */
  synchronized void endSegment() {
    if (open == null) {
      return;
    }
    open.whole = true;
    open = null;
    double seconds = listed.stream().mapToDouble(Segment::seconds).sum();
    while (seconds - listed.getFirst().seconds() >= LISTED) {
      Segment oldest = listed.removeFirst();
      seconds -= oldest.seconds();
      discontinuities += oldest.discontinuity ? 1 : 0;
      kept.add(oldest);
      if (kept.size() > KEPT) {
        kept.removeFirst();
        headers.keySet().removeIf(number -> number < kept.getFirst().header);
      }
    }
    changed();
  }

  /** Nothing comes any more. */
  synchronized void end() {
    endSegment();
    ended = true;
    changed();
  }

  synchronized boolean isEnded() {
    return ended;
  }

  private void changed() {
    text = null;
    waiters.removeIf(waiter -> waiter.future().isDone() || waiter.answered());
  }

  private <T> CompletableFuture<T> when(BooleanSupplier ready, Supplier<T> answer) {
    Waiter<T> waiter = new Waiter<>(ready, answer, new CompletableFuture<>());
    if (!waiter.answered()) {
      waiters.add(waiter);
    }
    return waiter.future();
  }

  /**
   * The playlist, when it has a whole segment and holds what was asked for.
   *
   * @param segment the media sequence number that it is to hold; -1 for any
   * @param part which part of it; -1 for all of it
   */
  synchronized CompletableFuture<String> playlist(long segment, int part) {
    return when(() -> ended || isListed(segment, part), this::text);
  }

  private boolean isListed(long segment, int part) {
    if (listed.isEmpty() || !listed.getFirst().whole) {
      return false;
    }
    Segment last = listed.getLast();
    if (segment < last.number) {
      return true;
    }
    return segment == last.number && (last.whole || part >= 0 && part < last.parts.size());
  }

  private String text() {
    if (text == null) {
      text = playlist.write(List.copyOf(listed), discontinuities, ended);
    }
    return text;
  }

  /** The number of the segment that is being made or comes next. */
  synchronized long next() {
    if (open != null) {
      return open.number;
    }
    return listed.isEmpty() ? 0 : listed.getLast().number + 1;
  }

  /**
   * What that file holds; a part that comes next is waited for.
   *
   * @return its pieces in order; null in the future if there is no such file
   */
  synchronized CompletableFuture<List<byte[]>> file(String name) {
    Matcher head = HEADER.matcher(name);
    if (head.matches() && head.group(1).equals(id)) {
      byte[] bytes = headers.get(Integer.valueOf(head.group(2)));
      return CompletableFuture.completedFuture(bytes == null ? null : List.of(bytes));
    }
    Matcher piece = PIECE.matcher(name);
    if (!piece.matches() || !piece.group(1).equals(id)) {
      return CompletableFuture.completedFuture(null);
    }
    long number = Long.parseLong(piece.group(2));
    if (piece.group(3) == null) {
      Segment segment = segment(number);
      boolean whole = segment != null && segment.whole;
      return CompletableFuture.completedFuture(whole ? bytes(segment) : null);
    }
    int part = Integer.parseInt(piece.group(3));
    return when(() -> !isHinted(number, part), () -> part(number, part));
  }

  /** Whether the playlist has hinted at it: it is likely to be the next thing that is made. */
  private boolean isHinted(long number, int part) {
    int made = open == null ? 0 : open.parts.size();
    return !ended && number == next() && part == made;
  }

  private List<byte[]> part(long number, int part) {
    Segment segment = segment(number);
    boolean there = segment != null && part < segment.parts.size();
    return there ? List.of(segment.parts.get(part).bytes()) : null;
  }

  private static List<byte[]> bytes(Segment segment) {
    return segment.parts.stream().map(Segment.Part::bytes).toList();
  }

  private Segment segment(long number) {
    for (Deque<Segment> some : List.of(listed, kept)) {
      for (Segment segment : some) {
        if (segment.number == number) {
          return segment;
        }
      }
    }
    return null;
  }

  /** How many bytes it holds. */
  synchronized long bytes() {
    long sum = headers.values().stream().mapToLong(bytes -> bytes.length).sum();
    for (Deque<Segment> some : List.of(listed, kept)) {
      for (Segment segment : some) {
        sum += segment.parts.stream().mapToLong(part -> part.bytes().length).sum();
      }
    }
    return sum;
  }
}
