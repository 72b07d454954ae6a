package dev.allaprima.pipeline.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link WorkFolder} is for and how far it is, as JSON.
 *
 * @param format the version of all this
 * @param job whatever makes two jobs the same, by name
 * @param chunks the finished ones, in order
 * @param complete whether they are all
 */
record Manifest(
    int format, Map<String, String> job, List<WorkFolder.Chunk> chunks, boolean complete) {
  private static final Logger LOG = LoggerFactory.getLogger(Manifest.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int FORMAT = 1;

  static Manifest of(Map<String, String> job, List<WorkFolder.Chunk> chunks, boolean complete) {
    return new Manifest(FORMAT, job, chunks, complete);
  }

  /** Reads the file; null if there is none, or none that can be read. */
  static Manifest read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), Manifest.class);
    } catch (JsonProcessingException e) {
      LOG.warn("The manifest {} cannot be read; the work begins anew", file, e);
      return null;
    }
  }

  /** Whether it is of this very job, written by this version. */
  boolean isOf(Map<String, String> other) {
    return format == FORMAT && other.equals(job);
  }

  /** Writes the file whole or not at all. */
  void write(Path file) throws IOException {
    WholeFile.write(file, JSON.writeValueAsBytes(this));
  }
}
