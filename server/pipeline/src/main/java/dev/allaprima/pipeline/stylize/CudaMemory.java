package dev.allaprima.pipeline.stylize;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;

import dev.allaprima.models.Fault;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * A card's memory: blocks that stay where they are from the first picture to the last, pinned on
 * the host's side, and one stream on which the copies and the network run one after the other.
 */
final class CudaMemory implements DeviceMemory {
  private final int card;
  private final CUstream_st stream = new CUstream_st();
  private final MemoryInfo info;
  // Written by the thread that paints, read by whoever wants to know.
  private volatile long uploaded;
  private volatile long downloaded;

  CudaMemory(int card) {
    this.card = card;
    check(cudart.cudaSetDevice(card), "be used");
    check(cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "be used");
    this.info =
        new MemoryInfo("Cuda", onnxruntime.OrtDeviceAllocator, card, onnxruntime.OrtMemTypeDefault);
  }

  /** The stream that a session must be told to run on. */
  CUstream_st stream() {
    return stream;
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
    check(cudart.cudaStreamSynchronize(stream), "paint");
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
    cudart.cudaStreamDestroy(stream);
  }

  private void check(int error, String what) {
    if (error != cudart.cudaSuccess) {
      throw Fault.of(
          UNAVAILABLE,
          "cuda:" + card + " cannot " + what + ": " + cudart.cudaGetErrorString(error).getString(),
          "See what else uses the card (nvidia-smi), or say --device cpu");
    }
  }

  private final class Piece implements Block {
    private final BytePointer host = new BytePointer();
    private final BytePointer device = new BytePointer();

    Piece(long bytes) {
      // The current card belongs to the thread, and blocks are made on several.
      check(cudart.cudaSetDevice(card), "be used");
      String what = "give " + bytes + " bytes";
      check(cudart.cudaMallocHost(host, bytes), what);
      int error = cudart.cudaMalloc(device, bytes);
      if (error != cudart.cudaSuccess) {
        cudart.cudaFreeHost(host);
      }
      check(error, what);
      host.capacity(bytes);
      device.capacity(bytes);
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
      copy(device, host, offset, bytes, cudaMemcpyHostToDevice);
      uploaded += bytes;
    }

    @Override
    public void download(long offset, long bytes) {
      copy(host, device, offset, bytes, cudaMemcpyDeviceToHost);
      downloaded += bytes;
    }

    private void copy(BytePointer to, BytePointer from, long offset, long bytes, int kind) {
      try (BytePointer target = Address.of(to, offset);
          BytePointer source = Address.of(from, offset)) {
        check(cudart.cudaMemcpyAsync(target, source, bytes, kind, stream), "copy a picture");
      }
    }

    @Override
    public void close() {
      cudart.cudaFree(device);
      cudart.cudaFreeHost(host);
    }
  }
}
