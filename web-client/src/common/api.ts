import type {
  Ending,
  Engine,
  Job,
  Overlay,
  Recording,
  Settings,
  SettingsPatch,
  Stream,
  Style,
} from './api-types';
import { request, type Call } from './problem';

export type {
  Engine,
  Inset,
  Job,
  Key,
  Overlay,
  Recording,
  Settings,
  SettingsPatch,
  Statistics,
  Stream,
  Style,
} from './api-types';

export const API = '/api/v1';

/** Who waits for it sees a picture that stands still. */
const ENDING_MS = 2000;

export const streamUrl = (name: string) => `${API}/streams/${encodeURIComponent(name)}`;
export const recordingUrl = (id: string) => `${API}/recordings/${encodeURIComponent(id)}`;
export const jobUrl = (id: string) => `${API}/jobs/${encodeURIComponent(id)}`;

export const engine = () => read<Engine>(`${API}/engine`);

export const styles = () => read<Style[]>(`${API}/styles`);

export const stream = (name: string) => read<Stream>(streamUrl(name));

/**
 * Why the server ended a stream or put its publisher out; `null` if it did not, or does not answer:
 * then nothing speaks against publishing again.
 */
export const ending = (name: string): Promise<Ending | null> =>
  read<Ending>(`${streamUrl(name)}/ending`, { timeoutMs: ENDING_MS }).catch(() => null);

/** Changes what the patch names (RFC 7396), from the next frame on. */
export const change = (name: string, patch: SettingsPatch) =>
  read<Settings>(`${streamUrl(name)}/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(patch),
  });

/** Lays a PNG over every frame. */
export const layOver = (name: string, picture: Blob, { place, scale, opacity }: Overlay) =>
  read<Settings>(`${streamUrl(name)}/overlay?${query({ place, scale, opacity })}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/png' },
    body: picture,
  });

export const takeOverlay = (name: string) =>
  request(`${streamUrl(name)}/overlay`, { method: 'DELETE' });

export const recordings = () => read<Recording[]>(`${API}/recordings`);

export const record = (name: string) =>
  read<Recording>(`${streamUrl(name)}/recordings`, { method: 'POST' });

export const stopRecording = (id: string) =>
  read<Recording>(`${recordingUrl(id)}/stop`, { method: 'POST' });

export const removeRecording = (id: string) => request(recordingUrl(id), { method: 'DELETE' });

export const jobs = () => read<Job[]>(`${API}/jobs`);

export const removeJob = (id: string) => request(jobUrl(id), { method: 'DELETE' });

export function query(fields: Record<string, string | number | boolean>): string {
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]) => [name, String(value)]),
  ).toString();
}

async function read<T>(url: string, call: Call = {}): Promise<T> {
  const response = await request(url, { cache: 'no-store', ...call });
  return (await response.json()) as T;
}
