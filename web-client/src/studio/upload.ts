import { API, query, type Job } from '../common/api';
import { Problem, detail, unlocked } from '../common/problem';
import type { Weights } from './mix';

/** How a file is to be painted. */
export interface Manner {
  styles: Weights;
  strength: number;
  originalColours: boolean;
  renderScale: number;
  steadiness: number;
}

/** The address that takes a file to be painted. */
export function jobsUrl(file: string, { styles, ...manner }: Manner): string {
  const mix = Object.entries(styles).map(([name, weight]) => `${name}:${weight}`);
  return `${API}/jobs?${query({ name: file, styles: mix.join(','), ...manner })}`;
}

/**
 * Sends a file; `fetch` would not tell how far it is.
 *
 * @param onProgress hears the share that is sent, 0 to 1
 * @throws {Problem} in the server's words; an `AbortError` when it was given up
 */
export async function upload(
  file: File,
  manner: Manner,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Job> {
  for (;;) {
    try {
      return await send(jobsUrl(file.name, manner), file, onProgress, signal);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await unlocked(error);
    }
  }
}

function send(
  url: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Job> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener('load', () => {
      if (request.status < 300) return resolve(request.response as Job);
      const plain = `The server answered ${request.status} ${request.statusText}`.trim() + '.';
      const locked = request.getResponseHeader('www-authenticate') !== null;
      reject(new Problem(detail(request.response) ?? plain, request.status, {}, locked));
    });
    request.addEventListener('error', () => {
      reject(new Problem('The connection broke while the file was on its way. Send it again.'));
    });
    request.addEventListener('abort', () => reject(signal.reason as Error));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
