package dev.allaprima.live.app;

import dev.allaprima.live.LiveServer;
import dev.allaprima.live.Settings;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.app.DeviceOption;
import dev.allaprima.pipeline.stylize.Device;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    Settings.Engine engine = settings.engine();
    Catalogue catalogue = Catalogue.at(settings.styles());
    Catalogue.Listing listing = catalogue.list();
    Device device =
        DeviceOption.select(
            engine.device(), engine.threads(), engine.precision(), engine.cudaGraphs());
    LiveServer server = LiveServer.start(settings, catalogue, device, Main.Version.text());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    announce(server, settings, listing);
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

  private void announce(LiveServer server, Settings settings, Catalogue.Listing listing) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Styles:");
    for (Style listed : listing.styles()) {
      out.println("  " + listed.name() + ": " + listed.card().title());
    }
    listing.faults().forEach(line -> out.println("  not usable: " + line));
    out.println("Engine: " + server.api().engine().device());
    out.println("RTSP: rtsp://" + inUrl(settings.host()) + ":" + server.rtspPort() + "/NAME");
    String scheme = settings.http().tlsCert() == null ? "http" : "https";
    out.println(
        "Allaprima is ready on "
            + (scheme + "://" + inUrl(settings.host()) + ":" + server.port() + "/"));
    out.flush();
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
