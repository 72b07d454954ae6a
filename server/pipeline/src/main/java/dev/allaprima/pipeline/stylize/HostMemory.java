package dev.allaprima.pipeline.stylize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** The host's memory: the tensors are where the host writes, so nothing is ever copied. */
final class HostMemory implements DeviceMemory {
  private final MemoryInfo info =
      MemoryInfo.CreateCpu(onnxruntime.OrtDeviceAllocator, onnxruntime.OrtMemTypeDefault);

  private record Piece(BytePointer host) implements Block {
    @Override
    public BytePointer device() {
      return host;
    }

    @Override
    public void upload(long offset, long bytes) {}

    @Override
    public void download(long offset, long bytes) {}

    @Override
    public void close() {
      host.close();
    }
  }

  @Override
  public MemoryInfo info() {
    return info;
  }

  @Override
  public boolean isHost() {
    return true;
  }

  @Override
  public Block allocate(long bytes) {
    return new Piece(new BytePointer(bytes));
  }

  @Override
  public void synchronize() {}

  @Override
  public long uploaded() {
    return 0;
  }

  @Override
  public long downloaded() {
    return 0;
  }

  @Override
  public void close() {
    info.close();
  }
}
