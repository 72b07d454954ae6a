package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that plays. On the connection's event loop, but for {@link #describe}, {@link #play} and
 * {@link #pause}, which may have to wait: no other call may come meanwhile.
 */
final class PlaySession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(PlaySession.class);

  /** An encoder begins with the stream's next picture, five a second at least. */
  private static final int DESCRIBE_SECONDS = 10;

  private static final int TRACKS = 2;

  private final RtspServer server;
  private final RtspUrl url;
  private final String from;
  private final Map<Integer, Way> ways = new TreeMap<>();
  // What the stream is encoded for: first for the description, so that the encoder is not begun
  // twice, then for the player.
  private volatile AutoCloseable subscription;
  // From the first PLAY to the end: after a pause its packets' numbers go on, as RFC 2326 has it in
  // appendix B.
  private volatile RtspPlayer player;
  private volatile boolean playing;

  /**
   * @param from where the client is, for people
   */
  PlaySession(RtspServer server, RtspUrl url, String from) {
    this.server = server;
    this.url = url;
    this.from = from;
  }

  RtspUrl url() {
    return url;
  }

  /**
   * Waits until the stream is encoded, and describes it.
   *
   * @return SDP
   * @throws Fault if there is no such stream, or it cannot be encoded
   */
  String describe() {
    Description description = new Description();
    subscription = server.hub().subscribe(url.name(), description);
    try {
      return description.sdp.get(DESCRIBE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Fault fault ? fault : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("no picture came in " + DESCRIBE_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the server stops");
    }
  }

  private Fault unavailable(String reason) {
    return Fault.of(
        UNAVAILABLE, "stream " + url.name() + " cannot be played: " + reason, "Try it again");
  }

  /** Waits for what the tracks are. */
  private final class Description implements PacketSink {
    private final CompletableFuture<String> sdp = new CompletableFuture<>();

    @Override
    public String describe() {
      return "RTSP to " + from;
    }

    @Override
    public void begin(Tracks tracks) {
      try {
        sdp.complete(RtpContext.describe(tracks));
      } catch (RuntimeException | Error e) {
        sdp.completeExceptionally(e);
      }
    }

    @Override
    public void packet(boolean video, AVPacket packet) {
      // The player's own subscription begins with a keyframe.
    }

    @Override
    public void end(String reason) {
      sdp.completeExceptionally(unavailable(reason));
    }
  }

  @Override
  public int track(String address) {
    for (int i = 0; i < TRACKS; i++) {
      if (address.endsWith("/streamid=" + i)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean hasWay(int track) {
    return ways.containsKey(track);
  }

  @Override
  public void setUp(int track, Way way) {
    ways.put(track, way);
  }

  @Override
  public void received(int track, boolean rtcp, ByteBuf packet) {
    // A receiver report: that it came keeps the session alive.
  }

  @Override
  public String mode() {
    return ";mode=play";
  }

  boolean isSetUp() {
    return !ways.isEmpty();
  }

  /**
   * Takes packets from now on, beginning with a keyframe; nothing if it plays already.
   *
   * @throws Fault if the stream has ended
   */
  void play(Channel channel) {
    if (playing) {
      return;
    }
    if (player == null) {
      player = new RtspPlayer(server, channel, "RTSP to " + from, ways);
    }
    AutoCloseable former = subscription;
    subscription = server.hub().subscribe(url.name(), player);
    playing = true;
    leave(former);
  }

  /** Sends what {@link #play} takes: called when the client has been told so. */
  void played() {
    if (playing) {
      player.send();
    }
  }

  /** Takes nothing from now on, until it is to play again. */
  void pause() {
    playing = false;
    leave(subscription);
    subscription = null;
  }

  /** What {@link #pause} leaves to the event loop. */
  void paused() {
    if (player != null) {
      player.hold();
    }
  }

  private static void leave(AutoCloseable subscription) {
    if (subscription == null) {
      return;
    }
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.error("RTSP: a player could not be taken off its stream", e);
    }
  }

  @Override
  public void close(boolean leaving) {
    if (player != null) {
      player.close();
    }
    ways.values().forEach(Way::close);
    server.workers().execute(this::pause);
  }
}
