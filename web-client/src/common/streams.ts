const COLOURS =
  'amber azure carmine cobalt coral crimson indigo ivory madder ochre pearl rose saffron scarlet ' +
  'sepia sienna umber vermilion violet viridian';
const BIRDS =
  'avocet bittern crane curlew dipper egret finch heron jay kestrel lapwing lark linnet merlin ' +
  'oriole plover siskin swift thrush wren';

/** A friendly name for a stream that nobody is likely to have at the same time. */
export function randomName(random: () => number = Math.random): string {
  const pick = (words: string) => {
    const list = words.split(' ');
    return list[Math.floor(random() * list.length)];
  };
  return `${pick(COLOURS)}-${pick(BIRDS)}-${10 + Math.floor(random() * 90)}`;
}

/** The nearest thing to `text` that the server takes as a stream's name; may be empty. */
export function toName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '');
}

/** The stream that `/watch/NAME` or `/overlay/NAME` shows; empty if the path names none. */
export function watchedName(path: string): string {
  const match = /^\/(?:watch|overlay)\/([^/]+)\/?$/.exec(path);
  try {
    return decodeURIComponent(match?.[1] ?? '').trim();
  } catch {
    return ''; // A lone % in the address.
  }
}

export const watchUrl = (name: string, origin: string) =>
  `${origin}/watch/${encodeURIComponent(name)}`;

export const overlayUrl = (name: string, origin: string) =>
  `${origin}/overlay/${encodeURIComponent(name)}`;

/** Whether a page's host name stands for the computer that the page is shown on. */
export const isLoopback = (host: string) =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host) || host.endsWith('.localhost');
