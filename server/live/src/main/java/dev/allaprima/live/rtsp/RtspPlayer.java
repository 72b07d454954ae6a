package dev.allaprima.live.rtsp;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One player, from its first PLAY to its end. Packets come on the encoder's thread, by reference,
 * and are packed and sent on the connection's event loop; everything else is the event loop's
 * alone. A player that does not read as fast as they come loses all of them up to a keyframe, and
 * one that does not read at all is closed.
 */
final class RtspPlayer implements PacketSink {
  private static final Logger LOG = LoggerFactory.getLogger(RtspPlayer.class);
  private static final int VIDEO = 0;
  private static final int SOUND = 1;

  /** Packets that wait for the event loop: some seconds of video and sound. */
  private static final int MOST_PENDING = 400;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final RtspServer server;
  private final Channel channel;
  private final String description;
  private final Map<Integer, Way> ways;
  private final AtomicInteger pending = new AtomicInteger();
  // What has come before the player was told that it plays: it would throw that away.
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final RtpOutput[] outputs = new RtpOutput[2];
  private AVCodecParameters[] parameters;
  private byte[] parameterSets;
  private boolean holding = true;
  private boolean begun;
  private boolean skipping;
  private long stuckNanos;
  private boolean closed;
  // Whether a packet was lost before it reached the event loop; the encoder's thread's alone.
  private boolean overrun;

  /**
   * @param channel of the player's connection
   * @param description of it, for people
   * @param ways of the tracks that it has set up, by their numbers
   */
  RtspPlayer(RtspServer server, Channel channel, String description, Map<Integer, Way> ways) {
    this.server = server;
    this.channel = channel;
    this.description = description;
    this.ways = Map.copyOf(ways);
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public int viewers() {
    return 1;
  }

  @Override
  public void begin(Tracks tracks) {
    AVCodecParameters[] fresh = {copy(tracks.video()), copy(tracks.sound())};
    channel.eventLoop().execute(() -> take(fresh));
  }

  private static AVCodecParameters copy(AVCodecParameters from) {
    AVCodecParameters copy = avcodec.avcodec_parameters_alloc();
    if (copy == null || avcodec.avcodec_parameters_copy(copy, from) < 0) {
      throw new OutOfMemoryError("no memory for a track's parameters");
    }
    return copy;
  }

  private void take(AVCodecParameters[] fresh) {
    freeParameters();
    parameters = fresh;
    parameterSets = new byte[fresh[VIDEO].extradata_size()];
    fresh[VIDEO].extradata().get(parameterSets);
    if (closed) {
      freeParameters();
    }
  }

  @Override
  public void packet(boolean video, AVPacket packet) {
    boolean key = video && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    if (pending.get() >= MOST_PENDING || overrun && !key) {
      overrun = true;
      server.counters().droppedPackets().increment();
      return;
    }
    overrun = false;
    AVPacket reference = avcodec.av_packet_clone(packet);
    if (reference == null) {
      throw new OutOfMemoryError("no memory for a packet");
    }
    pending.incrementAndGet();
    channel.eventLoop().execute(() -> sendOrHold(() -> send(video, key, reference)));
  }

  private void sendOrHold(Runnable sending) {
    if (holding && !closed) {
      held.add(sending);
    } else {
      sending.run();
    }
  }

  /** Sends from now on, beginning with a keyframe. On the event loop. */
  void send() {
    holding = false;
    release();
  }

  /** Sends nothing from now on. On the event loop. */
  void hold() {
    holding = true;
    begun = false;
  }

  private void release() {
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
  }

  private void send(boolean video, boolean key, AVPacket packet) {
    pending.decrementAndGet();
    try {
      // It may be on its way to being closed.
      if (!closed && channel.isActive() && !isTooSlow(key)) {
        write(video, key, packet);
      }
    } catch (Fault e) {
      LOG.warn("{}: {}", description, e.getMessage());
      channel.close();
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  /** Whether the player has to do without this packet, because it reads too slowly. */
  private boolean isTooSlow(boolean key) {
    long now = server.clock().getAsLong();
    if (!channel.isWritable()) {
      if (!skipping) {
        skipping = true;
        stuckNanos = now;
      } else if (now - stuckNanos > PATIENCE_NANOS) {
        server.counters().slowPlayers().increment();
        LOG.info("{}: reads nothing, so it is closed", description);
        channel.close();
      }
    } else if (key) {
      skipping = false;
    } else {
      stuckNanos = now;
    }
    if (skipping) {
      server.counters().droppedPackets().increment();
    }
    return skipping;
  }

  private void write(boolean video, boolean key, AVPacket packet) {
    if (!begun) {
      if (!key) {
        // Sound that is older than the first picture.
        return;
      }
      begun = true;
      open(packet);
    }
    RtpOutput output = outputs[video ? VIDEO : SOUND];
    if (output != null) {
      // Who comes later, or lost something, knows the parameter sets by every keyframe.
      output.write(packet, key ? parameterSets : null);
      output.flush();
    }
  }

  private void open(AVPacket first) {
    long micros = first.pts() * 1000 / (Tracks.TIME_BASE / 1000);
    long originMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - micros;
    for (int track : ways.keySet()) {
      if (outputs[track] == null) {
        outputs[track] =
            new RtpOutput(server.io(), track, parameters[track], originMicros, ways.get(track));
      }
    }
  }

  @Override
  public void end(String reason) {
    channel
        .eventLoop()
        .execute(
            () -> {
              close();
              channel.close();
            });
  }

  /** Says goodbye and frees everything; what still comes is dropped. On the event loop. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    release();
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != null) {
        if (channel.isActive()) {
          outputs[i].finish();
          outputs[i].flush();
        }
        outputs[i].close();
        outputs[i] = null;
      }
    }
    freeParameters();
  }

  private void freeParameters() {
    if (parameters != null) {
      for (AVCodecParameters each : parameters) {
        avcodec.avcodec_parameters_free(each);
      }
      parameters = null;
    }
  }
}
