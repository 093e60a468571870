"""The table `did_it_work`: what became of actions, beyond what would have come without them.

What was worst last time comes back nearer to the rest by itself. So the new wave is set against
what was expected of it without any action, not against the figure that the action was chosen by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.levels import label_of
from gapkit.gaps.sentences import LOWER_IS_WORSE
from gapkit.stats.mean_tests import t_test
from gapkit.stats.multiplicity import adjust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.causes.taken import Baseline, Taken
    from gapkit.instrument import Instrument
    from gapkit.options import Options

__all__ = ["CELL", "OUTCOME_COLUMNS", "did_it_work_frame", "wave_after"]

OUTCOME_COLUMNS: Final = (
    "wave", "segment", "value", "gap", "level", "key", "label", "wave_from", "owner", "due",
    "measure", "n", "n_left", "n_right", "before", "without_action", "estimate", "difference", "se",
    "df", "ci_low", "ci_high", "p", "p_adjusted", "change", "change_left", "change_right",
    "closed_by", "average_change", "verdict", "reason",
)  # fmt: skip
"""Columns in their order."""

CELL: Final = ("segment", "value", "gap", "level", "key")
"""What an action was about."""

_PEOPLE: Final = ("n", "n_left", "n_right")

_TESTED: Final = (
    "estimate", "difference", "se", "df", "change", "change_left", "change_right", "average_change"
)  # fmt: skip


def wave_after(gaps: pd.DataFrame, waves: set[str]) -> str | None:
    """Return the last wave of `gaps` that comes after all `waves`; None where there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> wave_after(pd.DataFrame({"wave": ["2026Q2", "2026Q3"]}), {"2026Q2"})
    '2026Q3'
    """
    known = sorted(gaps["wave"].astype(str).unique(), key=natural)
    before = max(waves, key=natural)
    if before in known:
        return known[-1] if known[-1] != before else None
    return known[-1] if known and natural(known[-1]) > natural(before) else None


def did_it_work_frame(
    taken: Sequence[Taken], gaps: pd.DataFrame, instrument: Instrument, options: Options
) -> pd.DataFrame:
    """Set the new wave against what was expected without action.

    Parameters
    ----------
    taken
        Actions that were written down.
    gaps
        The table `gaps`, with a wave after theirs.
    options
        Confidence, adjustment, `min_n_verdict`.

    Returns
    -------
    pandas.DataFrame
        `OUTCOME_COLUMNS`, one row an action. ``before`` and ``estimate``: the gap then and now;
        ``without_action``: what regression to the mean alone brings; ``difference`` = estimate −
        expected, with its interval, p value, and p adjusted over all actions. ``change_left`` and
        ``change_right`` are the changes of both sides; ``closed_by`` says which moved more
        (``right``: what customers get; ``left``: what it is measured against); ``average_change``
        is that of the row's whole family. ``verdict``: ``worked`` where the gap is told to be
        better than expected and its right side did most of it, ``worse`` where it is told to be
        worse, else ``not told``.

    Notes
    -----
    z = (now − expected) ÷ √(se² now + se² expected), by t with Welch's degrees of freedom. People
    who answered in both waves are taken as different people, which makes the error larger, not
    smaller, than it is.
    """
    import pandas as pd

    wave = wave_after(gaps, {t.baseline.wave for t in taken}) if taken else None
    if wave is None:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in OUTCOME_COLUMNS})
    now = gaps[gaps["wave"].astype(str) == wave]
    records: list[dict[str, Any]] = now.to_dict("records")  # type: ignore[assignment]
    cells = {tuple(str(row[c]) for c in CELL): row for row in records}
    rows = [_row(t, wave, cells, now, instrument, options.language) for t in taken]
    frame = pd.DataFrame(rows, columns=list(OUTCOME_COLUMNS))
    frame = frame.astype(dict.fromkeys(_PEOPLE, "Int64") | dict.fromkeys(_TESTED, float))
    found, se, df = (frame[c].to_numpy(float) for c in ("difference", "se", "df"))
    tested = t_test(found, se, df, confidence=options.confidence)
    frame["ci_low"], frame["ci_high"], frame["p"] = tested.ci_low, tested.ci_high, tested.p
    frame["p_adjusted"] = adjust(tested.p, options.adjust)  # type: ignore[arg-type]
    better = np.array([_sign(t.baseline, instrument.scale.direction) for t in taken])
    frame["closed_by"] = _closed_by(frame, better)
    frame["verdict"] = _verdicts(frame, better, options)
    return frame[list(OUTCOME_COLUMNS)]


def _row(
    action: Taken,
    wave: str,
    cells: Mapping[tuple[str, ...], Mapping[str, Any]],
    now: pd.DataFrame,
    instrument: Instrument,
    language: str,
) -> dict[str, Any]:
    base = action.baseline
    cell = {name: getattr(base, name) for name in CELL}
    row: dict[str, Any] = {
        "wave": wave, **cell, "label": _label(instrument, base, language), "wave_from": base.wave,
        "owner": action.owner, "due": action.due, "measure": action.measure,
        "before": base.estimate, "without_action": base.without_action,
    }  # fmt: skip
    found = cells.get(tuple(cell.values()))
    if found is None:
        return row | {"reason": "not asked"}
    squares = float(found["se"]) ** 2, base.without_action_se**2
    row |= {name: found[name] for name in ("n", "n_left", "n_right", "estimate", "reason")}
    return row | {
        "difference": found["estimate"] - base.without_action,
        "se": np.sqrt(sum(squares)),
        "df": _welch(squares, (float(found["df"]), base.df)),
        "change": found["estimate"] - base.estimate,
        "change_left": found["mean_left"] - base.mean_left,
        "change_right": found["mean_right"] - base.mean_right,
        "average_change": _average(now, base) - base.average,
    }


def _label(instrument: Instrument, base: Baseline, language: str) -> str:
    try:
        return label_of(instrument, base.level, base.key, language)
    except KeyError:
        return base.key


def _welch(squares: tuple[float, float], df: tuple[float, float]) -> float:
    """Degrees of freedom of a sum of two squared errors (Satterthwaite 1946, Welch 1947)."""
    parts = sum(s**2 / d for s, d in zip(squares, df, strict=True) if d > 0)
    return sum(squares) ** 2 / parts if parts > 0 else float("nan")


def _average(now: pd.DataFrame, base: Baseline) -> float:
    """Mean gap now of the row's family: other rows of the same people, or other units."""
    same = (now["gap"] == base.gap) & (now["level"] == base.level)
    same &= now["segment"] == base.segment
    if base.segment != WHOLE:
        same &= now["key"] == base.key
    return float(now.loc[same, "estimate"].mean())


