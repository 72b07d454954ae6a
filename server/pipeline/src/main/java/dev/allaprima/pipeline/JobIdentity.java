package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.pipeline.encode.ChunkedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What makes two jobs the same, so that one goes on with the other's finished chunks: whatever
 * changes a painted frame, its place or its encoding.
 */
final class JobIdentity {
  private JobIdentity() {}

  /** The values by their names. Salvage is none: what was decoded whole stays as it is. */
  static Map<String, String> of(FileStylizer.Job job) {
    Map<String, String> identity = new TreeMap<>();
    Path input = job.input().toAbsolutePath().normalize();
    try {
      identity.put("input", input.toString());
      identity.put("inputSize", Long.toString(Files.size(input)));
      identity.put("inputChanged", Files.getLastModifiedTime(input).toString());
    } catch (IOException e) {
      throw Fault.of(NOT_FOUND, "input " + input + " is not there any more", "Bring it back", e);
    }
    identity.put(
        "style",
        job.style().name()
            + " "
            + job.style().card().index()
            + " "
            + job.style().network().card().sha256().get(Precision.FP32));
    identity.put("codec", job.target().codec() + " crf " + job.target().crf());
    identity.put("range", job.range().toString());
    identity.put("rate", job.rate().toString());
    identity.put("size", String.valueOf(job.fit()));
    identity.put("controls", job.controls().toString());
    identity.put("chunk", Integer.toString(ChunkedVideo.CHUNK));
    identity.put("ffmpeg", avutil.av_version_info().getString());
    return identity;
  }
}
