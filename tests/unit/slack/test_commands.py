"""Commands in what Carnet says are shown as they can be typed in Slack."""

import pytest

from adapters.slack.commands import typed
from adapters.slack.formatting import sections


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Pour arrêter : /stop", "Pour arrêter : !stop"),
        ("`/detacher` pour revenir, `/lieu-rappels` pour choisir.", None),
        ("(/help) or “/link”", "(!help) or “!link”"),
        ("/rdv cardiologue", "!rdv cardiologue"),
        ("500 mg/jour et/ou 3 l /jour", "500 mg/jour et/ou 3 l /jour"),
        ("https://example.org/help and a/stop/b", "https://example.org/help and a/stop/b"),
        ("/stopper n'est rien", "/stopper n'est rien"),
    ],
)
def test_commands_of_ours_only(markdown: str, shown: str | None) -> None:
    """Whatever else has a slash keeps it."""
    expected = shown or "`!detacher` pour revenir, `!lieu-rappels` pour choisir."
    assert expected == typed(markdown)


def test_what_is_sent_shows_them() -> None:
    """In text, in code, in lists."""
    (piece,) = sections("Dites `/aide`.\n\n- /rdv : noter un rendez-vous")
    assert ("/" in piece, piece.count("!")) == (False, 2)
