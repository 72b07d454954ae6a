import { retryMs } from './backoff';
import { asProblem, request, type Problem } from './problem';

export interface Ear<T> {
  heard(data: T): void;
  /** Nothing is heard at the moment, for that reason; trying goes on. */
  deaf?(problem: Problem): void;
}

/** What makes the connection: the browser's own, or a test's. */
type Connect = (url: string) => EventSource;

/**
 * Listens to one kind of a server's events until it is told to stop, through lost connections and
 * servers that start again.
 *
 * @param probe address of the same thing as plain JSON: it tells why there are no events, which an
 *   `EventSource` does not
 * @returns stops it
 */
export function listen<T>(
  url: string,
  event: string,
  ear: Ear<T>,
  probe: string,
  connect: Connect = (address) => new EventSource(address),
): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  let stopped = false;

  const fail = async () => {
    source.close();
    failures++;
    try {
      const response = await request(probe, { cache: 'no-store' });
      if (!stopped) ear.heard((await response.json()) as T);
    } catch (error) {
      if (!stopped) ear.deaf?.(asProblem(error));
    }
    if (!stopped) timer = setTimeout(open, retryMs(failures));
  };
  const open = () => {
    source = connect(url);
    source.addEventListener(event, (message: MessageEvent<string>) => {
      failures = 0;
      ear.heard(JSON.parse(message.data) as T);
    });
    source.addEventListener('error', () => void fail());
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}
