package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;

/**
 * Paints frames in one style, one at a time, on the calling thread: the simple way. Several callers
 * that are to share a device use an {@link Engine}.
 *
 * <p>Used by one thread at a time; several stylizers share nothing. Once it has painted a picture
 * of a size, painting further ones allocates nothing.
 */
public final class Stylizer implements AutoCloseable {
  private final Style style;
  private final NetworkSession session;
  private final StyleMix alone;

  private Stylizer(Style style, NetworkSession session) {
    this.style = style;
    this.session = session;
    this.alone = StyleMix.only(style);
  }

  /**
   * Loads the style's network onto the device and proves that it keeps the frame contract, by its
   * declared inputs and outputs and by painting one small picture.
   *
   * @throws Fault if the network lacks the precision that the device was told, is damaged, is no
   *     network, does not keep the contract, paints nothing, or does not fit the device
   */
  public static Stylizer open(Style style, Device device) {
    return new Stylizer(style, NetworkSession.open(style, device));
  }

  /** The same with tensors in the given memory, which is taken. */
  static Stylizer open(Style style, Device device, DeviceMemory memory) {
    return new Stylizer(style, NetworkSession.open(style, device, memory));
  }

  /** The style that this stylizer paints in. */
  public Style style() {
    return style;
  }

  /** In which numbers the network computes. */
  public Precision precision() {
    return session.precision();
  }

  /** How many styles the network mixes: this style and those that share the network with it. */
  public int styles() {
    return session.styles();
  }

  /** Paints in the style itself, otherwise as {@link #paint(Frame, Frame, StyleMix)}. */
  public void paint(Frame source, Frame target) {
    session.paint(source, target, alone);
  }

  /**
   * Paints {@code source} onto {@code target}; returns when the picture is there. Sizes that the
   * network cannot take are padded by repeating the last column and row, and cropped back; others
   * are read and written where they lie.
   *
   * @param source borrowed, read only
   * @param target borrowed, written; of the same size; its caller holds the only reference
   * @param mix of the network's {@link #styles()}
   * @throws Fault if the mix is of another number of styles, the network cannot run on this size
   *     (memory, mostly), or painted the picture all in one tone, as NaN does
   */
  public void paint(Frame source, Frame target, StyleMix mix) {
    session.paint(source, target, mix);
  }

  /** Bytes copied to the device so far; 0 on the processor. */
  public long uploadedBytes() {
    return session.uploaded();
  }

  /** Bytes copied from the device so far; 0 on the processor. */
  public long downloadedBytes() {
    return session.downloaded();
  }

  /** Frees the network and its tensors. */
  @Override
  public void close() {
    session.close();
  }
}
