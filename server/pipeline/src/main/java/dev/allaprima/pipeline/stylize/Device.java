package dev.allaprima.pipeline.stylize;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Network;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.global.onnxruntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the networks run on, the processor's cores or one CUDA card, and how. A value; holds
 * nothing.
 */
public final class Device {
  private static final Logger LOG = LoggerFactory.getLogger(Device.class);
  private static final Pattern NAME = Pattern.compile("cuda(?::(\\d{1,3}))?");
  private static final int CPU = -1;

  private final int card;
  private final int threads;
  private final String name;
  private final Precision precision;
  private final boolean cudaGraphs;

  private Device(int card, int threads, String name, Precision precision, boolean cudaGraphs) {
    this.card = card;
    this.threads = threads;
    this.name = name;
    this.precision = precision;
    this.cudaGraphs = cudaGraphs;
  }

  private static Device cpu(int threads) {
    String name = "CPU, " + threads + (threads == 1 ? " thread" : " threads");
    return new Device(CPU, threads, name, null, false);
  }

  private static Device cuda(int card, int threads) {
    String name = NvidiaCards.names().get(card) + " (cuda:" + card + ")";
    return new Device(card, threads, name, null, false);
  }

  /**
   * Finds the named device.
   *
   * @param name {@code cpu}; {@code cuda} or {@code cuda:N} for card N; or {@code auto}: the first
   *     CUDA card if this build and this machine have one, else the processor
   * @param threads cores that one run of a network may use; 0 for what suits the machine: every
   *     core of a small one, all but a few of a large one, which decode and encode meanwhile
   * @throws Fault if the name is none of these, or CUDA is asked for and something lacks
   */
  public static Device select(String name, int threads) {
    if (threads < 0) {
      throw Fault.of(INVALID, "threads is " + threads, "Give 1 or more, or 0 for the machine's");
    }
    int cores = threads == 0 ? Cores.forPainting() : threads;
    Matcher cuda = NAME.matcher(name);
    if (name.equals("cpu")) {
      return cpu(cores);
    } else if (name.equals("auto")) {
      String lack = Cuda.lackOf(0);
      if (lack != null) {
        LOG.debug("The processor paints: {}", lack);
      }
      return lack == null ? cuda(0, cores) : cpu(cores);
    } else if (cuda.matches()) {
      int card = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
      String lack = Cuda.lackOf(card);
      if (lack != null) {
        throw Fault.of(
            UNAVAILABLE, "device " + name + " cannot be used: " + lack, "Say --device cpu or auto");
      }
      return cuda(card, cores);
    }
    throw Fault.of(INVALID, "there is no device \"" + name + "\"", "Say auto, cpu, cuda or cuda:N");
  }

  /**
   * The same device computing in this precision only; a network without it cannot be opened then.
   *
   * @param demanded null for what suits: fp16 on a card, int8 on a processor that multiplies bytes
   *     at once (see {@link ByteProducts}), each where the network has it; else fp32
   */
  public Device withPrecision(Precision demanded) {
    return new Device(card, threads, name, demanded, cudaGraphs);
  }

  /**
   * The same device, which records the work of a picture size once and replays it for every further
   * picture (CUDA graphs). Fewer launches, which pays where a network is small for its card. Says
   * nothing on a processor.
   */
  public Device withCudaGraphs() {
    return new Device(card, threads, name, precision, true);
  }

  /** What it is, for people: {@code CPU, 2 threads, ONNX Runtime 1.24.1}. */
  public String describe() {
    String in = precision == null ? "" : ", " + precision;
    return name + in + ", ONNX Runtime " + version();
  }

  /** How many cores one run of a network may use. */
  public int threads() {
    return threads;
  }

  /** Whether it is a CUDA card. */
  public boolean isCuda() {
    return card != CPU;
  }

  /** Fresh memory for a session's tensors; the caller closes it. */
  DeviceMemory memory() {
    return isCuda() ? new CudaMemory(card) : new HostMemory();
  }

  /**
   * The precision that the style's network is to be loaded in.
   *
   * @throws Fault if one was demanded that the network lacks or the device cannot compute in
   */
  Precision precisionOf(Style style) {
    Network network = style.network();
    if (precision == null) {
      Precision suited = isCuda() ? Precision.FP16 : Precision.INT8;
      boolean suits = isCuda() || ByteProducts.areHere();
      return suits && network.has(suited) ? suited : Precision.FP32;
    }
    if (!network.has(precision)) {
      throw Fault.of(
          NOT_FOUND,
          "style %s has no %s network in %s".formatted(style.name(), precision, network.folder()),
          "It has "
              + network.card().sha256().keySet().stream()
                  .map(Precision::toString)
                  .collect(Collectors.joining(", ")));
    }
    if (isCuda() && precision == Precision.INT8) {
      throw Fault.of(
          INVALID,
          "int8 networks are for processors; " + name + " would leave them to one",
          "Say --precision fp16, or --device cpu");
    }
    return precision;
  }

  /**
   * Fresh options for a session on this device; the caller closes them.
   *
   * @param memory the session's
   */
  SessionOptions sessionOptions(DeviceMemory memory) {
    SessionOptions options = new SessionOptions();
    options.SetIntraOpNumThreads(threads);
    options.SetInterOpNumThreads(1);
    // Idle threads sleep rather than spin: the cores are shared with decoders and encoders.
    options.AddConfigEntry("session.intra_op.allow_spinning", "0");
    options.SetGraphOptimizationLevel(onnxruntime.ORT_ENABLE_ALL);
    options.SetLogSeverityLevel(onnxruntime.ORT_LOGGING_LEVEL_FATAL);
    if (memory instanceof CudaMemory cuda) {
      Cuda.append(options, card, cuda.stream(), cudaGraphs);
      Placement.watch(options);
    }
    return options;
  }

  /**
   * Which operators of a session that has run once it left to another device; none in all is well.
   */
  Set<String> leftElsewhere(Session session) {
    return isCuda() ? Placement.leftToProcessor(session) : Set.of();
  }

  /** Fresh options for the runs of one canvas, which is numbered; the caller closes them. */
  RunOptions runOptions(long canvas) {
    RunOptions options = quietRunOptions();
    if (isCuda() && cudaGraphs) {
      options.AddConfigEntry("gpu_graph_id", Long.toString(canvas));
    }
    return options;
  }

  /** Fresh options for a run whose failures are thrown and not printed, too. */
  static RunOptions quietRunOptions() {
    RunOptions options = new RunOptions();
    options.SetRunLogSeverityLevel(onnxruntime.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  private static String version() {
    try (BytePointer version = onnxruntime.GetVersionString()) {
      return version.getString();
    }
  }

  @Override
  public String toString() {
    return describe();
  }
}
