"""Mutations for fuzzing readers: of bytes, of JSON values, of XML trees; and the loop."""

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import lxml.etree as etree

from bot.intake.reading import Reader, Source, Unreadable

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
Mutation = Callable[[random.Random, bytes], bytes]

_MAX = 2_000_000
_WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    "",
    "NaN",
    "9" * 5000,
    "\x00",
    "0000-00-00",
    "2024-13-45T99:99",
    "#",
    "#a",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"a": {}},
    {"coding": "x"},
    {"coding": [None, 3, {"code": {}}]},
    {"reference": {}},
    {"reference": "#"},
    {"value": {}, "unit": 3},
    {"extension": [{"url": 3}]},
    "urn:uuid:x",
    "https://[broken",
    "a" * 100_000,
)


def of_bytes(chance: random.Random, content: bytes) -> bytes:
    """Cut, flip, drop, repeat or insert bytes."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not data:
            return b""
        at = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                del data[at:]
            case 1:
                data[at] = chance.randrange(256)
            case 2:
                del data[at : at + chance.randrange(1, 400)]
            case 3:
                data[at:at] = data[at : at + chance.randrange(1, 400)]
            case 4:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 30)))
            case _:
                other = chance.randrange(len(data))
                data[at : at + 40] = data[other : other + 40]
    return bytes(data)


def of_json(chance: random.Random, content: bytes) -> bytes:
    """Delete keys, put wrong types anywhere, repeat items, nest deeply."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return of_bytes(chance, content)
    grown = False
    places: list[tuple[Any, Any]] = []
    _places(value, places)
    for _ in range(chance.choice((1, 2, 5, 30)) if places else 0):
        parent, key = chance.choice(places)
        if not (key in parent if isinstance(parent, dict) else key < len(parent)):
            continue
        match chance.randrange(6):
            case 0:
                del parent[key]
            case 1 | 2:
                parent[key] = deepcopy(chance.choice(_WRONG))
            case 3:
                other, other_key = chance.choice(places)
                found = other.get(other_key) if isinstance(other, dict) else other
                if len(places) < 5_000 and not grown:
                    parent[key], grown = _copied(found), True
            case 4 if isinstance(parent, list) and not grown:
                grown = True
                parent.extend([parent[key]] * chance.choice((1, 3, 40)))
            case _:
                for _ in range(chance.choice((2, 30, 200))):
                    parent[key] = [parent[key]] if chance.random() < 0.5 else {"item": parent[key]}
    try:
        made = json.dumps(value).encode()
    except (RecursionError, ValueError):
        return content
    return made if len(made) < _MAX else content


def _copied(value: Any) -> Any:
    try:
        return json.loads(json.dumps(value))
    except (RecursionError, ValueError):
        return None


def _places(value: Any, places: list[tuple[Any, Any]]) -> None:
    stack = [value]
    while stack and len(places) < 20_000:
        item = stack.pop()
        keys: Iterable[Any] = ()
        if isinstance(item, dict):
            keys = list(item)
        elif isinstance(item, list):
            keys = range(len(item))
        for key in keys:
            places.append((item, key))
            stack.append(item[key])


_ATTRIBUTES = ("value", "code", "unit", "nullFlavor", "moodCode", "negationInd", "root", "typeCode")
_VALUES = ("", "true", "x", "1e999", "99999999999999", "20240230", "9" * 400, "#", "EVN", "-", "é")
_TYPES = ("PQ", "IVL_PQ", "CD", "ST", "ED", "BL", "TS", "RTO_PQ_PQ", "INT", "zz:zz", "")
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"


def of_xml(chance: random.Random, content: bytes) -> bytes:
    """Delete, repeat, empty, rename and move elements; change attributes and types."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, remove_pis=True))
    except etree.XMLSyntaxError:
        return of_bytes(chance, content)
    for _ in range(chance.choice((1, 2, 5, 30, 100))):
        elements = [el for el in root.iter(etree.Element) if el is not root]
        if not elements:
            break
        element = chance.choice(elements)
        parent = element.getparent()
        match chance.randrange(8):
            case 0:
                parent.remove(element)
            case 1:
                parent.append(deepcopy(element))
            case 2:
                for child in list(element):
                    element.remove(child)
            case 3:
                element.set(chance.choice(_ATTRIBUTES), chance.choice(_VALUES))
            case 4:
                for key in list(element.attrib):
                    del element.attrib[key]
            case 5:
                element.set(_XSI, chance.choice(_TYPES))
            case 6:
                element.tag = chance.choice(elements).tag
            case _:
                target = chance.choice(elements)
                if target is not element:
                    target.append(deepcopy(element))
                    if len(etree.tostring(root)) > 5_000_000:
                        break
    return bytes(etree.tostring(root))


def seeds(*patterns: str) -> list[bytes]:
    """The contents of own fixtures and, where they are, of the shared samples."""
    found = []
    for folder in (ROOT / "tests" / "fixtures", SAMPLES):
        for pattern in patterns:
            found += [path.read_bytes() for path in sorted(folder.glob(pattern)) if path.is_file()]
    return [content for content in found if len(content) < 600_000]


def run(readers: tuple[Reader, ...], contents: list[bytes], mutations: tuple[Mutation, ...]) -> int:
    """Mutate and read for ``--seconds``; the exit code is 1 when a reader raised something."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    chance = random.Random(seed)
    print(f"seed {seed}", flush=True)  # said first: a reader that hangs is found again with it
    end = time.monotonic() + options.seconds
    count = refused = 0
    slowest = 0.0
    while time.monotonic() < end:
        content = chance.choice(contents or [b""])
        for _ in range(chance.choice((1, 1, 2, 3))):
            content = chance.choice(mutations)(chance, content)
        reader = chance.choice(readers)
        source = Source(content, language=chance.choice(("fr", "en")))
        begin = time.monotonic()
        try:
            reader.recognise(source)
            reader.read(source)
        except Unreadable:
            refused += 1
        except Exception:
            traceback.print_exc()
            kept = Path(f"fuzz-crash-{reader.format}.bin")
            kept.write_bytes(content)
            print(f"{reader.format}: seed {seed}, input {count}, kept in {kept}")
            return 1
        slowest = max(slowest, time.monotonic() - begin)
        count += 1
    print(f"{count} inputs, {refused} refused, slowest {slowest:.2f} s, seed {seed}")
    return 0


def main(
    readers: tuple[Reader, ...], contents: list[bytes], mutations: tuple[Mutation, ...]
) -> None:
    """Run and leave with the exit code."""
    sys.exit(run(readers, contents, mutations))
