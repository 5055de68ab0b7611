"""Files: fetched with the token from allowed hosts only, sent by Slack's three-step upload."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp

from adapters.slack.api import SlackApi
from adapters.slack.attached import RemoteFile
from adapters.slack.faults import Fault, SlackFault
from bot.errors import Explainable, Transient
from bot.messages import Attachment

LARGEST = 1_000_000_000
_PUBLIC = ".slack.com"
_CHUNK = 65_536
_SECONDS = 120


def allowed(url: str, base_url: str) -> bool:
    """Whether the token may be sent there: Slack over HTTPS, or the host of the configured API."""
    target, base = urlsplit(url), urlsplit(base_url)
    host = (target.hostname or "").lower()
    if target.username or target.password or not host:
        return False
    if target.scheme == "https" and (host == _PUBLIC[1:] or host.endswith(_PUBLIC)):
        return True
    return host == (base.hostname or "").lower() and target.scheme == base.scheme


async def download(api: SlackApi, token: str, file: RemoteFile, *, limit: int) -> bytes:
    """The bytes; raises Explainable (too large, gone) or Transient."""
    url = file.url
    if not url:
        url = await _address(api, token, file.id, limit)
    if not allowed(url, api.base_url):
        raise Explainable("file-gone")
    try:
        async with api.session().get(
            url,
            headers={"Authorization": f"Bearer {token}"},
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=_SECONDS, sock_connect=5, sock_read=30),
        ) as answer:
            return await _content(answer, limit)
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise Transient("a file could not be fetched") from None


async def _content(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    if answer.status == 429 or answer.status >= 500:
        raise Transient("a file could not be fetched")
    # Without the right to a file Slack redirects to, or shows, a page to sign in.
    if answer.status != 200 or answer.content_type == "text/html":
        raise Explainable("file-gone")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
    return bytes(content)


async def _address(api: SlackApi, token: str, file: str, limit: int) -> str:
    """Where a file is whose address did not come with its message."""
    try:
        found = await api.call("files.info", token, file=file)
    except SlackFault as fault:
        if fault.fault in {Fault.UNSENT, Fault.DOUBTFUL, Fault.WAIT}:
            wait = fault.delay or None
            raise Transient("a file could not be fetched", retry_after=wait) from None
        raise Explainable("file-gone") from None
    info: Any = found.get("file") or {}
    size = info.get("size")
    if isinstance(size, int) and size > limit:
        raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
    return str(info.get("url_private_download") or info.get("url_private") or "")


async def upload(api: SlackApi, token: str, file: Attachment) -> str:
    """Hand the bytes over; returns the file's id. Nobody sees it before it is shared."""
    ticket = await api.call(
        "files.getUploadURLExternal", token, filename=file.name, length=len(file.content)
    )
    url, identity = str(ticket.get("upload_url") or ""), ticket.get("file_id")
    if not isinstance(identity, str) or not allowed(url, api.base_url):
        raise SlackFault(Fault.REFUSED, "files.getUploadURLExternal", "no usable answer")
    form = aiohttp.FormData()
    form.add_field("filename", file.content, filename=file.name, content_type=file.media_type)
    try:
        async with api.session().post(
            url,
            data=form,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=_SECONDS, sock_connect=5),
        ) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError):
        # Uploaded or not: nothing shows until it is shared, so it is simply done again.
        raise SlackFault(Fault.UNSENT, "upload", "no answer") from None
    if status == 429:
        raise SlackFault(Fault.WAIT, "upload", "ratelimited", delay=1.0)
    if status >= 500:
        raise SlackFault(Fault.UNSENT, "upload", f"status {status}")
    if status != 200:
        raise SlackFault(Fault.REFUSED, "upload", f"status {status}")
    return identity


async def share(
    api: SlackApi, token: str, file: str, title: str, conversation: str, thread: str | None
) -> None:
    """Show an uploaded file in a conversation."""
    await api.call(
        "files.completeUploadExternal",
        token,
        files=[{"id": file, "title": title}],
        channel_id=conversation,
        thread_ts=thread,
    )
