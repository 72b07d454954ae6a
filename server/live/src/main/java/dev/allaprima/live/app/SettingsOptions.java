package dev.allaprima.live.app;

import dev.allaprima.live.Settings;
import dev.allaprima.live.config.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that change settings; {@code --set} changes any of them. */
final class SettingsOptions {
  private final List<Given> given = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:ALLAPRIMA_CONFIG}",
      description = "the settings file, in YAML; default: $ALLAPRIMA_CONFIG, else none")
  private Path config;

  /** The settings that file, environment and flags make. */
  Settings settings() {
    return Settings.reader().read(config, System.getenv(), given);
  }

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "any setting of the file, such as http.connections=100; may be repeated")
  void set(Map<String, String> values) {
    values.forEach((path, text) -> give(path, text, "--set " + path));
  }

  @Option(
      names = "--insecure",
      description = "listen where other machines reach it, without tokens: everybody may use it")
  void insecure(boolean insecure) {
    give("insecure", Boolean.toString(insecure), "--insecure");
  }

  @Option(
      names = "--cuda-graphs",
      description = "on a card, record the work for a picture once and replay it")
  void cudaGraphs(boolean on) {
    give("engine.cudaGraphs", Boolean.toString(on), "--cuda-graphs");
  }

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "the address to listen on; default: 127.0.0.1, this machine alone")
  void host(String text) {
    give("host", text, "--host");
  }

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "the TCP port of HTTP, 0 for any free one; default: 8080")
  void port(String text) {
    give("http.port", text, "--port");
  }

  @Option(
      names = "--tls-cert",
      paramLabel = "PEM",
      description = "the certificate chain, for https; read again when it is renewed")
  void tlsCert(String text) {
    give("http.tlsCert", text, "--tls-cert");
  }

  @Option(names = "--tls-key", paramLabel = "PEM", description = "its key, not encrypted")
  void tlsKey(String text) {
    give("http.tlsKey", text, "--tls-key");
  }

  @Option(
      names = "--styles",
      paramLabel = "DIR",
      description = "the style catalogue; default: models/styles in the working folder")
  void styles(String text) {
    give("styles", text, "--styles");
  }

  @Option(
      names = "--style",
      paramLabel = "NAME",
      description = "the style of publishers who name none; default: the catalogue's first")
  void style(String text) {
    give("style", text, "--style");
  }

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "auto, cpu, cuda or cuda:N; default: auto")
  void device(String text) {
    give("engine.device", text, "--device");
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "cores that the painting may use; default: what suits the machine")
  void threads(String text) {
    give("engine.threads", text, "--threads");
  }

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "what the network computes in: auto, fp32, fp16 or int8; default: auto")
  void precision(String text) {
    give("engine.precision", text, "--precision");
  }

  @Option(
      names = "--announce",
      paramLabel = "ADDRESS",
      description =
          "the IPv4 address that peers send media to; "
              + "default: the one that their request came to, with this machine's others where that "
              + "is 127.0.0.1")
  void announce(String text) {
    give("webrtc.announce", text, "--announce");
  }

  @Option(
      names = "--udp-ports",
      paramLabel = "MIN-MAX",
      description = "the ports of media, one for each connection; default: any")
  void udpPorts(String text) {
    give("webrtc.udpPorts", text, "--udp-ports");
  }

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "where uploads, what is painted of them, and recordings are kept; "
              + "default: allaprima-data in the working folder")
  void folder(String text) {
    give("folder", text, "--folder");
  }

  @Option(
      names = "--rtsp-port",
      paramLabel = "N",
      description = "the TCP port of RTSP, 0 for any free one; default: 8554")
  void rtspPort(String text) {
    give("rtsp.port", text, "--rtsp-port");
  }

  @Option(
      names = "--rtsp-udp-port",
      paramLabel = "N",
      description =
          "the even UDP port of RTSP's media, which takes the next one, too; "
              + "0 for any two free ones; default: 8000")
  void rtspUdpPort(String text) {
    give("rtsp.udpPort", text, "--rtsp-udp-port");
  }

  @Option(
      names = "--max-streams",
      paramLabel = "N",
      description = "streams at once, which share the painter; default: 8")
  void maxStreams(String text) {
    give("limits.streams", text, "--max-streams");
  }

  @Option(
      names = "--max-viewers",
      paramLabel = "N",
      description = "viewers at once, each with an encoder of its own; default: 16")
  void maxViewers(String text) {
    give("limits.viewers", text, "--max-viewers");
  }

  private void give(String path, String text, String flag) {
    given.add(new Given(path, text, flag));
  }
}
