package dev.allaprima.pipeline.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What ffprobe says of a file. */
public final class Probe {
  /** A packet: when it is shown or heard, in seconds, for how long, and the hash of its bytes. */
  public record Packet(double time, double duration, String hash) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private Probe(JsonNode root) {
    this.root = root;
  }

  public static Probe of(Path file) {
    String json =
        Programs.ffprobe(
            file.toAbsolutePath().getParent(),
            "-show_streams",
            "-show_format",
            "-show_packets",
            "-show_data_hash",
            "sha256",
            "-of",
            "json",
            file.getFileName().toString());
    try {
      return new Probe(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  /** A field of the first stream of that type, "" if there is none. */
  public String stream(String type, String field) {
    return streams(type).stream().findFirst().map(s -> s.path(field).asText()).orElse("");
  }

  public int count(String type) {
    return streams(type).size();
  }

  private List<JsonNode> streams(String type) {
    return StreamSupport.stream(root.path("streams").spliterator(), false)
        .filter(stream -> stream.path("codec_type").asText().equals(type))
        .toList();
  }

  /** Seconds that the whole file lasts. */
  public double duration() {
    return root.path("format").path("duration").asDouble();
  }

  /** The packets of the type's streams, in the order in which they are shown. */
  public List<Packet> packets(String type) {
    List<Packet> packets = new ArrayList<>();
    for (JsonNode packet : root.path("packets")) {
      if (packet.path("codec_type").asText().equals(type)) {
        packets.add(
            new Packet(
                packet.path("pts_time").asDouble(Double.NaN),
                packet.path("duration_time").asDouble(),
                packet.path("data_hash").asText()));
      }
    }
    packets.sort((a, b) -> Double.compare(a.time(), b.time()));
    return packets;
  }

  /** The times of the type's packets, in seconds, in order. */
  public List<Double> times(String type) {
    return packets(type).stream().map(Packet::time).toList();
  }

  /** The hashes of the type's packets, in the order of their times. */
  public List<String> hashes(String type) {
    return packets(type).stream().map(Packet::hash).toList();
  }
}
