package dev.allaprima.live.record;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recordings of a server. Callable from any thread. */
public final class Recordings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

  /** What the disk must keep free for everything else that runs on it. */
  private static final long FREE = 256L << 20;

  private final Path folder;
  private final RecordingSettings settings;
  private final Hub hub;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  // By stream; changed under this object's lock.
  private final Map<String, Take> takes = new ConcurrentHashMap<>();

  private Recordings(Path folder, RecordingSettings settings, Hub hub) {
    this.folder = folder;
    this.settings = settings;
    this.hub = hub;
  }

  /**
   * Opens the folder, and mends in the background what a killed server left in it.
   *
   * @param folder where they are kept, made if it is not there; nobody else's
   * @param hub whose streams are recorded
   * @throws Fault if the folder cannot be used
   */
  public static Recordings open(Path folder, RecordingSettings settings, Hub hub) {
    Recordings recordings = new Recordings(folder, settings, hub);
    try {
      Files.createDirectories(folder);
      recordings.load();
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the folder for recordings " + folder + " cannot be used (" + e + ")",
          "Name one that this server may write to",
          e);
    }
    return recordings;
  }

  private void load() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path one : folders.filter(Files::isDirectory).toList()) {
        Entry entry = Entry.load(one);
        if (entry != null) {
          entries.put(entry.id(), entry);
        }
      }
    }
    List<Entry> broken =
        entries.values().stream()
            .filter(entry -> entry.state() == Recording.State.RECORDING)
            .toList();
    Thread mender = new Thread(() -> broken.forEach(Entry::mend), "mend recordings");
    mender.setDaemon(true);
    mender.start();
  }

  Hub hub() {
    return hub;
  }

  /**
   * Begins to record a stream.
   *
   * @throws Fault if there is no such stream, it is being recorded, or there is no room
   */
  public synchronized Recording start(String stream) {
    Take running = takes.get(stream);
    if (running != null) {
      throw Fault.of(
          CONFLICT,
          "stream " + stream + " is being recorded already, as " + running.entry().id(),
          "Stop that recording first");
    }
    if (isFull()) {
      throw Fault.of(
          UNAVAILABLE, "the server's room for recordings is full", "Delete some of them");
    }
    Entry entry = begin(stream);
    try {
      Take take = new Take(this, stream, entry);
      takes.put(stream, take);
      take.start();
    } catch (RuntimeException | Error e) {
      entries.remove(entry.id());
      entry.delete();
      throw e;
    }
    LOG.info("recording {}: of stream {}", entry.id(), stream);
    return entry.view();
  }

  Entry begin(String stream) {
    byte[] id = new byte[8];
    random.nextBytes(id);
    try {
      Entry entry = Entry.begin(folder.resolve(HexFormat.of().formatHex(id)), stream);
      entries.put(entry.id(), entry);
      return entry;
    } catch (IOException e) {
      LOG.error("The folder of the recordings cannot be used", e);
      throw Fault.of(
          UNAVAILABLE,
          "the server's folder for recordings cannot be used",
          "Tell whoever runs the server");
    }
  }

  /** Why a recording that lasts so long may not go on; null if it may. */
  String limit(double seconds) {
    if (seconds >= settings.maxSeconds()) {
      return "it is as long as a recording may be, " + settings.maxSeconds() + " s";
    }
    return isFull() ? "the server's room for recordings is full" : null;
  }

  private boolean isFull() {
    long used = entries.values().stream().mapToLong(Entry::bytes).sum();
    try {
      return used >= settings.quotaBytes() || Files.getFileStore(folder).getUsableSpace() < FREE;
    } catch (IOException e) {
      LOG.error("The folder of the recordings cannot be used", e);
      return true;
    }
  }

  void over(Take take) {
    takes.remove(take.stream(), take);
  }

  /** Every recording, the newest first. */
  public List<Recording> all() {
    return entries.values().stream()
        .sorted(Comparator.comparing(Entry::started).reversed())
        .map(Entry::view)
        .toList();
  }

  /**
   * A recording as it stands now.
   *
   * @throws Fault if there is none of that id
   */
  public Recording get(String id) {
    return entry(id).view();
  }

  private Entry entry(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw Fault.of(NOT_FOUND, "there is no recording \"" + id + "\"", "See /api/v1/recordings");
    }
    return entry;
  }

  /** Ends a recording, or the one that goes on after it; nothing if they have ended. */
  public Recording stop(String id) {
    Entry last = entry(id);
    while (last.next() != null && entries.containsKey(last.next())) {
      last = entries.get(last.next());
    }
    for (Take take : takes.values()) {
      if (take.entry() == last) {
        take.stop();
      }
    }
    return entry(id).view();
  }

  /** Ends a recording if need be and deletes it. */
  public void delete(String id) {
    Entry entry = entry(id);
    for (Take take : takes.values()) {
      if (take.entry() == entry) {
        take.stop();
      }
    }
    if (entries.remove(id) != null) {
      entry.delete();
    }
  }

  /** Ends what is being recorded, its file whole. */
  @Override
  public void close() {
    takes.values().forEach(Take::stop);
  }
}
