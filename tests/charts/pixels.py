"""Reading the pixels of a PNG, the plain way, so that a test can see what was drawn."""

from __future__ import annotations

import struct
import zlib

import numpy as np


def pixels(png: bytes) -> np.ndarray:
    """Return the picture as an array of shape (height, width, channels), 8 bits each."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    position, packed, header = 8, b"", b""
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        kind, data = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        header = data if kind == b"IHDR" else header
        packed += data if kind == b"IDAT" else b""
        position += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    assert (depth, interlaced) == (8, 0)
    channels = {2: 3, 6: 4}[colour]
    raw = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(height, 1 + width * channels)
    rows = np.zeros((height + 1, width * channels), dtype=np.uint8)
    for row in range(height):
        rows[row + 1] = _unfiltered(raw[row, 0], raw[row, 1:], rows[row], channels)
    return rows[1:].reshape(height, width, channels)


def _unfiltered(kind: int, line: np.ndarray, above: np.ndarray, channels: int) -> np.ndarray:
    if kind == 0:
        return line
    if kind == 2:
        return line + above
    out, up = line.astype(int).tolist(), above.astype(int).tolist()
    for i in range(len(out)):
        left = out[i - channels] if i >= channels else 0
        corner = up[i - channels] if i >= channels else 0
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up[i]) // 2
        else:
            start = left + up[i] - corner
            guess = min((left, up[i], corner), key=lambda value: abs(start - value))
        out[i] = (out[i] + guess) & 255
    return np.array(out, dtype=np.uint8)


def inked(png: bytes) -> np.ndarray:
    """Return which pixels are not white."""
    return (pixels(png)[:, :, :3] < 250).any(axis=2)
