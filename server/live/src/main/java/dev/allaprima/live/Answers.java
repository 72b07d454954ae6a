package dev.allaprima.live;

import dev.allaprima.live.broadcast.JpegSink;
import dev.allaprima.live.broadcast.hls.Hls;
import dev.allaprima.live.broadcast.push.Pushes;
import dev.allaprima.live.http.LiveApi;
import dev.allaprima.live.webrtc.Addresses;
import dev.allaprima.live.webrtc.Answered;
import dev.allaprima.live.webrtc.Whep;
import dev.allaprima.live.webrtc.Whip;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Style;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/** What HTTP may ask, each question handed to the part that answers it. */
final class Answers implements LiveApi {
  private final Settings settings;
  private final Catalogue catalogue;
  private final Host host;
  private final StreamHub hub;
  private final Endings endings;
  private final Whip whip;
  private final Whep whep;
  private final Hls hls;
  private final Pushes pushes;

  /**
   * What is known of the server itself.
   *
   * @param device what paints
   * @param version what the server says of itself
   * @param streams how many streams the painter has time for
   */
  record Host(String device, String version, IntSupplier streams) {}

  Answers(
      Settings settings,
      Catalogue catalogue,
      Host host,
      StreamHub hub,
      Endings endings,
      Whip whip,
      Whep whep,
      Hls hls,
      Pushes pushes) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.host = host;
    this.hub = hub;
    this.endings = endings;
    this.whip = whip;
    this.whep = whep;
    this.hls = hls;
    this.pushes = pushes;
  }

  @Override
  public Engine engine() {
    String style = settings.style();
    if (style == null) {
      style = catalogue.first().map(Style::name).orElse(null);
    }
    return new Engine(
        host.device(),
        host.version(),
        style,
        settings.engine().precision(),
        new Capacity(
            Math.min(settings.limits().streams(), host.streams().getAsInt()),
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
    return session(whip.publish(name, style, offer, addresses(reachedAt)));
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
    return session(whep.watch(name, offer, addresses(reachedAt)));
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

  private List<String> addresses(InetAddress reachedAt) {
    return Addresses.of(settings.webrtc().announce(), reachedAt);
  }
}
