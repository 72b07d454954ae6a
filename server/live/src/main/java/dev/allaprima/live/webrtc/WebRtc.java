package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioDeviceModuleBase;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns libwebrtc: its factories, their threads, and the watch thread on which connections end.
 * Every peer and source made from it is closed before it is.
 */
public final class WebRtc implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebRtc.class);
  private static final String DEBIAN_PACKAGES =
      "libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3";

  private static final int CLOSING_SECONDS = 10;

  private final PortBook ports;
  // Receiving plays what comes, which is how tracks hear it, and recording it hears nothing; sound
  // that is sent comes from sources of its own. One module for both ends the process in seconds.
  private final Side receiving;
  private final Side sending;
  private final ScheduledThreadPoolExecutor watch = thread("webrtc-watch");
  private final ScheduledThreadPoolExecutor sounds = thread("webrtc-sound");
  private final AtomicInteger connections = new AtomicInteger();

  private WebRtc(UdpPorts ports) {
    this.ports = new PortBook(ports);
    // The platform's own audio module ends the process on a machine without a sound card.
    this.receiving = new Side(new HeadlessAudioDeviceModule());
    this.sending = new Side(new AudioDeviceModule(AudioLayer.kDummyAudio));
  }

  /** What sound is received by or sent from, and the factory of the connections that do so. */
  private record Side(AudioDeviceModuleBase audio, PeerConnectionFactory factory) {
    Side(AudioDeviceModuleBase audio) {
      this(audio, new PeerConnectionFactory(audio));
    }

    void dispose() {
      factory.dispose();
      audio.dispose();
    }
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /**
   * Loads libwebrtc and starts its threads.
   *
   * @throws Fault if the library cannot be loaded, naming what it needs
   */
  public static WebRtc open(UdpPorts ports) {
    try {
      return new WebRtc(ports);
    } catch (LinkageError | RuntimeException e) {
      throw unloadable(e);
    }
  }

  static Fault unloadable(Throwable e) {
    Throwable reason = e;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return Fault.of(
        UNAVAILABLE,
        "libwebrtc cannot be loaded (" + reason.getMessage() + ")",
        "On Debian and Ubuntu it needs: apt-get install " + DEBIAN_PACKAGES,
        e);
  }

  /** The ports of its connections. */
  PortBook ports() {
    return ports;
  }

  /**
   * Makes a connection.
   *
   * @param sends whether it is for sending pictures and sound, or else for receiving them
   * @param port the UDP port that it listens on
   */
  RTCPeerConnection connect(boolean sends, PeerConnectionObserver observer, int port) {
    RTCConfiguration configuration = new RTCConfiguration();
    configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
    // libwebrtc never listens on the loopback address alone. Without enumeration it listens on
    // every address, and the answer names the one that the peer can reach.
    configuration.portAllocatorConfig =
        new PortAllocatorConfig().setDisableAdapterEnumeration(true).setDisableTcp(true);
    configuration.portAllocatorConfig.minPort = port;
    configuration.portAllocatorConfig.maxPort = port;
    RTCPeerConnection connection = factory(sends).createPeerConnection(configuration, observer);
    if (connection == null) {
      throw Fault.of(
          UNAVAILABLE,
          "libwebrtc makes no further connection",
          "Try again when others have closed theirs");
    }
    connections.incrementAndGet();
    return connection;
  }

  /**
   * Closes a connection made by {@link #connect} and gives its memory and its senders' back, in the
   * order that libwebrtc needs.
   */
  void disconnect(RTCPeerConnection connection, List<RTCRtpSender> senders) {
    List<NativeReference> references = new ArrayList<>();
    senders.forEach(sender -> references.add(new NativeReference(sender)));
    references.add(new NativeReference(connection));
    connection.close();
    references.forEach(NativeReference::release);
    connections.decrementAndGet();
  }

  /** The factory of the connections that send, or of those that receive. */
  PeerConnectionFactory factory(boolean sends) {
    return (sends ? sending : receiving).factory();
  }

  /** Pictures to be sent, for a caller who disposes of it. */
  CustomVideoSource pictures() {
    return new CustomVideoSource(SourceClock.make());
  }

  /** Sound to be sent, for a caller who disposes of it. */
  CustomAudioSource sound() {
    return new CustomAudioSource(SourceClock.make());
  }

  /** A track that connections which send may send. */
  VideoTrack track(CustomVideoSource source) {
    return factory(true).createVideoTrack("painted", source);
  }

  /** A track that connections which send may send. */
  AudioTrack track(CustomAudioSource source) {
    return factory(true).createAudioTrack("sound", source);
  }

  /** The thread on which connections are told that they ended, and where they may be closed. */
  public ScheduledExecutorService watch() {
    return watch;
  }

  /** The thread on which viewers are handed their sound, a hundred times a second. */
  ScheduledExecutorService sounds() {
    return sounds;
  }

  /** How many connections are open now; 0 when everybody has closed theirs. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    sounds.shutdown();
    watch.shutdown();
    try {
      // A connection that has just ended may be closing there.
      watch.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (connections.get() > 0) {
      // Freeing the threads under a live connection would end the process.
      LOG.error("{} connections were never closed: libwebrtc is left as it is", connections.get());
      return;
    }
    sending.dispose();
    receiving.dispose();
  }
}
