package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.access.Reach;
import dev.allaprima.live.access.Tokens;
import dev.allaprima.live.config.Given;
import dev.allaprima.live.config.SettingsReader;
import dev.allaprima.live.http.HttpSettings;
import dev.allaprima.live.jobs.JobSettings;
import dev.allaprima.live.pull.PullSettings;
import dev.allaprima.live.record.RecordingSettings;
import dev.allaprima.live.rtsp.RtspSettings;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.live.webrtc.WebRtcSettings;
import dev.allaprima.models.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server is told at its start; {@code allaprima.sample.yaml} shows all of it.
 *
 * @param host the address that everything listens on
 * @param insecure whether it may be an address that other machines reach though tokens are missing
 * @param tokens who may do what
 * @param http the pages and the API
 * @param webrtc media of browsers
 * @param engine what paints
 * @param styles the style catalogue's folder
 * @param style the style of publishers who name none; null for the catalogue's first
 * @param folder where the server keeps files, also when it stops; made if it is not there
 * @param limits what the server takes on at most
 * @param jobs what it takes on of files to be painted
 * @param recordings what it takes on of recordings
 * @param rtsp how RTSP listens
 * @param reach which machines it may be told to fetch from and send to
 * @param pull what the server fetches by itself
 */
public record Settings(
    String host,
    boolean insecure,
    Tokens tokens,
    HttpSettings http,
    WebRtcSettings webrtc,
    Engine engine,
    Path styles,
    String style,
    Path folder,
    Limits limits,
    JobSettings jobs,
    RecordingSettings recordings,
    RtspSettings rtsp,
    Reach reach,
    PullSettings pull) {

  /** Folders are absolute from here on: texts for strangers hide them by their whole names. */
  public Settings {
    styles = styles.toAbsolutePath().normalize();
    folder = folder.toAbsolutePath().normalize();
  }

  /** This machine alone: what others may reach is for somebody to decide. */
  public static final String HOST = "127.0.0.1";

  /** Where they lie in the repository. */
  public static final Path STYLES = Path.of("models", "styles");

  /** Beside whatever the server is started from, and called so that nobody takes it for else. */
  public static final Path FOLDER = Path.of("allaprima-data");

  /** Names of the environment that the launcher, the build and the tests use. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "ALLAPRIMA_CONFIG",
          "ALLAPRIMA_CACHE",
          "ALLAPRIMA_JAVA_FLAGS",
          "ALLAPRIMA_BENCH_SCRIPTS",
          "ALLAPRIMA_REFERENCE",
          "ALLAPRIMA_FFMPEG_LIBRARIES");

  /**
   * What paints; see the command {@code serve}.
   *
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param threads cores that the painting may use; 0 for what suits the machine
   * @param precision {@code auto}, {@code fp32}, {@code fp16} or {@code int8}
   * @param cudaGraphs whether a card's work for a picture is recorded once and replayed
   */
  public record Engine(String device, int threads, String precision, boolean cudaGraphs) {
    /** The fastest that there is; graphs stay off, for not every card's driver takes them. */
    public static final Engine DEFAULT = new Engine("auto", 0, "auto", false);
  }

  /**
   * What a server takes on at most.
   *
   * @param streams published at once: the painter is one, and each stream gets its share
   * @param viewers of all streams together: each has an encoder of its own, which takes a tenth of
   *     a core at 360p and a third at 720p
   * @param pixels of a frame: what a network holds in memory grows with it
   * @param connectSeconds until a peer that was answered must have connected
   * @param graceSeconds how long a stream whose publisher is gone waits for the next one
   */
  public record Limits(int streams, int viewers, int pixels, int connectSeconds, int graceSeconds) {
    public static final int STREAMS = 8;
    public static final int VIEWERS = 16;

    /** 1080p, with the rows that codecs add; a full-width network then needs about 2 GB. */
    public static final int PIXELS = 1920 * 1088;

    public static final int CONNECT_SECONDS = 15;

    /** A page that is loaded anew, or a telephone that changes its network, is back by then. */
    public static final int GRACE_SECONDS = 30;

    private static final int MANY = 100_000;
    private static final int HOUR = 3600;

    /**
     * @throws Fault if a number is out of its range
     */
    public Limits {
      require("streams", streams, 1, MANY);
      require("viewers", viewers, 1, MANY);
      require("pixels", pixels, 4, Integer.MAX_VALUE);
      require("connectSeconds", connectSeconds, 1, HOUR);
      require("graceSeconds", graceSeconds, 0, HOUR);
    }

    /** All of them. */
    public static Limits defaults() {
      return new Limits(STREAMS, VIEWERS, PIXELS, CONNECT_SECONDS, GRACE_SECONDS);
    }
  }

  private static void require(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw Fault.of(INVALID, field + " is " + value, "Give " + low + " to " + high);
    }
  }

  /** What holds where nothing else is said. */
  public static Settings defaults() {
    return new Settings(
        HOST,
        false,
        Tokens.NONE,
        HttpSettings.defaults(),
        WebRtcSettings.defaults(),
        Engine.DEFAULT,
        STYLES,
        null,
        FOLDER,
        Limits.defaults(),
        JobSettings.defaults(),
        RecordingSettings.defaults(),
        RtspSettings.defaults(),
        Reach.PUBLIC,
        PullSettings.defaults());
  }

  /** What reads settings in layers. */
  public static SettingsReader<Settings> reader() {
    return new SettingsReader<>(defaults(), OTHER_VARIABLES)
        .withText(UdpPorts.class, UdpPorts::parse);
  }

  /** The defaults with these changed, by paths and texts in turn. */
  public static Settings of(String... pathsAndTexts) {
    Given[] given = new Given[pathsAndTexts.length / 2];
    for (int i = 0; i < given.length; i++) {
      given[i] = new Given(pathsAndTexts[2 * i], pathsAndTexts[2 * i + 1], "here");
    }
    return reader().read(null, Map.of(), List.of(given));
  }

  /**
   * Checks that nobody but this machine reaches what needs no token, unless that is wanted.
   *
   * @throws Fault if somebody would
   */
  void requireSafe() {
    if (insecure || tokens.complete()) {
      return;
    }
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw Fault.of(INVALID, "host \"" + host + "\" is not known", "Give an address with --host");
    }
    throw Fault.of(
        INVALID,
        "other machines reach host " + host + ", and not every role has a token",
        "Set tokens.view, tokens.publish and tokens.admin, or say --insecure: then everybody who"
            + " reaches it may use it");
  }
}
