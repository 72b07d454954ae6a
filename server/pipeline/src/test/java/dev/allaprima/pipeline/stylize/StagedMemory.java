package dev.allaprima.pipeline.stylize;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * A card's memory without a card: the tensors' pieces are apart from the host's and hold rubbish
 * until something is uploaded; what is downloaded arrives when the device is waited for.
 */
final class StagedMemory implements DeviceMemory {
  private final MemoryInfo info =
      MemoryInfo.CreateCpu(onnxruntime.OrtDeviceAllocator, onnxruntime.OrtMemTypeDefault);
  private final List<Runnable> queued = new ArrayList<>();
  private long uploaded;
  private long downloaded;
  int blocks;
  boolean closed;

  private final class Piece implements Block {
    private final BytePointer host;
    private final BytePointer device;

    Piece(long bytes) {
      host = new BytePointer(bytes);
      device = new BytePointer(bytes);
      Pointer.memset(host, 0x5a, bytes);
      Pointer.memset(device, 0xa5, bytes);
      blocks++;
    }

    @Override
    public BytePointer host() {
      return host;
    }

    @Override
    public BytePointer device() {
      return device;
    }

    @Override
    public void upload(long offset, long bytes) {
      Pointer.memcpy(Address.of(device, offset), Address.of(host, offset), bytes);
      uploaded += bytes;
    }

    @Override
    public void download(long offset, long bytes) {
      queued.add(() -> Pointer.memcpy(Address.of(host, offset), Address.of(device, offset), bytes));
      downloaded += bytes;
    }

    @Override
    public void close() {
      host.close();
      device.close();
      blocks--;
    }
  }

  @Override
  public MemoryInfo info() {
    return info;
  }

  @Override
  public boolean isHost() {
    return false;
  }

  @Override
  public Block allocate(long bytes) {
    return new Piece(bytes);
  }

  @Override
  public void synchronize() {
    queued.forEach(Runnable::run);
    queued.clear();
  }

  @Override
  public long uploaded() {
    return uploaded;
  }

  @Override
  public long downloaded() {
    return downloaded;
  }

  @Override
  public void close() {
    info.close();
    closed = true;
  }
}
