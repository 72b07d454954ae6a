package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /**
   * How pictures are gathered.
   *
   * @param maxBatch pictures painted at once, at most
   * @param batchWindow how long a batch that is not full waits for company
   */
  public record Batching(int maxBatch, Duration batchWindow) {
    /** Every picture by itself, at once. */
    public static final Batching NONE = new Batching(1, Duration.ZERO);

    /** Enough to fill a card with a small network, few enough for 4K pictures in its memory. */
    private static final int CUDA_BATCH = 8;

    /** A tenth of a frame's time at 50 frames a second. */
    private static final Duration CUDA_WINDOW = Duration.ofMillis(2);

    /** Checks both. */
    public Batching {
      if (maxBatch < 1 || batchWindow.isNegative()) {
        throw new IllegalArgumentException("no batching: " + maxBatch + ", " + batchWindow);
      }
    }

    /**
     * What suits the device: on a processor none, because a batch is no faster there than its
     * pictures one after the other, and later.
     */
    public static Batching of(Device device) {
      return device.isCuda() ? new Batching(CUDA_BATCH, CUDA_WINDOW) : NONE;
    }
  }

  /** A caller, as the engine sees it. */
  public interface Source {
    /** Returns the next picture to paint, or null if there is none now. */
    Stroke next();

    /** Told once that {@link #next} threw this; the source has been taken off the engine. */
    void failed(Throwable cause);
  }

  /**
   * What was counted so far.
   *
   * @param painted pictures
   * @param failed pictures
   * @param batches runs of a network
   * @param uploadedBytes copied to the device; 0 on a processor
   * @param downloadedBytes copied from it
   */
  public record Stats(
      long painted, long failed, long batches, long uploadedBytes, long downloadedBytes) {}

  /** A network that is loaded, and by how many it is used. */
  static final class Loaded {
    private final NetworkSession session;
    private int users;

    Loaded(NetworkSession session) {
      this.session = session;
    }

    NetworkSession session() {
      return session;
    }
  }

  private final Device device;
  private final Batching batching;
  private final LongSupplier clock;
  private final Thread thread;
  private volatile boolean running = true;

  // Replaced whole under this object's lock, so that the engine's thread reads it without.
  private volatile Source[] sources = {};
  private volatile Source[] lanes = {};
  // Guarded by networks.
  private final List<Loaded> networks = new ArrayList<>();
  // Nobody uses them any more; closed between two batches.
  private final Queue<NetworkSession> unused = new ConcurrentLinkedQueue<>();

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
    synchronized (networks) {
      if (!running) {
        throw stopped();
      }
      String sha256 = style.network().card().sha256().get(device.precisionOf(style));
      Loaded loaded = null;
      for (Loaded one : networks) {
        if (one.session.sha256().equals(sha256)) {
          one.session.prove(style);
          loaded = one;
        }
      }
      if (loaded == null) {
        loaded = new Loaded(NetworkSession.open(style, device));
        networks.add(loaded);
      }
      loaded.users++;
      return new OpenStyle(style, loaded, this);
    }
  }

  void giveBack(Loaded loaded) {
    synchronized (networks) {
      loaded.users--;
      if (loaded.users > 0) {
        return;
      }
      networks.remove(loaded);
    }
    unused.add(loaded.session);
    wake();
  }

  /** How many networks are loaded. */
  public int networks() {
    synchronized (networks) {
      return networks.size();
    }
  }

  /** Paints this source's pictures from now on; one that is closed tells it at once. */
  public void add(Source source) {
    add(source, false);
  }

  /** The same for the pictures of a lane, behind those of all sources. */
  void addBehind(Source lane) {
    add(lane, true);
  }

  private synchronized void add(Source source, boolean behind) {
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

  private static Source[] with(Source[] some, Source another) {
    Source[] more = Arrays.copyOf(some, some.length + 1);
    more[some.length] = another;
    return more;
  }

  /** Takes no further picture of this source; some may be taken already. */
  public synchronized void remove(Source source) {
    sources = without(sources, source);
    lanes = without(lanes, source);
  }

  private static Source[] without(Source[] some, Source one) {
    return Arrays.stream(some).filter(other -> other != one).toArray(Source[]::new);
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
  public Stats stats() {
    return new Stats(painted, failed, batches, uploaded, downloaded);
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
    closeUnused();
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

  private void closeUnused() {
    // What was gathered may be of a network that its source has since left.
    while (gathered.isEmpty() && !unused.isEmpty()) {
      tell(unused.remove()::close);
    }
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
  private int goRound(Source[] round, int first, int most) {
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

  private Stroke next(Source source) {
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
      LOG.error("A caller failed when it was told, or a network when it was closed", e);
    }
  }

  /** Gives back what was gathered, unpainted, and frees what nobody uses. */
  private void finish() {
    for (Stroke stroke : gathered) {
      stroke.failure = stopped();
      tell(stroke);
    }
    gathered.clear();
    closeUnused();
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
    Source[] left;
    synchronized (this) {
      running = false;
      left = Stream.concat(Arrays.stream(sources), Arrays.stream(lanes)).toArray(Source[]::new);
      sources = new Source[0];
      lanes = new Source[0];
    }
    wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Source source : left) {
      tell(() -> source.failed(stopped()));
    }
    finish();
    synchronized (networks) {
      networks.forEach(loaded -> loaded.session.close());
      networks.clear();
    }
  }
}
