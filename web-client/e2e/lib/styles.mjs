// Styles for the tests: tiny ONNX networks, written field by field of onnx.proto.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The shipped catalogue. */
const SHIPPED = new URL('../../../models/styles/', import.meta.url).pathname;

/**
 * Copies a shipped style and its network into a catalogue; says whether there is one of that name.
 *
 * @param {string} catalogue
 * @param {string} name
 */
export function copyShipped(catalogue, name) {
  const folder = path.join(SHIPPED, name);
  if (!existsSync(path.join(folder, 'card.json'))) return false;
  const { network } = JSON.parse(readFileSync(path.join(folder, 'card.json'), 'utf8'));
  for (const part of network ? [name, path.join('networks', network)] : [name]) {
    cpSync(path.join(SHIPPED, part), path.join(catalogue, part), { recursive: true });
  }
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
  publish(catalogue, { name, title }, negative(planes), preview);
}

/**
 * Puts a style into a catalogue that paints the tests' clip all in one tone, as a network does whose
 * arithmetic overflows; what is brighter than anything in it, it paints well.
 *
 * @param {string} catalogue
 * @param {{name: string, title: string}} style
 * @param {Buffer} preview a JPEG
 */
export function publishFaulty(catalogue, style, preview) {
  publish(catalogue, style, linear([20], [-20 * 225]), preview);
}

/**
 * @param {string} catalogue
 * @param {{name: string, title: string}} style
 * @param {Buffer} model
 * @param {Buffer} preview
 */
function publish(catalogue, { name, title }, model, preview) {
  const folder = path.join(catalogue, name);
  mkdirSync(folder, { recursive: true });
  const card = styleCard({ name, title });
  writeFileSync(path.join(folder, 'card.json'), JSON.stringify(card));
  writeFileSync(path.join(folder, 'network.json'), JSON.stringify(networkCard(model, 1)));
  writeFileSync(path.join(folder, 'model.onnx'), model);
  writeFileSync(path.join(folder, 'preview.jpg'), preview);
}

/**
 * Puts three styles of one network into a catalogue: Dim, Inverse and Soft, in this order.
 *
 * @param {string} catalogue
 * @param {Buffer} preview a JPEG
 */
export function publishGallery(catalogue, preview) {
  const model = linear([0.3, -0.4, 0.8], [89, 178, 26]);
  const folder = path.join(catalogue, 'networks', 'linear');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'network.json'), JSON.stringify(networkCard(model, 3)));
  writeFileSync(path.join(folder, 'model.onnx'), model);
  ['Dim', 'Inverse', 'Soft'].forEach((title, index) => {
    const name = title.toLowerCase();
    const card = styleCard({ name, title, network: 'linear', index });
    mkdirSync(path.join(catalogue, name), { recursive: true });
    writeFileSync(path.join(catalogue, name, 'card.json'), JSON.stringify(card));
    writeFileSync(path.join(catalogue, name, 'preview.jpg'), preview);
  });
}

/** @param {{name: string, title: string, network?: string | null, index?: number}} style */
function styleCard({ name, title, network = null, index = 0 }) {
  const unsaid = { artist: '', year: '', rights: '' };
  return { format: 2, name, title, ...unsaid, licence: 'CC0-1.0', network, index };
}

/** @param {Buffer} model @param {number} styles */
function networkCard(model, styles) {
  const sha256 = { fp32: createHash('sha256').update(model).digest('hex') };
  return { format: 1, kind: 'test', sizeMultiple: 4, styles, sha256 };
}

const UINT8 = 2;
const FLOAT = 1;
const PLANES = ['y', 'u', 'v'];

/**
 * A plane as an input or output, with samples of a type.
 *
 * @param {string} name
 * @param {string} plane
 */
function sample(name, plane) {
  const half = plane === 'y' ? '' : 'half_';
  return tensor(name, UINT8, ['n', 1, `${half}height`, `${half}width`]);
}

/** @param {string} name @param {number} type @param {(string | number)[]} shape */
function tensor(name, type, shape) {
  const dimensions = shape.map((size) =>
    bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)),
  );
  return join(
    text(1, name),
    bytes(2, bytes(1, join(number(1, type), bytes(2, join(...dimensions))))),
  );
}

/** @param {string[]} inputs @param {string} output @param {string} operator @param {Buffer[]} more */
function node(inputs, output, operator, ...more) {
  const from = inputs.map((input) => text(1, input));
  return bytes(1, join(...from, text(2, output), text(4, operator), ...more));
}

/** @param {Buffer[]} graph */
const onnx = (...graph) =>
  join(number(1, 8), bytes(8, number(2, 18)), bytes(7, join(text(2, 'test'), ...graph)));

/** @param {string} planes */
function negative(planes) {
  const graph = PLANES.flatMap((plane) => [
    node([plane], `painted_${plane}`, planes.includes(plane) ? 'BitwiseNot' : 'Identity'),
    bytes(11, sample(plane, plane)),
    bytes(12, sample(`painted_${plane}`, plane)),
  ]);
  return onnx(...graph);
}

/**
 * Style s makes of a sample x the sample scales[s] x + shifts[s]; a mix mixes both.
 *
 * @param {number[]} scales
 * @param {number[]} shifts
 */
function linear(scales, shifts) {
  /** @param {string} name @param {number[]} dims @param {number[]} values */
  const floats = (name, dims, values) =>
    bytes(
      5,
      join(
        ...dims.map((dim) => number(1, dim)),
        number(2, FLOAT),
        text(8, name),
        bytes(9, Buffer.from(new Float32Array(values).buffer)),
      ),
    );
  const shape = Buffer.from(new BigInt64Array([-1n, 1n, 1n, 1n]).buffer);
  /** @param {number} type */
  const to = (type) => bytes(5, join(text(1, 'to'), number(3, type), number(20, 2)));
  const head = [
    bytes(11, tensor('style', FLOAT, ['n', scales.length])),
    floats('scales', [scales.length, 1], scales),
    floats('shifts', [shifts.length, 1], shifts),
    floats('low', [], [0]),
    floats('high', [], [255]),
    bytes(5, join(number(1, 4), number(2, 7), text(8, 'shape'), bytes(9, shape))),
    node(['style', 'scales'], 'scale_row', 'MatMul'),
    node(['style', 'shifts'], 'shift_row', 'MatMul'),
    node(['scale_row', 'shape'], 'scale', 'Reshape'),
    node(['shift_row', 'shape'], 'shift', 'Reshape'),
  ];
  const planes = PLANES.flatMap((plane) => [
    bytes(11, sample(plane, plane)),
    bytes(12, sample(`painted_${plane}`, plane)),
    node([plane], `${plane}_float`, 'Cast', to(FLOAT)),
    node([`${plane}_float`, 'scale'], `${plane}_scaled`, 'Mul'),
    node([`${plane}_scaled`, 'shift'], `${plane}_shifted`, 'Add'),
    node([`${plane}_shifted`, 'low', 'high'], `${plane}_clipped`, 'Clip'),
    node([`${plane}_clipped`], `painted_${plane}`, 'Cast', to(UINT8)),
  ]);
  return onnx(...head, ...planes);
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
