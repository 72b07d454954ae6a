"""A clip's frames as RGB arrays, through FFmpeg's program on both sides, and what a job took.

The program decodes and encodes in processes of its own beside the painting, as a good script has
it; the encoder's settings are those of allaprima.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import time

import numpy


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True, help="Johnson's network as ONNX")
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--ffmpeg", default="ffmpeg")
    parser.add_argument("--crf", default="20")
    parser.add_argument("--preset", default="veryfast")
    return parser.parse_args()


def environment():
    """FFmpeg's program may come with libraries of its own, which this process has no use for."""
    libraries = os.environ.get("ALLAPRIMA_FFMPEG_LIBRARIES")
    return dict(os.environ, LD_LIBRARY_PATH=libraries) if libraries else None


def read(ffmpeg, path):
    """Yields the frames, each [H,W,3], read only; first the pair (width, height)."""
    decoder = subprocess.Popen(
        [ffmpeg, "-hide_banner", "-nostdin", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24",
         "-fps_mode", "passthrough", "-"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=1 << 22, env=environment())
    about = b""
    size = None
    while size is None:
        line = decoder.stderr.readline()
        if not line:
            raise SystemExit(f"{path} cannot be decoded: {about.decode(errors='replace')}")
        about += line
        size = re.search(rb"Video: rawvideo.*?, (\d+)x(\d+)", line)
    width, height = int(size[1]), int(size[2])
    yield width, height
    while True:
        data = decoder.stdout.read(width * height * 3)
        if len(data) < width * height * 3:
            return
        yield numpy.frombuffer(data, numpy.uint8).reshape(height, width, 3)


class Writer:
    """Encodes RGB frames as H.264."""

    def __init__(self, given, width, height):
        self.encoder = subprocess.Popen(
            [given.ffmpeg, "-hide_banner", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt",
             "rgb24", "-s", f"{width}x{height}", "-r", "25", "-i", "-", "-c:v", "libx264", "-preset",
             given.preset, "-crf", given.crf, "-pix_fmt", "yuv420p", given.output],
            stdin=subprocess.PIPE, env=environment())

    def write(self, frame):
        self.encoder.stdin.write(frame.tobytes())

    def finish(self):
        self.encoder.stdin.close()
        if self.encoder.wait() != 0:
            raise SystemExit("the encoder failed")


def paint(given, load, version):
    """Paints the whole file. load(width, height) makes the function that paints a frame."""
    start = time.perf_counter()
    frames = read(given.ffmpeg, given.input)
    width, height = next(frames)
    painter = load(width, height)
    writer = Writer(given, width, height)
    count = 0
    painting = 0.0
    for frame in frames:
        begun = time.perf_counter()
        painted = painter(frame)
        painting += time.perf_counter() - begun
        writer.write(painted)
        count += 1
    writer.finish()
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(json.dumps({
        "version": str(version),
        "frames": count,
        "seconds": time.perf_counter() - start,
        "painting": painting,
        "peakMebibytes": peak // 1024,
    }))
