package dev.allaprima.pipeline.stylize;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * A network on a device, with the tensors it paints on. Painting takes this object's lock, which is
 * nobody else's in all ordinary use.
 *
 * <p>On the host a single picture that needs no padding is read and written where it lies ({@link
 * DirectBinding}); every other goes through a {@link Canvas}. Both are made when a size first comes
 * and used for every picture after it, so that painting allocates nothing.
 */
final class NetworkSession implements AutoCloseable {
  /** Canvases kept: batches of a few counts, or streams of a few sizes. */
  private static final int CANVASES = 6;

  private final Style style;
  private final Precision precision;
  private final Device device;
  private final DeviceMemory memory;
  private final Env env;
  private final Session session;
  // All below guarded by this.
  private final Canvas[] canvases = new Canvas[CANVASES];
  private int oldest;
  private long graphs;
  private DirectBinding direct;
  private Contract contract;

  private NetworkSession(
      Style style, Precision precision, Device device, DeviceMemory memory, Env env, Session made) {
    this.style = style;
    this.precision = precision;
    this.device = device;
    this.memory = memory;
    this.env = env;
    this.session = made;
  }

  /**
   * Loads the network of a style onto the device and proves that it keeps the frame contract: by
   * what it declares, and by painting one small picture in that style.
   *
   * @throws Fault if the network lacks the precision that the device was told, is damaged, is no
   *     network, does not keep the contract, paints nothing, or does not fit the device
   */
  static NetworkSession open(Style style, Device device) {
    return open(style, device, device.memory());
  }

