"""What the page carries within itself: styles, script, the Chinese characters that it uses."""

from __future__ import annotations

import base64
import hashlib
import io
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["font_rule", "policy", "template_text", "verdict_colours"]

FAMILY: Final = "Gapkit Sans TC"

FIRST_CJK: Final = 0x2E80
"""Characters below this are left to the reader's own fonts."""


def template_text(name: str) -> str:
    """Return a file that lies beside the templates."""
    return files("gapkit.report.page").joinpath("templates", name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Return the content security policy under which only this style and this script count.

    Examples
    --------
    >>> policy("a{}", "1")[:63]
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-"
    """
    return "; ".join(
        [
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "img-src data:",
            "font-src data:",
        ]
    )


def font_rule(texts: Iterable[str]) -> str:
    """Return a font face with the Chinese characters of the texts; empty where there are none.

    Parameters
    ----------
    texts
        Everything that the page shows.
    """
    wanted = {code for character in set().union(*texts) if (code := ord(character)) >= FIRST_CJK}
    if not wanted:
        return ""
    data = base64.b64encode(_subset(wanted)).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-display:block;'
        f'src:url(data:font/woff;base64,{data}) format("woff");'
        "unicode-range:U+2E80-9FFF,U+F900-FAFF,U+FF00-FFEF}"
    )


def verdict_colours() -> dict[str, tuple[str, str]]:
    """Return verdict → colour and mark, as the figures have them."""
    from gapkit.plots.theme import VERDICTS

    return {verdict: (look.colour, look.sign) for verdict, look in VERDICTS.items()}


def _subset(characters: set[int]) -> bytes:
    from fontTools import subset

    options = subset.Options(flavor="woff", hinting=False, layout_features=[], name_IDs=[1, 13])
    buffer = io.BytesIO()
    with (
        as_file(files("gapkit") / "fonts" / "GapkitSansTC-Regular.otf") as path,
        subset.load_font(str(path), options) as font,
    ):
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(buffer)
    return buffer.getvalue()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
