package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.tape.Tape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures painters on the same photos, pans and clips: how like the photo and how like the style
 * their paintings are, and how much they flicker. One thread at a time.
 */
public final class Measurement {
  /** Enough to see flicker, few enough to wait for. */
  private static final int CLIP_FRAMES = 12;

  private final PerceptualLoss loss;
  private final List<Picture> photos = new ArrayList<>();
  private final List<INDArray> content = new ArrayList<>();
  private final List<List<Moment>> pans = new ArrayList<>();
  private final List<List<Moment>> clips = new ArrayList<>();

  /**
   * On photos.
   *
   * @param side the shorter side that photos and clips are brought to
   * @param multiple both sides become multiples of it
   */
  public Measurement(PerceptualLoss loss, List<Picture> originals, int side, int multiple) {
    this.loss = loss;
    for (Picture original : originals) {
      Picture photo = original.withShortSide(side, multiple);
      photos.add(photo);
      INDArray rgb = photo.toArray();
      content.add(loss.content(rgb));
      rgb.close();
      List<Moment> pan = Pan.over(photo, multiple, photos.size());
      if (!pan.isEmpty()) {
        pans.add(pan);
      }
    }
  }

  /** Adds a real clip: a video or a folder of frames; see {@link BlockMatching}. */
  public void addClip(Path source, int side, int multiple) {
    clips.add(Clip.read(source, CLIP_FRAMES, side, multiple));
  }

  /** Measures a painter that is meant to paint in a style. */
  public Score of(Painter painter, Aim aim) {
    double[] terms = terms(painter, aim);
    WarpingError pan = new WarpingError();
    WarpingError unpaintedPan = new WarpingError();
    pans.forEach(moments -> follow(moments, painter, pan, unpaintedPan));
    WarpingError clip = new WarpingError();
    WarpingError unpaintedClip = new WarpingError();
    clips.forEach(moments -> follow(moments, painter, clip, unpaintedClip));
    return new Score(
        terms[0],
        terms[1],
        terms[2],
        pan.value(),
        unpaintedPan.value(),
        clip.value(),
        unpaintedClip.value(),
        compared());
  }

  /** The loss alone, of paintings of the photos by something that is too slow for clips. */
  public Score ofPhotosOnly(Painter painter, Aim aim) {
    double[] terms = terms(painter, aim);
    double none = Double.NaN;
    return new Score(terms[0], terms[1], terms[2], none, none, none, none, none);
  }

  private double[] terms(Painter painter, Aim aim) {
    double[] terms = new double[3];
    for (int i = 0; i < photos.size(); i++) {
      Picture painted = painter.paint(photos.get(i));
      try (Tape tape = new Tape()) {
        INDArray photo = tape.adopt(photos.get(i).toArray());
        var picture = tape.constant(tape.adopt(painted.toArray()));
        var parts = loss.of(tape, picture, photo, content.get(i), List.of(aim));
        terms[0] += parts.content().scalar() / photos.size();
        terms[1] += parts.style().scalar() / photos.size();
        terms[2] += parts.variation().scalar() / photos.size();
      }
    }
    return terms;
  }

  private static void follow(
      List<Moment> moments, Painter painter, WarpingError painted, WarpingError unpainted) {
    Picture before = null;
    for (int t = 0; t < moments.size(); t++) {
      Moment moment = moments.get(t);
      Picture now = painter.paint(moment.frame());
      if (t > 0) {
        painted.add(before, now, moment.flow());
        unpainted.add(moments.get(t - 1).frame(), moment.frame(), moment.flow());
      }
      before = now;
    }
  }

  private double compared() {
    return clips.stream()
        .flatMap(moments -> moments.stream().skip(1))
        .mapToDouble(moment -> moment.flow().share())
        .average()
        .orElse(Double.NaN);
  }
}
