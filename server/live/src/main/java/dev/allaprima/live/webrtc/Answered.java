package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;

/**
 * A session that was begun.
 *
 * @param session its identifier, which nobody guesses
 * @param sdp the answer to the offer
 */
public record Answered(String session, String sdp) {
  static Fault unknown(String name, String session) {
    return Fault.of(
        NOT_FOUND,
        "stream " + name + " has no session " + session,
        "Delete the address that the answer named as its Location");
  }
}
