import { Problem, request, type Fetch } from './problem';

/** Host candidates come at once; a browser that hides them behind mDNS takes a little longer. */
const GATHERING_MS = 2000;
/** A server that runs answers in well under a second. */
const EXCHANGE_MS = 15000;
const CLOSE_MS = 5000;

/** What the exchange stands on: the browser's own, or a test's. */
export interface Surroundings {
  fetch: Fetch;
  createPeer: () => RTCPeerConnection;
}

const browser: Surroundings = {
  fetch: (...call) => fetch(...call),
  // No STUN server: the server has an address that the browser reaches, or it can't be reached.
  createPeer: () => new RTCPeerConnection({ bundlePolicy: 'max-bundle' }),
};

/**
 * A peer connection that a WHIP or WHEP server answered. It owns the connection and the resource
 * on the server, and frees both when it is closed.
 */
export class Session {
  #closed = false;

  constructor(
    readonly peer: RTCPeerConnection,
    /** The server's session; `null` if it named none, so that it only ends by timeout. */
    private readonly resource: URL | null,
    private readonly fetcher: Fetch,
  ) {}

  /**
   * Calls back once when the other side closes the connection or is lost; not after `close`. The
   * server restarts no ICE: whoever is called begins a new session.
   */
  onLost(callback: () => void): void {
    let called = false;
    const lost = () => {
      if (called || this.#closed) return;
      called = true;
      callback();
    };
    this.peer.addEventListener('connectionstatechange', () => {
      if (['failed', 'closed'].includes(this.peer.connectionState)) lost();
    });
    // A server that closes says so in DTLS, many seconds before the connection counts as failed.
    for (const { sender } of this.peer.getTransceivers()) {
      const transport = sender.transport;
      transport?.addEventListener('statechange', () => {
        if (transport.state === 'closed' || transport.state === 'failed') lost();
      });
    }
  }

  /**
   * Ends the session on the server and here; when it resolves, the server has freed what the
   * session held. It can be called while the page goes away: the request outlives the page. A
   * server that is gone needs no telling, so failures are no matter.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.resource) {
        const signal = AbortSignal.timeout(CLOSE_MS);
        await this.fetcher(this.resource, { method: 'DELETE', keepalive: true, signal });
      }
    } catch {
      // The server is gone.
    } finally {
      this.peer.close();
    }
  }
}

/**
 * Publishes by WHIP (RFC 9725). There is a place for sound even while there is none, so that it can
 * be switched on without a new negotiation. The tracks stay the caller's.
 *
 * @param scaleDownBy how much smaller than the track the picture is sent; 1: as it is
 */
export async function publish(
  url: URL,
  { video, audio, scaleDownBy }: Tracks,
  signal?: AbortSignal,
  world: Surroundings = browser,
): Promise<Session> {
  return connect(url, world, signal, (peer) => {
    const transceiver = peer.addTransceiver(video, {
      direction: 'sendonly',
      sendEncodings: [{ scaleResolutionDownBy: scaleDownBy }],
    });
    preferVp8(transceiver, 'sender');
    peer.addTransceiver(audio ?? 'audio', { direction: 'sendonly' });
  });
}

export interface Tracks {
  video: MediaStreamTrack;
  audio: MediaStreamTrack | null;
  scaleDownBy: number;
}

/** Views one stream by WHEP; its picture and sound arrive in `stream`. */
export async function view(
  url: URL,
  signal?: AbortSignal,
  world: Surroundings = browser,
): Promise<{ session: Session; stream: MediaStream }> {
  const tracks: MediaStreamTrack[] = [];
  const session = await connect(url, world, signal, (peer) => {
    const transceiver = peer.addTransceiver('video', { direction: 'recvonly' });
    preferVp8(transceiver, 'receiver');
    const sound = peer.addTransceiver('audio', { direction: 'recvonly' });
    tracks.push(transceiver.receiver.track, sound.receiver.track);
  });
  return { session, stream: new MediaStream(tracks) };
}

async function connect(
  url: URL,
  world: Surroundings,
  signal: AbortSignal | undefined,
  prepare: (peer: RTCPeerConnection) => void,
): Promise<Session> {
  const peer = world.createPeer();
  let resource: URL | null = null;
  try {
    prepare(peer);
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    signal?.throwIfAborted();
    const response = await request(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', accept: 'application/sdp' },
        body: peer.localDescription?.sdp ?? '',
        // Only a deadline: a POST given up half-way could leave a session that nobody ever deletes.
        timeoutMs: EXCHANGE_MS,
      },
      world.fetch,
    );
    const location = response.headers.get('location');
    resource = location === null ? null : new URL(location, url);
    const sdp = await response.text();
    if (!sdp.startsWith('v=0')) {
      throw new Problem(`The server's answer to ${url.pathname} is no session description.`);
    }
    await peer.setRemoteDescription({ type: 'answer', sdp });
    signal?.throwIfAborted();
    return new Session(peer, resource, world.fetch);
  } catch (error) {
    await new Session(peer, resource, world.fetch).close();
    throw error;
  }
}

/** Waits for every candidate, so that the offer is whole and needs no trickling. */
async function gathered(peer: RTCPeerConnection, limitMs = GATHERING_MS): Promise<void> {
  if (peer.iceGatheringState === 'complete') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** VP8 first: of the codecs that every browser has it costs a server without a GPU the least. */
function preferVp8(transceiver: RTCRtpTransceiver, side: 'sender' | 'receiver'): void {
  const capabilities =
    side === 'sender'
      ? RTCRtpSender.getCapabilities('video')
      : RTCRtpReceiver.getCapabilities('video');
  if (!capabilities) return;
  const isVp8 = (codec: RTCRtpCodec) => codec.mimeType.toLowerCase() === 'video/vp8';
  const { codecs } = capabilities;
  transceiver.setCodecPreferences([
    ...codecs.filter(isVp8),
    ...codecs.filter((codec) => !isVp8(codec)),
  ]);
}
