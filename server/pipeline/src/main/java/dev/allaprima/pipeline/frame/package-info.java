/**
 * Frames and the pools that own their memory.
 *
 * <p><b>Pixels.</b> I420: three tightly packed planes of one byte a sample, luma Y of {@code width
 * × height}, chroma U and V of {@code ⌈width/2⌉ × ⌈height/2⌉}; BT.601, limited range. Every size
 * from 2 × 2 works, odd ones too. Whoever makes a frame converts to that, nobody after it converts.
 *
 * <p><b>Time.</b> {@link dev.allaprima.pipeline.frame.Frame#timeNanos()} counts nanoseconds on the
 * clock of the stream that the frame belongs to; zero is the start of that stream. It grows
 * strictly from frame to frame.
 *
 * <p><b>Ownership.</b> A frame is counted by references. A method that takes a frame says whether
 * it <i>borrows</i> it (uses it during the call and no longer) or <i>takes</i> it (must release
 * it); one that <i>returns</i> a frame hands its reference over. What writes to a frame holds its
 * only reference.
 */
package dev.allaprima.pipeline.frame;
