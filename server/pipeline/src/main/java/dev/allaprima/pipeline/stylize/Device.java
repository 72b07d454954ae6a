package dev.allaprima.pipeline.stylize;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.CUDAProviderOptions;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.StringStringMap;
import org.bytedeco.onnxruntime.StringVector;
import org.bytedeco.onnxruntime.global.onnxruntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the networks run on: the processor's cores, or one CUDA card. A value; holds nothing. */
public final class Device {
  private static final Logger LOG = LoggerFactory.getLogger(Device.class);
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");
  private static final int CPU = -1;

  private final int card;
  private final int threads;
  private final String name;

  private Device(int card, int threads, String name) {
    this.card = card;
    this.threads = threads;
    this.name = name;
  }

  private static Device cpu(int threads) {
    return new Device(CPU, threads, "CPU, " + threads + (threads == 1 ? " thread" : " threads"));
  }

  private static Device cuda(int card, int threads) {
    return new Device(card, threads, NvidiaCards.names().get(card) + " (cuda:" + card + ")");
  }

  /**
   * Finds the named device.
   *
   * @param name {@code cpu}; {@code cuda} or {@code cuda:N} for card N; or {@code auto}: the first
   *     CUDA card if this build and this machine have one, else the processor
   * @param threads cores that one run of a network may use; 0 for all of them
   * @throws Fault if the name is none of these, or CUDA is asked for and something lacks
   */
  public static Device select(String name, int threads) {
    if (threads < 0) {
      throw Fault.of(INVALID, "threads is " + threads, "Give 1 or more, or 0 for all cores");
    }
    int cores = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    Matcher cuda = CUDA.matcher(name);
    if (name.equals("cpu")) {
      return cpu(cores);
    } else if (name.equals("auto")) {
      String lack = lackOf(0);
      if (lack != null) {
        LOG.debug("The processor paints: {}", lack);
      }
      return lack == null ? cuda(0, cores) : cpu(cores);
    } else if (cuda.matches()) {
      int card = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
      String lack = lackOf(card);
      if (lack != null) {
        throw Fault.of(
            UNAVAILABLE, "device " + name + " cannot be used: " + lack, "Say --device cpu or auto");
      }
      return cuda(card, cores);
    }
    throw Fault.of(INVALID, "there is no device \"" + name + "\"", "Say auto, cpu, cuda or cuda:N");
  }

  /** What it is, for people: {@code CPU, 2 threads, ONNX Runtime 1.24.1}. */
  public String describe() {
    return name + ", ONNX Runtime " + version();
  }

  /** How many cores one run of a network may use. */
  public int threads() {
    return threads;
  }

  /** Fresh options for a session on this device; the caller closes them. */
  SessionOptions sessionOptions() {
    SessionOptions options = new SessionOptions();
    options.SetIntraOpNumThreads(threads);
    options.SetInterOpNumThreads(1);
    // Idle threads sleep rather than spin: the cores are shared with decoders and encoders.
    options.AddConfigEntry("session.intra_op.allow_spinning", "0");
    options.SetGraphOptimizationLevel(onnxruntime.ORT_ENABLE_ALL);
    options.SetLogSeverityLevel(onnxruntime.ORT_LOGGING_LEVEL_FATAL);
    if (card != CPU) {
      appendCuda(options, card);
    }
    return options;
  }

  private static void appendCuda(SessionOptions options, int card) {
    try (CUDAProviderOptions cuda = new CUDAProviderOptions();
        StringStringMap values = new StringStringMap();
        BytePointer key = new BytePointer("device_id");
        BytePointer value = new BytePointer(Integer.toString(card))) {
      values.put(key, value);
      cuda.Update(values);
      options.AppendExecutionProvider_CUDA_V2(cuda.multiply());
    }
  }

  /** Why the card cannot be used, or null if it can. */
  private static String lackOf(int card) {
    boolean built = false;
    try (StringVector providers = onnxruntime.GetAvailableProviders()) {
      for (long i = 0; i < providers.size(); i++) {
        built |= providers.get(i).getString().equals("CUDAExecutionProvider");
      }
    }
    if (!built) {
      return "this build's ONNX Runtime has no CUDA";
    }
    if (card >= NvidiaCards.names().size()) {
      return "this machine has no NVIDIA card " + card + ", or no driver for it";
    }
    try (SessionOptions options = new SessionOptions()) {
      appendCuda(options, card);
      return null;
    } catch (RuntimeException e) {
      return Reason.of(e);
    }
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
