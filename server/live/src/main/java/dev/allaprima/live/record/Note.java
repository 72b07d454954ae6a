package dev.allaprima.live.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.allaprima.pipeline.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of a recording, as JSON beside its file; parameters as {@link Recording} has
 * them.
 *
 * @param format the version of all this
 */
record Note(
    int format,
    String stream,
    Recording.State state,
    String started,
    double seconds,
    String reason,
    String next) {
  private static final Logger LOG = LoggerFactory.getLogger(Note.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int FORMAT = 1;

  static Note begun(String stream, String started) {
    return new Note(FORMAT, stream, Recording.State.RECORDING, started, 0, null, null);
  }

  Note ended(Recording.State last, double lasted, String why, String following) {
    return new Note(format, stream, last, started, lasted, why, following);
  }

  /** Null if it cannot be read, which is logged. */
  static Note read(Path file) throws IOException {
    try {
      Note note = JSON.readValue(Files.readAllBytes(file), Note.class);
      if (note.format == FORMAT) {
        return note;
      }
      LOG.warn("{} is of format {}, not {}; it is left alone", file, note.format, FORMAT);
    } catch (JsonProcessingException e) {
      LOG.warn("{} cannot be read; it is left alone", file, e);
    }
    return null;
  }

  void write(Path file) throws IOException {
    WholeFile.write(file, JSON.writeValueAsBytes(this));
  }
}
