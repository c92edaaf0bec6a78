"""Pictures of pages for the manual: PNG with a palette, which for pages is a third of the size and looks the same."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

COLOURS = 256
# The browser reads the picture for us: its pixels, a byte each for red, green, blue and how opaque.
READ = """async (picture) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + picture)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = canvas.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < pixels.length; at += 32768) text += String.fromCharCode(...pixels.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def save(page: Page, path: Path, *, height: int) -> None:
    """Write the top of the page, so many pixels of it, to `path`."""
    taken = page.screenshot(
        clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}, full_page=True
    )
    blank = page.context.new_page()  # no page's policy forbids it here
    width, rows, pixels = blank.evaluate(READ, base64.b64encode(taken).decode())
    blank.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(rows, width, 4)[..., :3]))


def png(pixels: np.ndarray) -> bytes:
    """A PNG of at most 256 colours: the most frequent ones, and for every other the nearest of these."""
    rows, width, _ = pixels.shape
    colours, which, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts, kind="stable")[:COLOURS]].astype(np.int32)
    nearest = np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), 1024):
        part = colours[start : start + 1024].astype(np.int32)
        nearest[start : start + 1024] = ((part[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
    lines = np.zeros((rows, width + 1), np.uint8)  # each line begins with its filter: none
    lines[:, 1:] = nearest[which.reshape(-1)].reshape(rows, width)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, rows, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", palette.astype(np.uint8).tobytes())
        + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
