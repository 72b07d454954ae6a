package dev.allaprima.live.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.allaprima.live.jobs.Job.Kind;
import dev.allaprima.live.jobs.Job.State;
import dev.allaprima.pipeline.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of a job, as JSON beside its files.
 *
 * @param format the version of all this
 * @param created when it was handed in, ISO 8601: also the order in which jobs are painted
 * @param ended when it ended, likewise; null before
 * @param width of the upload's pictures
 * @param height likewise
 */
record Manifest(
    int format,
    Order order,
    Kind kind,
    int width,
    int height,
    String created,
    String ended,
    State state,
    List<String> notes,
    String reason) {
  static final String FILE = "job.json";

  private static final Logger LOG = LoggerFactory.getLogger(Manifest.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int FORMAT = 1;

  static Manifest of(Order order, Kind kind, int width, int height, String created) {
    return new Manifest(
        FORMAT, order, kind, width, height, created, null, State.WAITING, List.of(), null);
  }

  Manifest ended(State last, String when, List<String> remarks, String why) {
    return new Manifest(
        format, order, kind, width, height, created, when, last, List.copyOf(remarks), why);
  }

  /** The one of a job's folder; null if there is none that can be read, which is logged. */
  static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      Manifest read = JSON.readValue(Files.readAllBytes(file), Manifest.class);
      if (read.format == FORMAT) {
        return read;
      }
      LOG.warn("{} is of format {}, not {}; the job is left alone", file, read.format, FORMAT);
    } catch (JsonProcessingException e) {
      LOG.warn("{} cannot be read; the job is left alone", file, e);
    }
    return null;
  }

  void write(Path folder) throws IOException {
    WholeFile.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
  }
}
