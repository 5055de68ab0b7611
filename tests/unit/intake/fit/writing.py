"""Writes small FIT files for the tests: header, definitions, messages, checksum."""

import struct
from dataclasses import dataclass, field

_CRC = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip
_TYPES = {"enum": (0x00, "B"), "u8": (0x02, "B"), "u16": (0x84, "H"), "u32": (0x86, "I")}
EPOCH = 631_065_600
MORNING = 1_793_000_000 // 86_400 * 86_400 + 6 * 3600 - EPOCH


def checksum(content: bytes) -> int:
    """The FIT checksum of some bytes."""
    crc = 0
    for byte in content:
        crc = (crc >> 4) & 0x0FFF ^ _CRC[crc & 0xF] ^ _CRC[byte & 0xF]
        crc = (crc >> 4) & 0x0FFF ^ _CRC[crc & 0xF] ^ _CRC[byte >> 4]
    return crc


@dataclass
class FitFile:
    """Collects messages; ``bytes(fit)`` is the file."""

    body: bytearray = field(default_factory=bytearray)

    def add(self, message: int, *fields: tuple[int, str, int | bytes]) -> None:
        """One message: (field number, type, raw value); its definition goes before it."""
        definition = struct.pack("<BBBHB", 0x40, 0, 0, message, len(fields))
        values = b""
        for number, kind, value in fields:
            if isinstance(value, bytes):
                definition += struct.pack("<BBB", number, len(value), 0x0D)
                values += value
            else:
                code, letter = _TYPES[kind]
                definition += struct.pack("<BBB", number, struct.calcsize(letter), code)
                values += struct.pack("<" + letter, value)
        self.body += definition + b"\x00" + values

    def __bytes__(self) -> bytes:
        header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(self.body), b".FIT")
        header += struct.pack("<H", checksum(header))
        content = header + bytes(self.body)
        return content + struct.pack("<H", checksum(content))


def day() -> FitFile:
    """A morning: a weighing, a blood pressure, two monitoring messages, in UTC+1."""
    begin = MORNING
    fit = FitFile()
    fit.add(0, (0, "enum", 32), (1, "u16", 255), (4, "u32", begin))
    fit.add(103, (253, "u32", begin), (0, "u32", begin + 3600))
    fit.add(30, (253, "u32", begin), (0, "u16", 6840), (1, "u16", 2410))
    fit.add(51, (253, "u32", begin + 60), (0, "u16", 128), (1, "u16", 82), (6, "u8", 64))
    fit.add(55, (253, "u32", begin), (5, "enum", 6), (3, "u32", 100), (27, "u8", 60))
    fit.add(55, (253, "u32", begin + 900), (5, "enum", 6), (3, "u32", 250), (27, "u8", 71))
    fit.add(60_001, (253, "u32", begin), (7, "u8", 1))
    return fit


def outing() -> FitFile:
    """Ten minutes of running: a session and three records with heart rate and position."""
    begin = 1_793_000_000 - EPOCH
    fit = FitFile()
    fit.add(0, (0, "enum", 4), (1, "u16", 255), (4, "u32", begin))
    for step, beats in enumerate((120, 130, 140)):
        fit.add(20, (253, "u32", begin + step), (3, "u8", beats), (0, "u32", 5), (1, "u32", 6))
    fit.add(
        18,
        (253, "u32", begin + 600),
        (2, "u32", begin),
        (5, "enum", 1),
        (7, "u32", 600_000),
        (8, "u32", 600_500),
        (9, "u32", 201_234),
        (11, "u16", 140),
        (16, "u8", 130),
        (17, "u8", 140),
    )
    fit.add(34, (253, "u32", begin + 600), (5, "u32", begin + 600 + 7200))
    return fit
