"""Buttons by number in the terminal, and what a terminal's own commands leave behind."""

from pathlib import Path

import pytest

from adapters.terminal.channel import TerminalChannel
from bot.messages import Address, Choice, Outgoing
from bot.wording.folding import clean, without_escapes

UNDO = Choice(id="undo", label="Annuler")


def _channel(folder: Path) -> TerminalChannel:
    return TerminalChannel(folder, lambda outgoing, paths: None)


def _message(*choices: Choice) -> Outgoing:
    return Outgoing(
        key="k",
        address=Address(channel="terminal", conversation="me"),
        text="…",
        preview="…",
        choices=choices,
    )


async def test_a_number_means_what_the_last_answer_offered(tmp_path: Path) -> None:
    """A remark after the buttons, in the same answer, takes no button away."""
    channel = _channel(tmp_path)
    channel.new_turn()
    await channel.send(_message(UNDO))
    await channel.send(_message())
    assert (UNDO,) == channel.choices


async def test_an_answer_without_buttons_leaves_none_of_before(tmp_path: Path) -> None:
    """Buttons of an older answer are not pressed by number."""
    channel = _channel(tmp_path)
    channel.new_turn()
    await channel.send(_message(UNDO))
    channel.new_turn()
    await channel.send(_message())
    assert () == channel.choices


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b[31mallergie\x1b[0m au latex", "allergie au latex"),
        ("rdv\x1b[D\x1b[D kiné", "rdv kiné"),
        ("\x1b[200~mal au dos\x1b[201~", "mal au dos"),
        ("\x1b]0;titre\x07mal au dos", "mal au dos"),
        ("\x1b]8;;https://x\x1b\\lien\x1b]8;;\x1b\\", "lien"),
        ("\x9b1;31mrouge", "rouge"),
        ("\x1bOP aide", " aide"),
        ("\x1b(Bmal", "mal"),
        ("[31m n'est pas une commande", "[31m n'est pas une commande"),
        ("\x1b]sans fin", "sans fin"),
    ],
)
def test_escape_sequences_go_whole(typed: str, kept: str) -> None:
    """Nothing of a terminal's command stays in what is noted; what was written does."""
    assert kept == without_escapes(typed)


def test_what_is_noted_holds_no_remnant() -> None:
    """Whatever the channel, noted words lose whole sequences and control characters."""
    assert "allergie latex" == clean("\x1b[1;31mallergie\x07 latex\x1b[0m", limit=50)
