package dev.allaprima.live.record;

import dev.allaprima.live.record.Recording.State;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recording's folder and what is known of it. Written by one thread at a time, read by any. */
final class Entry {
  private static final Logger LOG = LoggerFactory.getLogger(Entry.class);
  private static final String NOTE = "recording.json";

  private final Path folder;
  private volatile Note note;
  private volatile double seconds;

  private Entry(Path folder, Note note) {
    this.folder = folder;
    this.note = note;
    this.seconds = note.seconds();
  }

  /** Makes the folder of a new one. */
  static Entry begin(Path folder, String stream) throws IOException {
    Files.createDirectory(folder);
    Entry entry = new Entry(folder, Note.begun(stream, Instant.now().toString()));
    entry.save();
    return entry;
  }

  /** The one of a folder that is there; null if there is none in it. */
  static Entry load(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(NOTE))) {
      return null;
    }
    Note found = Note.read(folder.resolve(NOTE));
    return found == null ? null : new Entry(folder, found);
  }

  String id() {
    return folder.getFileName().toString();
  }

  Path file() {
    return folder.resolve("recording.mp4");
  }

  State state() {
    return note.state();
  }

  Instant started() {
    return Instant.parse(note.started());
  }

  String next() {
    return note.next();
  }

  long bytes() {
    try {
      return Files.exists(file()) ? Files.size(file()) : 0;
    } catch (IOException e) {
      // It is being deleted.
      return 0;
    }
  }

  void lasts(double sofar) {
    seconds = sofar;
  }

  Recording view() {
    Note now = note;
    return new Recording(
        id(),
        now.stream(),
        now.state(),
        now.started(),
        Math.round(seconds * 10) / 10.0,
        bytes(),
        file(),
        now.reason(),
        now.next());
  }

  /**
   * Notes how it ended.
   *
   * @param reason null if somebody stopped it
   * @param next null if none goes on
   */
  void end(State last, String reason, String next) {
    note = note.ended(last, seconds, reason, next);
    try {
      save();
    } catch (IOException e) {
      LOG.error("recording {}: its end could not be noted", id(), e);
    }
    LOG.info(
        "recording {}: {} after {} s{}",
        id(),
        last,
        Math.round(seconds),
        reason == null ? "" : ": " + reason);
  }

  private void save() throws IOException {
    note.write(folder.resolve(NOTE));
  }

  /** Makes a plain file of what a killed server left. */
  void mend() {
    String reason = "the server ended while it was recorded";
    Path whole = folder.resolve("mended.mp4");
    try {
      seconds = Mending.mend(file(), whole);
      Files.move(whole, file(), StandardCopyOption.REPLACE_EXISTING);
      end(State.FINISHED, reason, null);
    } catch (Fault e) {
      end(State.FAILED, reason + "; " + e.getMessage(), null);
    } catch (IOException e) {
      LOG.error("recording {}: what was mended could not be put in its place", id(), e);
      end(State.FAILED, reason, null);
    }
  }

  /** Deletes everything of it. */
  void delete() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("recording {} could not be deleted whole", id(), e);
    }
  }
}
