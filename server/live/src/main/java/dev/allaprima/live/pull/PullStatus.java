package dev.allaprima.live.pull;

/**
 * How a source does.
 *
 * @param url without what may be secret
 * @param reason why it broke; null if it did not
 */
public record PullStatus(
    String name, String url, String style, boolean onDemand, State state, String reason) {
  /** What is being done. */
  public enum State {
    /** Nobody watches, so that it is not fetched. */
    IDLE,
    CONNECTING,
    LIVE,
    /** It broke, and is tried again soon. */
    WAITING
  }
}
