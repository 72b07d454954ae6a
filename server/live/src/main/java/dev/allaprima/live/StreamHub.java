package dev.allaprima.live;

import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.http.LiveApi.SettingsPatch;
import dev.allaprima.live.stream.Palette;
import dev.allaprima.live.stream.Streams;
import dev.allaprima.models.Style;
import java.util.Map;
import java.util.function.Consumer;

/** The streams of a server: begun by publishers, found by whoever takes their pictures. */
final class StreamHub implements Hub {
  private final Settings settings;
  private final Studio studio;
  private final Streams<LiveStream> streams;
  private final Consumer<String> summoner;
  private final Consumer<String> onEnd;

  /**
   * Without any so far.
   *
   * @param summoner fetches the source of that name, where there is one on demand
   * @param onEnd is told the name of a stream that has ended
   */
  StreamHub(Settings settings, Studio studio, Consumer<String> summoner, Consumer<String> onEnd) {
    this.settings = settings;
    this.studio = studio;
    this.streams = new Streams<>(settings.limits().streams());
    this.summoner = summoner;
    this.onEnd = onEnd;
  }

  /** All of them. */
  Streams<LiveStream> streams() {
    return streams;
  }

  @Override
  public Intake publish(String name, String style, Ingest ingest) {
    LiveStream stream = streams.find(name);
    if (stream == null) {
      Style first = studio.catalogue().styleOrFirst(style != null ? style : settings.style());
      Palette palette = studio.brushes().mix(Map.of(first, 1.0));
      try {
        stream = streams.open(name, () -> admitted(name, palette));
      } catch (RuntimeException | Error e) {
        palette.release();
        throw e;
      }
    } else {
      stream.seat().requireFree();
      if (!stream.seat().isClaimed()) {
        admit();
      }
      if (style != null) {
        stream.settings().change(SettingsPatch.ofStyles(Map.of(style, 1.0)));
      }
    }
    studio.endings().forget(name);
    return stream.seat().take(ingest);
  }

  private LiveStream admitted(String name, Palette palette) {
    admit();
    return new LiveStream(name, palette, studio, this::ended);
  }

  /** A slate takes nothing of the painter's time, unless its publisher was only cut off. */
  private void admit() {
    studio
        .admission()
        .admit(
            streams.all().stream()
                .filter(stream -> stream.seat().isClaimed())
                .map(LiveStream::least)
                .toList());
  }

  private void ended(LiveStream stream) {
    // It is told twice, and the name may be another's by then.
    if (streams.find(stream.name()) == stream) {
      onEnd.accept(stream.name());
    }
    streams.remove(stream.name(), stream);
  }

  /** Ends a stream because somebody who may wants it. */
  void end(String name) {
    LiveStream stream = streams.get(name);
    studio.endings().wanted(name);
    stream.close("ended on request");
  }

  /** Ends all of them. */
  void endAll() {
    streams.all().forEach(stream -> stream.close("the server stops"));
  }

  /** Whether somebody takes its pictures. */
  boolean isWatched(String name) {
    LiveStream stream = streams.find(name);
    return stream != null && stream.isWatched();
  }

  @Override
  public void attach(String name, Outlet outlet) {
    summoned(name).attach(outlet);
  }

  /** The stream of that name, which is fetched first if it is a source on demand. */
  private LiveStream summoned(String name) {
    if (streams.find(name) == null) {
      summoner.accept(name);
    }
    return streams.get(name);
  }

  @Override
  public void detach(String name, Outlet outlet) {
    LiveStream stream = streams.find(name);
    if (stream != null) {
      stream.detach(outlet);
    }
  }

  @Override
  public AutoCloseable subscribe(String name, PacketSink sink) {
    return summoned(name).subscribe(sink);
  }
}
