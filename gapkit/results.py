"""What every answer is: a frozen record of a tidy frame and of the options that made it.

How it shows itself, how it is drawn (a table of names, resolved when first called), and the one
gate that every frame passes before it is written for others to read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gapkit.wording import Phrase, Words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options

__all__ = ["CHARTS", "COUNTS", "KEYS", "TEXTS", "Plots", "Result"]

CHARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "gaps": {
        "profile": "gapkit.plots.profile:profile",
        "gaps": "gapkit.plots.bars:gaps",
        "heatmap": "gapkit.plots.heatmap:heatmap",
        "dashboard": "gapkit.plots.dashboard:dashboard",
        "five_gaps": "gapkit.plots.five_gaps:five_gaps",
        "five_gaps_by_dimension": "gapkit.plots.gaps_by_dimension:five_gaps_by_dimension",
    },
    "scores": {"priorities": "gapkit.plots.priorities:priorities"},
    "answers": {"distribution": "gapkit.plots.distribution:distribution"},
    "zones": {"zones": "gapkit.plots.zones:zones"},
    "consensus": {"consensus": "gapkit.plots.consensus:consensus"},
    "answer_quality": {"answer_quality": "gapkit.plots.answer_quality:answer_quality"},
    "reliability": {"reliability": "gapkit.plots.reliability:reliability"},
    "factors": {"loadings": "gapkit.plots.loadings:loadings"},
    "drivers": {"drivers": "gapkit.plots.drivers:drivers"},
    "kano": {"kano": "gapkit.plots.kano:kano"},
    "attribution": {"waterfall": "gapkit.plots.waterfall:waterfall"},
    "causes": {"causes": "gapkit.plots.causes:causes"},
    "tags": {"origin_aspect": "gapkit.plots.origin_aspect:origin_aspect"},
    "actions": {"action_map": "gapkit.plots.action_map:action_map"},
}
"""Result → chart → ``module:function``; the function takes the result and ``ax=``."""

KEYS: Final = frozenset(
    {
        "wave",
        "segment",
        "value",
        "gap",
        "level",
        "key",
        "battery",
        "dimension",
        "answer",
        "unit",
        "role_left",
        "role_right",
        "role",
        "check",
        "outcome",
        "kind",
        "importance_kind",
        "model",
        "item",
        "other",
        "factor",
    }
)
"""Columns that name a row; never altered, never blanked."""

BEHIND_UNITS: Final = ("people_left", "people_right")
"""Where n counts units: the people of these units, whom the gate looks at instead."""

OF_FORMS: Final = frozenset({"alike", "answers", "same", "devices", "questions", "kept", "step"})
"""Columns that count forms and questions."""

COUNTS: Final = frozenset(
    {"n", "n_left", "n_right", "n_complete", "inverted", "n_low", "n_high", "flagged", "n_flagged", "n_without",
     *BEHIND_UNITS, *OF_FORMS}
)  # fmt: skip
"""Columns that count: whole numbers, never weighted."""

PEOPLE: Final = (
    "n", "n_left", "n_right", "n_complete", "answered", "n_flagged", "n_without", *BEHIND_UNITS
)  # fmt: skip
"""Those of them that say how many stand behind a row; they stay where its figures are blanked."""

GIVEN: Final = frozenset({"customers", "sent", "rate"})
"""What the firm counted itself, and the share that answered: no answer shows in them."""

FOUND: Final = frozenset(
    {"verdict", "material", "target_met", "quadrant", "above_chance", "category", "told", "holds", "improper",
     "advice", "carrier", "carrier_tied", "overpromised", "closed_by"}
)
"""Words that say what was found, and are blanked with the figures."""

WRITTEN: Final = frozenset({"owner", "due", "measure", "cause_label", "remedy"})
"""Texts that people wrote: who does what until when, and what would fit."""

TEXTS: Final = frozenset({"label", "reason", "pairing", *FOUND, *WRITTEN})
"""Columns of words, beside the keys."""

ANSWERED_BY: Final = ("wave", "segment", "value", "battery", "key")
"""What an answer's total is taken over in the table `answers`."""

SHOWN_ROWS: Final = 30
"""Rows of a table that a notebook shows before it says how many more there are."""


