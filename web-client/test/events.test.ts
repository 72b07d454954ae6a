import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../src/common/events';
import { pause, retryMs } from '../src/common/backoff';

class FakeSource extends EventTarget {
  closed = false;
  constructor(readonly url: string) {
    super();
  }
  close() {
    this.closed = true;
  }
  send(data: unknown) {
    this.dispatchEvent(new MessageEvent('statistics', { data: JSON.stringify(data) }));
  }
}

describe("a server's events", () => {
  const sources: FakeSource[] = [];
  const connect = (url: string) => {
    const source = new FakeSource(url);
    sources.push(source);
    return source as unknown as EventSource;
  };
  const heard: unknown[] = [];
  const ear = {
    heard: (data: unknown) => heard.push(data),
    deaf: (problem: Error) => heard.push(problem.message),
  };
  const answer = vi.fn<() => Promise<Response>>();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', answer);
    sources.length = heard.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('are heard until they are listened to no longer', () => {
    const stop = listen('/events', 'statistics', ear, '/probe', connect);
    sources[0]?.send({ viewers: 1 });
    sources[0]?.send({ viewers: 2 });
    expect(heard).toEqual([{ viewers: 1 }, { viewers: 2 }]);
    stop();
    expect(sources[0]?.closed).toBe(true);
  });

  it('are asked for again after a while; the plain address tells why there were none', async () => {
    const stop = listen('/events', 'statistics', ear, '/probe', connect);
    answer.mockResolvedValueOnce(
      Response.json({ detail: 'There is no stream “a”.' }, { status: 404 }),
    );
    sources[0]?.dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(0);
    expect(sources[0]?.closed).toBe(true);
    expect(heard).toEqual(['There is no stream “a”.']);

    await vi.advanceTimersByTimeAsync(retryMs(1));
    sources[1]?.send({ viewers: 3 });
    expect(heard).toHaveLength(2);

    answer.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    sources[1]?.dispatchEvent(new Event('error'));
    stop();
    await vi.runAllTimersAsync();
    expect(heard).toHaveLength(2);
    expect(sources).toHaveLength(2);
  });
});

it('tries come less and less often, but never end', () => {
  expect([0, 1, 2, 3, 4, 5, 100].map(retryMs)).toEqual([1000, 1000, 2000, 4000, 5000, 5000, 5000]);
});

it('a pause can be given up', async () => {
  const abort = new AbortController();
  const waiting = pause(60_000, abort.signal);
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});
