"""The rows of a gap as the gap charts show them: chosen, ordered, with labels and tooltips."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.terms import gap_name, reason_word, verdict_word
from gapkit.plots.chosen import (
    as_number,
    count_text,
    interval_text,
    label_of,
    last_wave,
    p_text,
    records_of,
    subtitle,
    take,
)
from gapkit.plots.head import Key
from gapkit.plots.sheet import Column
from gapkit.plots.theme import VERDICTS, VerdictStyle, verdict_style

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gapkit.results import Result

__all__ = ["DEFAULT", "GapRows", "gap_rows", "said_of"]

DEFAULT: Final[dict[str, Any]] = {
    "wave": None,
    "segment": "all",
    "value": "all",
    "gap": "5",
    "level": "item",
}
"""What a gap chart shows where nothing else is asked for."""


@dataclass(frozen=True)
class GapRows:
    """Rows of one gap, one level and one group, in the order they are drawn.

    Parameters
    ----------
    result
        Where they come from.
    gap, level, wave, segment, value
        What they are of.
    records
        The rows of the frame: column → cell.
    """

    result: Result
    gap: str
    level: str
    wave: str
    segment: str
    value: str
    records: list[dict[str, Any]]

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column of figures; NaN where the frame has none."""
        return np.array([as_number(record.get(column)) for record in self.records], dtype=float)

    @property
    def any(self) -> bool:
        """Whether a row has a figure."""
        return bool(np.isfinite(self.numbers("estimate")).any())

    @property
    def verdicts(self) -> list[str]:
        """Verdict of each row; blank where the gap is not judged."""
        return [str(record.get("verdict") or "") for record in self.records]

    @property
    def styles(self) -> list[VerdictStyle]:
        """Look of each row."""
        return [verdict_style(verdict) for verdict in self.verdicts]

    @property
    def labels(self) -> list[str]:
        """Wording of each row, in the result's language."""
        return [label_of(self.result, self.level, str(r["key"])) for r in self.records]

    @property
    def title(self) -> str:
        """Name of the gap, and of what the rows are."""
        words = self.result.words
        name = gap_name(words, self.gap)
        return words("plots.title", name=name, level=words(f"plots.rows.{self.level}"))

    @property
    def subtitle(self) -> str:
        """When and of whom."""
        return subtitle(self.result, self.wave, self.segment, self.value)

    def counts(self) -> Column:
        """Return the column of people behind each row."""
        words = self.result.words
        return Column(words("plots.n"), [count_text(r, words) for r in self.records])

    def estimates(self) -> Column:
        """Return the column of gaps, or the reason why there is none."""
        words, decimals = self.result.words, self.result.options.decimals
        cells = [words.number(e, decimals, sign=True) or "–" for e in self.numbers("estimate")]
        return Column(words("plots.gap"), cells)

    def reasons(self) -> list[str]:
        """Return why a row has no figure; blank where it has one."""
        words = self.result.words
        said = []
        for record, estimate in zip(self.records, self.numbers("estimate"), strict=True):
            why = reason_word(words, record.get("reason")) or words("plots.blank")
            said.append(why if estimate != estimate else "")
        return said

    def tooltips(self) -> list[str]:
        """Return what a row says when pointed at."""
        words, decimals = self.result.words, self.result.options.decimals
        said = []
        for label, record, reason in zip(self.labels, self.records, self.reasons(), strict=True):
            verdict = str(record.get("verdict") or "")
            parts = [
                reason or f"{words('plots.gap')} {interval_text(record, words, decimals)}",
                f"{words('plots.n')} {count_text(record, words)}",
                "" if reason else p_text(as_number(record.get("p_adjusted")), words),
                verdict_word(words, self.gap, verdict) if verdict and not reason else "",
            ]
            said.append(
                words(
                    "plots.tip", label=label, said=words("list.between").join(p for p in parts if p)
                )
            )
        return said

    def verdict_keys(self) -> list[Key]:
        """Return the legend of the verdicts that occur."""
        words, drawn = self.result.words, self.numbers("estimate")
        seen = {v for v, e in zip(self.verdicts, drawn, strict=True) if e == e}
        return [
            Key.mark(verdict_word(words, self.gap, verdict), style)
            for verdict, style in VERDICTS.items()
            if verdict in seen
        ]


def gap_rows(
    result: Result, *, wave: str | None, segment: str, value: str, gap: str, level: str, by: str
) -> GapRows:
    """Return the rows of a gap.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value, gap, level
        What is shown; `wave` None is the last.
    by
        Column by which rows are sorted, the smallest first and blanks last; empty: as they come.

    Raises
    ------
    CallError
        There are no such rows.
    """
    frame = take(result, wave, segment=segment, value=value, gap=gap, level=level)
    shown = last_wave(result.frame) if wave is None else str(wave)
    records = records_of(frame)
    if by and by in frame:
        records.sort(key=lambda record: _blank_last(record[by]))
    return GapRows(result, gap, level, shown, segment, value, records)


def _blank_last(cell: object) -> tuple[bool, float]:
    """Return what a figure is sorted by."""
    figure = as_number(cell)
    return (figure != figure, figure if figure == figure else 0.0)


def said_of(rows: GapRows) -> str:
    """Return in sentences how many rows there are, the ends of their range and the verdicts."""
    words, decimals = rows.result.words, rows.result.options.decimals
    estimates = rows.numbers("estimate")
    title = words("plots.describe.what", title=rows.title, of=rows.subtitle)
    if not rows.any:
        return f"{title} {words('plots.nothing')}"
    ends = [int(np.nanargmin(estimates)), int(np.nanargmax(estimates))]
    low, high = (
        words(
            "plots.describe.end",
            label=rows.labels[k],
            gap=words.number(estimates[k], decimals, sign=True),
        )
        for k in ends
    )
    counted = Counter(v for v, e in zip(rows.verdicts, estimates, strict=True) if e == e and v)
    verdicts = [
        words("plots.describe.verdict", count=counted[v], verdict=verdict_word(words, rows.gap, v))
        for v in VERDICTS
        if counted[v]
    ]
    said = words("plots.describe.range", count=len(estimates), low=low, high=high)
    judged = words("plots.describe.verdicts", verdicts=words.list(verdicts)) if verdicts else ""
    return " ".join(part for part in (title, said, judged) if part)
