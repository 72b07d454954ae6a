package dev.allaprima.live.broadcast.push;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.access.Reach;
import dev.allaprima.live.flow.Calls;
import dev.allaprima.models.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** By WebRTC, which the other side is asked to take by WHIP (RFC 9725). */
final class WhipRoute implements Route {
  private static final long LOOK_MILLIS = 100;

  private final String stream;
  private final Target target;
  private final Calls calls;
  private final Reach reach;
  private final WhipSession session;

  WhipRoute(String stream, Target target, Calls calls, Reach reach, long patienceMillis) {
    this.stream = stream;
    this.target = target;
    this.calls = calls;
    this.reach = reach;
    this.session = new WhipSession(target, reach, patienceMillis);
  }

  @Override
  public boolean send(Sender sender) throws InterruptedException {
    // The other side frees the name when the session is deleted, so that another may follow.
    try (session;
        Calls.Call call = calls.call(stream, new Endpoint())) {
      boolean live = false;
      while (!sender.isStopped()) {
        switch (call.state()) {
          case STREAM_ENDED -> {
            return true;
          }
          case LOST -> throw lost(live);
          case CONNECTED -> {
            if (!live) {
              sender.live();
            }
            live = true;
          }
          case CONNECTING -> {
            // Until it is connected or lost.
          }
        }
        Thread.sleep(LOOK_MILLIS);
      }
      return false;
    }
  }

  private static Fault lost(boolean live) {
    return Fault.of(
        UNAVAILABLE,
        live
            ? "the other side has ended the connection"
            : "it answered, but no media connection came about",
        "See whether UDP gets from here to the other side");
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  /** The other side. */
  private final class Endpoint implements Calls.Callee {
    @Override
    public String describe() {
      return target.toString();
    }

    @Override
    public String host() {
      return target.host();
    }

    @Override
    public String answer(String offer) {
      return session.begin(offer);
    }

    /** Itself, which may be private and named, or any place that may be reached. */
    @Override
    public void check(String address) {
      try {
        InetAddress there = InetAddress.getByName(address);
        if (List.of(InetAddress.getAllByName(target.host())).contains(there)) {
          return;
        }
      } catch (UnknownHostException e) {
        // Said below.
      }
      reach.check(address);
    }
  }
}
