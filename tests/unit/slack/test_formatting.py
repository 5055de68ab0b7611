"""Markdown as Slack shows it, and its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks import BLOCKS, fallback, page, parts_of, pressed
from adapters.slack.formatting import SECTION, sections
from bot.messages import Address, Attachment, Choice, Outgoing

HOME = Address(channel="slack", account="T1", tenant="T1", conversation="D1")


def outgoing(text: str, **more: object) -> Outgoing:
    """A message."""
    return Outgoing(key="turn:0", address=HOME, text=text, preview="Un message", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**fort** et _doux_ et ~~faux~~", "*fort* et _doux_ et ~faux~"),
        ("# Titre **un**", "*Titre un*"),
        ("5 < 6 & 7 > 6", "5 &lt; 6 &amp; 7 &gt; 6"),
        ("- un\n- deux\n  - trois", "• un\n• deux\n    • trois"),
        ("3. un\n4. deux", "3. un\n4. deux"),
        (
            "`/aide` et [lien](https://a.example/x?y=1&z=2)",
            "`!aide` et <https://a.example/x?y=1&amp;z=2|lien>",
        ),
        ("> cité\n> deux", "> cité\n> deux"),
        ("| a | b |\n|---|---|\n| 1 | 22 |", "```\na  b\n1  22\n```"),
        ("```\nx < y\n```", "```\nx &lt; y\n```"),
        ("l'**eau** chaude**s**", "l'\u200b*eau* chaude\u200b*s*"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("un\ndeux\n\ntrois", "un\ndeux\n\ntrois"),
        ("a\0b \ud800", "ab ?"),
    ],
)
def test_markdown(markdown: str, shown: str) -> None:
    """Each form of Markdown in Slack's own."""
    assert [shown] == sections(markdown)


def test_empty_texts_have_no_section() -> None:
    """Nothing said is nothing shown."""
    assert [] == sections("  \n ")


@given(st.text(max_size=9000))
def test_any_text_fits_sections(text: str) -> None:
    """Whatever is said, no section is too long or empty."""
    for section in sections(text):
        assert 0 < len(section) <= SECTION


def test_long_texts_are_cut_between_words_and_lose_nothing() -> None:
    """All words are there, in order, none of them cut."""
    words = [f"mot{n}" for n in range(3000)]
    assert words == " ".join(sections(" ".join(words))).split()


def test_escapes_are_not_cut() -> None:
    """No piece ends within an escaped character."""
    for piece in sections("&" * 4000):
        assert "" == piece.replace("&amp;", "")


def test_what_is_said_stands_in_blocks_only() -> None:
    """The text that notifications show is the preview, whatever the message says."""
    message = outgoing("Votre ferritine est basse")
    assert "Un message" == fallback(message)
    assert "Carnet" == fallback(message.model_copy(update={"preview": ""}))
    (part,) = parts_of(message)
    assert "Votre ferritine est basse" == part.blocks[0]["text"]["text"]


def test_buttons_carry_ids_and_short_labels() -> None:
    """A button's value is the choice's id; its label fits; an address is a link."""
    choices = (
        Choice(id="a1", label="x" * 90),
        Choice(id="url0", label="Site", url="https://a.example"),
    )
    (part,) = parts_of(outgoing("?", choices=choices))
    one, two = part.blocks[-1]["elements"]
    assert ("choice:0", "a1", 75) == (one["action_id"], one["value"], len(one["text"]["text"]))
    assert "https://a.example" == two["url"]


def test_long_messages_become_several_with_marks_of_their_own() -> None:
    """Each part keeps the limits and has its mark; buttons stand under the last."""
    text = "\n\n".join("mot " * 700 for _ in range(12))
    parts = parts_of(outgoing(text, choices=(Choice(id="a", label="Oui"),)))
    assert len(parts) > 1
    assert len(parts) == len({p.mark for p in parts})
    assert [p.mark for p in parts] == [p.blocks[0]["block_id"] for p in parts]
    assert all(len(p.blocks) <= BLOCKS for p in parts)
    assert ["actions"] == [b["type"] for p in parts for b in p.blocks if b["type"] == "actions"]
    assert "actions" == parts[-1].blocks[-1]["type"]


def test_files_are_parts_of_their_own() -> None:
    """A file alone needs no text."""
    file = Attachment(name="a.png", media_type="image/png", content=b"x")
    (part,) = parts_of(outgoing("", files=(file,)))
    assert file == part.file


def test_pressing_twice_shows_the_last_choice() -> None:
    """What was chosen before gives way to what was chosen now."""
    (part,) = parts_of(outgoing("?", choices=(Choice(id="a", label="Un"),)))
    once = pressed(part.blocks, "Un", ())
    twice = pressed(once, "Deux", ())
    assert ["section", "context"] == [b["type"] for b in twice]
    assert "✓ Deux" == twice[1]["elements"][0]["text"]


def test_a_page_has_headings_and_buttons() -> None:
    """Headings are header blocks, the rest is text, commands are buttons."""
    shown = page(
        outgoing("## Suite\n\n- un\n\n## Fin\nx", choices=(Choice(id="fr/rdv", label="Noter"),))
    )
    assert ["header", "section", "header", "section", "actions"] == [
        b["type"] for b in shown["blocks"]
    ]
