package dev.allaprima.live.jobs;

import dev.allaprima.live.jobs.Job.State;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.FileStylizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job from when it is queued until it is deleted. Callable from any thread. */
final class Task {
  private static final Logger LOG = LoggerFactory.getLogger(Task.class);

  private final JobFolder folder;
  private volatile Manifest manifest;
  private volatile Pace pace = Pace.NONE;
  private volatile long bytes;
  // Written under this object's lock: the thread that paints it now.
  private volatile Thread painter;
  // Guarded by this.
  private boolean deleted;

  /**
   * How far the painting is.
   *
   * @param begun when this run began, in nanoseconds from any zero
   * @param resumed pictures that an earlier run had finished
   * @param done pictures that are finished, those among them
   * @param expected how many there are, or an estimate, or -1
   */
  private record Pace(long begun, long resumed, long done, long expected) {
    static final Pace NONE = new Pace(0, 0, 0, -1);

    double progress() {
      // What is expected may be too few.
      return expected > 0 ? Math.min(1, (double) done / expected) : 0;
    }

    Double secondsLeft() {
      long fresh = done - resumed;
      if (fresh <= 0 || expected < 0) {
        return null;
      }
      double each = (System.nanoTime() - begun) / 1e9 / fresh;
      return Math.rint(Math.max(0, expected - done) * each * 10) / 10;
    }
  }

  /** What is told of the painting, by the pipeline's threads. */
  private final class Watch implements FileStylizer.Progress {
    private static final long MEASURE_NANOS = 1_000_000_000L;

    private final Runnable room;
    private long measured = System.nanoTime();

    Watch(Runnable room) {
      this.room = room;
      pace = new Pace(measured, 0, 0, -1);
    }

    @Override
    public void resumed(long frames) {
      pace = new Pace(pace.begun, frames, frames, -1);
    }

    @Override
    public void written(long frames, long expected) {
      pace = new Pace(pace.begun, pace.resumed, frames, expected);
      if (System.nanoTime() - measured > MEASURE_NANOS) {
        measured = System.nanoTime();
        bytes = folder.bytes();
        room.run();
      }
    }
  }

  Task(JobFolder folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
    this.bytes = folder.bytes();
  }

  /** The task of a folder that an earlier run of the server left; null if it holds none. */
  static Task load(JobFolder folder) throws IOException {
    Manifest found = Manifest.read(folder.path());
    if (found == null) {
      return null;
    }
    Task task = new Task(folder, found);
    if (!found.state().isLast() && Files.exists(folder.result(found))) {
      // It has that name when it is whole; only the note of it was lost.
      task.end(State.FINISHED, List.of(), null);
    }
    task.tidy();
    return task;
  }

  String id() {
    return folder.id();
  }

  State state() {
    State noted = manifest.state();
    return noted == State.WAITING && painter != null ? State.PAINTING : noted;
  }

  /** When it was handed in: the order in which jobs are painted. */
  Instant created() {
    return Instant.parse(manifest.created());
  }

  /** When it ended; null before. */
  Instant ended() {
    String ended = manifest.ended();
    return ended == null ? null : Instant.parse(ended);
  }

  /** How much of the disk it fills, as last measured. */
  long bytes() {
    return bytes;
  }

  Job view() {
    Manifest now = manifest;
    State state = state();
    Pace at = state == State.PAINTING ? pace : Pace.NONE;
    boolean finished = state == State.FINISHED;
    return new Job(
        id(),
        now.order(),
        now.kind(),
        state,
        now.created(),
        finished ? 1 : at.progress(),
        at.secondsLeft(),
        bytes,
        finished ? folder.result(now) : null,
        now.notes(),
        now.reason());
  }

  /**
   * Paints the file, unless the job was cancelled; returns when that has ended, in whatever way.
   *
   * @param stopping whether the server is: what is broken off then is gone on with after its start
   * @param room called while the job's files grow; throws if there is no room for more
   */
  void paint(FilePainter brush, BooleanSupplier stopping, Runnable room) {
    synchronized (this) {
      if (manifest.state().isLast()) {
        return;
      }
      painter = Thread.currentThread();
    }
    List<String> notes = List.of();
    Throwable failure = null;
    try {
      notes = brush.paint(folder, manifest, new Watch(room));
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    synchronized (this) {
      painter = null;
      // One that came too late is not meant for the next job.
      Thread.interrupted();
      if (failure == null) {
        end(State.FINISHED, notes, null);
      } else if (!stopping.getAsBoolean()) {
        end(State.FAILED, notes, reason(failure, brush.catalogue().root()));
      }
      if (deleted) {
        folder.delete();
      } else {
        tidy();
      }
    }
  }

  private String reason(Throwable failure, Path catalogue) {
    if (failure instanceof Fault || failure instanceof JobRefusal) {
      return folder.reworded(failure.getMessage(), manifest.order(), catalogue);
    }
    if (!manifest.state().isLast()) {
      LOG.error("job {}: painting failed", id(), failure);
    }
    return "the server has a fault of its own. See its log";
  }

  /** Calls the work off; nothing if it has ended. */
  synchronized void cancel() {
    end(State.CANCELLED, List.of(), null);
    if (painter != null) {
      painter.interrupt();
    } else {
      tidy();
    }
  }

  /** Calls the work off and deletes the job's files, once nobody is at work on them. */
  synchronized void delete() {
    cancel();
    deleted = true;
    if (painter == null) {
      folder.delete();
    }
  }

  /** Notes how it ended, the first time. */
  private synchronized void end(State last, List<String> notes, String reason) {
    if (manifest.state().isLast()) {
      return;
    }
    manifest = manifest.ended(last, Instant.now().toString(), notes, reason);
    try {
      manifest.write(folder.path());
    } catch (IOException e) {
      LOG.error("job {}: its end ({}) could not be noted", id(), last, e);
    }
    LOG.info("job {}: {}{}", id(), last, reason == null ? "" : ": " + reason);
  }

  private void tidy() {
    folder.tidy(manifest);
    bytes = folder.bytes();
  }
}
