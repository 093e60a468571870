"""A number that prints itself as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Figure"]


class Figure(float):
    """A number that prints itself as a person of the study's language reads it.

    It counts as a `float`, in full precision; ``f"{figure}"`` gives the words, ``f"{figure:.3f}"``
    the number. Where it is undefined it is NaN, and prints why in brackets.

    Parameters
    ----------
    number
        The figure.
    text
        As it is printed.
    row
        The row of the table that it stands in: n, interval, verdict, reason.

    Examples
    --------
    >>> gap = Figure(-0.4567, "−0.46", {"n": 933})
    >>> f"{gap}, n = {gap.row['n']}; {gap:.3f}; {gap + 1:.2f}"
    '−0.46, n = 933; -0.457; 0.54'
    """

    text: str
    row: Mapping[str, Any]

    def __new__(cls, number: float, text: str, row: Mapping[str, Any]) -> Figure:
        """Return a new figure."""
        figure = super().__new__(cls, number)
        figure.text, figure.row = text, row
        return figure

    def __str__(self) -> str:
        return self.text

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else self.text
