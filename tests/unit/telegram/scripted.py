"""A request that answers from a script instead of a network, and remembers what was asked."""

import json
from collections.abc import Callable
from typing import Any

from telegram.request import BaseRequest, RequestData

Answer = tuple[int, dict[str, Any]] | Exception
Script = Callable[[str, dict[str, Any]], Answer | None]


def message(identity: int, chat: int = 7) -> dict[str, Any]:
    """A message as Telegram returns it."""
    return {"message_id": identity, "date": 1, "chat": {"id": chat, "type": "private"}}


def refused(status: int, description: str, **parameters: Any) -> Answer:
    """A refusal as Telegram words it."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return status, body | ({"parameters": parameters} if parameters else {})


class Scripted(BaseRequest):
    """Asks the script first; without an answer of its own, all goes well."""

    def __init__(self, script: Script | None = None) -> None:
        self.script = script
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.opened = 0
        self.next_id = 100

    @property
    def read_timeout(self) -> float | None:
        """No limit."""
        return None

    async def initialize(self) -> None:
        """Count it."""
        self.opened += 1

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """The script's answer, or success."""
        name = url.rsplit("/", 1)[-1]
        given = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, given))
        answer = self.script(name, given) if self.script else None
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            self.next_id += 1
            sends = name.startswith("send") and name not in {"sendMessageDraft", "sendChatAction"}
            result: Any = message(self.next_id, int(given.get("chat_id", 7))) if sends else True
            answer = 200, {"ok": True, "result": result}
        return answer[0], json.dumps(answer[1]).encode()

    def of(self, name: str) -> list[dict[str, Any]]:
        """What was given to each call of a method."""
        return [given for called, given in self.calls if called == name]
