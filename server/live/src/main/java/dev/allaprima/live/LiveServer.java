package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.broadcast.JpegSink;
import dev.allaprima.live.broadcast.hls.Hls;
import dev.allaprima.live.broadcast.push.Pushes;
import dev.allaprima.live.http.HttpFront;
import dev.allaprima.live.http.LiveApi;
import dev.allaprima.live.jobs.Jobs;
import dev.allaprima.live.pull.Sources;
import dev.allaprima.live.record.Recordings;
import dev.allaprima.live.rtsp.RtspServer;
import dev.allaprima.live.stream.Admission;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.live.stream.Streams;
import dev.allaprima.live.stream.WarmUp;
import dev.allaprima.live.webrtc.Answered;
import dev.allaprima.live.webrtc.Caller;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.live.webrtc.Whep;
import dev.allaprima.live.webrtc.Whip;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.stylize.Device;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The server: what its streams share, and what HTTP may ask of them. It is started once and closed
 * once; what it holds is closed in the order in which it is used.
 */
public final class LiveServer implements LiveApi, AutoCloseable {
  private static final int CLOSING_SECONDS = 10;

  /** Five times as long as a player's request may wait. */
  private static final long HLS_IDLE_MILLIS = 30_000;

  private final Settings settings;
  private final Catalogue catalogue;
  private final String device;
  private final String version;
  private final WebRtc rtc;
  private final Brushes brushes;
  private final Admission admission = new Admission();
  private final Endings endings = new Endings();
  private final dev.allaprima.pipeline.stylize.Engine painter;
  private final StreamHub hub;
  private final Jobs jobs;
  private final Recordings recordings;
  private final ExecutorService chores = Executors.newCachedThreadPool(LiveServer::choreThread);

  /** What is to be closed, the last that was opened first. */
  private final Deque<Runnable> closings = new ArrayDeque<>();

  private final Whip whip;
  private final Whep whep;
  private final Sources sources;
  private final RtspServer rtsp;
  private final Hls hls;
  private final Pushes pushes;
  private final HttpFront http;

