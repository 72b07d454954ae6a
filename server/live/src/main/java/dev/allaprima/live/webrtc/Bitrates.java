package dev.allaprima.live.webrtc;

/** Bitrates in kilobits a second, with their reasons. */
final class Bitrates {
  /**
   * Where a sender begins. libwebrtc's own 300 makes a browser begin at 320×180 and climb for many
   * seconds.
   */
  static final int START_KBPS = 2500;

  /**
   * What a sender never goes below. On a busy machine the estimate of the path collapses, and a
   * source that cannot adapt would then be shown at a few frames a second.
   */
  static final int MIN_KBPS = 800;

  /**
   * What a sender never exceeds. libwebrtc's own 1700 at 640×360 is meant for faces; brush strokes
   * cost more.
   */
  static final int MAX_KBPS = 6000;

  /** Of sound. libwebrtc's own 32 are meant for voices; nobody hears what music lacks at 96. */
  static final int SOUND_KBPS = 96;

  private Bitrates() {}
}
