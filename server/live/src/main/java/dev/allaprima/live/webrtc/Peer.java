package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpEncodingParameters;
import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer connection, whichever way the picture goes and whoever offers. Called from any thread
 * but libwebrtc's own.
 */
final class Peer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

  private final WebRtc rtc;
  private final Runnable gone;
  private final int port;
  private final RTCPeerConnection connection;
  private final CompletableFuture<Void> gathered = new CompletableFuture<>();
  // Touched by the negotiating thread, then by the closing one.
  private final List<RTCRtpSender> senders = new CopyOnWriteArrayList<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean connected;
  private volatile Sdp accepted;
  private final AtomicInteger trickled = new AtomicInteger();

  /**
   * @param sends whether it sends pictures and sound, or else receives them
   * @param gone run once, on the watch thread, when the other side has left or never came; not run
   *     for {@link #close}
   */
  Peer(WebRtc rtc, boolean sends, Runnable gone) {
    this.rtc = rtc;
    this.gone = gone;
    this.port = rtc.ports().take();
    try {
      this.connection = rtc.connect(sends, new Observer(), port);
    } catch (RuntimeException e) {
      rtc.ports().giveBack(port);
      throw e;
    }
  }

  /** The tracks that the other side sends, those it does not send included; not to be disposed. */
  List<MediaStreamTrack> received() {
    return Arrays.stream(connection.getReceivers()).map(RTCRtpReceiver::getTrack).toList();
  }

  /** Sends the track to the other side, which has offered to receive one; borrowed until close. */
  void send(VideoTrack track) {
    limit(sender(track), Bitrates.MIN_KBPS, Bitrates.MAX_KBPS);
  }

  /** Sends the track to the other side, which has offered to receive one; borrowed until close. */
  void send(AudioTrack track) {
    limit(sender(track), Bitrates.SOUND_KBPS, Bitrates.SOUND_KBPS);
  }

  private RTCRtpSender sender(MediaStreamTrack track) {
    // Tracks of one stream are shown in step.
    RTCRtpSender sender = connection.addTrack(track, List.of("allaprima"));
    senders.add(sender);
    return sender;
  }

  private static void limit(RTCRtpSender sender, int minKbps, int maxKbps) {
    RTCRtpSendParameters parameters = sender.getParameters();
    for (RTCRtpEncodingParameters encoding : parameters.encodings) {
      encoding.minBitrate = minKbps * 1000;
      encoding.maxBitrate = maxKbps * 1000;
    }
    sender.setParameters(parameters);
  }

  /**
   * Takes the other side's offer.
   *
   * @throws Fault if libwebrtc refuses it, or this was closed before
   */
  void accept(Sdp offer) {
    take(RTCSdpType.OFFER, offer);
    accepted = offer;
  }

  private void take(RTCSdpType type, Sdp sdp) {
    requireOpen();
    String refused = "the SDP " + type.name().toLowerCase(Locale.ROOT) + " is refused";
    Step.Taken taken = new Step.Taken();
    RTCSessionDescription description = new RTCSessionDescription(type, sdp.toString());
    Step.ask(() -> connection.setRemoteDescription(description, taken), refused);
    Step.await(taken.done(), INVALID, refused);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw Fault.of(UNAVAILABLE, "the connection was closed while it was made", "Try again");
    }
  }

  /**
   * Takes further candidates of the other side's. It would be found without them, by where its
   * packets come from; with them packets go out to it first, which opens a way where this side is
   * the one that nobody can call.
   *
   * @return false if the fragment is about another ICE session: it asks for a restart
   */
  boolean trickle(IceFragment fragment) {
    Sdp offer = accepted;
    if (offer == null || !fragment.ufrag().equals(offer.ufrag())) {
      return false;
    }
    if (trickled.addAndGet(fragment.candidates().size()) > IceFragment.MOST) {
      throw IceFragment.tooMany();
    }
    for (String candidate : fragment.candidates()) {
      RTCIceCandidate further = new RTCIceCandidate(null, offer.carrier(), candidate);
      Step.ask(() -> connection.addIceCandidate(further), "a candidate is refused");
    }
    return true;
  }

  /**
   * Makes the answer, with a candidate for each address in it.
   *
   * @param addresses IPv4, where the other side reaches this machine, the best first
   * @param patience seconds that the other side has to connect, before it counts as gone
   * @throws Fault if libwebrtc makes none, or the video is turned down
   */
  Sdp answer(List<String> addresses, int patience) {
    Step.Made made = new Step.Made();
    connection.createAnswer(new RTCAnswerOptions(), made);
    String problem = "the SDP offer cannot be answered";
    Sdp answer = gather(Step.await(made.made(), INVALID, problem), addresses);
    expect(patience);
    return answer.answersVideo();
  }

  /**
   * Makes an offer of what it sends, with a candidate for each address in it; it receives nothing.
   *
   * @param addresses as {@link #answer} takes it
   * @throws Fault if libwebrtc makes none
   */
  Sdp offer(List<String> addresses) {
    requireOpen();
    Step.Made made = new Step.Made();
    connection.createOffer(new RTCOfferOptions(), made);
    return gather(Step.await(made.made(), UNAVAILABLE, "no offer is made"), addresses)
        .sendingOnly();
  }

  /** Takes the other side's answer, which has so many seconds to connect. */
  void connect(Sdp answer, int patience) {
    take(RTCSdpType.ANSWER, answer);
    expect(patience);
  }

  /** Whether the other side has connected. */
  boolean isConnected() {
    return connected;
  }

  /** Begins to listen; returns the description with where that is. */
  private Sdp gather(RTCSessionDescription description, List<String> addresses) {
    Step.Taken taken = new Step.Taken();
    connection.setLocalDescription(description, taken);
    Step.await(taken.done(), UNAVAILABLE, "the description cannot be used");
    Step.await(gathered, UNAVAILABLE, "no candidates were gathered");
    PortBook.requireBound(port);
    return Sdp.parse(connection.getLocalDescription().sdp)
        .withoutCandidates()
        .withCandidates(addresses, port);
  }

  /** Counts the other side as gone if it does not come. */
  private void expect(int patience) {
    rtc.watch()
        .schedule(
            () -> {
              if (!connected) {
                end("did not connect within " + patience + " s");
              }
            },
            patience,
            TimeUnit.SECONDS);
  }

  private void end(String why) {
    if (!closed.get() && told.compareAndSet(false, true)) {
      LOG.debug("A peer is gone: {}", why);
      try {
        gone.run();
      } catch (RuntimeException e) {
        LOG.error("A connection's end could not be handled", e);
      }
    }
  }

  /** Closes the connection and frees it; further calls do nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      rtc.disconnect(connection, senders);
      rtc.ports().giveBack(port);
    }
  }

  /** Runs on libwebrtc's signalling thread: lets nothing out, closes nothing. */
  private final class Observer implements PeerConnectionObserver {
    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
      // The answer names a candidate of this server's own instead.
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
      if (state == RTCIceGatheringState.COMPLETE) {
        gathered.complete(null);
      }
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
      try {
        if (state == RTCPeerConnectionState.CONNECTED) {
          connected = true;
        }
        // A lost peer is DISCONNECTED first and FAILED ten seconds later; it may come back between.
        if (state == RTCPeerConnectionState.FAILED || state == RTCPeerConnectionState.CLOSED) {
          rtc.watch().execute(() -> end(state.name()));
        }
      } catch (Throwable e) {
        LOG.error("The state {} of a connection could not be handled", state, e);
      }
    }
  }
}
