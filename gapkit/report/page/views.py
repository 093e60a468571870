"""Tables of the page that need no form of their own: which of their columns are shown, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.causes.attribution_sentences import term_name
from gapkit.gaps.terms import gap_name
from gapkit.operations.zeros.aims import MEASURES
from gapkit.report.cell_words import worded
from gapkit.report.figure_words import SHARES
from gapkit.report.page.cells import Cells
from gapkit.report.page.places import (
    label_column,
    labels,
    level_select,
    place_columns,
    place_selects,
    useful,
    wave_select,
)
from gapkit.report.page.table import Table, column_of, select_of
from gapkit.results import COUNTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell, Column, Select
    from gapkit.wording import Words

__all__ = ["VIEWS", "small_view", "view"]

VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "mix_rate": ("wave_from", "by", "mix", "rate", "change", "n_from", "n_to"),
    "control": ("n", "estimate", "ci_low:ci_high", "centre", "limit_low", "limit_high", "signal"),
    "outcomes": ("n", "mean", "ci_low:ci_high", "nps", "nps_low:nps_high"),
    "drivers": ("n", "share", "ci_low:ci_high", "above_chance", "relative_weight", "shapley",
                "beta", "r", "reason"),
    "what_if": ("n", "higher_by", "change", "ci_low:ci_high", "alone", "alone_low:alone_high"),
    "driver_models": ("model", "n", "r_squared", "cv_r_squared", "difference", "ci_low:ci_high"),
    "difference_scores": ("n", "slope_perception", "slope_expectation", "sum", "ci_low:ci_high",
                          "p_adjusted", "reason"),
    "penalty_reward": ("n", "category", "penalty", "penalty_low:penalty_high", "reward",
                       "reward_low:reward_high", "asymmetry", "p", "reason"),
    "kano": ("n", "category", "told", "better", "better_low:better_high", "worse",
             "worse_low:worse_high", "reason"),
    "priorities": ("n", "rank", "rank_low:rank_high", "importance", "performance", "estimate",
                   "score", "quadrant", "reason"),
    "consequences": ("n", "r", "r_low:r_high", "slope", "slope_low:slope_high", "reason"),
    "attribution": ("dimension", "term", "kind", "estimate", "ci_low:ci_high", "n_left", "n_right",
                    "reason"),
    "causes": ("label", "role", "n", "agreement", "ci_low:ci_high", "rank_low:rank_high", "r",
               "remedy"),
    "causes_by_unit": ("label", "unit", "role", "n", "agreement", "ci_low:ci_high", "reason"),
    "cause_views": ("label", "role_left", "role_right", "n_left", "n_right", "difference",
                    "ci_low:ci_high", "p_adjusted", "verdict"),
    "reliability": ("dimension", "k", "n", "alpha", "alpha_low:alpha_high", "omega",
                    "reliability_difference", "reason"),
    "structure": ("item", "n", "mean", "sd", "floor", "ceiling", "item_rest", "alpha_if_dropped",
                  "loading", "reason"),
    "fit": ("model", "n", "chi2", "df", "p", "cfi", "tli", "rmsea", "srmr", "reason"),
    "validity": ("dimension", "other", "n", "composite_reliability", "average_variance",
                 "correlation", "htmt", "reason"),
    "invariance": ("segment", "model", "groups", "n", "cfi", "delta_cfi", "delta_p", "holds",
                   "reason"),
    "answer_quality": ("check", "n", "flagged", "share"),
    "flagged_gaps": ("check", "n", "n_flagged", "estimate", "estimate_without", "difference"),
    "similar_forms": ("unit", "kind", "n", "alike", "answers", "same", "expected", "p", "minutes",
                      "records"),
    "short_form": ("kept", "step", "agreement", "held_out", "reason"),
}  # fmt: skip
"""Table → its columns after what names the row; ``low:high`` is an interval in one cell."""

CHOSEN: Final = ("gap", "outcome", "kind", "importance_kind", "battery", "role")
"""Key columns that become lists to choose by, where a view does not show them."""

SIGNED: Final = frozenset(
    {"estimate", "change", "mix", "rate", "difference", "asymmetry", "estimate_without", "alone", "sum",
     "delta_cfi", "nps", "penalty", "reward"}
)  # fmt: skip
"""Figures whose sign says something."""

IN_PERCENT: Final = SHARES | {"r_squared", "cv_r_squared", "held_out"}
"""Figures that are said in percent."""

SHARES_HERE: Final = frozenset({("short_form", "agreement"), ("guarantee", "rate")})
"""Table and column of shares that are something else in other tables."""

OF_SHARES: Final = frozenset({"drivers", "recovery_steps", "guarantee", "campaigns", "contacts"})
"""Tables whose interval ``ci_low:ci_high`` is one of a share."""

MIXED: Final = frozenset({"zeros", "duty"})
"""Tables whose figures are of several kinds, by the measure of a row: shares, money, counts, means."""

MEASURE: Final = "measure"
SHARE_MEASURES: Final = tuple(name for name, measure in MEASURES.items() if measure.is_share)
"""Measures that are shares."""

WHOLE: Final = frozenset({"rank", "df", "payout"})
"""Figures that are whole numbers, though blanks among them may have made them fractions; and money."""

WHOSE: Final = ("agent", "unit")
"""Columns that are left out of a small table where they tell no rows apart."""

PEOPLE: Final = "n"
P_VALUES: Final = frozenset({"p", "p_adjusted", "delta_p"})
RANKS: Final = "rank_low:rank_high"


def view(content: Content, name: str, frame: pd.DataFrame) -> Table:
    """Return the view of a table.

    Parameters
    ----------
    content
        As published.
    name
        Of the table.
    frame
        Its rows.
    """
    frame = _placed(frame)
    make = _Maker(content, name, frame)
    shown = VIEWS[name]
    figures = [make.column(c) for c in shown if c.split(":")[0] in frame]
    named = [make.label()] if "key" in frame else [figures.pop(0)]
    columns = [*named, *make.belonging(), *figures]
    selects = [*make.places()]
    selects += [make.select(c) for c in CHOSEN if c in frame and c not in shown]
    if "level" in frame:
        selects.append(level_select(content, frame))
    title = content.words(f"report.workbook.sheet.{name}")
    return Table(name, title, tuple(columns), useful(tuple(selects)))


def small_view(content: Content, name: str, frame: pd.DataFrame, columns: Sequence[str]) -> Table:
    """Return the view of rows that belong to no wave or group: these columns, and no lists.

    Parameters
    ----------
    content, name, frame
        As `view`.
    columns
        As the values of `VIEWS`.
    """
    make = _Maker(content, name, frame)
    shown = [c for c in columns if c.split(":")[0] in frame and not _same(frame, c)]
    title = content.words(f"report.workbook.sheet.{name}")
    return Table(name, title, tuple(make.column(c) for c in shown))


def _same(frame: pd.DataFrame, column: str) -> bool:
    """Whether a column of whom the rows are of says everybody in every row."""
    return column in WHOSE and bool((frame[column] == "all").all())


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Let a change belong to its later wave."""
    return frame if "wave" in frame else frame.assign(wave=frame["wave_to"])


