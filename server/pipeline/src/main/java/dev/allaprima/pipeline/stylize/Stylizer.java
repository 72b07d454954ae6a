package dev.allaprima.pipeline.stylize;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * Paints frames in one style. Used by one thread at a time; several stylizers share nothing.
 *
 * <p>The tensors of a size are made when the first frame of that size comes and used for every
 * frame after it, so that painting makes none.
 */
public final class Stylizer implements AutoCloseable {
  /** Side of the picture that proves a network when it is opened, in pixels, before padding. */
  private static final int PROBE = 64;

  private final Style style;
  private final Env env;
  private final Session session;
  private final RunOptions runOptions;
  private Canvas canvas;

  private Stylizer(Style style, Env env, Session session) {
    this.style = style;
    this.env = env;
    this.session = session;
    this.runOptions = new RunOptions();
    runOptions.SetRunLogSeverityLevel(onnxruntime.ORT_LOGGING_LEVEL_FATAL);
  }

  /**
   * Loads the style's network onto the device and proves that it keeps the frame contract, by its
   * declared inputs and outputs and by painting one small picture.
   *
   * @throws Fault if the model is damaged, is no network, does not keep the contract, or does not
   *     fit the device
   */
  public static Stylizer open(Style style, Device device) {
    byte[] bytes = style.network().model(Precision.FP32);
    // ONNX Runtime would print on stderr what it also throws; the thrown is enough.
    Env env = new Env(onnxruntime.ORT_LOGGING_LEVEL_FATAL, "allaprima");
    Stylizer stylizer;
    try (BytePointer model = new BytePointer(bytes);
        SessionOptions options = device.sessionOptions()) {
      stylizer = new Stylizer(style, env, new Session(env, model, bytes.length, options));
    } catch (RuntimeException e) {
      env.close();
      throw broken(
          style, "cannot be loaded on " + device.describe() + " (" + Reason.of(e) + ")", e);
    }
    try {
      stylizer.prove();
    } catch (RuntimeException e) {
      stylizer.close();
      throw e;
    }
    return stylizer;
  }

  private void prove() {
    String breach = Contract.breach(session);
    if (breach != null) {
      throw broken(style, breach, null);
    }
    try {
      canvas = new Canvas(session, PROBE, PROBE, style.network().card().sizeMultiple());
      session.Run(runOptions, canvas.binding());
    } catch (RuntimeException e) {
      throw broken(style, "fails on a picture of 64x64 (" + Reason.of(e) + ")", e);
    }
  }

  private static Fault broken(Style style, String problem, Throwable cause) {
    return Fault.of(
        INVALID,
        "style " + style.name() + ": " + style.network().file(Precision.FP32) + " " + problem,
        "Train the style again or restore its folder",
        cause);
  }

  /** The style that this stylizer paints in. */
  public Style style() {
    return style;
  }

  /**
   * Paints {@code source} onto {@code target}; returns when the picture is there. Sizes that the
   * network cannot take are padded by repeating the last column and row, and cropped back.
   *
   * @param source borrowed, read only
   * @param target borrowed, written; of the same size; its caller holds the only reference
   * @throws Fault if the network cannot run on this size (memory, mostly)
   */
  public void paint(Frame source, Frame target) {
    int width = source.width();
    int height = source.height();
    if (target.width() != width || target.height() != height) {
      throw new IllegalArgumentException("cannot paint " + source + " onto " + target);
    }
    try {
      if (canvas == null || !canvas.fits(width, height)) {
        closeCanvas();
        canvas = new Canvas(session, width, height, style.network().card().sizeMultiple());
      }
      canvas.put(source);
      session.Run(runOptions, canvas.binding());
      canvas.get(target);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw Fault.of(
          UNAVAILABLE,
          "style %s cannot paint a picture of %dx%d (%s)"
              .formatted(style.name(), width, height, Reason.of(e)),
          "If memory is short, scale the picture down first",
          e);
    }
  }

  private void closeCanvas() {
    if (canvas != null) {
      canvas.close();
      canvas = null;
    }
  }

  /** Frees the network and its tensors. */
  @Override
  public void close() {
    closeCanvas();
    runOptions.close();
    session.close();
    env.close();
  }
}
