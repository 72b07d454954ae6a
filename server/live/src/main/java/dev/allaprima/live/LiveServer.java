package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.http.HttpFront;
import dev.allaprima.live.http.LiveApi;
import dev.allaprima.live.stream.Brush;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.live.stream.Streams;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.stylize.Device;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The server: what its streams share, and what HTTP may ask of them. It is started once and closed
 * once; what it holds is closed in the order in which it is used.
 */
public final class LiveServer implements LiveApi, AutoCloseable {
  private final Settings settings;
  private final Catalogue catalogue;
  private final String device;
  private final String version;
  private final WebRtc rtc;
  private final Brushes brushes;
  private final dev.allaprima.pipeline.stylize.Engine painter;
  private final LiveStream.Studio studio;
  private final Streams<LiveStream> streams;
  private final SecureRandom random = new SecureRandom();
  private final HttpFront http;

  private LiveServer(Settings settings, Catalogue catalogue, Device device, String version) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.device = device.describe();
    this.version = version;
    this.rtc = WebRtc.open(settings.udpPorts());
    this.painter = dev.allaprima.pipeline.stylize.Engine.start(device);
    this.brushes = new Brushes(painter);
    this.streams = new Streams<>(settings.limits().streams());
    this.studio =
        new LiveStream.Studio(
            rtc, painter, brushes, new Semaphore(settings.limits().viewers()), settings.limits());
    try {
      this.http = HttpFront.start(settings.host(), settings.port(), this, painter::isAlive);
    } catch (RuntimeException | Error e) {
      closeStudio();
      throw e;
    }
  }

  /**
   * Starts a server, which listens when this returns.
   *
   * @param version what it says of itself
   * @throws Fault if the catalogue has no style or not the one of the settings, libwebrtc cannot be
   *     loaded, or the port cannot be listened on
   */
  public static LiveServer start(
      Settings settings, Catalogue catalogue, Device device, String version) {
    catalogue.styleOrFirst(settings.style());
    return new LiveServer(settings, catalogue, device, version);
  }

  /** The port that HTTP listens on. */
  public int port() {
    return http.port();
  }

  @Override
  public Engine engine() {
    String style = settings.style();
    if (style == null) {
      style = catalogue.first().map(Style::name).orElse(null);
    }
    return new Engine(device, version, style);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public List<Status> streams() {
    return streams.all().stream().map(LiveStream::status).toList();
  }

  @Override
  public Status stream(String name) {
    return streams.get(name).status();
  }

  @Override
  public Status restyle(String name, String style) {
    LiveStream stream = streams.get(name);
    stream.restyle(catalogue.style(style));
    return stream.status();
  }

  @Override
  public Session publish(String name, String style, String offer, InetAddress reachedAt) {
    String address = announced(reachedAt);
    Brush brush = brushes.take(catalogue.styleOrFirst(style != null ? style : settings.style()));
    String session = session();
    LiveStream stream;
    try {
      stream = streams.open(name, () -> new LiveStream(name, session, brush, studio, this::onEnd));
    } catch (RuntimeException | Error e) {
      brushes.giveBack(brush);
      throw e;
    }
    try {
      return new Session(session, stream.publish(offer, address));
    } catch (RuntimeException | Error e) {
      stream.close(e.getMessage());
      throw e;
    }
  }

  private void onEnd(LiveStream stream) {
    streams.remove(stream.name(), stream);
  }

  @Override
  public void unpublish(String name, String session) {
    LiveStream stream = streams.get(name);
    if (!stream.session().equals(session)) {
      throw unknownSession(name, session);
    }
    stream.close("the publisher left");
  }

  @Override
  public Session watch(String name, String offer, InetAddress reachedAt) {
    String session = session();
    return new Session(session, streams.get(name).watch(session, offer, announced(reachedAt)));
  }

  @Override
  public void unwatch(String name, String session) {
    if (!streams.get(name).unwatch(session)) {
      throw unknownSession(name, session);
    }
  }

  private static Fault unknownSession(String name, String session) {
    return Fault.of(
        NOT_FOUND,
        "stream " + name + " has no session " + session,
        "Delete the address that the answer named as its Location");
  }

  /** Where the peer is to send its media. */
  private String announced(InetAddress reachedAt) {
    if (settings.announce() != null) {
      return settings.announce();
    }
    if (reachedAt instanceof Inet4Address) {
      return reachedAt.getHostAddress();
    }
    if (reachedAt.isLoopbackAddress()) {
      return "127.0.0.1";
    }
    throw Fault.of(
        UNAVAILABLE,
        "media goes over IPv4 and the request came to " + reachedAt.getHostAddress(),
        "Use the server's IPv4 address, or start it with --announce");
  }

  /** The streams that there are. */
  Streams<LiveStream> registry() {
    return streams;
  }

  /** How many peers are connected or connecting. */
  int connections() {
    return rtc.connections();
  }

  /** An identifier that nobody guesses: who knows it may end the session. */
  private String session() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Ends every stream and frees everything. */
  @Override
  public void close() {
    http.close();
    streams.all().forEach(stream -> stream.close("the server stops"));
    closeStudio();
  }

  private void closeStudio() {
    painter.close();
    brushes.close();
    rtc.close();
  }
}
