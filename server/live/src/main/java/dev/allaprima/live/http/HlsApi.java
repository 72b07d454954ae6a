package dev.allaprima.live.http;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What HTTP asks of the server for those who watch by HLS. Called from any thread. */
public interface HlsApi {
  /**
   * A file of a stream.
   *
   * @param playlist whether it is a playlist, which changes, or a piece of MP4, which never does
   * @param pieces its bytes, in order
   */
  record HlsFile(boolean playlist, List<byte[]> pieces) {}

  /**
   * A file of a stream, when it is there.
   *
   * @param segment the media sequence number that a playlist is to hold; -1 for any
   * @param part which part of it; -1 for all of it
   */
  CompletionStage<HlsFile> hls(String stream, String file, long segment, int part);
}
