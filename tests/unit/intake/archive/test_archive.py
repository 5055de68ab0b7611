"""Zip archives: members are read in memory, bombs and tricks are left aside and said."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from bot.intake import archive
from bot.intake.cda import CDA
from bot.intake.fhir import FHIR
from bot.intake.reading import Reading, Source, Unreadable

ROOT = Path(__file__).parents[4]
REPORT = (ROOT / "tests" / "fixtures" / "cda" / "report-fr.xml").read_bytes()
OBSERVATION = (
    b'{"resourceType": "Observation", "status": "final", "code": {"text": "X"}, "valueInteger": 7}'
)


def read_member(source: Source) -> Reading:
    """A member as CDA or FHIR, otherwise unknown."""
    for reader in (CDA, FHIR):
        if reader.recognise(source):
            return reader.read(source)
    return Reading(format="unknown", title=source.name)


READER = archive.reader(read_member)


def zipped(**members: bytes) -> bytes:
    """The members as one archive; ``__`` in a name stands for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def read(content: bytes) -> Reading:
    """The reading of an archive."""
    source = Source(content, name="dossier.zip")
    assert READER.recognise(source)
    return READER.read(source)


def refused(content: bytes) -> str:
    """Why an archive cannot be read."""
    with pytest.raises(Unreadable) as caught:
        read(content)
    return caught.value.message_id


def test_members_are_read_and_others_become_documents() -> None:
    """Facts of all members are merged with the member in their place; a PDF is a document."""
    reading = read(zipped(a__xml=REPORT, b__json=OBSERVATION, c__pdf=b"%PDF-1.4"))
    assert {"a.xml", "b.json"} == {
        (fact.provenance.place or "").split(" › ")[0] for fact in reading.facts
    }
    assert ["Copie du document"] == [found.title for found in reading.documents]
    assert "zip" == reading.format


def test_unknown_member_is_a_document() -> None:
    """What no reader knows is handed over under its name."""
    reading = read(zipped(notes__txt=b"bonjour", scan__jpg=b"\xff\xd8\xff"))
    assert [("notes.txt", b"bonjour"), ("scan.jpg", b"\xff\xd8\xff")] == [
        (found.title, found.content) for found in reading.documents
    ]


def test_one_level_of_nesting_is_read() -> None:
    """An archive in the archive is opened, one deeper is a document."""
    inner = zipped(o__json=OBSERVATION, deeper__zip=zipped(x__json=OBSERVATION))
    reading = read(zipped(inner__zip=inner))
    assert ["inner.zip/o.json › Observation"] == [f.provenance.place for f in reading.facts]
    assert ["deeper.zip"] == [found.title.split("/")[-1] for found in reading.documents]
    assert ("warning-archive-nested",) == reading.warnings


def test_ratio_bomb_is_left_out_and_the_rest_read() -> None:
    """A member that inflates a thousandfold is left out with a warning."""
    reading = read(zipped(bomb__bin=bytes(50_000_000), o__json=OBSERVATION))
    assert (1, True, ("warning-archive-limit",)) == (
        len(reading.facts),
        reading.partial,
        reading.warnings,
    )


def test_overlapping_members_are_refused() -> None:
    """Two directory entries over the same bytes are the mark of a bomb."""
    content = zipped(a__txt=b"x" * 100)
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    directory = content[start:end]
    tail = bytearray(content[end:])
    tail[8:12] = (2).to_bytes(2, "little") * 2
    tail[12:16] = (2 * len(directory)).to_bytes(4, "little")
    assert "unreadable-damaged" == refused(content[:start] + directory * 2 + bytes(tail))


@pytest.mark.parametrize("name", ["../../x.json", "/etc/x.json", "C:\\x.json", "a\\..\\..\\x.json"])
def test_path_that_leaves_the_archive_is_left_aside(name: str) -> None:
    """A traversing or absolute name is listed and not read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(name, OBSERVATION)
    reading = read(packed.getvalue())
    assert ((), ("warning-archive-unsafe",)) == (reading.facts, reading.warnings)
    assert 1 == len(reading.not_understood)


def test_link_is_left_aside() -> None:
    """A symbolic link is not followed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        member = zipfile.ZipInfo("link.json")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(member, "/etc/passwd")
    assert ("warning-archive-unsafe",) == read(packed.getvalue()).warnings


def test_encrypted_member_is_said() -> None:
    """An encrypted member alone makes the archive unreadable; beside others it is listed."""

    def encrypted(content: bytes) -> bytes:
        data = bytearray(content)
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + offset] |= 1
        return bytes(data)

    assert "unreadable-encrypted" == refused(encrypted(zipped(a__json=OBSERVATION)))
    reading = read(encrypted(zipped(a__json=OBSERVATION, b__json=OBSERVATION)))
    assert (1, ("warning-archive-encrypted",)) == (len(reading.facts), reading.warnings)


def test_leftovers_of_a_mac_are_listed_only() -> None:
    """Finder's own files are no documents."""
    reading = read(zipped(**{"__MACOSX/._a__json": b"x", ".DS_Store": b"y", "a.json": OBSERVATION}))
    assert (1, (), 2) == (len(reading.facts), reading.documents, len(reading.not_understood))


def test_damaged_member_is_listed_and_the_rest_read() -> None:
    """A member whose checksum is wrong costs itself only."""
    content = bytearray(zipped(a__json=OBSERVATION, b__json=OBSERVATION))
    content[45] ^= 0xFF
    reading = read(bytes(content))
    assert (1, True) == (len(reading.facts), reading.partial)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (zipped(), "unreadable-empty"),
        (zipped(a__json=OBSERVATION)[:60], "unreadable-damaged"),
        (b"PK\x03\x04", "unreadable-damaged"),
    ],
    ids=["empty", "cut", "a mark only"],
)
def test_what_cannot_be_read_says_why(content: bytes, message: str) -> None:
    """Empty and cut archives are refused with their sentence."""
    assert message == refused(content)
