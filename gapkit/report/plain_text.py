"""Texts as office programs can take them: no control characters, labels of bearable length."""

from __future__ import annotations

import re
from typing import Final

from gapkit.plots.fonts import is_wide

__all__ = ["printable", "shortened"]

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""


def printable(text: str) -> str:
    r"""Return a text without characters that no office file can hold.

    Examples
    --------
    >>> printable("Queue\x07 <b>\u5e73\u5747</b>")
    'Queue <b>平均</b>'
    """
    return _UNPRINTABLE.sub("", text)


def shortened(text: str, most: int) -> str:
    """Return a text as a label: one line of at most `most` Latin letters, or half as many Chinese.

    Examples
    --------
    >>> shortened("Short wait at the counter", 16), shortened("短等候", 16)
    ('Short wait at t…', '短等候')
    """
    line = " ".join(printable(text).split())
    room = most
    for kept, character in enumerate(line):
        room -= 2 if is_wide(character) else 1
        if room < 0:
            return f"{line[: max(kept - 1, 0)].rstrip()}…"
    return line
