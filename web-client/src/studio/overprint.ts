import { drawBand } from '../latency/clock-band';

/**
 * A camera's picture with the page's clock drawn over its bottom, as a track to publish. Every
 * frame of the camera becomes one frame, stamped with `performance.now()` as it is drawn.
 */
export class Overprint {
  readonly track: MediaStreamTrack;
  readonly #video = document.createElement('video');
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #frames: { requestFrame(): void };
  #stopped = false;

  private constructor(camera: MediaStreamTrack) {
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = new MediaStream([camera]);
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('no 2D canvas');
    this.#context = context;
    // 0: frames are taken when requestFrame says so, one for each frame of the camera.
    const stream = this.#canvas.captureStream(0);
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error('the canvas gives no video track');
    track.contentHint = 'motion';
    this.track = track;
    // The specification asks the track for them, Firefox the stream.
    this.#frames = ('requestFrame' in track ? track : stream) as CanvasCaptureMediaStreamTrack;
  }

  /** Borrows the camera's track; resolves when the first frame is drawn. */
  static async over(camera: MediaStreamTrack): Promise<Overprint> {
    const overprint = new Overprint(camera);
    await overprint.#video.play();
    overprint.#draw();
    overprint.#next();
    return overprint;
  }

  stop(): void {
    this.#stopped = true;
    this.track.stop();
    this.#video.srcObject = null;
  }

  #next(): void {
    this.#video.requestVideoFrameCallback(() => {
      if (this.#stopped) return;
      this.#draw();
      this.#next();
    });
  }

  #draw(): void {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.drawImage(this.#video, 0, 0, width, height);
    drawBand(this.#context, width, height, performance.now());
    this.#frames.requestFrame();
  }
}
