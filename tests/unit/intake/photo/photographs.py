"""Photographs of drawn pages: turned, seen at a slant, unevenly lit, noisy, blurred.

Everything is made here from a seed; nothing comes from a real report.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2


@dataclass(frozen=True)
class Conditions:
    """How a picture was taken. Angles in degrees, ``slant`` is how far corners move (share)."""

    angle: float = 0.0
    slant: float = 0.0
    bend: float = 0.0
    shadow: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    table: str = "wood"
    dpi: int = 150
    quality: int = 88
    turned: int = 0


def conditions(seed: int) -> Conditions:
    """The conditions of this seed, within what people send."""
    rng = random.Random(seed * 7919 + 1)
    return Conditions(
        angle=rng.uniform(-7, 7),
        slant=rng.uniform(0, 0.05),
        bend=rng.choice([0, 0, rng.uniform(-0.006, 0.006)]),
        shadow=rng.uniform(0, 0.45),
        noise=rng.uniform(0, 9),
        blur=rng.uniform(0, 0.9),
        table=rng.choice(["wood", "dark", "cloth", "none"]),
        dpi=rng.choice([140, 150, 170, 200]),
        quality=rng.choice([60, 75, 88, 95]),
        turned=rng.choice([0, 0, 0, 0, 1, 2, 3]),
    )


def drawn(pdf: bytes, dpi: int, page: int = 0) -> Any:
    """A page as pixels (RGB)."""
    document = pypdfium2.PdfDocument(pdf)
    pixels = document[page].render(scale=dpi / 72, rev_byteorder=True).to_numpy()
    document.close()
    return np.ascontiguousarray(pixels[:, :, :3])


def photograph(page: Any, how: Conditions, seed: int = 0) -> Any:
    """The page as a camera sees it (RGB)."""
    rng = np.random.default_rng(seed)
    height, width = page.shape[:2]
    if how.bend:
        page = _bent(page, how.bend)
    edge = 0.01 if how.table == "none" else 0.09
    out_w, out_h = round(width * (1 + 2 * edge)), round(height * (1 + 2 * edge))
    centre = np.array([out_w / 2, out_h / 2])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    turn = np.deg2rad(how.angle if how.table != "none" else how.angle / 4)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    placed = (corners - [width / 2, height / 2]) @ matrix.T
    placed *= 1 + rng.uniform(-how.slant, how.slant, (4, 1)) - how.slant
    reach = np.abs(placed).max(axis=0) / (centre * 0.995)
    placed /= max(1.0, float(reach.max()))
    target = (placed + centre).astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    ground = _ground(how.table, out_h, out_w, rng)
    seen = cv2.warpPerspective(page, warp, (out_w, out_h), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), warp, (out_w, out_h))
    seen = np.where(mask[:, :, None] > 127, seen, ground).astype(np.float32)
    x, y = np.meshgrid(np.linspace(-1, 1, out_w), np.linspace(-1, 1, out_h))
    side = rng.uniform(0, 2 * np.pi)
    light = 1 - how.shadow * (0.5 + 0.5 * (x * np.cos(side) + y * np.sin(side)) / 1.42)
    seen *= (light * rng.uniform(0.85, 1.0))[:, :, None]
    seen *= np.array([1.0, rng.uniform(0.95, 1), rng.uniform(0.85, 1)])
    if how.blur > 0.2:
        seen = cv2.GaussianBlur(seen, (0, 0), how.blur)
    seen += rng.normal(0, max(how.noise, 0.01), seen.shape)
    return np.rot90(np.clip(seen, 0, 255).astype(np.uint8), how.turned).copy()


def jpeg(pixels: Any, quality: int = 88) -> bytes:
    """The picture as a camera stores it."""
    done, coded = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert done
    return bytes(coded.tobytes())


def _bent(page: Any, bend: float) -> Any:
    height, width = page.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wave = bend * height * np.sin(np.pi * x / width)
    return cv2.remap(
        page, x, (y + wave).astype(np.float32), cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )


def _ground(table: str, height: int, width: int, rng: Any) -> Any:
    base = {"wood": (112, 84, 60), "dark": (45, 45, 50), "cloth": (120, 130, 150)}
    ground = np.empty((height, width, 3), np.float32)
    ground[:] = base.get(table, (240, 240, 240))
    grain = rng.normal(0, 14, (height, 1, 1)) if table == "wood" else rng.normal(
        0, 7, (height, width, 1)
    )  # fmt: skip
    return ground + grain
