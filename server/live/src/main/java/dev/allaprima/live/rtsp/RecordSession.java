package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.models.Fault;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that publishes. On the connection's event loop, but for {@link #record}. */
final class RecordSession implements Session {
  private final RtspUrl url;
  private final Announcement announcement;
  private final String from;
  private final Map<Integer, Way> ways = new TreeMap<>();
  private volatile RtspPublisher publisher;
  private volatile boolean paused;

  /**
   * @param from where the client is, for people
   */
  RecordSession(RtspUrl url, Announcement announcement, String from) {
    this.url = url;
    this.announcement = announcement;
    this.from = from;
  }

  @Override
  public int track(String address) {
    List<Announcement.Track> tracks = announcement.tracks();
    for (int i = 0; i < tracks.size(); i++) {
      String control = tracks.get(i).control();
      if (!control.isEmpty() && (address.equals(control) || address.endsWith("/" + control))) {
        return i;
      }
    }
    // One without a control of its own is addressed as the whole.
    return tracks.size() == 1 ? 0 : -1;
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
    RtspPublisher running = publisher;
    if (running != null && !paused) {
      running.received(ways.get(track), rtcp, packet);
    }
  }

  @Override
  public String mode() {
    return ";mode=record";
  }

  /**
   * Publishes the stream, or goes on with it after {@link #pause}. On any thread, which may have to
   * wait; no other call may come meanwhile.
   *
   * @param onEnd run once, on another thread, when the publisher cannot go on
   * @throws Fault if no video is set up, the name is taken, there is no such style, or the server
   *     is full
   */
  void record(Hub hub, PacketIo io, Runnable onEnd) {
    if (publisher != null) {
      paused = false;
      return;
    }
    List<Announcement.Track> tracks = new ArrayList<>();
    ways.keySet().forEach(track -> tracks.add(announcement.tracks().get(track)));
    if (tracks.stream().noneMatch(track -> track.media().equals("video"))) {
      throw Fault.of(INVALID, "no video is set up", "Send SETUP for the video's track first");
    }
    boolean ordered = ways.values().stream().allMatch(Way::isOrdered);
    RtspPublisher fresh =
        new RtspPublisher(io, url.name(), "RTSP from " + from, tracks, ordered, onEnd);
    Intake intake;
    try {
      intake = hub.publish(url.name(), url.style(), fresh);
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw e;
    }
    fresh.start(intake);
    publisher = fresh;
  }

  boolean isRecording() {
    return publisher != null && !paused;
  }

  /** Drops what comes from now on, until it is to be recorded again. */
  void pause() {
    paused = true;
  }

  @Override
  public void close(boolean leaving) {
    ways.values().forEach(Way::close);
    if (publisher != null) {
      publisher.end(leaving);
    }
  }
}
