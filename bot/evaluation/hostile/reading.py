"""Reading each file once: the same hostile document comes in many scenes."""

from bot.intake.reading import FileReader, Reading, Source


class OnceReader:
    """A file reader that remembers, by content and language."""

    def __init__(self, reader: FileReader) -> None:
        self._reader = reader
        self._known: dict[tuple[bytes, str], Reading] = {}

    async def read(self, source: Source) -> Reading:
        """What the file says; raises Unreadable."""
        key = (source.content, source.language)
        if key not in self._known:
            self._known[key] = await self._reader.read(source)
        return self._known[key]
