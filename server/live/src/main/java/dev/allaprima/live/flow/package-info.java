/**
 * What flows through a live stream, and the two doors that every protocol uses: publishers hand in
 * pictures and sound by an {@link dev.allaprima.live.flow.Intake}; whoever shows, records or sends
 * the painting takes them from an {@link dev.allaprima.live.flow.Outlet} or, encoded once for all,
 * from a {@link dev.allaprima.live.flow.PacketSink}. {@link dev.allaprima.live.flow.Hub} is where
 * they are asked for.
 *
 * <p>All times are nanoseconds on the clock of the stream, which begins with it and goes on when
 * its publisher is gone and another comes. A picture keeps the time at which it arrived, a piece of
 * sound likewise: what has one time belongs together.
 */
package dev.allaprima.live.flow;
