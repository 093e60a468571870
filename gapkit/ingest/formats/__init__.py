"""Layouts of survey tools: each module recognises its own by content; adding one adds a module here.

A module is called as a study calls the format and has one function, ``recognise(top) -> Shape | None``.
Recognition is exclusive: a table that two formats claim is a mistake of these modules, and a test.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol

from gapkit.ingest.formats.shape import MARKS, Screen, Shape, Top

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MARKS", "Screen", "Shape", "Top", "formats", "recognise"]

_NO_FORMATS = frozenset({"shape", "codebooks", "cells"})
"""Modules that formats share."""


class Recogniser(Protocol):
    """What a format's module gives."""

    def __call__(self, top: Top) -> Shape | None: ...


@cache
def formats() -> Mapping[str, Recogniser]:
    """Return the name of each format → what recognises it, in alphabetical order."""
    names = sorted(m.name for m in iter_modules(__path__) if m.name not in _NO_FORMATS)
    return {name: import_module(f"{__name__}.{name}").recognise for name in names}


def recognise(top: Top, wanted: str = "auto") -> tuple[str, Shape] | None:
    """Return the format of a table and its shape, or None where no survey tool's layout is seen.

    Parameters
    ----------
    top
        The first records.
    wanted
        The only format to try, else ``auto``.

    Examples
    --------
    >>> recognise(Top((("id", "E1"), ("1", "5")))) is None
    True
    """
    for name, recogniser in formats().items():
        if wanted in ("auto", name):
            shape = recogniser(top)
            if shape is not None:
                return name, shape
    return None
