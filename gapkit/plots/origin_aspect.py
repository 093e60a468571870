"""A gap by two tags at once: where quality arises, and what is received or how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gapkit.causes.cuts import CROSSED, TOGETHER
from gapkit.causes.tag_sentences import tag_value_word, tag_word
from gapkit.gaps.terms import gap_name
from gapkit.plots.cells import Cells
from gapkit.plots.chosen import last_wave, take
from gapkit.plots.heatmap import chart as heat
from gapkit.plots.heatmap import describe_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gapkit.results import Result

__all__ = ["describe", "origin_aspect"]

TOTAL = "all"


def origin_aspect(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str = "5", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Draw a gap by origin of quality (down) and aspect (across) as coloured cells.

    Parameters
    ----------
    result
        A ``tags`` result.
    wave, segment, value
        Whose answers; `wave` None is the last.
    gap
        Which gap, such as ``5``.
    ax
        Axes to draw on; None makes a figure.

    Returns
    -------
    matplotlib.axes.Axes
        White is no gap; colours run equally far to both sides, and are pale where the verdict is
        unclear. Hatched: no item bears both tags.

    Raises
    ------
    CallError
        There are no such rows.
    """
    return heat(_cells(result, wave, segment, value, gap), turned=False).on(ax)


def describe(
    result: Result, *, wave: str | None = None, segment: str = "all", value: str = "all",
    gap: str = "5",
) -> str:  # fmt: skip
    """Return what the chart shows, for readers who cannot see it; arguments as `origin_aspect`."""
    return describe_cells(_cells(result, wave, segment, value, gap))


@dataclass(frozen=True)
class _Crossed(Cells):
    """Values of the first tag × values of the second, with all items together."""

    @property
    def title(self) -> str:
        words = self.result.words
        tag = tag_word(words, TOGETHER.join(CROSSED))
        return words("plots.origin_aspect.title", gap=gap_name(words, self.gap), tag=tag)

    @property
    def group_labels(self) -> list[str]:
        return [self._label(CROSSED[0], group) for group in self.groups]

    @property
    def key_labels(self) -> list[str]:
        return [self._label(CROSSED[1], key) for key in self.keys]

    def _label(self, tag: str, value: str) -> str:
        words = self.result.words
        return (
            words("plots.origin_aspect.all")
            if value == TOTAL
            else tag_value_word(words, tag, value)
        )


def _cells(result: Result, wave: str | None, segment: str, value: str, gap: str) -> Cells:
    frame = take(result, wave, segment=segment, value=value, gap=gap)
    shown = last_wave(result.frame) if wave is None else str(wave)
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for record in frame.to_dict("records"):
        row = {str(k): v for k, v in record.items()}
        tag, key = str(row["tag"]), str(row["key"])
        if tag == TOTAL:
            records[TOTAL, TOTAL] = row
        elif tag == TOGETHER.join(CROSSED):
            first, _, second = key.partition(TOGETHER)
            records[first, second] = row
        elif tag == CROSSED[0]:
            records[key, TOTAL] = row
        elif tag == CROSSED[1]:
            records[TOTAL, key] = row
    groups = list(dict.fromkeys(g for g, _ in records if g != TOTAL))
    keys = list(dict.fromkeys(k for _, k in records if k != TOTAL))
    if not groups or not keys:
        return _Crossed(result, gap, "tag", shown, segment, [], [], {})
    return _Crossed(result, gap, "tag", shown, segment, [TOTAL, *groups], [TOTAL, *keys], records)
