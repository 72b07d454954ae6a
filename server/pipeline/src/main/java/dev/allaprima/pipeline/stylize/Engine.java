package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one painter of a device: a thread that paints the pictures of all its callers in batches.
 *
 * <p>It goes round its sources and takes one picture of each that has one, again and again until a
 * batch is full or nobody has any, so that no source waits for more than one picture of every other
 * in turn; it never waits for one. Files come behind: of a {@link Lane} it takes a picture when no
 * source has one, or has kept the lanes waiting for {@value #PATIENCE} batches. Pictures of one
 * network and one padded size are painted at once, in whatever styles; each source's are told in
 * the order in which they were taken. When a batch fails its pictures are painted one by one, so
 * that a picture's failure is its own.
 *
 * <p>Sources are called on the engine's thread, everything else from any.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /**
   * Batches without one picture of a lane, at most. So many cost streams that take all there is 3 %
   * and a hardly seen delay, and a file is done some day all the same.
   */
  static final int PATIENCE = 30;

  private final Device device;
  private final Batching batching;
  private final LongSupplier clock;
  private final Thread thread;
  private volatile boolean running = true;

  // Replaced whole under this object's lock, so that the engine's thread reads it without.
  private volatile StrokeSource[] sources = {};
  private volatile StrokeSource[] lanes = {};
  private final LoadedNetworks networks;

  // The engine's thread's alone.
  private final List<Stroke> gathered = new ArrayList<>();
  private final List<Stroke> group = new ArrayList<>();
  private final ArrayDeque<Stroke> waiting = new ArrayDeque<>();
  private int turn;
  private int laneTurn;
  private boolean urgent;
  private int passedOver;
  private long since;
  // Written by the engine's thread alone.
  private volatile long painted;
  private volatile long failed;
  private volatile long batches;
  private volatile long uploaded;
  private volatile long downloaded;

  /**
   * An engine without a thread: whoever made it paints by {@link #step}.
   *
   * @param clock nanoseconds from any zero
   */
  Engine(Device device, Batching batching, LongSupplier clock) {
    this.device = device;
    this.networks = new LoadedNetworks(device);
    this.batching = batching;
    this.clock = clock;
    this.thread = new Thread(this::run, "painter " + device.describe());
  }

  /** Starts an engine that batches as suits the device. */
  public static Engine start(Device device) {
    return start(device, Batching.of(device));
  }

  /** Starts an engine on the device. */
  public static Engine start(Device device, Batching batching) {
    Engine engine = new Engine(device, batching, System::nanoTime);
    engine.thread.start();
    return engine;
  }

  /** What it paints on. */
  public Device device() {
    return device;
  }

  /**
   * Loads the style's network, on the calling thread while the painting goes on, unless another
   * style of that network is open already.
   *
   * @throws Fault as {@link Stylizer#open} does
   * @throws CancellationException if the engine is closed
   */
  public OpenStyle open(Style style) {
    return new OpenStyle(style, networks.open(style), this);
  }

  void giveBack(LoadedNetwork loaded) {
    networks.giveBack(loaded);
    wake();
  }

  /** How many networks are loaded. */
  public int networks() {
    return networks.loaded();
  }

  /** Paints this source's pictures from now on; one that is closed tells it at once. */
  public void add(StrokeSource source) {
    add(source, false);
  }

  /** The same for the pictures of a lane, behind those of all sources. */
  void addBehind(StrokeSource lane) {
    add(lane, true);
  }

  private synchronized void add(StrokeSource source, boolean behind) {
    if (!running) {
      tell(() -> source.failed(stopped()));
      return;
    }
    if (behind) {
      lanes = with(lanes, source);
    } else {
      sources = with(sources, source);
    }
    wake();
  }

  private static StrokeSource[] with(StrokeSource[] some, StrokeSource another) {
    StrokeSource[] more = Arrays.copyOf(some, some.length + 1);
    more[some.length] = another;
    return more;
  }

  /** Takes no further picture of this source; some may be taken already. */
  public synchronized void remove(StrokeSource source) {
    sources = without(sources, source);
    lanes = without(lanes, source);
  }

  private static StrokeSource[] without(StrokeSource[] some, StrokeSource one) {
    return Arrays.stream(some).filter(other -> other != one).toArray(StrokeSource[]::new);
  }

  /** A queue for a caller who hands in every picture of a file, to be closed by it. */
  public Lane lane(String name, int depth) {
    return new Lane(this, name, depth);
  }

  /** Says that a source has a picture. Callable from any thread; nobody waits. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Whether pictures are painted. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Everything counted until now. */
  public EngineStats stats() {
    return new EngineStats(painted, failed, batches, uploaded, downloaded);
  }

  private void run() {
    while (running) {
      long wait = step();
      if (wait == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      }
    }
    finish();
  }

  /**
   * Gathers a batch and paints it if it is due. Returns how many nanoseconds to wait before the
   * next step: 0 when it painted, {@link Long#MAX_VALUE} when there is nothing to wait for.
   */
  long step() {
    // What was gathered may be of a network that its source has since left.
    if (gathered.isEmpty()) {
      networks.closeUnused();
    }
    gather();
    if (gathered.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (gathered.size() < batching.maxBatch()) {
      long left = since + batching.batchWindow().toNanos() - clock.getAsLong();
      if (left > 0) {
        return left;
      }
    }
    paintGathered();
    return 0;
  }

  private void gather() {
    if (gathered.isEmpty() && passedOver >= PATIENCE) {
      laneTurn = goRound(lanes, laneTurn, 1);
      passedOver = gathered.isEmpty() ? passedOver : 0;
    }
    int before = gathered.size();
    turn = goRound(sources, turn, batching.maxBatch());
    urgent |= gathered.size() > before;
    if (!urgent) {
      laneTurn = goRound(lanes, laneTurn, batching.maxBatch());
      passedOver = 0;
    }
  }

  /**
   * Gathers pictures of these until there are so many or no more; returns whose turn it is then.
   */
  private int goRound(StrokeSource[] round, int first, int most) {
    int next = first;
    int idle = 0;
    while (gathered.size() < most && idle < round.length) {
      next = next < round.length ? next : 0;
      Stroke stroke = next(round[next++]);
      if (stroke == null) {
        idle++;
      } else {
        idle = 0;
        if (gathered.isEmpty()) {
          since = clock.getAsLong();
        }
        gathered.add(stroke);
      }
    }
    return next;
  }

  private Stroke next(StrokeSource source) {
    try {
      return source.next();
    } catch (Throwable e) {
      remove(source);
      tell(() -> source.failed(e));
      return null;
    }
  }

  private void paintGathered() {
    waiting.addAll(gathered);
    for (Stroke first : gathered) {
      if (first.done) {
        continue;
      }
      int most = first.style().session().maxBatch();
      for (Stroke stroke : gathered) {
        if (!stroke.done && group.size() < most && stroke.matches(first)) {
          group.add(stroke);
        }
      }
      paintGroup(first.style().session());
      group.clear();
      // In the order in which they were taken, as soon as all before are done.
      while (!waiting.isEmpty() && waiting.peek().done) {
        tell(waiting.remove());
      }
    }
    gathered.clear();
    passedOver += urgent ? 1 : 0;
    urgent = false;
  }

  private void paintGroup(NetworkSession session) {
    long start = clock.getAsLong();
    long up = session.uploaded();
    long down = session.downloaded();
    try {
      batches++;
      session.paint(group);
    } catch (Throwable e) {
      if (group.size() == 1) {
        group.get(0).failure = e;
      } else {
        paintSingly(session);
      }
    }
    uploaded += session.uploaded() - up;
    downloaded += session.downloaded() - down;
    long nanos = clock.getAsLong() - start;
    for (Stroke stroke : group) {
      stroke.nanos = nanos;
      stroke.company = group.size();
      stroke.company = group.size();
      stroke.done = true;
    }
  }

  private void paintSingly(NetworkSession session) {
    for (Stroke stroke : group) {
      try {
        batches++;
        session.paint(List.of(stroke));
      } catch (Throwable e) {
        stroke.failure = e;
      }
    }
  }

  private void tell(Stroke stroke) {
    if (stroke.failure == null) {
      painted++;
      tell(() -> stroke.painted(stroke.nanos));
    } else {
      failed++;
      tell(() -> stroke.failed(stroke.failure));
    }
  }

  private static void tell(Runnable told) {
    try {
      told.run();
    } catch (Throwable e) {
      LOG.error("A caller failed when it was told", e);
    }
  }

  /** Gives back what was gathered, unpainted, and frees what nobody uses. */
  private void finish() {
    for (Stroke stroke : gathered) {
      stroke.failure = stopped();
      tell(stroke);
    }
    gathered.clear();
    networks.closeUnused();
  }

  private static CancellationException stopped() {
    return new CancellationException("the engine has been stopped");
  }

  /**
   * Stops after the batch in the making, waits for that, and frees every network. What waits in
   * lanes is called off.
   */
  @Override
  public void close() {
    StrokeSource[] left;
    synchronized (this) {
      running = false;
      left =
          Stream.concat(Arrays.stream(sources), Arrays.stream(lanes)).toArray(StrokeSource[]::new);
      sources = new StrokeSource[0];
      lanes = new StrokeSource[0];
    }
    wake();
    Threads.awaitEnd(thread);
    for (StrokeSource source : left) {
      tell(() -> source.failed(stopped()));
    }
    finish();
    networks.close();
  }
}
