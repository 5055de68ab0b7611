"""EU Digital COVID Certificates: ``HC1:`` text, base45, zlib, COSE, CBOR Web Token.

Vaccinations become :class:`Immunization`, tests :class:`Observation`, recoveries a resolved
:class:`Condition`. Codes keep their value; names come from the published value sets.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import cbor2

from bot.intake.cards.jose import inflate
from bot.intake.cards.shc import moment
from bot.intake.cards.trust import Trust, signed_by
from bot.intake.gathering import CONTENT_ERRORS, Gathering, clean, partial_date
from bot.intake.reading import Reading, Source, Unreadable
from bot.intake.systems import ATC, LOINC, SNOMED
from bot.notebook.facts import Code, Condition, Immunization, Observation, Patient

CERTIFICATE = re.compile(r"(?:HC1|LT1):([0-9A-Z $%*+\-./:]{100,12000})", re.A)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_CLAIMS = -260
_EU_PRODUCT = "https://ec.europa.eu/health/documents/community-register/html/"
_MAX_CBOR = 200_000


@cache
def _names() -> dict[str, Any]:
    text = files("bot.intake.cards").joinpath("eu_value_sets.toml").read_text("utf-8")
    return tomllib.loads(text)


def _name(table: str, code: str, language: str) -> str:
    entry = _names()[table].get(code, {})
    return str(entry.get("name") or entry.get(language) or entry.get("en") or "")


def looks_like_certificate(text: str) -> bool:
    """Whether the text carries an EU certificate."""
    return CERTIFICATE.search(text[:200_000]) is not None


def read(source: Source, text: str, trust: Trust) -> Reading:
    """Everything that the certificates in a text say; raises :class:`Unreadable`."""
    basket = Gathering(source)
    author = day = ""
    kinds: list[str] = []
    found = list(CERTIFICATE.finditer(text))[:50]
    opened = 0
    for index, match in enumerate(found):
        try:
            protected, unprotected, payload, signature = _cose(match.group(1).strip())
            token = _cbor(payload)
            certificate = token[_CLAIMS][1]
            if not isinstance(certificate, Mapping):
                raise TypeError
            _check(basket, (protected, unprotected, payload, signature), token, trust)
            kinds += _certificate(basket, certificate, f"HC1[{index}]")
            author = author or _issuer(certificate, token)
            day = day or moment(_whole(token.get(6)))
        except CONTENT_ERRORS:
            basket.partial = True
            basket.warn("warning-part-unreadable")
            continue
        opened += 1
    if not opened:
        raise Unreadable("unreadable-damaged")
    title = "EU Digital COVID Certificate"
    if kinds:
        title = f"{title}: {', '.join(dict.fromkeys(kinds))}"
    return basket.reading(
        "eu-dcc", title=clean(title, 200), date=day or None, author=author or None
    )


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, int | float) and abs(value) < 1e15 else ""


def _cbor(content: bytes) -> Any:
    if len(content) > _MAX_CBOR:
        raise ValueError("too large")
    try:
        return cbor2.loads(content)
    except (cbor2.CBORDecodeError, RecursionError, OverflowError, MemoryError) as error:
        raise ValueError("not CBOR") from error


def base45(text: str) -> bytes:
    """The bytes of base45 text (RFC 9285); raises ValueError."""
    digits = [_ALPHABET.index(letter) for letter in text]
    found = bytearray()
    for start in range(0, len(digits), 3):
        group = digits[start : start + 3]
        number = sum(digit * 45**power for power, digit in enumerate(group))
        size = len(group) - 1
        if size == 0 or number >= 256**size:
            raise ValueError("not base45")
        found += number.to_bytes(size, "big")
    return bytes(found)


def to_base45(content: bytes) -> str:
    """Base45 text (RFC 9285) of the bytes."""
    letters: list[str] = []
    for start in range(0, len(content), 2):
        group = content[start : start + 2]
        number = int.from_bytes(group, "big")
        for _ in range(len(group) + 1):
            number, digit = divmod(number, 45)
            letters.append(_ALPHABET[digit])
    return "".join(letters)


def _cose(text: str) -> tuple[bytes, dict[Any, Any], bytes, bytes]:
    packed = base45(text)
    if packed[:1] == b"\x78":
        packed = inflate(packed, 15)
    value = _cbor(packed)
    parts = value
    for _ in range(3):
        parts = parts.value if isinstance(parts, cbor2.CBORTag) else parts
    protected, unprotected, payload, signature = parts
    if not isinstance(payload, bytes) or not isinstance(signature, bytes):
        raise TypeError("not a COSE signature")
    header = dict(unprotected) if isinstance(unprotected, Mapping) else {}
    return (protected if isinstance(protected, bytes) else b""), header, payload, signature


def _check(
    basket: Gathering,
    parts: tuple[bytes, dict[Any, Any], bytes, bytes],
    token: dict[Any, Any],
    trust: Trust,
) -> None:
    protected, unprotected, payload, signature = parts
    header = _cbor(protected) if protected else {}
    kid = (header.get(4) if isinstance(header, dict) else None) or unprotected.get(4)
    key = trust.signers.get(kid) if isinstance(kid, bytes) else None
    if key is None:
        basket.warn("warning-signature-unchecked")
    else:
        covered = cbor2.dumps(["Signature1", protected, b"", payload])
        if not signed_by(key, signature, covered):
            basket.warn("warning-signature-invalid")
    expiry = moment(_whole(token.get(4)))
    if expiry and expiry < basket.source.received_at.date().isoformat():
        basket.warn("warning-card-expired")


def _issuer(certificate: Mapping[str, Any], token: dict[Any, Any]) -> str:
    for group in ("v", "t", "r"):
        for item in certificate.get(group) or ():
            if isinstance(item, Mapping) and isinstance(item.get("is"), str):
                return clean(item["is"], 200)
    return clean(str(token.get(1) or ""), 100)


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(str(value), 300)


def _certificate(basket: Gathering, certificate: Mapping[str, Any], place: str) -> list[str]:
    names = certificate.get("nam")
    person = names if isinstance(names, Mapping) else {}
    name = " ".join(x for x in (_text(person, "gn"), _text(person, "fn")) if x)
    standard = " ".join(x for x in (_text(person, "gnt"), _text(person, "fnt")) if x)
    basket.keep(
        Patient,
        f"{place}.nam",
        name=name or standard.replace("<", " ") or None,
        born=partial_date(_text(certificate, "dob")),
    )
    kinds: list[str] = []
    for group, keep in (("v", _vaccination), ("t", _test), ("r", _recovery)):
        items = certificate.get(group)
        for index, item in enumerate(items if isinstance(items, list | tuple) else ()):
            if isinstance(item, Mapping):
                kinds.append(keep(basket, item, f"{place}.{group}[{index}]"))
            elif item is not None:
                basket.loose(f"{group}[{index}]: ?")
    for key in certificate.keys() - {"nam", "dob", "ver", "v", "t", "r"}:
        basket.loose(f"EU DCC: {clean(str(key), 40)}")
    return kinds


def _disease(basket: Gathering, item: Mapping[str, Any]) -> tuple[str, Code]:
    code = _text(item, "tg")
    text = _name("disease", code, basket.language)
    return text or f"SNOMED CT {code}".strip(), Code(system=SNOMED, code=code, text=text)


def _vaccination(basket: Gathering, item: Mapping[str, Any], place: str) -> str:
    disease, target = _disease(basket, item)
    product, kind = _text(item, "mp"), _text(item, "vp")
    product_name = _name("vaccine", product, basket.language) or product
    kind_name = _name("kind", kind, basket.language)
    dose, total = _text(item, "dn"), _text(item, "sd")
    codes = [
        Code(system=_EU_PRODUCT, code=product, text=product_name),
        Code(system=SNOMED if kind.isdigit() else ATC, code=kind, text=kind_name),
        target,
    ]
    named = [part for part in (product_name, kind_name or disease) if part]
    basket.keep(
        Immunization,
        place,
        text=f"{named[0]} ({named[1]})" if len(named) > 1 else named[0],
        codes=tuple(code for code in codes if code.code),
        date=partial_date(_text(item, "dt")),
        dose=f"{dose}/{total}" if dose and total else dose or None,
    )
    _origin(basket, item, disease)
    return disease


def _test(basket: Gathering, item: Mapping[str, Any], place: str) -> str:
    disease, target = _disease(basket, item)
    kind, result = _text(item, "tt"), _text(item, "tr")
    kind_name = _name("test", kind, basket.language) or kind
    basket.keep(
        Observation,
        place,
        text=f"{kind_name} ({disease})" if kind_name else disease,
        codes=tuple(
            code for code in (Code(system=LOINC, code=kind, text=kind_name), target) if code.code
        ),
        value_text=_name("result", result, basket.language) or f"SNOMED CT {result}".strip(),
        effective=_text(item, "sc") or None,
        category="laboratory",
        device=_text(item, "nm") or _text(item, "ma") or None,
    )
    _origin(basket, item, disease, "tc", "dr")
    return disease


def _recovery(basket: Gathering, item: Mapping[str, Any], place: str) -> str:
    disease, target = _disease(basket, item)
    basket.keep(
        Condition,
        place,
        text=disease,
        codes=(target,) if target.code else (),
        onset=partial_date(_text(item, "fr")),
        status="resolved",
    )
    _origin(basket, item, disease, "df", "du")
    return disease


def _origin(basket: Gathering, item: Mapping[str, Any], disease: str, *more: str) -> None:
    parts = [_text(item, key) for key in ("ma", *more, "co", "is", "ci")]
    if shown := ", ".join(dict.fromkeys(part for part in parts if part)):
        basket.loose(f"{disease}: {shown}")
