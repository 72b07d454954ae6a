const FIRST_MS = 1000;
const LAST_MS = 5000;

/** How long to wait before a try, after so many that failed. */
export const retryMs = (failures: number) =>
  Math.min(LAST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));

/** Resolves after a time, or rejects with the signal's reason when that comes first. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const give = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', give);
      resolve();
    }, ms);
    signal?.addEventListener('abort', give, { once: true });
  });
}