  private LiveServer(Settings settings, Catalogue catalogue, Device device, String version) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.device = device.describe();
    this.version = version;
    this.rtc = WebRtc.open(settings.webrtc().udpPorts());
    this.painter = dev.allaprima.pipeline.stylize.Engine.start(device);
    this.brushes = new Brushes(painter);
    Studio studio =
        new Studio(
            painter,
            device.isCuda(),
            brushes,
            catalogue,
            admission,
            settings.limits(),
            endings,
            chores);
    this.hub = new StreamHub(settings, studio, this::summon, this::onEnd);
    this.hls = new Hls(hub, HLS_IDLE_MILLIS);
    Settings.Limits limits = settings.limits();
    this.whip = new Whip(rtc, hub, limits.connectSeconds());
    this.whep = new Whep(rtc, hub, limits.viewers(), limits.connectSeconds());
    // Before the sources, whose streams may end at once, and their pushes with them.
    Caller caller = new Caller(rtc, hub, settings.webrtc().announce(), limits.connectSeconds());
    this.pushes = new Pushes(hub, caller, settings.reach(), Pushes.Pace.DEFAULT);
    closings.push(this::closeStudio);
    try {
      this.jobs =
          Jobs.open(
              settings.folder().resolve("jobs"),
              settings.jobs(),
              catalogue,
              painter,
              settings.limits().pixels());
      closings.push(jobs::close);
      this.recordings =
          Recordings.open(settings.folder().resolve("recordings"), settings.recordings(), hub);
      closings.push(recordings::close);
      closings.push(hub::endAll);
      this.sources = new Sources(hub, settings.pull(), settings.reach(), hub::isWatched);
      closings.push(sources::close);
      closings.push(pushes::close);
      closings.push(hls::close);
      this.rtsp = RtspServer.start(hub, settings.rtsp().at(settings.host()), settings.tokens());
      closings.push(rtsp::close);
      this.http =
          HttpFront.start(
              settings.host(),
              settings.http(),
              settings.tokens(),
              new HttpFront.Parts(
                  this,
                  jobs,
                  recordings,
                  sources,
                  rtsp::figures,
                  new Health(painter, brushes, catalogue, settings.style()),
                  List.of(settings.styles(), settings.folder())));
      closings.push(http::close);
      chores.execute(
          () ->
              WarmUp.run(
                  painter, brushes, () -> catalogue.styleOrFirst(settings.style()), admission));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void summon(String name) {
    sources.summon(name);
  }

  private void onEnd(String name) {
    pushes.ended(name);
  }

  private static Thread choreThread(Runnable task) {
    Thread thread = new Thread(task, "chore");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a server, which listens when this returns.
   *
   * @param version what it says of itself
   * @throws Fault if other machines would reach what needs no token, the catalogue has no style or
   *     not the one of the settings, libwebrtc cannot be loaded, or the port cannot be listened on
   */
  public static LiveServer start(
      Settings settings, Catalogue catalogue, Device device, String version) {
    settings.requireSafe();
    catalogue.styleOrFirst(settings.style());
    return new LiveServer(settings, catalogue, device, version);
  }

  /** The port that HTTP listens on. */
  public int port() {
    return http.port();
  }

  /** The port that RTSP listens on. */
  public int rtspPort() {
    return rtsp.port();
  }

  @Override
  public Engine engine() {
    String style = settings.style();
    if (style == null) {
      style = catalogue.first().map(Style::name).orElse(null);
    }
    return new Engine(
        device,
        version,
        style,
        settings.engine().precision(),
        new Capacity(
            Math.min(settings.limits().streams(), admission.streams()),
            settings.limits().viewers()));
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public List<Status> streams() {
    return hub.streams().all().stream().map(LiveStream::status).toList();
  }

  @Override
  public Status stream(String name) {
    return hub.streams().get(name).status();
  }

  @Override
  public void end(String name) {
    hub.end(name);
  }

  @Override
  public Ending ending(String name) {
    return endings.of(name);
  }

  @Override
  public LiveApi.PaintSettings settings(String name) {
    return hub.streams().get(name).settings().view();
  }

  @Override
  public LiveApi.PaintSettings change(String name, SettingsPatch patch) {
    return hub.streams().get(name).settings().change(patch);
  }

  @Override
  public LiveApi.PaintSettings overlay(String name, byte[] png, OverlayView where) {
    return hub.streams().get(name).settings().overlay(png, where);
  }

  @Override
  public byte[] snapshot(String name) {
    return hub.streams().get(name).snapshot();
  }

  @Override
  public Session publish(String name, String style, String offer, InetAddress reachedAt) {
    return session(whip.publish(name, style, offer, announced(reachedAt)));
  }

  @Override
  public void unpublish(String name, String session) {
    whip.unpublish(name, session);
  }

  @Override
  public boolean tricklePublisher(String name, String session, String fragment) {
    return whip.trickle(name, session, fragment);
  }

  @Override
  public List<String> iceServers() {
    return settings.webrtc().links();
  }

  @Override
  public Session watch(String name, String offer, InetAddress reachedAt) {
    return session(whep.watch(name, offer, announced(reachedAt)));
  }

  @Override
  public boolean trickleViewer(String name, String session, String fragment) {
    return whep.trickle(name, session, fragment);
  }

  @Override
  public void unwatch(String name, String session) {
    whep.unwatch(name, session);
  }

  @Override
  public CompletionStage<Hls.Content> hls(String stream, String file, long segment, int part) {
    return hls.get(stream, file, segment, part);
  }

  @Override
  public AutoCloseable jpegs(String stream, JpegSink sink) {
    return hub.streams().get(stream).watch(sink);
  }

  @Override
  public List<Pushes.Status> pushes(String stream) {
    hub.streams().get(stream);
    return pushes.of(stream);
  }

  @Override
  public Pushes.Status startPush(String stream, String url, String token) {
    hub.streams().get(stream);
    return pushes.start(stream, url, token);
  }

  @Override
  public void stopPush(String stream, String id) {
    pushes.stop(stream, id);
  }

  private static Session session(Answered answered) {
    return new Session(answered.session(), answered.sdp());
  }

  /** Where the peer is to send its media. */
  private String announced(InetAddress reachedAt) {
    if (settings.webrtc().announce() != null) {
      return settings.webrtc().announce();
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

  /** Everything that HTTP serves; see {@link HttpFront#addresses}. */
  Set<String> addresses() {
    return http.addresses();
  }

  /** What every protocol but HTTP asks. */
  StreamHub hub() {
    return hub;
  }

  /** The streams that there are. */
  Streams<LiveStream> registry() {
    return hub.streams();
  }

  /** What the painter has time for. */
  Admission admission() {
    return admission;
  }

  /** How many peers are connected or connecting. */
  int connections() {
    return rtc.connections();
  }

  /** Ends every stream and frees everything. */
  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }

  private void closeStudio() {
    chores.shutdown();
    try {
      // Publishers that have just gone may be closing there.
      chores.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    painter.close();
    brushes.close();
    rtc.close();
  }
}
