"""The five gaps of one group: which are known, how they are judged, who answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.claims import dimensions_short
from gapkit.plots.chosen import as_number, label_of, last_wave, records_of, subtitle, take
from gapkit.plots.knowledge_gap import KnowledgeGap
from gapkit.plots.model_gap import ModelGap

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.results import Result

__all__ = ["FIVE", "ModelGaps", "model_gaps"]

FIVE: Final = ("1", "2", "3", "4", "5")
"""The gaps of the model (Parasuraman, Zeithaml and Berry 1985)."""

HIDING: Final = ("2", "3", "4")
"""Gaps of which single dimensions are named where they fall short and all together do not."""


@dataclass(frozen=True)
class ModelGaps:
    """The five gaps of one group at one level and key."""

    result: Result
    wave: str
    segment: str
    value: str
    level: str
    key: str
    gaps: tuple[ModelGap, ...]

    @property
    def subtitle(self) -> str:
        """When and of whom."""
        return subtitle(self.result, self.wave, self.segment, self.value)

    @property
    def scale_ends(self) -> dict[str, str]:
        """Lowest and highest point of the scale, as a person reads them."""
        names = self.result.instrument.scale.names
        return {"low": names[0], "high": names[-1]}

    @property
    def any(self) -> bool:
        """Whether one of the five has a figure."""
        return any(gap.known for gap in self.gaps)

    @property
    def label(self) -> str:
        """What a person reads for the level and key."""
        return label_of(self.result, self.level, self.key)


def model_gaps(
    result: Result, *, wave: str | None, segment: str, value: str, level: str, key: str,
    knowledge: Result | None = None, profile: Result | None = None,
) -> ModelGaps:  # fmt: skip
    """Return the five gaps of a group.

    Parameters
    ----------
    result
        A ``gaps`` result.
    wave, segment, value, level, key
        Which rows; `wave` None is the last.
    knowledge, profile
        The results of these names of the same survey: overall, gap 1 is then told by its profile.

    Raises
    ------
    CallError
        There are no such rows.
    """
    frame = take(result, wave, segment=segment, value=value, level=level, key=key)
    shown = last_wave(result.frame) if wave is None else str(wave)
    group = {"wave": shown, "segment": segment, "value": value}
    by_name = {str(record["gap"]): record for record in records_of(frame)}
    overall = (level, key) == ("overall", "overall")
    here = _where(result.frame, group) if overall else result.frame[:0]

    def of(name: str) -> ModelGap:
        record = by_name.get(name, {})
        roles = result.roles.get(name, ("", ""))
        known = as_number(record.get("estimate")) == as_number(record.get("estimate"))
        if name == "1" and overall and known and (row := _known(knowledge, group)):
            apart = _apart(profile, group)
            return KnowledgeGap(result, name, record, roles, row=row, apart=apart)
        met = name in HIDING and str(record.get("verdict")) == "met"
        short = dimensions_short(here[here["gap"].astype(str) == name]) if met else ()
        return ModelGap(result, name, record, roles, short)

    gaps = tuple(of(name) for name in FIVE)
    return ModelGaps(result, shown, segment, value, level, key, gaps)


def _where(frame: pd.DataFrame, cells: dict[str, str]) -> pd.DataFrame:
    same = [(frame[column].astype(str) == cell).to_numpy() for column, cell in cells.items()]
    return frame[reduce(and_, same)]


def _known(knowledge: Result | None, group: dict[str, str]) -> dict[str, Any]:
    """Return gap 1's row of `knowledge` over items; empty where the order cannot be compared."""
    if knowledge is None or knowledge.frame.empty:
        return {}
    rows = records_of(_where(knowledge.frame, {**group, "level": "item", "gap": "1"}))
    row = rows[0] if rows else {}
    return row if as_number(row.get("r_low")) == as_number(row.get("r_low")) else {}


def _apart(profile: Result | None, group: dict[str, str]) -> dict[str, str]:
    """Return label of each dimension → whether managers put it too low or too high."""
    if profile is None or profile.frame.empty:
        return {}
    rows = records_of(_where(profile.frame, {**group, "level": "dimension", "gap": "1"}))
    return {str(row["label"]): str(row["verdict"]) for row in rows}
