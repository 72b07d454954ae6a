package dev.allaprima.live.testing;

import java.util.List;

/** What Debian's ffmpeg is told to publish: a peer's two halves, and a tone. */
public final class TestSource {
  private TestSource() {}

  /** Dark on the left, bright on the right, as {@code TestPeer} has it; 25 a second. */
  public static List<String> picture(int width, int height) {
    String size = width + "x" + height;
    String halves = "geq=lum='if(lt(X,W/2),60,190)':cb=90:cr=170";
    return List.of("-f", "lavfi", "-i", "color=size=" + size + ":rate=25,format=yuv420p," + halves);
  }

  /** 440 Hz in two channels. */
  public static List<String> tone() {
    return List.of(
        "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000,aformat=channel_layouts=stereo");
  }

  /** Options that make an encoder of ffmpeg quick. */
  public static List<String> fast(String encoder) {
    return switch (encoder) {
      case "libx264" -> List.of("-preset", "ultrafast", "-tune", "zerolatency");
      case "libx265" ->
          List.of("-preset", "ultrafast", "-tune", "zerolatency", "-x265-params", "log-level=none");
      case "libvpx" -> List.of("-deadline", "realtime", "-cpu-used", "8");
      case "libvpx-vp9" ->
          List.of("-deadline", "realtime", "-cpu-used", "8", "-strict", "experimental");
      case "libaom-av1" ->
          List.of("-usage", "realtime", "-cpu-used", "8", "-strict", "experimental");
      default -> List.of();
    };
  }
}
