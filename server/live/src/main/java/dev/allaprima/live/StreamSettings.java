package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.http.LiveApi.InsetPatch;
import dev.allaprima.live.http.LiveApi.InsetView;
import dev.allaprima.live.http.LiveApi.KeyPatch;
import dev.allaprima.live.http.LiveApi.KeyView;
import dev.allaprima.live.http.LiveApi.OverlayPatch;
import dev.allaprima.live.http.LiveApi.OverlayView;
import dev.allaprima.live.http.LiveApi.PaintSettings;
import dev.allaprima.live.http.LiveApi.SettingsPatch;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.live.stream.Easel;
import dev.allaprima.live.stream.OverlayPicture;
import dev.allaprima.live.stream.Palette;
import dev.allaprima.live.stream.PublisherSeat;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.compose.Inset;
import dev.allaprima.pipeline.compose.Key;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one stream is painted, as people set it. A change counts from the next frame on and costs
 * none; one that is no good changes nothing. Callable from any thread; styles that are not open yet
 * are opened on it.
 */
final class StreamSettings {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSettings.class);

  private final String stream;
  private final Catalogue catalogue;
  private final Brushes brushes;
  private final Easel easel;
  // Held while somebody changes something, so that no change is lost.
  private final Object changing = new Object();
  private volatile State state;

  /** All that is set; the overlay is null for none. */
  private record State(
      Map<String, Double> styles, Controls controls, OverlayPicture overlay, boolean adaptive) {}

  /**
   * @param palette what the easel begins with; borrowed
   * @param controls likewise
   */
  StreamSettings(
      String stream,
      Catalogue catalogue,
      Brushes brushes,
      Easel easel,
      Palette palette,
      Controls controls) {
    this.stream = stream;
    this.catalogue = catalogue;
    this.brushes = brushes;
    this.easel = easel;
    this.state = new State(palette.weights(), controls, null, true);
  }

  /** All settings. */
  PaintSettings view() {
    State now = state;
    Controls controls = now.controls();
    OverlayPicture over = now.overlay();
    return new PaintSettings(
        now.styles(),
        controls.fadeSeconds(),
        controls.strength(),
        controls.originalColours(),
        controls.renderScale(),
        controls.steadiness(),
        controls.split(),
        view(controls.key()),
        controls.inset() == null
            ? null
            : new InsetView(controls.inset().place(), controls.inset().size()),
        over == null ? null : new OverlayView(over.place(), over.scale(), over.opacity()),
        now.adaptive());
  }

  /**
   * Changes what the patch names, all of it or nothing.
   *
   * @throws Fault if a value is out of its range, a style does not exist or cannot be opened, or
   *     the stream has ended
   */
  PaintSettings change(SettingsPatch patch) {
    synchronized (changing) {
      State now = state;
      OverlayPicture overlay = overlay(patch.overlay(), now.overlay());
      Controls was = now.controls();
      Controls controls =
          new Controls(
              was.mix(),
              or(patch.fadeSeconds(), was.fadeSeconds()),
              or(patch.strength(), was.strength()),
              or(patch.originalColours(), was.originalColours()),
              or(patch.renderScale(), was.renderScale()),
              or(patch.steadiness(), was.steadiness()),
              or(patch.split(), was.split()),
              key(patch.key(), was.key()),
              inset(patch.inset(), was.inset()),
              overlay == null ? null : overlay.overlay());
      // Last, because it may take seconds and holds something.
      Palette palette = patch.styles() == null ? null : palette(patch.styles());
      Map<String, Double> styles = palette == null ? now.styles() : palette.weights();
      if (palette != null) {
        controls = controls.withMix(palette.mix());
      }
      set(palette, new State(styles, controls, overlay, or(patch.adaptive(), now.adaptive())));
      return view();
    }
  }

  private static <T> T or(T asked, T there) {
    return asked == null ? there : asked;
  }

  private Palette palette(Map<String, Double> weights) {
    Map<Style, Double> styles = new LinkedHashMap<>();
    weights.forEach((name, weight) -> styles.put(catalogue.style(name), weight));
    return brushes.mix(styles);
  }

  private static KeyView view(Key key) {
    if (key == null) {
      return null;
    }
    return new KeyView(
        key.by().name().toLowerCase(Locale.ROOT),
        key.colour(),
        key.threshold(),
        key.softness(),
        key.inverted(),
        key.show().name().toLowerCase(Locale.ROOT));
  }

  private static Key key(KeyPatch patch, Key there) {
    if (patch == null) {
      return there;
    }
    if (patch.none()) {
      return null;
    }
    Key.By by = patch.by() == null ? null : Key.named(Key.By.class, "key.by", patch.by());
    Key was = there != null ? there : Key.of(or(by, Key.By.CHROMA));
    return new Key(
        or(by, was.by()),
        or(patch.colour(), was.colour()),
        or(patch.threshold(), was.threshold()),
        or(patch.softness(), was.softness()),
        or(patch.inverted(), was.inverted()),
        patch.show() == null ? was.show() : Key.named(Key.Show.class, "key.show", patch.show()));
  }

  private static Inset inset(InsetPatch patch, Inset there) {
    if (patch == null) {
      return there;
    }
    if (patch.none()) {
      return null;
    }
    Inset was = there == null ? Inset.DEFAULT : there;
    return new Inset(or(patch.place(), was.place()), or(patch.size(), was.size()));
  }

  private static OverlayPicture overlay(OverlayPatch patch, OverlayPicture there) {
    if (patch == null) {
      return there;
    }
    if (patch.none()) {
      return null;
    }
    if (there == null) {
      throw Fault.of(
          INVALID, "the stream has no overlay to be changed", "PUT a picture to …/overlay first");
    }
    return there.with(patch.place(), patch.scale(), patch.opacity());
  }

  /**
   * Lays a picture over every frame, in place of the one that is there.
   *
   * @throws Fault if it is no PNG, or a value is out of its range
   */
  PaintSettings overlay(byte[] png, OverlayView where) {
    OverlayPicture picture = OverlayPicture.of(png, where.place(), where.scale(), where.opacity());
    synchronized (changing) {
      State now = state;
      Controls controls = now.controls().withOverlay(picture.overlay());
      set(null, new State(now.styles(), controls, picture, now.adaptive()));
      return view();
    }
  }

  /**
   * @param palette taken; null for the one there is
   */
  private void set(Palette palette, State next) {
    if (!easel.set(palette, next.controls())) {
      throw PublisherSeat.ended(stream);
    }
    state = next;
    LOG.info("stream {}: is set to {}", stream, view());
  }
}
