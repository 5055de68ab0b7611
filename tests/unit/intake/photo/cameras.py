"""Pictures as telephones and scanners make them of a drawn page, harsher than most."""

from __future__ import annotations

import random
from typing import Any

import cv2
import numpy as np

from tests.unit.intake.photo.papers import Paper, paper
from tests.unit.intake.photo.photographs import Conditions, jpeg, photograph

WAYS = ["scan", "photo", "photo", "dark", "shadow", "folded", "low"]


def taken(seed: int, **fixed: Any) -> tuple[Paper, bytes, str]:
    """The report of this seed, its picture as a file, and how it was taken."""
    made = paper(seed, **fixed)
    rng = random.Random(seed * 101 + 3)
    if made.habits["layout"] == "screen":
        kept = made.pixels if rng.random() < 0.7 else _smaller(made.pixels, 0.75)
        return (
            made,
            _png(kept) if rng.random() < 0.5 else jpeg(kept, rng.choice([60, 80])),
            "screen",
        )
    way = fixed.get("way") or rng.choice(WAYS)
    how = Conditions(
        angle=rng.uniform(-6, 6),
        slant=rng.uniform(0, 0.05),
        bend=rng.choice([0.0, rng.uniform(-0.005, 0.005)]),
        shadow=rng.uniform(0, 0.4),
        noise=rng.uniform(0, 8),
        blur=rng.uniform(0, 0.8),
        table=rng.choice(["wood", "dark", "cloth", "none"]),
        quality=rng.choice([50, 70, 85]),
        turned=rng.choice([0, 0, 0, 1, 2, 3]),
    )
    page = made.pixels
    if way == "scan":
        return made, jpeg(_scanned(page, rng), 75), "scan"
    if way == "folded":
        page = _folded(page, rng)
    seen = photograph(page, how, seed)
    if way == "shadow":
        seen = _shadowed(seen, rng)
    if way == "dark":
        seen = _dark(seen, seed, rng)
    quality = 40 if way == "low" else how.quality
    return made, jpeg(seen, quality), f"{way} {how}"


def _png(pixels: Any) -> bytes:
    done, coded = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    assert done
    return bytes(coded.tobytes())


def _smaller(pixels: Any, share: float) -> Any:
    return cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def _scanned(page: Any, rng: random.Random) -> Any:
    """A flat-bed scan: slightly turned, grey, sometimes hard black and white."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1.5, 1.5), 1)
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    grey = cv2.warpAffine(grey, turn, (width, height), borderValue=250)
    if rng.random() < 0.3:
        _, grey = cv2.threshold(grey, 150, 255, cv2.THRESH_BINARY)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


def _folded(page: Any, rng: random.Random) -> Any:
    """Two creases: a dark and a light line, and one side a little darker."""
    folded = page.astype(np.float32)
    height, width = page.shape[:2]
    for at in (height // 3, 2 * height // 3):
        at += rng.randrange(-20, 20)
        folded[at : at + 2] *= 0.75
        folded[at + 2 : at + 40] *= np.linspace(0.9, 1, 38)[:, None, None]
    folded[:, width // 2 :] *= rng.uniform(0.9, 1)
    return np.clip(folded, 0, 255).astype(np.uint8)


def _shadowed(seen: Any, rng: random.Random) -> Any:
    """The shadow of a hand or a telephone: dark, with a hard edge."""
    height, width = seen.shape[:2]
    mask = np.zeros((height, width), np.float32)
    side = rng.uniform(0.3, 0.7)
    corners = np.array(
        [[0, height * rng.uniform(0.2, 0.5)], [width * side, height * rng.uniform(0.3, 0.6)],
         [width * rng.uniform(0.4, 0.9), height], [0, height]], np.int32,
    )  # fmt: skip
    cv2.fillPoly(mask, [corners], 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), rng.choice([3, 12]))
    return np.clip(seen * (1 - rng.uniform(0.25, 0.5) * mask)[:, :, None], 0, 255).astype(np.uint8)


def _dark(seen: Any, seed: int, rng: random.Random) -> Any:
    """A dim, warm room: little light, much noise."""
    noise = np.random.default_rng(seed).normal(0, rng.uniform(4, 10), seen.shape)
    tint = np.array([1.0, 0.88, 0.7]) * rng.uniform(0.35, 0.6)
    return np.clip(seen * tint + noise, 0, 255).astype(np.uint8)
