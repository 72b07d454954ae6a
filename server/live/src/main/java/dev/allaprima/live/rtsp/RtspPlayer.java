package dev.allaprima.live.rtsp;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One player, from PLAY to PAUSE or its end. Packets come on the encoder's thread, by reference,
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

  private final PacketIo io;
  private final Channel channel;
  private final String description;
  private final Map<Integer, Way> ways;
  private final RtspServer.Counters counters;
  private final AtomicInteger pending = new AtomicInteger();
  private final RtpOutput[] outputs = new RtpOutput[2];
  private AVCodecParameters[] parameters;
  private byte[] parameterSets;
  private long originMicros;
  private boolean opened;
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
  RtspPlayer(
      PacketIo io,
      Channel channel,
      String description,
      Map<Integer, Way> ways,
      RtspServer.Counters counters) {
    this.io = io;
    this.channel = channel;
    this.description = description;
    this.ways = Map.copyOf(ways);
    this.counters = counters;
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
    channel.eventLoop().execute(() -> begun(fresh));
  }

  private static AVCodecParameters copy(AVCodecParameters from) {
    AVCodecParameters copy = avcodec.avcodec_parameters_alloc();
    if (copy == null || avcodec.avcodec_parameters_copy(copy, from) < 0) {
      throw new OutOfMemoryError("no memory for a track's parameters");
    }
    return copy;
  }

  private void begun(AVCodecParameters[] fresh) {
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
      counters.droppedPackets().increment();
      return;
    }
    overrun = false;
    AVPacket reference = avcodec.av_packet_clone(packet);
    if (reference == null) {
      throw new OutOfMemoryError("no memory for a packet");
    }
    pending.incrementAndGet();
    channel.eventLoop().execute(() -> send(video, key, reference));
  }

  private void send(boolean video, boolean key, AVPacket packet) {
    pending.decrementAndGet();
    try {
      if (!closed && !isTooSlow(key)) {
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
    long now = System.nanoTime();
    if (!channel.isWritable()) {
      if (!skipping) {
        skipping = true;
        stuckNanos = now;
      } else if (now - stuckNanos > PATIENCE_NANOS) {
        counters.slowPlayers().increment();
        LOG.info("{}: reads nothing, so it is closed", description);
        channel.close();
      }
    } else if (key) {
      skipping = false;
    } else {
      stuckNanos = now;
    }
    if (skipping) {
      counters.droppedPackets().increment();
    }
    return skipping;
  }

  private void write(boolean video, boolean key, AVPacket packet) {
    if (!opened) {
      if (!key) {
        // Sound that is older than the first picture.
        return;
      }
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
    originMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - micros;
    opened = true;
    for (int track : ways.keySet()) {
      outputs[track] = new RtpOutput(io, track, parameters[track], originMicros, ways.get(track));
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
