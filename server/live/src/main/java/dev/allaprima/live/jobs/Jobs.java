package dev.allaprima.live.jobs;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.jobs.JobRefusal.Reason;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.file.FolderLock;
import dev.allaprima.pipeline.stylize.Engine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a server: taken in, painted first come first served, remembered. Callable from any
 * thread.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** Jobs that are remembered: a list that people can read, and a bound on tiny uploads. */
  private static final int MOST = 1000;

  /** What the disk must keep free for everything else that runs on it. */
  private static final long FREE = 256L << 20;

  private final Path folder;
  private final JobSettings settings;
  private final Catalogue catalogue;
  private final FilePainter painter;
  private final FileChannel lock;
  private final ExecutorService painters;
  private final SecureRandom random = new SecureRandom();
  private volatile boolean stopping;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private final Set<Upload> uploads = ConcurrentHashMap.newKeySet();

  private Jobs(
      Path folder,
      JobSettings settings,
      Catalogue catalogue,
      FilePainter painter,
      FileChannel lock) {
    this.folder = folder;
    this.settings = settings;
    this.catalogue = catalogue;
    this.painter = painter;
    this.lock = lock;
    this.painters =
        Executors.newFixedThreadPool(
            settings.concurrency(), work -> new Thread(work, "paint files"));
  }

  /**
   * Opens the folder and goes on with what is not finished in it.
   *
   * @param folder where they are kept, made if it is not there; nobody else's
   * @param engine borrowed, and used until this is closed
   * @param pixels of a picture that is painted; larger ones are painted smaller and enlarged
   * @throws Fault if the folder cannot be used, or another server uses it
   */
  public static Jobs open(
      Path folder, JobSettings settings, Catalogue catalogue, Engine engine, int pixels) {
    try {
      Files.createDirectories(folder);
      FilePainter painter = new FilePainter(engine, catalogue, pixels);
      Jobs jobs = new Jobs(folder, settings, catalogue, painter, lock(folder));
      try {
        jobs.load();
      } catch (IOException | RuntimeException e) {
        jobs.close();
        throw e;
      }
      return jobs;
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the folder for jobs " + folder + " cannot be used (" + e + ")",
          "Name one that this server may write to",
          e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    return FolderLock.take(folder)
        .orElseThrow(
            () ->
                Fault.of(
                    UNAVAILABLE,
                    "the folder for jobs " + folder + " is another server's",
                    "Stop that one, or name another folder"));
  }

  private void load() throws IOException {
    List<JobFolder> folders;
    try (Stream<Path> found = Files.list(folder)) {
      folders = found.filter(Files::isDirectory).map(JobFolder::new).toList();
    }
    Stream.Builder<Task> loaded = Stream.builder();
    for (JobFolder one : folders) {
      Task task = Task.load(one);
      if (task != null) {
        loaded.add(task);
      } else if (one.isUnfinishedUpload()) {
        one.delete();
      }
    }
    loaded.build().sorted(Comparator.comparing(Task::created)).forEach(this::add);
  }

  private void add(Task task) {
    tasks.put(task.id(), task);
    if (!task.state().isLast()) {
      painters.execute(() -> task.paint(painter, () -> stopping, this::requireRoom));
    }
  }

  /**
   * Begins to take a file in.
   *
   * @param length of the file in bytes; -1 if it is not known
   * @throws Fault if the order cannot be carried out
   * @throws JobRefusal if the file is too large, or there is no room for it
   */
  public Upload upload(Order order, long length) {
    order.controls(catalogue);
    requireSize(length);
    JobFolder place = new JobFolder(folder.resolve(id()));
    Upload upload = new Upload(this, place, order);
    try {
      claim(upload, Math.max(0, length));
      Files.createDirectory(place.path());
      return upload;
    } catch (IOException e) {
      upload.close();
      throw JobFolder.unusable(e);
    } catch (RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private String id() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The styles' folder. */
  Path catalogue() {
    return catalogue.root();
  }

  long mostPixels() {
    return painter.mostPixels();
  }

  void requireSize(long bytes) {
    if (bytes > settings.uploadBytes()) {
      throw new JobRefusal(
          Reason.SIZE,
          "the file is larger than %d bytes. Send a shorter or smaller one"
              .formatted(settings.uploadBytes()),
          null);
    }
  }

  /** Sets so many bytes aside for the upload, from what it has already on. */
  synchronized void claim(Upload upload, long bytes) {
    long more = bytes - upload.claimed();
    if (free() < more + FREE) {
      throw full();
    }
    // Who is let in first is counted first.
    uploads.add(upload);
    upload.claim(bytes);
    requireRoom();
  }

  /** Removes what ended longest ago until everything fits. */
  private synchronized void requireRoom() {
    while (tasks.size() + uploads.size() > MOST || used() > settings.quotaBytes()) {
      Task oldest =
          tasks.values().stream()
              .filter(task -> task.state().isLast())
              .min(Comparator.comparing(Task::ended))
              .orElseThrow(Jobs::full);
      LOG.info("job {}: removed to make room", oldest.id());
      delete(oldest.id());
    }
  }

  private static JobRefusal full() {
    return new JobRefusal(
        Reason.ROOM,
        "the server's room for jobs is full of ones that are not finished. Try again later,"
            + " or delete some",
        null);
  }

  private long used() {
    return LongStream.concat(
            tasks.values().stream().mapToLong(Task::bytes),
            uploads.stream().mapToLong(Upload::claimed))
        .sum();
  }

  private long free() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw JobFolder.unusable(e);
    }
  }

  void forget(Upload upload) {
    uploads.remove(upload);
  }

  /** Takes an upload over as a job. */
  Job queue(Upload upload, JobFolder place, Manifest manifest) {
    try {
      manifest.write(place.path());
    } catch (IOException e) {
      throw JobFolder.unusable(e);
    }
    Task task = new Task(place, manifest);
    // Counted twice for a moment, not forgotten for one.
    add(task);
    forget(upload);
    LOG.info("job {}: a {} in {}", task.id(), manifest.kind(), manifest.order().styles());
    return task.view();
  }

  /** Every job, the newest first. */
  public List<Job> all() {
    return tasks.values().stream()
        .sorted(Comparator.comparing(Task::created).reversed())
        .map(Task::view)
        .toList();
  }

  /**
   * A job as it stands now.
   *
   * @throws Fault if there is none of that id
   */
  public Job get(String id) {
    return task(id).view();
  }

  private Task task(String id) {
    Task task = tasks.get(id);
    if (task == null) {
      throw Fault.of(NOT_FOUND, "there is no job \"" + id + "\"", "See /api/v1/jobs");
    }
    return task;
  }

  /** Calls a job off, which stays in the list; nothing if it is over. */
  public Job cancel(String id) {
    Task task = task(id);
    task.cancel();
    return task.view();
  }

  /** Calls a job off if need be and deletes it with its files. */
  public void delete(String id) {
    Task task = task(id);
    tasks.remove(id);
    task.delete();
  }

  /** Breaks off what is being painted, to be gone on with by the next server in this folder. */
  @Override
  public void close() {
    stopping = true;
    painters.shutdownNow();
    try {
      painters.awaitTermination(1, TimeUnit.MINUTES);
      lock.close();
    } catch (IOException e) {
      LOG.warn("The lock of the folder for jobs could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
