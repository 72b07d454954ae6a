package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The streams that there are, by name; a name has one publisher. Callable from any thread. */
public final class Streams<S> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final int limit;
  // Guarded by this.
  private final Map<String, S> byName = new TreeMap<>();

  /**
   * @param limit how many streams there may be at once
   */
  public Streams(int limit) {
    this.limit = limit;
  }

  /**
   * Makes a stream of that name.
   *
   * @throws Fault if the name is taken or is none, or there are too many streams
   */
  public synchronized S open(String name, Supplier<S> stream) {
    if (!NAME.matcher(name).matches()) {
      throw Fault.of(
          INVALID,
          "\"" + name + "\" cannot name a stream",
          "Use 1 to 64 letters, digits, dashes and underscores");
    }
    if (byName.containsKey(name)) {
      throw Fault.of(
          CONFLICT,
          "stream " + name + " is already being published",
          "Choose another name, or end the other publisher first");
    }
    if (byName.size() >= limit) {
      throw Fault.of(
          UNAVAILABLE,
          "there are " + limit + " streams already, as many as the server takes",
          "End one, or start the server with a higher --max-streams");
    }
    S opened = stream.get();
    byName.put(name, opened);
    return opened;
  }

  /**
   * The stream of that name.
   *
   * @throws Fault if there is none
   */
  public synchronized S get(String name) {
    S stream = find(name);
    if (stream == null) {
      throw Fault.of(NOT_FOUND, "there is no stream \"" + name + "\"", "See /api/v1/streams");
    }
    return stream;
  }

  /** The stream of that name, or null. */
  public synchronized S find(String name) {
    return byName.get(name);
  }

  /** Every stream, by name. */
  public synchronized List<S> all() {
    return List.copyOf(byName.values());
  }

  /** Frees the name, if it is still that stream's. */
  public synchronized void remove(String name, S stream) {
    byName.remove(name, stream);
  }
}