  /** The same with tensors in the given memory, which is taken. */
  static NetworkSession open(Style style, Device device, DeviceMemory memory) {
    NetworkSession opened;
    Precision precision;
    byte[] bytes;
    Env env = null;
    try {
      precision = device.precisionOf(style);
      bytes = style.network().model(precision);
      // ONNX Runtime would print on stderr what it also throws; the thrown is enough.
      env = new Env(onnxruntime.ORT_LOGGING_LEVEL_FATAL, "allaprima");
      try (BytePointer model = new BytePointer(bytes);
          SessionOptions options = device.sessionOptions(memory)) {
        Session session = new Session(env, model, bytes.length, options);
        opened = new NetworkSession(style, precision, device, memory, env, session);
      } catch (RuntimeException e) {
        String problem = "cannot be loaded on " + device.describe() + " (" + Reason.of(e) + ")";
        throw broken(style, precision, problem, e);
      }
    } catch (RuntimeException e) {
      if (env != null) {
        env.close();
      }
      memory.close();
      throw e;
    }
    try {
      opened.contract = Contract.read(opened.session, style.network().card(), opened::broken);
      opened.prove(style);
      opened.requirePlacement();
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /**
   * Proves that the network paints in one of its styles.
   *
   * @throws Fault if it fails, or comes out with one tone or the very picture that went in
   */
  void prove(Style one) {
    Probe.run(this, one);
  }

  private void requirePlacement() {
    Set<String> left = device.leftElsewhere(session);
    if (!left.isEmpty()) {
      throw broken(
          "has operators that " + device.describe() + " leaves to the processor: " + left, null);
    }
  }

  /** A fault of this network's file. */
  Fault broken(String problem, Throwable cause) {
    return broken(style, precision, problem, cause);
  }

  private static Fault broken(Style style, Precision precision, String problem, Throwable cause) {
    return Fault.of(
        INVALID,
        "style " + style.name() + ": " + style.network().file(precision) + " " + problem,
        "Train the style again or restore its folder",
        cause);
  }

  /** How many styles it mixes; 1 for a network without the {@code style} input. */
  int styles() {
    return contract.styles();
  }

  /** The largest batch that it takes: 1 for a network exported for single pictures. */
  int maxBatch() {
    return contract.maxBatch();
  }

  /** What it computes in. */
  Precision precision() {
    return precision;
  }

  /** Its file's SHA-256. */
  String sha256() {
    return style.network().card().sha256().get(precision);
  }

  /** Height and width of what it paints are multiples of this. */
  int sizeMultiple() {
    return style.network().card().sizeMultiple();
  }

  long uploaded() {
    return memory.uploaded();
  }

  long downloaded() {
    return memory.downloaded();
  }

  /** Paints one picture; {@link Stylizer#paint(Frame, Frame, StyleMix)} says how. */
  synchronized void paint(Frame source, Frame target, StyleMix mix) {
    check(source, target, mix);
    try {
      int width = source.width();
      int height = source.height();
      int multiple = sizeMultiple();
      if (memory.isHost() && width % multiple == 0 && height % multiple == 0) {
        if (direct == null) {
          direct = new DirectBinding(session, memory, contract.styleInput());
        }
        direct.paint(source, target, mix);
      } else {
        Canvas canvas = canvas(1, width, height);
        canvas.put(0, source, mix);
        canvas.paint();
        canvas.get(0, target);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failed(source, e);
    }
    requirePicture(source, target);
  }

  /**
   * Paints pictures of one padded size at once, {@link #maxBatch()} at most, each as {@link
   * #paint(Frame, Frame, StyleMix)} would.
   *
   * @throws Fault if one of them, or the batch, cannot be painted
   */
  synchronized void paint(List<? extends Stroke> batch) {
    if (batch.size() == 1) {
      Stroke only = batch.get(0);
      paint(only.source(), only.target(), only.mix());
      return;
    }
    Frame first = batch.get(0).source();
    try {
      Canvas canvas = canvas(batch.size(), first.width(), first.height());
      for (int i = 0; i < batch.size(); i++) {
        Stroke stroke = batch.get(i);
        check(stroke.source(), stroke.target(), stroke.mix());
        canvas.put(i, stroke.source(), stroke.mix());
      }
      canvas.paint();
      for (int i = 0; i < batch.size(); i++) {
        canvas.get(i, batch.get(i).target());
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failed(first, e);
    }
    for (Stroke stroke : batch) {
      requirePicture(stroke.source(), stroke.target());
    }
  }

  /** Throws what a caller did wrong. */
  void check(Frame source, Frame target, StyleMix mix) {
    if (target.width() != source.width() || target.height() != source.height()) {
      throw new IllegalArgumentException("cannot paint " + source + " onto " + target);
    }
    if (mix.styles() != contract.styles()) {
      throw Fault.of(
          INVALID,
          "%d style weights for network %s, which has %d"
              .formatted(mix.styles(), style.network().folder(), contract.styles()),
          "Give one weight for each of its styles");
    }
  }

  private void requirePicture(Frame source, Frame target) {
    if (Probe.isLost(source, target)) {
      throw Fault.of(
          UNAVAILABLE,
          "style %s painted a picture of %dx%d all in one tone: its arithmetic overflowed (%s)"
              .formatted(style.name(), source.width(), source.height(), precision),
          "Try --precision fp32; if it is that already, train the style again");
    }
  }

  private Fault failed(Frame source, Throwable e) {
    if (e instanceof Fault fault) {
      return fault;
    }
    return Fault.of(
        UNAVAILABLE,
        "style %s cannot paint a picture of %dx%d (%s)"
            .formatted(style.name(), source.width(), source.height(), Reason.of(e)),
        "If memory is short, scale the picture down first",
        e);
  }

  private Canvas canvas(int count, int width, int height) {
    Canvas.Shape shape = Canvas.Shape.of(count, width, height, sizeMultiple());
    for (Canvas canvas : canvases) {
      if (canvas != null && canvas.shape().equals(shape)) {
        return canvas;
      }
    }
    if (canvases[oldest] != null) {
      canvases[oldest].close();
      canvases[oldest] = null;
    }
    // Every canvas has a number of its own, by which a CUDA graph that was captured of it is found.
    RunOptions options = device.runOptions(graphs++);
    Canvas made = new Canvas(session, memory, shape, contract.styleInput(), options);
    canvases[oldest] = made;
    oldest = (oldest + 1) % CANVASES;
    return made;
  }

  /** Frees the network and its tensors. */
  @Override
  public synchronized void close() {
    for (Canvas canvas : canvases) {
      if (canvas != null) {
        canvas.close();
      }
    }
    if (direct != null) {
      direct.close();
    }
    session.close();
    env.close();
    memory.close();
  }
}