def _sign(base: Baseline, direction: str) -> float:
    """Return 1 where the gap gets better by rising, −1 where by falling."""
    if base.gap in LOWER_IS_WORSE or base.gap == "2":
        return 1.0 if direction == "higher" else -1.0
    return -1.0 if base.estimate > 0 else 1.0


def _closed_by(frame: pd.DataFrame, better: NDArray[np.float64]) -> NDArray[np.object_]:
    """Say which side did most of the closing; blank where the gap did not close."""
    right = better * frame["change_right"].to_numpy(float)
    left = -better * frame["change_left"].to_numpy(float)
    closed = better * frame["change"].to_numpy(float) > 0
    return np.select([closed & (right >= left), closed], ["right", "left"], "").astype(object)


def _verdicts(
    frame: pd.DataFrame, better: NDArray[np.float64], options: Options
) -> NDArray[np.object_]:
    people = frame[["n", "n_left", "n_right"]].astype("Float64").min(axis=1).fillna(0)
    told = frame["p_adjusted"].to_numpy(float) < options.alpha
    told &= people.to_numpy(float) >= options.min_n_verdict
    gain = better * frame["difference"].to_numpy(float)
    worked = told & (gain > 0) & (frame["closed_by"] == "right").to_numpy()
    return np.select([worked, told & (gain < 0)], ["worked", "worse"], "not told").astype(object)
