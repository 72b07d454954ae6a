package dev.allaprima.live.jobs;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.decode.Decoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file on its way in. Its bytes are written by whoever receives them, to {@link #file()}; then it
 * is queued. Closed in any case: what was not queued is deleted then. Used by one thread at a time.
 */
public final class Upload implements AutoCloseable {
  private final Jobs jobs;
  private final JobFolder folder;
  private final Order order;
  // Read by the other uploads.
  private final AtomicLong claimed = new AtomicLong();
  private long received;
  private boolean over;

  Upload(Jobs jobs, JobFolder folder, Order order) {
    this.jobs = jobs;
    this.folder = folder;
    this.order = order;
  }

  /** Where its bytes are to be written. */
  public Path file() {
    return folder.input();
  }

  /** Bytes that are set aside for it. */
  long claimed() {
    return claimed.get();
  }

  /**
   * Told of bytes before they are written.
   *
   * @throws JobRefusal if they are too many, or there is no room for them
   */
  public void received(int bytes) {
    received += bytes;
    jobs.requireSize(received);
    if (received > claimed.get()) {
      jobs.claim(this, received);
    }
  }

  void claim(long bytes) {
    claimed.set(bytes);
  }

  /**
   * Queues the file, now that it is there, as a job.
   *
   * @throws JobRefusal if it is no video and no photo that can be painted
   */
  public Job queue() {
    Manifest manifest;
    try {
      manifest = inspect();
    } catch (Fault e) {
      throw new JobRefusal(
          JobRefusal.Reason.CONTENT, folder.reworded(e.getMessage(), order, jobs.catalogue()), e);
    }
    over = true;
    return jobs.queue(this, folder, manifest);
  }

  /** Reads as far as the first picture. */
  private Manifest inspect() {
    try (Decoder decoder =
        Decoder.open(file(), new Decoder.Options(null, order.salvage(), jobs.mostPixels()))) {
      int width = decoder.format().width();
      int height = decoder.format().height();
      boolean photo = decoder.isPhoto();
      if (photo && decoder.step() && decoder.hasMore()) {
        throw Fault.of(
            INVALID,
            order.name() + " is a photo with more than one picture",
            "Send one of them, or make a video of them");
      }
      Job.Kind kind = photo ? Job.Kind.PHOTO : Job.Kind.VIDEO;
      return Manifest.of(order, kind, width, height, Instant.now().toString());
    }
  }

  @Override
  public void close() {
    jobs.forget(this);
    if (!over) {
      folder.delete();
    }
  }
}
