"""A WHIP or WHEP peer made of aiortc: the second implementation of WebRTC in the tests.

    aiortc_peer.py publish URL    sends a picture of two halves and a tone of 440 Hz
    aiortc_peer.py watch URL      prints what it sees and hears, a line of JSON each half second

It goes on until it is killed.
"""
import asyncio
import fractions
import json
import math
import sys
import urllib.error
import urllib.request

import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import AudioFrame, VideoFrame

WIDTH, HEIGHT = 320, 180
RATE = 48000
PIECE = RATE // 50
HERTZ = 440


class Halves(VideoStreamTrack):
    """The test picture: see TestPeer."""

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        luma = numpy.full((HEIGHT, WIDTH), 190, numpy.uint8)
        luma[:, : WIDTH // 2] = 60
        chroma = numpy.concatenate(
            [numpy.full(HEIGHT * WIDTH // 4, level, numpy.uint8) for level in (90, 170)]
        ).reshape(HEIGHT // 2, WIDTH)
        frame = VideoFrame.from_ndarray(numpy.concatenate([luma, chroma]), "yuv420p")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(AudioStreamTrack):
    """A sine."""

    def __init__(self):
        super().__init__()
        self.sent = 0
        self.begin = None

    async def recv(self):
        loop = asyncio.get_running_loop()
        self.begin = self.begin or loop.time()
        await asyncio.sleep(self.begin + self.sent / RATE - loop.time())
        times = numpy.arange(self.sent, self.sent + PIECE) / RATE
        samples = (12000 * numpy.sin(2 * math.pi * HERTZ * times)).astype(numpy.int16)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
        frame.sample_rate, frame.pts = RATE, self.sent
        frame.time_base = fractions.Fraction(1, RATE)
        self.sent += PIECE
        return frame


def post(url, sdp):
    request = urllib.request.Request(
        url, sdp.encode(), {"Content-Type": "application/sdp"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as problem:
        sys.exit(f"{url}: {problem.read().decode()}")


async def negotiate(peer, url):
    await peer.setLocalDescription(await peer.createOffer())
    offer = peer.localDescription.sdp
    answer = await asyncio.get_running_loop().run_in_executor(None, post, url, offer)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))


async def look(track, seen):
    while True:
        frame = await track.recv()
        luma = frame.to_ndarray(format="yuv420p")[: frame.height]
        middle = luma[frame.height // 2]
        seen.update(
            pictures=seen["pictures"] + 1,
            width=frame.width,
            height=frame.height,
            left=int(middle[frame.width // 4]),
            right=int(middle[frame.width * 3 // 4]),
        )


async def listen(track, seen):
    while True:
        frame = await track.recv()
        samples = frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0].astype(float)
        crossings = numpy.count_nonzero(numpy.diff(samples >= 0))
        seen.update(
            level=float(numpy.sqrt(numpy.mean(samples**2))),
            hertz=float(crossings / 2 * frame.sample_rate / len(samples)),
        )


async def main(what, url):
    peer = RTCPeerConnection()
    seen = {"pictures": 0}
    tasks = []
    if what == "publish":
        peer.addTrack(Halves())
        peer.addTrack(Tone())
    else:
        peer.addTransceiver("video", "recvonly")
        peer.addTransceiver("audio", "recvonly")

        @peer.on("track")
        def on_track(track):
            task = look if track.kind == "video" else listen
            tasks.append(asyncio.ensure_future(task(track, seen)))

    await negotiate(peer, url)
    while peer.connectionState not in ("failed", "closed"):
        await asyncio.sleep(0.5)
        print(json.dumps({"state": peer.connectionState, **seen}), flush=True)


asyncio.run(main(*sys.argv[1:]))
