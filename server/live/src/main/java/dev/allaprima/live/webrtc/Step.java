package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A step of a negotiation, which libwebrtc takes on a thread of its own. */
final class Step {
  /** A step takes milliseconds; this long means that it never ends. */
  private static final long SECONDS = 5;

  private Step() {}

  /** Is told of a description that has been made. */
  record Made(CompletableFuture<RTCSessionDescription> made)
      implements CreateSessionDescriptionObserver {
    Made() {
      this(new CompletableFuture<>());
    }

    @Override
    public void onSuccess(RTCSessionDescription description) {
      made.complete(description);
    }

    @Override
    public void onFailure(String error) {
      made.completeExceptionally(new IllegalStateException(error));
    }
  }

  /** Is told that a description has been taken. */
  record Taken(CompletableFuture<Void> done) implements SetSessionDescriptionObserver {
    Taken() {
      this(new CompletableFuture<>());
    }

    @Override
    public void onSuccess() {
      done.complete(null);
    }

    @Override
    public void onFailure(String error) {
      done.completeExceptionally(new IllegalStateException(error));
    }
  }

  /**
   * Makes a call that is refused by throwing: the library throws errors for what cannot be read.
   */
  static void ask(Runnable call, String problem) {
    try {
      call.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw Fault.of(
          INVALID,
          problem + " (" + e.getMessage() + ")",
          "Send what a browser makes, unchanged",
          e);
    }
  }

  /**
   * Waits until it has been taken.
   *
   * @param kind of fault if it fails
   */
  static <T> T await(CompletableFuture<T> step, Fault.Kind kind, String problem) {
    try {
      return step.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw Fault.of(
          kind,
          problem + " (" + e.getCause().getMessage() + ")",
          "Send the unchanged description of an RTCPeerConnection",
          e);
    } catch (TimeoutException e) {
      throw Fault.of(UNAVAILABLE, problem + " (no end after " + SECONDS + " s)", "Try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.of(UNAVAILABLE, problem + " (interrupted)", "Try again", e);
    }
  }
}
