package dev.allaprima.live.broadcast.hls;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import java.time.Instant;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Cuts a stream's packets into parts and segments: a segment begins at every keyframe. Nothing here
 * waits, so it works on the encoder's thread.
 */
final class HlsStream implements PacketSink, AutoCloseable {
  /**
   * A part is cut before the picture that would make it longer. Shorter than what the playlist
   * promises, because when the next picture comes is guessed from when the last one did.
   */
  private static final long PART = Tracks.TIME_BASE * 2 / 5;

  /** Sound may be that much older than the keyframe that it comes with; no time is negative. */
  private static final long LEAD = Tracks.TIME_BASE;

  /** How long the last picture before a change is shown: nobody knows. */
  private static final long LAST = Tracks.TIME_BASE / 30;

  private final Window window;
  // All guarded by this: it may be closed while a packet comes.
  private Tracks tracks;
  private Fragmenter fragmenter;
  private long origin = Long.MIN_VALUE;
  // The newest picture, until the next one says how long it is shown.
  private AVPacket pending;
  private long partBegan;
  private boolean partIndependent;
  private boolean closed;

  HlsStream(Window window) {
    this.window = window;
  }

  @Override
  public String describe() {
    return "HLS";
  }

  @Override
  public synchronized void begin(Tracks begun) {
    endFragmenter();
    // The header is written when the first picture says where time begins.
    tracks = begun;
  }

  @Override
  public synchronized void packet(boolean video, AVPacket packet) {
    if (closed) {
      return;
    }
    if (video) {
      picture(packet);
    } else if (fragmenter != null) {
      fragmenter.write(false, packet);
    }
  }

  private void picture(AVPacket packet) {
    if (fragmenter == null) {
      origin = origin == Long.MIN_VALUE ? packet.pts() - LEAD : origin;
      fragmenter = new Fragmenter(tracks, origin);
      window.header(fragmenter.header());
    }
    boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    if (pending == null) {
      beginPart(packet.pts(), key);
    } else {
      long shown = packet.pts() - pending.pts();
      writePending(shown);
      if (key || packet.pts() - partBegan + shown > PART) {
        endPart(packet.pts());
        beginPart(packet.pts(), key);
      }
      if (key) {
        window.endSegment();
      }
    }
    pending = avcodec.av_packet_clone(packet);
    if (pending == null) {
      throw new OutOfMemoryError("no memory for a packet");
    }
  }

  private void beginPart(long time, boolean independent) {
    partBegan = time;
    partIndependent = independent;
  }

  private void writePending(long duration) {
    pending.duration(duration);
    try {
      fragmenter.write(true, pending);
    } finally {
      avcodec.av_packet_free(pending);
      pending = null;
    }
  }

  private void endPart(long time) {
    double seconds = (double) (time - partBegan) / Tracks.TIME_BASE;
    byte[] bytes = fragmenter.fragment();
    window.part(new Segment.Part(bytes, seconds, partIndependent), Instant.now());
  }

  private void endFragmenter() {
    if (fragmenter == null) {
      return;
    }
    try {
      if (pending != null) {
        long end = pending.pts() + LAST;
        writePending(LAST);
        endPart(end);
      }
    } finally {
      fragmenter.close();
      fragmenter = null;
    }
  }

  @Override
  public void end(String reason) {
    close();
  }

  /** Ends the playlist and frees everything but what the window holds. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        endFragmenter();
      } finally {
        window.end();
      }
    }
  }
}