class _Maker:
    """Makes columns and lists of one table."""

    def __init__(self, content: Content, name: str, frame: pd.DataFrame) -> None:
        self.content, self.name, self.frame = content, name, frame
        self.say = content.words
        self.cells = Cells(frame, content.words, content.options.decimals)

    def label(self) -> Column:
        """Return the wordings of items and dimensions."""
        frame = self.frame
        if "label" not in frame:
            frame = frame.assign(level=frame.get("level", "item"))
            frame = frame.assign(label=labels(self.content, frame))
        return label_column(self.say, Cells(frame, self.say, self.cells.decimals))

    def belonging(self) -> tuple[Column, ...]:
        """Return wave and group."""
        frame = self.frame if self._grouped else self.frame.assign(segment="all")
        return place_columns(self.content, frame)

    def places(self) -> tuple[Select, ...]:
        """Return the lists of waves and groups."""
        if self._grouped:
            return place_selects(self.content, self.frame)
        return (wave_select(self.content, self.frame),)

    @property
    def _grouped(self) -> bool:
        return {"segment", "value"} <= set(self.frame.columns)

    def select(self, column: str) -> Select:
        """Return a list of the values of a key column; the first is chosen."""
        values = self.frame[column].astype(str).tolist()
        words = dict(zip(values, map(str, worded(column, self.frame, self.say)), strict=True))
        return select_of(column, self._heading(column), values, words, next(iter(words)))

    def column(self, spec: str) -> Column:
        """Return a column, or both ends of an interval in one."""
        low, _, high = spec.partition(":")
        if high:
            return column_of(low, self._interval_heading(spec), self._interval(low, high), "number")
        cells, kind = self._cells(spec)
        kind = "quiet" if spec == "reason" else kind
        return column_of(spec, self._heading(spec), cells, kind)

    def _cells(self, column: str) -> tuple[list[Cell], str]:
        if column == PEOPLE:
            return self.cells.people(), "number"
        dtype = self.frame[column].dtype.kind
        if dtype in "iu" or (dtype == "f" and column in COUNTS | WHOLE):
            return self.cells.counts(column), "number"
        if column in P_VALUES:
            return self.cells.p_values(column), "number"
        if dtype == "f":
            return self._figures(column), "number"
        if column in ("dimension", "other", "item"):
            return [
                (self._label(column, str(key)), "") for key in self.frame[column].tolist()
            ], "text"
        if column == "term":
            return [
                (_term(self.say, str(term)), "") for term in self.frame[column].tolist()
            ], "text"
        words = worded(column, self.frame, self.say)
        return [("" if w is None else str(w), "") for w in words], "text"

    def _label(self, column: str, key: str) -> str:
        instrument, language = self.content.instrument, self.content.language
        level = "item" if column == "item" else "dimension"
        known = instrument.item if level == "item" else instrument.dimension
        if key in known:
            return instrument.label(level, key, language)
        return self.say(f"level.{key}") if self.say.has(f"level.{key}") else key

    def _figures(self, column: str) -> list[Cell]:
        if column in IN_PERCENT or (self.name, column) in SHARES_HERE:
            return [(self._percent(value), "") for value in self.frame[column]]
        if self.name in MIXED:
            return [(text, "") for text in self._mixed(column)]
        return self.cells.numbers(column, sign=column in SIGNED)

    def _mixed(self, column: str) -> list[str]:
        """Say each figure as what it is: a share in percent, a whole number without decimals."""
        shares = self.frame[MEASURE].isin(SHARE_MEASURES).tolist()
        rows = zip(self.frame[column].tolist(), shares, strict=True)
        return [self._percent(x) if y else self._plain(x, column) for x, y in rows]

    def _plain(self, value: float, column: str) -> str:
        decimals = 0 if value == value // 1 else self.cells.decimals
        return self.say.number(value, decimals, sign=column in SIGNED)

    def _percent(self, value: float) -> str:
        return "" if value != value or value is None else self.say.percent(value, 1)

    def _interval(self, low: str, high: str) -> list[Cell]:
        spec = f"{low}:{high}"
        if spec == "ci_low:ci_high" and self.name in OF_SHARES:
            pairs = zip(self.frame[low], self.frame[high], strict=True)
            ends = [(self._percent(a), self._percent(b)) for a, b in pairs]
        elif self.name in MIXED:
            ends = list(zip(self._mixed(low), self._mixed(high), strict=True))
        elif spec == RANKS:
            ends = [
                (a, b)
                for (a, _), (b, _) in zip(
                    self.cells.counts(low), self.cells.counts(high), strict=True
                )
            ]
        else:
            return self.cells.intervals(low, high, sign=low.partition("_")[0] in SIGNED)
        return [
            (self.say("report.interval", low=a, high=b) if a and b else "", "") for a, b in ends
        ]

    def _heading(self, column: str) -> str:
        own = f"report.heading.{self.name}.{column}"
        if self.say.has(own):
            return self.say(own)
        key = f"report.column.{column}"
        return self.say(key) if self.say.has(key) else column

    def _interval_heading(self, spec: str) -> str:
        if spec == RANKS:
            return self.say("report.compared.ranks")
        confidence = self.content.words.level(self.content.options.confidence)
        return self.say("report.column.interval", confidence=confidence)


def _term(say: Words, term: str) -> str:
    """Return what a term of the identity is called; the whole is gap 5."""
    return gap_name(say, term, "short") if term == "5" else term_name(say, term)
