package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.pipeline.stylize.Device;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** What the networks run on; mixed into every command that paints. */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu, cuda or cuda:N; default: ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "cores that the painting may use; default: what suits the machine")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      description = {
        "what the network computes in: fp32, fp16, int8, or auto: fp16 on a card, int8 on a"
            + " processor with VNNI, each where the network has it, else fp32; default:"
            + " ${DEFAULT-VALUE}"
      })
  private String precision;

  @Option(
      names = "--cuda-graphs",
      description = "on a card, record the work for a picture once and replay it")
  private boolean cudaGraphs;

  /** The device that was named. */
  public Device device() {
    return select(device, threads, precision, cudaGraphs);
  }

  /**
   * The device of that name, as {@code --help} explains.
   *
   * @throws dev.allaprima.models.Fault if there is none, or no such precision
   */
  public static Device select(String name, int threads, String precision, boolean cudaGraphs) {
    Device selected = Device.select(name, threads).withPrecision(demanded(precision));
    return cudaGraphs ? selected.withCudaGraphs() : selected;
  }

  private static Precision demanded(String precision) {
    if (precision.equals("auto")) {
      return null;
    }
    return Arrays.stream(Precision.values())
        .filter(one -> one.toString().equals(precision))
        .findFirst()
        .orElseThrow(
            () ->
                Fault.of(
                    INVALID,
                    "there is no precision \"" + precision + "\"",
                    "Say auto, fp32, fp16 or int8"));
  }
}
