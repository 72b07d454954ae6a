package dev.allaprima.live.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.LiveServer;
import dev.allaprima.live.Settings;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.rtsp.RtspServer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.app.DeviceOption;
import dev.allaprima.pipeline.app.StylesOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima serve}: runs the server until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Serves the page, which publishes a camera and shows it painted.",
      "Stops cleanly at Ctrl-C and at SIGTERM."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = {
        "the address to listen on; default: ${DEFAULT-VALUE}, this machine alone.",
        "There is no password: whoever reaches the address can use the server"
      })
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "the TCP port, 0 for any free one; default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--style",
      paramLabel = "NAME",
      description = "the style of publishers who name none; default: the catalogue's first")
  private String style;

  @Mixin private StylesOption styles;
  @Mixin private DeviceOption device;

  @Option(
      names = "--announce",
      paramLabel = "ADDRESS",
      description = {
        "the IPv4 address that peers send media to;",
        "default: the one that their request came to"
      })
  private String announce;

  @Option(
      names = "--udp-ports",
      paramLabel = "MIN-MAX",
      description = "the ports of media, one for each connection; default: any")
  private String udpPorts;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "allaprima-data",
      description = {
        "where uploads and what is painted of them are kept, also when the server stops;",
        "default: ${DEFAULT-VALUE} in the working folder"
      })
  private Path folder;

  @Option(
      names = "--rtsp-port",
      paramLabel = "N",
      defaultValue = "" + RtspServer.Options.PORT,
      description = "the TCP port of RTSP, 0 for any free one; default: ${DEFAULT-VALUE}")
  private int rtspPort;

  @Option(
      names = "--rtsp-udp-port",
      paramLabel = "N",
      defaultValue = "" + RtspServer.Options.UDP_PORT,
      description = {
        "the even UDP port of RTSP's media, which takes the next one, too;",
        "0 for any two free ones; default: ${DEFAULT-VALUE}"
      })
  private int rtspUdpPort;

  @Option(
      names = "--max-streams",
      paramLabel = "N",
      defaultValue = "" + Limits.STREAMS,
      description = "streams at once, which share the painter; default: ${DEFAULT-VALUE}")
  private int maxStreams;

  @Option(
      names = "--max-viewers",
      paramLabel = "N",
      defaultValue = "" + Limits.VIEWERS,
      description = "viewers at once, each with an encoder of its own; default: ${DEFAULT-VALUE}")
  private int maxViewers;

  @Override
  public Integer call() throws InterruptedException {
    Catalogue catalogue = styles.catalogue();
    Catalogue.Listing listing = catalogue.list();
    LiveServer server =
        LiveServer.start(settings(), catalogue, device.device(), Main.Version.text());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    announce(server, listing);
    // The hook ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  private static void stop(LiveServer server) {
    int code = 0;
    try {
      server.close();
    } catch (RuntimeException | Error e) {
      LOG.error("The server did not stop cleanly", e);
      code = 1;
    }
    Main.sayNoMore();
    // Stopping by a signal is how a server ends well; Java would report 143.
    Runtime.getRuntime().halt(code);
  }

  private Settings settings() {
    if (port < 0 || port > 65535) {
      throw Fault.of(INVALID, "--port is " + port, "Give 0 to 65535");
    }
    if (maxStreams < 1 || maxViewers < 1) {
      throw Fault.of(
          INVALID,
          "--max-streams is " + maxStreams + " and --max-viewers is " + maxViewers,
          "Give 1 or more");
    }
    return new Settings(
        host,
        port,
        announce == null ? null : address(announce),
        udpPorts == null ? UdpPorts.ANY : UdpPorts.parse(udpPorts),
        style,
        folder,
        Limits.of(maxStreams, maxViewers),
        RtspServer.Options.of(host, rtspPort, rtspUdpPort));
  }

  /** Checks that the text is an IPv4 address in numbers; a name would have to be looked up. */
  private static String address(String text) {
    if (!IPV4.matcher(text).matches()) {
      throw Fault.of(INVALID, "--announce is \"" + text + "\"", "Give an IPv4 address");
    }
    return text;
  }

  private void announce(LiveServer server, Catalogue.Listing listing) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Styles:");
    for (Style listed : listing.styles()) {
      out.println("  " + listed.name() + ": " + listed.card().title());
    }
    listing.faults().forEach(line -> out.println("  not usable: " + line));
    out.println("Engine: " + server.engine().device());
    out.println("RTSP: rtsp://" + inUrl(host) + ":" + server.rtspPort() + "/NAME");
    out.println("Allaprima is ready on http://" + inUrl(host) + ":" + server.port() + "/");
    out.flush();
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
