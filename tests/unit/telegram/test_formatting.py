"""Markdown becomes text and entities; long texts are cut by UTF-16 units; nudges are discreet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.constants import MessageEntityType as Kind

from adapters.telegram.formatting import Piece, discreet, pieces


def units(text: str) -> int:
    """The length as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def covered(piece: Piece, kind: str) -> list[str]:
    """The words under entities of a kind."""
    encoded = piece.text.encode("utf-16-le")
    return [
        encoded[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le")
        for e in piece.entities
        if e.type == kind
    ]


def test_bold_after_an_emoji_covers_the_right_words() -> None:
    """Offsets count UTF-16 units, so an emoji before bold words shifts them by two."""
    (piece,) = pieces("😀 prenez **rendez-vous** demain")
    assert ["rendez-vous"] == covered(piece, Kind.BOLD)


@pytest.mark.parametrize(
    "text",
    [
        "CRP < 0.41 mg/L",
        "CRP <0.41 et potassium >5.1",
        "a_b_c * 2 * 3",
        "[pas un lien]",
        "50 % (#2) !",
        "$5 et $6",
        "a < b & c > d",
        "37,5 °C – l'été",
    ],
)
def test_what_looks_like_markup_is_kept(text: str) -> None:
    """Signs of results are not lost to a markup language."""
    (piece,) = pieces(text)
    assert text == piece.text


def test_a_list_and_a_title() -> None:
    """Lists get bullets, titles become bold without any picture before them."""
    (piece,) = pieces("# Vos résultats\n\n- un\n- deux")
    assert "Vos résultats\n\n• un\n• deux" == piece.text.strip()
    assert ["Vos résultats"] == [x.strip() for x in covered(piece, Kind.BOLD)]


def test_a_table_keeps_its_columns() -> None:
    """A table is shown in a fixed width."""
    (piece,) = pieces("|a|b|\n|-|-|\n|1|2|")
    assert covered(piece, Kind.PRE)


def test_nothing_to_say_is_never_sent_empty() -> None:
    """Telegram refuses empty messages."""
    assert ["…"] == [p.text for p in pieces("")]
    assert ["…"] == [p.text for p in pieces(" \n ")]


def test_many_entities_are_kept_to_a_hundred() -> None:
    """Telegram takes a hundred entities a message."""
    assert all(len(p.entities) <= 100 for p in pieces("**a** " * 300))


def test_a_nudge_shows_its_preview_and_hides_the_rest() -> None:
    """On a lock screen only the preview can be read: all the rest is a spoiler."""
    (piece,) = discreet("Un rappel de Carnet", "Prenez **metformine** `500 mg`")
    assert piece.text.startswith("Un rappel de Carnet\n\n")
    assert ["Prenez metformine 500 mg"] == covered(piece, Kind.SPOILER)
    assert not covered(piece, Kind.CODE)


def test_a_long_nudge_is_hidden_in_every_piece() -> None:
    """The spoiler goes on where a text is cut."""
    for piece in discreet("Un rappel", "médicament " * 900):
        shown = piece.text
        for hidden in covered(piece, Kind.SPOILER):
            shown = shown.replace(hidden, "")
        assert "médicament" not in shown


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.integers(min_value=20, max_value=120))
def test_any_text_is_cut_within_the_limit(text: str, limit: int) -> None:
    """No piece is longer than allowed or empty, and no entity reaches beyond its text."""
    found = pieces(text, limit=limit)
    assert found
    for piece in found:
        assert 0 < units(piece.text) <= limit
        assert piece.text.strip()
        for entity in piece.entities:
            assert 0 <= entity.offset
            assert entity.offset + entity.length <= units(piece.text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aé😀\U0001f469\u200d\U0001f4bb \n", min_size=300, max_size=900))
def test_cutting_loses_no_letter(text: str) -> None:
    """All letters and signs of a plain text arrive, in order, and no pair is torn."""
    kept = "".join(p.text for p in pieces(text, limit=64))
    assert "".join(text.split()) == "".join(kept.split()) or not text.strip()
