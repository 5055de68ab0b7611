"""Files of a message as references that hold no token, and back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.workspace import Workspace
from bot.messages import FileReference, IncomingKind

_LONGEST_NAME = 200
_UNREADABLE = ("tombstone", "hidden_by_limit")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """Where a file is: the workspace whose token opens it, its id and its private address."""

    workspace: Workspace
    id: str
    url: str

    def written(self) -> str:
        """As an opaque reference."""
        parts = [self.workspace.enterprise, self.workspace.team, self.id, self.url]
        return json.dumps(parts, separators=(",", ":"))

    @classmethod
    def read(cls, reference: str) -> "RemoteFile":
        """From an opaque reference; raises ValueError for any other text."""
        parts = json.loads(reference)
        if not isinstance(parts, list) or len(parts) != 4:
            raise ValueError("not a reference of a file in Slack")
        enterprise, team, file, url = parts
        return cls(Workspace(enterprise, team), str(file), str(url))


def attached(
    files: Sequence[Any], workspace: Workspace
) -> tuple[IncomingKind, tuple[FileReference, ...]]:
    """The kind of the message and its files; a voice clip makes it spoken."""
    references = []
    for file in files:
        if not isinstance(file, dict) or file.get("mode") in _UNREADABLE:
            continue
        if _spoken(file):
            return IncomingKind.VOICE, ()
        if isinstance(file.get("id"), str):
            references.append(_reference(file, workspace))
    return (IncomingKind.FILE if references else IncomingKind.TEXT), tuple(references)


def _reference(file: dict[str, Any], workspace: Workspace) -> FileReference:
    url = file.get("url_private_download") or file.get("url_private") or ""
    size = file.get("size")
    return FileReference(
        reference=RemoteFile(workspace, file["id"], str(url)).written(),
        name=str(file.get("name") or "")[:_LONGEST_NAME],
        media_type=str(file.get("mimetype") or ""),
        size=size if isinstance(size, int) else None,
    )


def _spoken(file: dict[str, Any]) -> bool:
    sort, media = file.get("subtype"), str(file.get("mimetype") or "")
    return sort in ("slack_audio", "slack_video") or media.startswith("audio/")
