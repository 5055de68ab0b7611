"""The page of formats, written from the readers' own declarations: ``docs/formats.md``.

``python -m bot.intake.catalogue`` prints it; a test compares the page with it.
"""

from bot.intake.detect import READERS

HEAD = """# What Carnet reads

Written from the readers' own declarations by `python -m bot.intake.catalogue`. Formats are
recognised by content, never by name, in this order. Every file is read in a process of its own with
limits on time and memory; what is read is shown and kept only when the person says so; what is seen
but not understood is listed, never dropped.

| format | what is read, and its limits |
|---|---|
"""


def page() -> str:
    """The page as Markdown, one row per reader in the order in which they are asked."""
    rows = []
    for reader in READERS:
        words = " ".join(reader.declares.split()).replace("|", "\\|")
        rows.append(f"| `{reader.format}` | {words[:1].upper()}{words[1:]} |\n")
    return HEAD + "".join(rows)


if __name__ == "__main__":
    print(page(), end="")
