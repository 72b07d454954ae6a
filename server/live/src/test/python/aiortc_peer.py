"""A WHIP or WHEP peer made of aiortc: the second implementation of WebRTC in the tests.

    aiortc_peer.py publish URL    sends a picture of two halves and a tone of 440 Hz
    aiortc_peer.py flash URL      sends a picture that goes dark, and a beep with it, each second
    aiortc_peer.py watch URL      prints what it sees and hears, a line of JSON each half second
    aiortc_peer.py sync URL       prints by how many milliseconds a beep is later than a flash
    aiortc_peer.py receive URL    is a WHIP endpoint at that URL, and prints as watch does

It goes on until it is killed.
"""
import asyncio
import fractions
import json
import math
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from aiortc.rtp import RtcpSrPacket
from av import AudioFrame, VideoFrame

WIDTH, HEIGHT = 320, 180
RATE = 48000
PIECE = RATE // 50
HERTZ = 440
NTP_BEGIN = 2208988800  # From 1900 to 1970, in seconds.


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
        wave = numpy.sin(2 * math.pi * HERTZ * times)
        samples = (self.level(times) * wave).astype(numpy.int16)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
        frame.sample_rate, frame.pts = RATE, self.sent
        frame.time_base = fractions.Fraction(1, RATE)
        self.sent += PIECE
        return frame

    def level(self, times):
        return 12000


def marked(time):
    return time % 1 < 0.12


class Flashes(Halves):
    """Dark in the moment of a beep."""

    async def recv(self):
        frame = await super().recv()
        level = 30 if marked(asyncio.get_running_loop().time()) else 225
        luma = numpy.full((HEIGHT, WIDTH), level, numpy.uint8)
        chroma = numpy.full((HEIGHT // 2, WIDTH), 128, numpy.uint8)
        flash = VideoFrame.from_ndarray(numpy.concatenate([luma, chroma]), "yuv420p")
        flash.pts, flash.time_base = frame.pts, frame.time_base
        return flash


class Beeps(Tone):
    """A tone in the moment of a flash."""

    def level(self, times):
        return numpy.where(marked(self.begin + times), 12000, 0)


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


class Clock:
    """When the sender says that something was: its reports tie the media's time to a common one."""

    def __init__(self, receiver, rate):
        self.receiver, self.rate = receiver, rate
        self.report = None
        self.times = []
        self.age = None
        handle = receiver._handle_rtcp_packet

        def heard(packet):
            if isinstance(packet, RtcpSrPacket):
                self.report = packet.sender_info
            return handle(packet)

        receiver._handle_rtcp_packet = heard

    def ntp(self, pts):
        # aiortc counts from the first packet on.
        origin = self.receiver._RTCRtpReceiver__timestamp_mapper._origin
        apart = (pts + origin - self.report.rtp_timestamp + 2**31) % 2**32 - 2**31
        return self.report.ntp_timestamp / 2**32 + apart / self.rate

    def note(self, pts):
        if self.report:
            self.times.append(self.ntp(pts))
            self.age = time.time() + NTP_BEGIN - self.times[-1]


async def flashes(track, clock):
    bright = True
    while True:
        frame = await track.recv()
        luma = frame.to_ndarray(format="yuv420p")[: frame.height].mean()
        if luma > 128 and not bright:
            clock.note(frame.pts)
        bright = luma > 128


async def beeps(track, clock):
    quiet = 0
    while True:
        frame = await track.recv()
        samples = frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0]
        loud = numpy.flatnonzero(numpy.abs(samples.astype(int)) > 2000)
        if len(loud) and quiet > 10:
            clock.note(frame.pts + int(loud[0]))
        quiet = 0 if len(loud) else quiet + 1


def told(clocks):
    """Milliseconds from each flash to the beep that is nearest to it, and how old both are."""
    sound, picture = clocks.get("audio"), clocks.get("video")
    if not (sound and picture and sound.times and picture.times):
        return {"offsets": []}
    near = [min((beep - flash for beep in sound.times), key=abs) for flash in picture.times]
    offsets = [round(1000 * apart) for apart in near if abs(apart) < 0.5]
    return {"offsets": offsets, "pictureAge": picture.age, "soundAge": sound.age}


async def request(reader):
    """Method, path, headers and body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split(" ")
    pairs = (line.split(": ", 1) for line in head[1:] if line)
    headers = {name.lower(): value for name, value in pairs}
    return method, path, headers, await reader.readexactly(int(headers.get("content-length", 0)))


async def endpoint(peer, url, seen):
    """Takes one publisher by WHIP (RFC 9725), until it deletes its session."""
    place = urllib.parse.urlsplit(url)

    async def answer(reader, writer):
        method, path, headers, body = await request(reader)
        if method == "POST":
            seen.update(authorization=headers.get("authorization"))
            await peer.setRemoteDescription(RTCSessionDescription(body.decode(), "offer"))
            await peer.setLocalDescription(await peer.createAnswer())
            sdp = peer.localDescription.sdp.encode()
            status = "201 Created"
            more = f"Location: {path}/session\r\nContent-Type: application/sdp\r\n"
        else:
            seen.update(ended=f"{method} {path}")
            sdp, status, more = b"", "200 OK", ""
        length = f"Content-Length: {len(sdp)}\r\nConnection: close\r\n\r\n"
        writer.write(f"HTTP/1.1 {status}\r\n{more}{length}".encode() + sdp)
        await writer.drain()
        writer.close()

    await asyncio.start_server(answer, place.hostname, place.port)


async def main(what, url):
    peer = RTCPeerConnection()
    seen = {"pictures": 0}
    clocks = {}
    tasks = []
    if what in ("publish", "flash"):
        peer.addTrack(Halves() if what == "publish" else Flashes())
        peer.addTrack(Tone() if what == "publish" else Beeps())
    else:
        if what != "receive":
            peer.addTransceiver("video", "recvonly")
            peer.addTransceiver("audio", "recvonly")

        @peer.on("track")
        def on_track(track):
            if what == "sync":
                receiver = next(it for it in peer.getReceivers() if it.track is track)
                video = track.kind == "video"
                clock = clocks[track.kind] = Clock(receiver, 90000 if video else RATE)
                watch = flashes if video else beeps
                tasks.append(asyncio.ensure_future(watch(track, clock)))
                return
            task = look if track.kind == "video" else listen
            tasks.append(asyncio.ensure_future(task(track, seen)))

    await (endpoint(peer, url, seen) if what == "receive" else negotiate(peer, url))
    while True:
        await asyncio.sleep(0.5)
        print(json.dumps({"state": peer.connectionState, **seen, **told(clocks)}), flush=True)
        if peer.connectionState in ("failed", "closed"):
            break


asyncio.run(main(*sys.argv[1:]))