@dataclass(frozen=True)
class Result:
    """An answer: a tidy frame, one row an estimate, with what is needed to explain it.

    Parameters
    ----------
    name
        The table's name: ``gaps``, ``scores``, …
    frame
        The figures in full precision; undefined is NaN, with a word why in ``reason``.
    options
        The options that made it.
    instrument
        The questionnaire it speaks of.
    sentences
        What it says, in words that are put into the options' language when shown.
    exempt
        Gap, or battery where a table has no gaps → the count columns (``n_left``, ``n``, …) of what
        is not a sample of people (a specification, a campaign audit), which the gate does not hold
        to `min_n`.
    roles
        Gap → who answered its left and its right side; blank where nobody did, as where people
        rated the gap itself.
    """

    name: str
    frame: pd.DataFrame
    options: Options
    instrument: Instrument
    sentences: tuple[Phrase, ...] = ()
    exempt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the result's language."""
        return words(self.options.language)

    @property
    def plot(self) -> Plots:
        """The charts of this result: ``result.plot.profile(ax=None)``."""
        return Plots(self)

    def summary(self) -> str:
        """Return what the result says, a sentence a line."""
        said = [self.words.say(sentence) for sentence in self.sentences]
        return "\n".join(said) or repr(self)

    def where(self, **keys: str) -> Result:
        """Return the same result with only the rows whose columns equal `keys`.

        Raises
        ------
        KeyError
            There is no such column.
        """
        frame = self.frame
        for column, value in keys.items():
            frame = frame[frame[column].astype(str) == str(value)]
        return replace(self, frame=frame.reset_index(drop=True), sentences=())

    def published(self, min_n: int | None = None, audience: str = "public") -> Result:
        """Return what others may see: figures of very few people blanked.

        Parameters
        ----------
        min_n
            Fewest people behind a figure; by default the options'.
        audience
            ``public``, or ``internal`` for readers who may see every figure.

        Returns
        -------
        Result
            Rows, keys and counts as they were; where 1 to ``min_n − 1`` people stand on either
            side every figure is blank and ``reason`` says ``suppressed``. Sentences are left out
            where they would speak of such a figure.
        """
        if audience == "internal":
            return self
        import pandas as pd

        fewest = self.options.min_n if min_n is None else min_n
        small = _small(self.frame, fewest, self.exempt)
        if not small.any():
            return self
        frame = self.frame.copy()
        kept = KEYS | TEXTS | GIVEN if "answer" in frame else KEYS | TEXTS | GIVEN | set(PEOPLE)
        for column in frame.columns.difference(list(kept)):
            frame.loc[small, column] = pd.NA if frame[column].dtype == "Int64" else float("nan")
        for column in FOUND:
            if column in frame:
                frame.loc[small, column] = "unclear" if column == "verdict" else ""
        if "reason" in frame:
            frame.loc[small, "reason"] = "suppressed"
        # sentences speak of everybody: they would tell what has just been blanked
        told = "segment" not in frame or (small & (frame["segment"] == "all")).any()
        return replace(self, frame=frame, sentences=() if told else self.sentences)

    def __repr__(self) -> str:
        what = f"<gapkit {self.name}: {len(self.frame)} rows"
        if "wave" in self.frame and len(self.frame):
            what += f", waves {', '.join(dict.fromkeys(self.frame['wave'].astype(str)))}"
        return f"{what}, {self.instrument.name}>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{escape(line)}</p>" for line in self.summary().splitlines())
        return lines + _html_table(self.frame, self.options.decimals, self.words)


class Plots:
    """The charts that a result knows; each is called with ``ax=None`` and returns its `Axes`."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._charts = CHARTS.get(result.name, {})

    def __getattr__(self, chart: str) -> Callable[..., Any]:
        if chart.startswith("_") or chart not in self._charts:
            known = ", ".join(self._charts) or "none"
            raise AttributeError(f"{self._result.name} has no chart '{chart}'. Known: {known}.")
        module, _, function = self._charts[chart].partition(":")
        draw: Callable[..., Any] = getattr(import_module(module), function)
        result = self._result

        def drawn(*args: Any, **kwargs: Any) -> Any:
            return draw(result, *args, **kwargs)

        drawn.__name__, drawn.__doc__ = chart, draw.__doc__
        return drawn

    def __dir__(self) -> list[str]:
        return sorted(self._charts)


def _small(frame: pd.DataFrame, fewest: int, exempt: Mapping[str, tuple[str, ...]]) -> Any:
    """Whether a row rests on 1 to fewest − 1 people on any side.

    Where a row is one answer, its n is a figure itself; what counts is everybody who answered.
    """
    import numpy as np

    small = np.zeros(len(frame), dtype=bool)
    of_units = BEHIND_UNITS[0] in frame
    who = "gap" if "gap" in frame else "battery"
    for column in BEHIND_UNITS if of_units else PEOPLE:
        if column not in frame:
            continue
        counts = frame[column].astype("Float64").fillna(0)
        if "answer" in frame:
            counts = counts.groupby([frame[k] for k in ANSWERED_BY], sort=False).transform("sum")
        people = counts.to_numpy(dtype=float)
        few = (people > 0) & (people < fewest)
        for name, sides in exempt.items():
            if column in sides:
                few &= (frame[who] != name).to_numpy()
        small |= few
    return small


def _html_table(frame: pd.DataFrame, decimals: int, say: Words) -> str:
    head = "".join(f"<th>{escape(str(c))}</th>" for c in frame.columns)
    body = "".join(
        "<tr>"
        + "".join(_html_cell(c, v, decimals, say) for c, v in zip(frame.columns, row, strict=True))
        + "</tr>"
        for row in frame.head(SHOWN_ROWS).itertuples(index=False, name=None)
    )
    more = len(frame) - SHOWN_ROWS
    note = f"<p>{escape(say('result.more_rows', count=more))}</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def _html_cell(column: str, value: Any, decimals: int, say: Words) -> str:
    import pandas as pd

    if pd.isna(value):
        return "<td></td>"
    if isinstance(value, float):
        digits = 0 if column in COUNTS else max(decimals, 3 if "p" in column.split("_") else 0)
        return f'<td style="text-align:right">{say.number(value, digits)}</td>'
    return f"<td>{escape(str(value))}</td>"
