/** Something that went wrong, in words that a visitor can act on. */
export class Problem extends Error {
  /**
   * @param message what happened and what to do about it
   * @param status the HTTP status of the server's answer; 0 if there was no answer
   */
  constructor(
    message: string,
    readonly status = 0,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Problem';
  }
}

/** How the pages call `fetch`: tests put their own in its place. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * Sends a request and returns a successful answer.
 *
 * @throws {Problem} if the server can't be reached or answers with an error; the words are those of
 *   the server's problem body (RFC 9457) where it sent one
 */
export async function request(
  url: string | URL,
  init: RequestInit = {},
  fetcher: Fetch = (...call) => fetch(...call),
): Promise<Response> {
  let response: Response;
  try {
    response = await fetcher(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem('The server does not answer. Is it still running?', 0, { cause });
  }
  if (!response.ok) {
    throw new Problem(await words(response), response.status);
  }
  return response;
}

async function words(response: Response): Promise<string> {
  const plain = `The server answered ${response.status} ${response.statusText}`.trim() + '.';
  if (!response.headers.get('content-type')?.includes('json')) return plain;
  try {
    const body = (await response.json()) as { detail?: unknown; title?: unknown };
    const said = [body.detail, body.title].find((it) => typeof it === 'string' && it !== '');
    return (said as string | undefined) ?? plain;
  } catch {
    return plain; // A body that is no JSON says no more than the status did.
  }
}
