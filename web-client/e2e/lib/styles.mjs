// Styles for the tests: tiny ONNX networks, written field by field of onnx.proto.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The shipped catalogue. */
const SHIPPED = new URL('../../../models/styles/', import.meta.url).pathname;

/**
 * Copies a shipped style into a catalogue; says whether there is one of that name.
 *
 * @param {string} catalogue
 * @param {string} name
 */
export function copyShipped(catalogue, name) {
  const folder = path.join(SHIPPED, name);
  if (!existsSync(path.join(folder, 'card.json'))) return false;
  cpSync(folder, path.join(catalogue, name), { recursive: true });
  return true;
}

/**
 * Puts a style into a catalogue that turns samples b of some planes into 255 - b.
 *
 * @param {string} catalogue
 * @param {{name: string, title: string, planes: string}} style planes: some of the letters y, u, v
 * @param {Buffer} preview a JPEG
 */
export function publishNegative(catalogue, { name, title, planes }, preview) {
  const model = negative(planes);
  const folder = path.join(catalogue, name);
  mkdirSync(folder, { recursive: true });
  const card = {
    format: 2,
    name,
    title,
    artist: '',
    year: '',
    rights: '',
    licence: 'CC0-1.0',
    network: null,
    index: 0,
  };
  const network = {
    format: 1,
    kind: 'negative',
    sizeMultiple: 4,
    styles: 1,
    sha256: { fp32: createHash('sha256').update(model).digest('hex') },
  };
  writeFileSync(path.join(folder, 'card.json'), JSON.stringify(card));
  writeFileSync(path.join(folder, 'network.json'), JSON.stringify(network));
  writeFileSync(path.join(folder, 'model.onnx'), model);
  writeFileSync(path.join(folder, 'preview.jpg'), preview);
}

/** @param {string} planes */
function negative(planes) {
  const UINT8 = 2;
  const graph = ['y', 'u', 'v'].flatMap((plane) => {
    const half = plane === 'y' ? '' : 'half_';
    const operator = planes.includes(plane) ? 'BitwiseNot' : 'Identity';
    const shape = ['n', 1, `${half}height`, `${half}width`].map((size) =>
      bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)),
    );
    /** @param {string} name */
    const value = (name) =>
      join(text(1, name), bytes(2, bytes(1, join(number(1, UINT8), bytes(2, join(...shape))))));
    return [
      bytes(1, join(text(1, plane), text(2, `painted_${plane}`), text(4, operator))),
      bytes(11, value(plane)),
      bytes(12, value(`painted_${plane}`)),
    ];
  });
  return join(number(1, 8), bytes(8, number(2, 18)), bytes(7, join(text(2, 'test'), ...graph)));
}

/** @param {number} field @param {number} value */
const number = (field, value) => join(varint(field << 3), varint(value));

/** @param {number} field @param {string} value */
const text = (field, value) => bytes(field, Buffer.from(value));

/** @param {number} field @param {Buffer} value */
const bytes = (field, value) => join(varint((field << 3) | 2), varint(value.length), value);

/** @param {Buffer[]} parts */
const join = (...parts) => Buffer.concat(parts);

/** @param {number} value */
function varint(value) {
  const out = [];
  for (; value > 127; value >>>= 7) out.push((value & 127) | 128);
  return Buffer.from([...out, value]);
}
