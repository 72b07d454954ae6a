package dev.allaprima.live.pull;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Patience;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A source that FFmpeg has open. Whatever it opens besides, such as a playlist's segments, it asks
 * for here, and the place is judged. Used by one thread, but for {@link #cancel}.
 */
final class OpenSource implements AutoCloseable {
  private static final int OPEN_MILLIS = 15_000;
  private static final int READ_MILLIS = 10_000;

  /** What a live stream may be wrapped in; none that names files, such as FFmpeg's concat. */
  private static final String FORMATS =
      "rtsp,flv,live_flv,mpegts,hls,matroska,webm,mov,mp4,mpjpeg,h264,hevc,rtp";

  private static final Map<Long, OpenSource> OPEN = new ConcurrentHashMap<>();

  private static final AVFormatContext
          .Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer
      OPENER =
          new AVFormatContext
              .Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer() {
            @Override
            @SuppressWarnings("rawtypes")
            public int call(
                AVFormatContext context,
                PointerPointer io,
                BytePointer url,
                int flags,
                PointerPointer options) {
              try {
                return OPEN.get(context.address()).openMore(io, url.getString(), flags, options);
              } catch (Throwable e) {
                return avutil.AVERROR_EXTERNAL;
              }
            }
          };

  private static final AVFormatContext.Io_close2_AVFormatContext_AVIOContext CLOSER =
      new AVFormatContext.Io_close2_AVFormatContext_AVIOContext() {
        @Override
        public int call(AVFormatContext context, AVIOContext io) {
          try {
            return OPEN.get(context.address()).closeMore(io);
          } catch (Throwable e) {
            return avutil.AVERROR_EXTERNAL;
          }
        }
      };

  /**
   * Asked while a camera is waited for, and forbids further connections: by "302 Moved" it could
   * send FFmpeg's RTSP anywhere, unjudged. The first connection is known of by then, and its media
   * come by it, too.
   */
  private static final AVIOInterruptCB.Callback_Pointer ONLY_CONNECTION =
      new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer context) {
          try {
            OpenSource source = OPEN.get(context.address());
            avutil.av_opt_set(source.context, "protocol_whitelist", "rtp", 0);
            return source.patience.isOver() ? 1 : 0;
          } catch (Throwable e) {
            return 1;
          }
        }
      };

  /** An HTTP answer and FFmpeg's end of it. */
  private record Http(HttpInput input, PacketIo.Handle handle) implements AutoCloseable {
    @Override
    public void close() {
      handle.close();
      input.close();
    }
  }

  private final PacketIo io;
  private final Places places;
  private final Patience patience = new Patience();
  private final AVFormatContext context = avformat.avformat_alloc_context();
  private final long address = context.address();
  private final Map<Long, Http> answers = new ConcurrentHashMap<>();
  private Http first;
  private volatile boolean cancelled;

  OpenSource(PacketIo io, Places places) {
    this.io = io;
    this.places = places;
    Av.load();
    OPEN.put(address, this);
    context.io_open(OPENER);
    context.io_close2(CLOSER);
    patience.guard(context);
  }

  /**
   * Connects and finds out what there is.
   *
   * @throws Fault with FFmpeg's reason if it cannot be had
   */
  void open(String url) {
    patience.atMost(OPEN_MILLIS);
    Places.Place place = places.find(url);
    AVDictionary options = new AVDictionary(null);
    if (place.isRtsp()) {
      context.interrupt_callback().callback(ONLY_CONNECTION).opaque(context);
    }
    options(place.scheme()).forEach((key, value) -> avutil.av_dict_set(options, key, value, 0));
    try {
      if (place.isHttp()) {
        first = http(url, null);
        context.pb(first.handle().context());
      }
      String named = place.isHttp() ? url : place.pinned();
      require(avformat.avformat_open_input(context, named, null, options));
      require(avformat.avformat_find_stream_info(context, (PointerPointer<?>) null));
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private Map<String, String> options(String scheme) {
    String micros = Long.toString(TimeUnit.MILLISECONDS.toMicros(READ_MILLIS));
    Map<String, String> options = new java.util.HashMap<>();
    options.put("format_whitelist", FORMATS);
    options.put("protocol_whitelist", protocols(scheme));
    options.put("fflags", "nobuffer");
    // Enough for a keyframe of most cameras; what is live cannot be waited for longer.
    options.put("analyzeduration", "2000000");
    options.put("rw_timeout", micros);
    // Through firewalls, and without a picture that is torn because a datagram was lost.
    options.put("rtsp_transport", "tcp");
    // Answers are not FFmpeg's own: it cannot use their connections again.
    options.put("http_persistent", "0");
    options.put("http_multiple", "0");
    return options;
  }

  private static String protocols(String scheme) {
    return switch (scheme) {
      case "rtsp", "rtsps" -> "rtsp,rtsps,rtp,tcp,tls,udp";
      case "rtmp", "rtmps" -> "rtmp,rtmps,tcp,tls";
      case "srt" -> "srt";
      case "udp" -> "udp";
      default -> "http,https,tcp,tls";
    };
  }

  private Http http(String url, String range) {
    HttpInput input = HttpInput.open(places, url, range);
    Http answer = new Http(input, io.openText(input));
    if (cancelled) {
      input.close();
    }
    return answer;
  }

  @SuppressWarnings("rawtypes")
  private int openMore(PointerPointer to, String url, int flags, PointerPointer options) {
    try {
      Places.Place place = places.find(url);
      if (place.isHttp()) {
        Http answer = http(url, range(options));
        answers.put(answer.handle().context().address(), answer);
        to.put(answer.handle().context());
        return 0;
      }
      AVDictionary own = new AVDictionary(null);
      avutil.av_dict_set(own, "protocol_whitelist", protocols(place.scheme()), 0);
      AVIOContext opened = new AVIOContext(null);
      int rc =
          avformat.avio_open2(opened, place.pinned(), flags, context.interrupt_callback(), own);
      avutil.av_dict_free(own);
      if (rc >= 0) {
        to.put(opened);
      }
      return rc;
    } catch (Fault e) {
      return avutil.AVERROR_HTTP_FORBIDDEN;
    }
  }

  /** The part of a file that FFmpeg asks for, as it does for playlists with byte ranges. */
  @SuppressWarnings("rawtypes")
  private static String range(PointerPointer options) {
    if (options == null || options.isNull() || options.get() == null) {
      return null;
    }
    AVDictionary given = new AVDictionary(options.get());
    String from = value(given, "offset");
    String end = value(given, "end_offset");
    if (from == null || end == null) {
      return null;
    }
    return "bytes=" + from + "-" + (Long.parseLong(end) - 1);
  }

  private static String value(AVDictionary given, String key) {
    AVDictionaryEntry entry = avutil.av_dict_get(given, key, null, 0);
    return entry == null ? null : entry.value().getString();
  }

  private int closeMore(AVIOContext opened) {
    Http answer = answers.remove(opened.address());
    if (answer == null) {
      return avformat.avio_close(opened);
    }
    answer.close();
    return 0;
  }

  /** For whoever reads it; borrowed. */
  AVFormatContext context() {
    return context;
  }

  /** Says that the next packet is waited for from now on. */
  void awaitPacket() {
    patience.atMost(READ_MILLIS);
  }

  /** Lets whatever waits for the network come back with an error. Called from any thread. */
  void cancel() {
    cancelled = true;
    patience.cancel();
    Http main = first;
    if (main != null) {
      main.input().close();
    }
    answers.values().forEach(answer -> answer.input().close());
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "the source cannot be opened (" + Av.reason(rc) + ")",
          "Check that it is there and what it sends; where RTSP redirects to is not followed");
    }
  }

  @Override
  public void close() {
    // Also frees a context that failed to open, which is null then.
    avformat.avformat_close_input(context);
    OPEN.remove(address);
    answers.values().forEach(Http::close);
    if (first != null) {
      first.close();
    }
    patience.close();
  }
}
