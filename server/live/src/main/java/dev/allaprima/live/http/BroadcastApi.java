package dev.allaprima.live.http;

import dev.allaprima.live.broadcast.JpegSink;
import dev.allaprima.live.broadcast.hls.Hls;
import dev.allaprima.live.broadcast.push.Pushes;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What HTTP asks of the server for those who take a stream otherwise than by WebRTC. Called from
 * any thread; every method may throw a {@link dev.allaprima.models.Fault}.
 */
public interface BroadcastApi {
  /**
   * A file of a stream's HLS, when it is there.
   *
   * @param segment the media sequence number that a playlist is to hold; -1 for any
   * @param part which part of it; -1 for all of it
   */
  CompletionStage<Hls.Content> hls(String stream, String file, long segment, int part);

  /**
   * Hands a stream's paintings to the sink as JPEG pictures.
   *
   * @return ends it when closed
   */
  AutoCloseable jpegs(String stream, JpegSink sink);

  /** Where a stream is sent. */
  List<Pushes.Status> pushes(String stream);

  /**
   * Begins to send a stream to an address.
   *
   * @param token that WHIP shows there; null for none
   */
  Pushes.Status startPush(String stream, String url, String token);

  /** Ends that. */
  void stopPush(String stream, String id);
}
