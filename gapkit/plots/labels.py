"""Breaking long texts into lines, by their width and not by their number of letters."""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import Final

from gapkit.plots.fonts import is_wide, width

__all__ = ["wrap"]

_PIECES: Final = re.compile(r"\s+|[^\s]+")
_NO_START: Final = frozenset("，。、；：？！）」』】》〉〕％…·,.;:?!)]}’”%")
"""Signs that must not begin a line."""

_NO_END: Final = frozenset("（「『【《〈〔([{‘“")
"""Signs that must not end a line."""


def wrap(text: str, points: float, size: float, most: int = 6) -> list[str]:
    """Break `text` into lines no wider than `points`.

    Parameters
    ----------
    text
        Words, or Chinese, which breaks between any two characters but not before a full stop.
    points
        Widest line, in points.
    size
        Type size, in points.
    most
        Most lines; what is left over ends in ``…``.

    Returns
    -------
    list of str
        At least one line.

    Examples
    --------
    >>> wrap("Paying here is a pleasure", 65, 9)
    ['Paying here', 'is a pleasure']
    >>> wrap("交易付款過程愉快", 50, 9)
    ['交易付款過', '程愉快']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width((line + piece).rstrip(), size) > points:
            lines.append(line.rstrip())
            line = ""
        line = line + piece if line else piece.lstrip()
        while width(line.rstrip(), size) > points and len(line) > 1:
            cut = _fitting(line, points, size)
            lines.append(line[:cut])
            line = line[cut:].lstrip()
    lines.append(line.rstrip())
    lines = [line for line in lines if line] or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), points, size)]
    return lines


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end."""
    pieces: list[str] = []
    for run in _PIECES.findall(text):
        if run.isspace():
            pieces.append(" ")
        elif is_wide(run):
            pieces += _wide_pieces(run)
        else:
            pieces.append(run)
    return pieces


def _wide_pieces(run: str) -> list[str]:
    pieces: list[str] = []
    for character in run:
        glued = pieces and (
            character in _NO_START
            or pieces[-1][-1] in _NO_END
            or not (is_wide(character) or is_wide(pieces[-1][-1]))
        )
        if glued:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _fitting(line: str, points: float, size: float) -> int:
    """How many characters of an unbreakable line fit, at least one."""
    ends = accumulate(width(character, size) for character in line)
    return max(1, sum(1 for _ in takewhile(lambda end: end <= points, ends)))


def _shortened(text: str, points: float, size: float) -> str:
    if not text:
        return "…"
    room = points - width("…", size)
    kept = _fitting(text, room, size) if width(text[0], size) <= room else 0
    return f"{text[:kept].rstrip()}…"
