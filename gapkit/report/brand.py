"""How a firm dresses its reports: a logo, a colour, a template for slides."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Brand", "Logo"]


@dataclass(frozen=True)
class Logo:
    """A picture that was read and can be shown.

    Parameters
    ----------
    data
        The file's bytes.
    kind
        ``png`` or ``jpeg``.
    """

    data: bytes
    kind: str

    @property
    def address(self) -> str:
        """The picture as an address that a page carries within itself.

        Examples
        --------
        >>> Logo(b"x", "png").address
        'data:image/png;base64,eA=='
        """
        return f"data:image/{self.kind};base64,{b64encode(self.data).decode()}"


@dataclass(frozen=True)
class Brand:
    """What a study says of the firm that reports.

    Parameters
    ----------
    template
        A .pptx whose layouts, fonts and colours the slides take.
    logo
        Shown at the head of the page, the slides and the document.
    colour
        ``#rrggbb`` of lines and bands; never of figures, whose colours are their verdicts. Empty:
        gapkit's own.
    """

    template: Path | None = None
    logo: Logo | None = None
    colour: str = ""
