import { COLUMNS, ROWS, decode, encode } from './clock-code';

/** Pixels of a block's side in the small picture that the band is read from. */
export const SAMPLE = 12;

/** Height of the band at the bottom of a picture: its blocks are square. */
export const bandHeight = (width: number) => (ROWS * width) / COLUMNS;

/** Draws the band for a time over the bottom of a picture. */
export function drawBand(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  ms: number,
): void {
  const side = width / COLUMNS;
  const top = height - bandHeight(width);
  encode(ms).forEach((white, column) => {
    const left = Math.round(column * side);
    const right = Math.round((column + 1) * side);
    context.fillStyle = white ? '#fff' : '#000';
    context.fillRect(left, top, right - left, side);
    context.fillStyle = white ? '#000' : '#fff';
    context.fillRect(left, top + side, right - left, side);
  });
}

/** Reads bands from a video through one small canvas that it keeps. */
export class BandReader {
  readonly #context: CanvasRenderingContext2D;

  constructor() {
    const canvas = document.createElement('canvas');
    canvas.width = COLUMNS * SAMPLE;
    canvas.height = ROWS * SAMPLE;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2D canvas');
    context.imageSmoothingQuality = 'high';
    this.#context = context;
  }

  /** The time that the video's present frame shows, or `null` if it can't be read beyond doubt. */
  read(video: HTMLVideoElement): number | null {
    const { videoWidth, videoHeight } = video;
    const { width, height } = this.#context.canvas;
    const band = bandHeight(videoWidth);
    this.#context.drawImage(
      video,
      ...([0, videoHeight - band, videoWidth, band] as const),
      ...([0, 0, width, height] as const),
    );
    return decode(blockLuma(this.#context.getImageData(0, 0, width, height).data));
  }
}

/**
 * Mean luma of each block's middle; its rim is left out, where blur mixes it with its neighbours.
 *
 * @param rgba the band, `COLUMNS * SAMPLE` by `ROWS * SAMPLE` pixels
 */
export function blockLuma(rgba: Uint8ClampedArray): Float64Array {
  const rim = SAMPLE / 4;
  const luma = new Float64Array(COLUMNS * ROWS);
  for (let block = 0; block < luma.length; block++) {
    const left = (block % COLUMNS) * SAMPLE;
    const top = Math.floor(block / COLUMNS) * SAMPLE;
    let sum = 0;
    for (let y = top + rim; y < top + SAMPLE - rim; y++) {
      for (let x = left + rim; x < left + SAMPLE - rim; x++) {
        const at = 4 * (y * COLUMNS * SAMPLE + x);
        sum += 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
      }
    }
    luma[block] = sum / (SAMPLE - 2 * rim) ** 2;
  }
  return luma;
}
