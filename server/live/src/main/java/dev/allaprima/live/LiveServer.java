package dev.allaprima.live;

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
import dev.allaprima.live.stream.WarmUp;
import dev.allaprima.live.webrtc.Caller;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.live.webrtc.Whep;
import dev.allaprima.live.webrtc.Whip;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The server: what its streams share, and the doors to them. It is started once and closed once;
 * what it holds is closed in the order in which it is used.
 */
public final class LiveServer implements AutoCloseable {
  private static final int CLOSING_SECONDS = 10;

  /** Five times as long as a player's request may wait. */
  private static final long HLS_IDLE_MILLIS = 30_000;

  private final WebRtc rtc;
  private final Brushes brushes;
  private final Admission admission = new Admission();
  private final Engine painter;
  private final StreamHub hub;
  private final Jobs jobs;
  private final Recordings recordings;
  private final ExecutorService chores = Executors.newCachedThreadPool(LiveServer::choreThread);

  /** What is to be closed, the last that was opened first. */
  private final Deque<Runnable> closings = new ArrayDeque<>();

  private final Sources sources;
  private final RtspServer rtsp;
  private final Pushes pushes;
  private final LiveApi api;
  private final HttpFront http;

  private LiveServer(Settings settings, Catalogue catalogue, Device device, String version) {
    this.rtc = WebRtc.open(settings.webrtc().udpPorts());
    this.painter = Engine.start(device);
    this.brushes = new Brushes(painter);
    Endings endings = new Endings();
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
    Hls hls = new Hls(hub, HLS_IDLE_MILLIS);
    Settings.Limits limits = settings.limits();
    Whip whip = new Whip(rtc, hub, limits.connectSeconds());
    Whep whep = new Whep(rtc, hub, limits.viewers(), limits.connectSeconds());
    // Before the sources, whose streams may end at once, and their pushes with them.
    Caller caller = new Caller(rtc, hub, settings.webrtc().announce(), limits.connectSeconds());
    this.pushes = new Pushes(hub, caller, settings.reach(), Pushes.Pace.DEFAULT);
    this.api =
        new Answers(
            settings,
            catalogue,
            new Answers.Host(device.describe(), version, admission::streams),
            hub,
            endings,
            whip,
            whep,
            hls,
            pushes);
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
                  api,
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

  /** Everything that HTTP serves; see {@link HttpFront#addresses}. */
  Set<String> addresses() {
    return http.addresses();
  }

  /** What every protocol but HTTP asks. */
  StreamHub hub() {
    return hub;
  }

  /** What HTTP may ask. */
  public LiveApi api() {
    return api;
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
