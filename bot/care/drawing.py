"""Drawing apart from the event loop: a picture takes a while, and nobody else should wait for it.

One thread for all pictures, because matplotlib is not made for several at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")


async def drawn(draw: Callable[..., bytes], *arguments: object) -> bytes:
    """The picture that ``draw`` makes; what it raises is raised here."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_thread(), partial(draw, *arguments))
