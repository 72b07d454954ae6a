import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, type Fetch } from '../src/common/problem';
import { publish, type Surroundings } from '../src/common/webrtc';

const URL_ = new URL('http://studio.test/whip/ochre-heron?style=starry-night');
const ANSWER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n';

/** A peer connection that gathers when told to and remembers what it was given. */
class FakePeer extends EventTarget {
  iceGatheringState = 'gathering';
  connectionState = 'new';
  localDescription: { sdp: string } | null = null;
  remote: unknown = null;
  closed = false;
  transport = Object.assign(new EventTarget(), { state: 'new' });
  preferred: string[] = [];

  addTransceiver() {
    return {
      setCodecPreferences: (codecs: { mimeType: string }[]) => {
        this.preferred = codecs.map((codec) => codec.mimeType);
      },
    };
  }
  getTransceivers() {
    return [{ sender: { transport: this.transport } }];
  }
  createOffer() {
    return Promise.resolve({ type: 'offer', sdp: 'v=0 bare' });
  }
  setLocalDescription(offer: { sdp: string }) {
    this.localDescription = { sdp: offer.sdp };
    setTimeout(() => {
      this.localDescription = { sdp: 'v=0 with candidates' };
      this.iceGatheringState = 'complete';
      this.dispatchEvent(new Event('icegatheringstatechange'));
    });
    return Promise.resolve();
  }
  setRemoteDescription(answer: unknown) {
    this.remote = answer;
    return Promise.resolve();
  }
  close() {
    this.closed = true;
  }
}

function world(...answers: (Response | Error)[]) {
  const peer = new FakePeer();
  const calls: { url: string; init: RequestInit }[] = [];
  const fetcher: Fetch = (url, init = {}) => {
    calls.push({ url: String(url), init });
    const answer = answers.shift() ?? new Response();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const surroundings: Surroundings = {
    fetch: fetcher,
    createPeer: () => peer as unknown as RTCPeerConnection,
  };
  return { peer, calls, surroundings };
}

const created = (headers: Record<string, string> = { location: '/whip/ochre-heron/7' }) =>
  new Response(ANSWER, { status: 201, headers: { 'content-type': 'application/sdp', ...headers } });

const tracks = { video: {} as MediaStreamTrack, audio: null, scaleDownBy: 1 };
const start = (surroundings: Surroundings, signal?: AbortSignal) =>
  publish(URL_, tracks, signal, surroundings);

beforeEach(() => {
  const codecs = [{ mimeType: 'video/H264' }, { mimeType: 'video/VP8' }, { mimeType: 'video/rtx' }];
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => ({ codecs }) });
});
afterEach(() => vi.unstubAllGlobals());

describe('publishing by WHIP', () => {
  it('posts the whole offer and takes the answer', async () => {
    const { peer, calls, surroundings } = world(created());
    await start(surroundings);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      url: URL_.href,
      init: {
        method: 'POST',
        body: 'v=0 with candidates',
        headers: { 'content-type': 'application/sdp' },
      },
    });
    expect(peer.remote).toEqual({ type: 'answer', sdp: ANSWER });
    expect(peer.preferred).toEqual(['video/VP8', 'video/H264', 'video/rtx']);
  });

  it.each([
    ['/whip/ochre-heron/7', 'http://studio.test/whip/ochre-heron/7'],
    ['ochre-heron/7', 'http://studio.test/whip/ochre-heron/7'],
    ['https://edge.test/s/7', 'https://edge.test/s/7'],
  ])('deletes the session at %s once, in a way that outlives the page', async (location, url) => {
    const { peer, calls, surroundings } = world(created({ location }));
    const session = await start(surroundings);
    await session.close();
    await session.close();
    expect(peer.closed).toBe(true);
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatchObject({ url, init: { method: 'DELETE', keepalive: true } });
  });

  it('closes in peace when the server is gone already', async () => {
    const { surroundings } = world(created(), new TypeError('Failed to fetch'));
    const session = await start(surroundings);
    await expect(session.close()).resolves.toBeUndefined();
  });

  it('says what the server says', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'the name is taken',
    };
    const { peer, surroundings } = world(
      new Response(JSON.stringify(problem), {
        status: 409,
        headers: { 'content-type': 'application/problem+json' },
      }),
    );
    await expect(start(surroundings)).rejects.toMatchObject({
      name: 'Problem',
      message: 'The name is taken.',
      status: 409,
    });
    expect(peer.closed).toBe(true);
  });

  it.each([
    [new Response('<h1>Oops</h1>', { status: 502, statusText: 'Bad Gateway' }), /502 Bad Gateway/],
    [
      new Response('{"title":"Busy"', {
        status: 503,
        headers: { 'content-type': 'application/problem+json' },
      }),
      /503/,
    ],
    [new TypeError('Failed to fetch'), /does not answer/],
    [new Response('<html>', { status: 201 }), /no session description/],
  ])('has words for every other failure', async (answer, words) => {
    const { peer, surroundings } = world(answer);
    const failure = start(surroundings);
    await expect(failure).rejects.toBeInstanceOf(Problem);
    await expect(failure).rejects.toThrow(words);
    expect(peer.closed).toBe(true);
  });

  it('deletes what it learns of too late', async () => {
    const abort = new AbortController();
    const { calls, peer, surroundings } = world(created());
    const starting = start(
      {
        ...surroundings,
        fetch: (url, init) => {
          abort.abort();
          return surroundings.fetch(url, init);
        },
      },
      abort.signal,
    );
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls.map((call) => call.init.method)).toEqual(['POST', 'DELETE']);
    expect(peer.closed).toBe(true);
  });

  it('tells once that the other side has closed, and nothing after its own closing', async () => {
    const { peer, surroundings } = world(created());
    const session = await start(surroundings);
    const lost = vi.fn();
    session.onLost(lost);
    peer.connectionState = 'disconnected'; // It may yet come back.
    peer.dispatchEvent(new Event('connectionstatechange'));
    expect(lost).not.toHaveBeenCalled();
    peer.transport.state = 'closed';
    peer.transport.dispatchEvent(new Event('statechange'));
    peer.connectionState = 'failed';
    peer.dispatchEvent(new Event('connectionstatechange'));
    expect(lost).toHaveBeenCalledOnce();

    const other = world(created());
    const closed = await start(other.surroundings);
    closed.onLost(lost);
    await closed.close();
    other.peer.connectionState = 'closed';
    other.peer.dispatchEvent(new Event('connectionstatechange'));
    expect(lost).toHaveBeenCalledOnce();
  });

  it('tells when the way to the server is lost for good: a new session is to be begun', async () => {
    const { peer, surroundings } = world(created());
    const session = await start(surroundings);
    const lost = vi.fn();
    session.onLost(lost);
    peer.connectionState = 'failed';
    peer.dispatchEvent(new Event('connectionstatechange'));
    expect(lost).toHaveBeenCalledOnce();
  });
});
