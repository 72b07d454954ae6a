package dev.allaprima.pipeline.app;

import dev.allaprima.pipeline.stylize.Device;
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
      description = "cores that the painting may use; default: all")
  private int threads;

  /** The device that was named. */
  public Device device() {
    return Device.select(device, threads);
  }
}
