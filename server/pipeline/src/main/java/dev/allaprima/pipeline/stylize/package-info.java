/**
 * The stage that paints: networks under the frame contract of {@code dev.allaprima.models}, run by
 * ONNX Runtime on the processor or on one CUDA card.
 *
 * <p><b>Two ways in.</b> {@link dev.allaprima.pipeline.stylize.Stylizer} paints one frame after
 * another on the calling thread. {@link dev.allaprima.pipeline.stylize.Engine} is the one painter
 * of a device for any number of callers: files hand in their pictures through a {@link
 * dev.allaprima.pipeline.stylize.Lane}, streams are asked for their newest as an {@link
 * dev.allaprima.pipeline.stylize.StrokeSource}. It paints what waits in turns, in batches where the
 * device gains by them, and one batch may hold different styles of a network.
 *
 * <p><b>Memory.</b> On the processor a frame's planes are the network's tensors: nothing is copied
 * unless the size must be padded. On a card the tensors stay where they are; a batch goes there in
 * one copy from pinned memory and comes back in one. Either way nothing is allocated for a frame
 * once a size has been seen.
 *
 * <p><b>Nothing in silence.</b> A device or a precision that was asked for and is not to be had is
 * a fault, and so is a network that leaves a picture's work to another device than its own, that
 * does not keep the contract or its card, or that paints nothing. NaN shows as a picture in one
 * tone and is a fault of that picture.
 */
package dev.allaprima.pipeline.stylize;
