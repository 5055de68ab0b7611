"""Pictures of every kind become upright pixels; hostile ones are refused from their header."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bot.intake.detect import READERS
from bot.intake.photo.picture import LONG_SIDE, MAX_PAGES, is_picture, page_count, pictures
from bot.intake.reading import Source, Unreadable


def coded(picture: Image.Image, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def png_of(width: int, height: int, body: bytes) -> bytes:
    """A PNG (grey, 8 bit) that announces this size and carries this compressed body."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def gradient(mode: str = "RGB", size: tuple[int, int] = (160, 120)) -> Image.Image:
    wide = np.tile(np.linspace(0, 255, size[0]).astype(np.uint8), (size[1], 1))
    return Image.fromarray(wide).convert(mode)


def reason(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        list(pictures(content))
    return caught.value.message_id


def outcome(content: bytes) -> str:
    try:
        return str(next(iter(pictures(content))).shape)
    except Unreadable as error:
        return error.message_id


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_common_formats_become_rgb(form: str) -> None:
    """A picture of each format gives one array of its own size."""
    (pixels,) = pictures(coded(gradient(), form))
    assert (120, 160, 3) == pixels.shape


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr"])
def test_every_mode_keeps_light_and_dark(mode: str) -> None:
    """Palettes, alpha, print colours and sixteen bits: left stays dark, right stays light."""
    form = {"CMYK": "TIFF", "I": "TIFF", "F": "TIFF", "YCbCr": "TIFF"}.get(mode, "PNG")
    if mode == "I;16":
        values = np.tile(np.linspace(0, 65535, 160).astype(np.uint16), (120, 1))
        picture = Image.fromarray(values)
    else:
        picture = gradient("L").convert(mode)
    (pixels,) = pictures(coded(picture, form))
    assert pixels[:, :20].mean() < 80 < 170 < pixels[:, -20:].mean()


def test_what_is_transparent_is_paper() -> None:
    """Fully transparent pixels come out white, whatever colour they hide."""
    (pixels,) = pictures(coded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
    assert 255 == pixels.min()


def test_the_camera_s_turn_is_undone() -> None:
    """An orientation of 6 in EXIF turns the pixels upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (pixels,) = pictures(coded(gradient(), "JPEG", exif=exif))
    assert (160, 120, 3) == pixels.shape
    assert pixels[:20].mean() < 80 < 170 < pixels[-20:].mean()


def test_large_pictures_are_made_smaller() -> None:
    """A picture above the working size comes out at that size."""
    (pixels,) = pictures(coded(Image.new("L", (4500, 1500), 200), "JPEG"))
    assert LONG_SIDE == max(pixels.shape)


def test_a_picture_of_900_megapixels_is_refused() -> None:
    """The size in the header is enough: nothing is decoded."""
    assert "unreadable-too-large" == reason(png_of(30_000, 30_000, zlib.compress(b"\x00" * 10)))


def test_a_picture_that_inflates_beyond_its_size_is_harmless() -> None:
    """A body of a hundred megabytes behind a small header: only its rows are inflated."""
    bomb = png_of(64, 64, zlib.compress(bytes(100_000_000), 9))
    (pixels,) = pictures(bomb)
    assert (64, 64, 3) == pixels.shape


def test_no_size_at_all_is_damage() -> None:
    """A width of zero is refused."""
    assert "unreadable-damaged" == reason(png_of(0, 10, zlib.compress(b"")))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_cut_picture_is_damage(form: str, share: float) -> None:
    """Truncated anywhere, a picture is refused or read, and nothing else is raised."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8))
    whole = coded(noise, form)
    assert outcome(whole[: int(len(whole) * share)]) in ("unreadable-damaged", "(200, 200, 3)")


def test_heic_is_read_or_refused_in_words() -> None:
    """A HEIC that cannot be decoded says that the format is the problem."""
    content = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
    assert is_picture(content)
    assert "unreadable-picture-format" == reason(content)


def test_pages_of_a_tiff_are_all_read() -> None:
    """A scan of several pages gives each of them, up to the most that is read."""
    pages = [gradient() for _ in range(MAX_PAGES + 2)]
    content = coded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert MAX_PAGES + 2 == page_count(content)
    assert MAX_PAGES == len(list(pictures(content)))


def test_only_the_first_frame_of_an_animation_is_read() -> None:
    """An animated picture gives one array."""
    frames = [Image.new("RGB", (30, 30), (step, 0, 0)) for step in (0, 120, 240)]
    content = coded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert 1 == len(list(pictures(content)))


def test_text_that_begins_like_a_picture_is_no_picture() -> None:
    """Words and other formats are left to their own readers."""
    for content in (b"BM;date\n1;2", b"RIFF....WAVE", b"%PDF-1.7", b"II", b"{}", b""):
        assert not is_picture(content)


def test_the_readers_know_pictures_and_scans() -> None:
    """A picture without a code is offered to the photograph reader."""
    content = coded(gradient(), "PNG")
    known = [reader.format for reader in READERS if reader.recognise(Source(content))]
    assert ["lab-photo"] == known
