"""Blocks of a file worked on in two threads, and handed out in the file's order."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gapkit.ingest.readers import Block, RawBatch

__all__ = ["worked"]

T = TypeVar("T")

_THREADS: Final = 2
"""Parsing and coding leave Python's lock for most of their time; more threads only wait for it."""


def worked(blocks: Iterable[Block], work: Callable[[RawBatch], T]) -> Iterator[T]:
    """Yield what `work` makes of every block; a single block is worked on without a thread.

    Examples
    --------
    >>> list(worked([lambda k=k: k for k in range(4)], lambda batch: batch * 2))
    [0, 2, 4, 6]
    """
    blocks = iter(blocks)
    first = list(islice(blocks, 2))
    if len(first) < 2:
        yield from (work(block()) for block in first)
        return
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for block in chain(first, blocks):
            waiting.append(pool.submit(lambda b=block: work(b())))  # type: ignore[misc]
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
