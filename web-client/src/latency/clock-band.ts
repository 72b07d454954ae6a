import { COLUMNS, decode, encode } from './clock-code';

/*
 * The clock is drawn as a band of dots over the bottom of a picture, on grey. A column is four dots,
 * two by two: white on one diagonal and black on the other, and which on which is the bit. So a bit
 * is told by comparing neighbours and needs no threshold that a painter could shift; and every
 * column has the same mean and as many edges as any other, so that a network which evens out
 * surfaces, and paints their edges, treats them all alike. Plain black and white blocks were tried:
 * a painter with a broad brush leaves of them only the outlines.
 */

/** Share of a dot's square, at each side, that stays grey. */
const GAP = 0.1;
/** Grey above the dots, in widths of a column. */
const MARGIN = 0.5;
const GREY = '#808080';

/** Pixels of a dot's side in the small picture that the band is read from. */
const SAMPLE = 10;
export const BAND_WIDTH = 2 * COLUMNS * SAMPLE;
export const BAND_HEIGHT = 2 * SAMPLE;

/** Where the band's dots are in a picture; its columns are squares. */
export function bandArea(width: number, height: number) {
  const side = width / COLUMNS;
  return { x: 0, y: height - side, width, height: side };
}

/** Draws the band for a time over the bottom of a picture. */
export function drawBand(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  ms: number,
): void {
  const band = bandArea(width, height);
  const side = band.height / 2;
  const gap = Math.round(GAP * side);
  context.fillStyle = GREY;
  context.fillRect(0, Math.floor(band.y - MARGIN * band.height), width, height);
  encode(ms).forEach((bit, column) => {
    for (let dot = 0; dot < 4; dot++) {
      const left = Math.round((2 * column + (dot % 2)) * side) + gap;
      const right = Math.round((2 * column + (dot % 2) + 1) * side) - gap;
      const top = Math.round(band.y + (dot >> 1) * side) + gap;
      const bottom = Math.round(band.y + ((dot >> 1) + 1) * side) - gap;
      context.fillStyle = onFirstDiagonal(dot) === bit ? '#ffffff' : '#000000';
      context.fillRect(left, top, right - left, bottom - top);
    }
  });
}

/** Reads bands from a video through one small canvas that it keeps. */
export class BandReader {
  readonly #context: CanvasRenderingContext2D;

  constructor() {
    const canvas = document.createElement('canvas');
    canvas.width = BAND_WIDTH;
    canvas.height = BAND_HEIGHT;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2D canvas');
    context.imageSmoothingQuality = 'high';
    this.#context = context;
  }

  /** The time that the video's present frame shows, or `null` if it can't be read beyond doubt. */
  read(video: HTMLVideoElement): number | null {
    const { x, y, width, height } = bandArea(video.videoWidth, video.videoHeight);
    this.#context.drawImage(video, x, y, width, height, 0, 0, BAND_WIDTH, BAND_HEIGHT);
    return decode(contrasts(this.#context.getImageData(0, 0, BAND_WIDTH, BAND_HEIGHT).data));
  }
}

/**
 * How much lighter each column's first diagonal is than its second, in luma steps.
 *
 * @param rgba the band, `BAND_WIDTH` by `BAND_HEIGHT` pixels
 */
export function contrasts(rgba: Uint8ClampedArray): number[] {
  const rim = Math.round(GAP * SAMPLE);
  return Array.from({ length: COLUMNS }, (_, column) => {
    let contrast = 0;
    for (let dot = 0; dot < 4; dot++) {
      const left = (2 * column + (dot % 2)) * SAMPLE;
      const top = (dot >> 1) * SAMPLE;
      let sum = 0;
      for (let y = top + rim; y < top + SAMPLE - rim; y++) {
        for (let x = left + rim; x < left + SAMPLE - rim; x++) {
          const at = 4 * (y * BAND_WIDTH + x);
          sum +=
            0.299 * (rgba[at] ?? NaN) +
            0.587 * (rgba[at + 1] ?? NaN) +
            0.114 * (rgba[at + 2] ?? NaN);
        }
      }
      const mean = sum / (SAMPLE - 2 * rim) ** 2;
      contrast += (onFirstDiagonal(dot) ? mean : -mean) / 2;
    }
    return contrast;
  });
}

/** Dots are counted from the upper left to the lower right. */
function onFirstDiagonal(dot: number): boolean {
  return dot === 0 || dot === 3;
}
