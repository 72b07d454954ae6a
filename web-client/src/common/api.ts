import type { components } from './api-types';
import { request } from './problem';

/** What paints: the device and the server's version. */
export interface Engine {
  device: string;
  version: string;
  /** In which publishers are painted who name none; null while there is no style. */
  style: string | null;
}

/** A style of the server's catalogue. */
export interface Style {
  name: string;
  title: string;
  /** May be empty. */
  artist: string;
  /** Address of a JPEG. */
  preview: string;
}

/** How a stream does at the moment; counters count frames from the stream's start. */
export interface StreamStatus {
  name: string;
  style: string;
  width: number;
  height: number;
  viewers: number;
  received: number;
  painted: number;
  /** Frames that a newer one replaced before they were painted. */
  overwritten: number;
  paintedPerSecond: number;
  /** Median of the network's run. */
  paintMillis: number;
  /** From a frame's arrival to its hand-over to the viewers, over the last few seconds. */
  delayMillis: { p50: number; p95: number };
}

type Stream = components['schemas']['Stream'];

const API = '/api/v1';

export const engine = () => read<Engine>(`${API}/engine`);

export const styles = () => read<Style[]>(`${API}/styles`);

export const status = async (stream: string, signal?: AbortSignal) =>
  flat(await read<Stream>(streamUrl(stream), signal ? { signal } : {}));

/** Has a running stream painted in another style from its next frame on. */
export const chooseStyle = async (stream: string, style: string) =>
  flat(
    await read<Stream>(`${streamUrl(stream)}/style`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ style }),
    }),
  );

function flat({ name, width, height, viewers, settings, statistics }: Stream): StreamStatus {
  const style = Object.keys(settings.styles)[0] ?? '';
  return { name, width, height, viewers, style, ...statistics };
}

function streamUrl(stream: string): string {
  return `${API}/streams/${encodeURIComponent(stream)}`;
}

async function read<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await request(url, { cache: 'no-store', ...init });
  return (await response.json()) as T;
}
