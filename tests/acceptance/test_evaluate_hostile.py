"""``carnet evaluate hostile`` as an operator runs it."""

from pathlib import Path

from tests.acceptance.terminal import run


def test_the_table_counts_every_road_and_nothing_gets_through(tmp_path: Path) -> None:
    """Documents read in processes of their own: zero in every column, exit code 0."""
    done = run(tmp_path / "data", "evaluate", "hostile", "--road", "calendar", cold=True)
    assert 0 == done.returncode, done.stdout + done.stderr
    row = next(line for line in done.stdout.splitlines() if "│ all" in line)
    cells = [cell.strip() for cell in row.strip("│ ").split("│")]
    assert "12" == cells[1]
    assert ["0", "0", "0", "0"] == cells[-4:]


def test_an_unknown_road_is_named(tmp_path: Path) -> None:
    """One sentence with the roads there are, exit code 2."""
    done = run(tmp_path / "data", "evaluate", "hostile", "--road", "pigeon")
    assert 2 == done.returncode
    assert "calendar" in done.stderr
