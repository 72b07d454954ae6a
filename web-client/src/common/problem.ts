/** Something that went wrong, in words that a visitor can act on. */
export class Problem extends Error {
  /**
   * @param message what happened and what to do about it
   * @param status the HTTP status of the server's answer; 0 if there was no answer
   * @param locked whether another token would help (RFC 9110, section 11.6.1)
   */
  constructor(
    message: string,
    readonly status = 0,
    options?: ErrorOptions,
    readonly locked = false,
  ) {
    super(message, options);
    this.name = 'Problem';
  }
}

/** What to say of anything that was thrown. */
export const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Anything that was thrown, as a problem. */
export const asProblem = (error: unknown) =>
  error instanceof Problem ? error : new Problem(words(error), 0, { cause: error });

/** How the pages call `fetch`: tests put their own in its place. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** Asks the visitor for a token and gives it to the server; rejects when there is none to be had. */
export type Unlock = (problem: Problem) => Promise<void>;

let unlock: Unlock | null = null;

/** Has requests that want another token tried again once somebody has given it. */
export function unlockWith(way: Unlock | null): void {
  unlock = way;
}

export interface Call extends RequestInit {
  /** For each try; there is none by default. */
  timeoutMs?: number;
}

/**
 * Sends a request and returns a successful answer.
 *
 * @throws {Problem} if the server can't be reached or answers with an error; the words are those of
 *   the server's problem body (RFC 9457) where it sent one
 */
export async function request(
  url: string | URL,
  { timeoutMs, ...init }: Call = {},
  fetcher: Fetch = (...call) => fetch(...call),
): Promise<Response> {
  for (;;) {
    const response = await answer(
      url,
      timeoutMs === undefined ? init : { ...init, signal: AbortSignal.timeout(timeoutMs) },
      fetcher,
    );
    if (response.ok) return response;
    const locked = response.headers.has('www-authenticate');
    await unlocked(new Problem(await said(response), response.status, {}, locked));
  }
}

/** Resolves if what the problem kept from the visitor can be tried again; throws it otherwise. */
export async function unlocked(problem: Problem): Promise<void> {
  if (!problem.locked || !unlock) throw problem;
  await unlock(problem);
}

async function answer(url: string | URL, init: RequestInit, fetcher: Fetch): Promise<Response> {
  try {
    return await fetcher(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem('The server does not answer. Is it still running?', 0, { cause });
  }
}

async function said(response: Response): Promise<string> {
  const plain = `The server answered ${response.status} ${response.statusText}`.trim() + '.';
  if (!response.headers.get('content-type')?.includes('json')) return plain;
  try {
    return detail(await response.json()) ?? plain;
  } catch {
    return plain; // A body that is no JSON says no more than the status did.
  }
}

/** What a problem body says, as a sentence; `null` if it says nothing. */
export function detail(body: unknown): string | null {
  const { detail, title } = (body ?? {}) as { detail?: unknown; title?: unknown };
  const text = [detail, title].find((it) => typeof it === 'string' && it !== '');
  return text === undefined ? null : sentence(text as string);
}

/** A line of the server's, which begins small and has no end, among the page's own. */
export function sentence(line: string): string {
  const text = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
