"""The table `training_effect`: what a training changed, less what would have come of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.register_rows import ALL
from gapkit.operations.monitoring.calls import calls_of
from gapkit.operations.monitoring.checks import NAME
from gapkit.operations.training.course import Course
from gapkit.operations.training.plan import MONTHS
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["EFFECT_COLUMNS", "TRAININGS", "training_effect", "training_effect_frame"]

EFFECT_COLUMNS: Final = (
    "unit", "agent", "dimension", "trained", "before", "after", "change", "expected_change",
    "effect", "ci_low", "ci_high", "reason",
)  # fmt: skip
"""Columns in their order."""

TRAININGS: Final = "trainings"
"""The log's name on the desk."""


def training_effect(desk: Desk) -> Iterator[Result]:
    """Yield the table, where there are monitors' sheets and a log of trainings."""
    if desk.log(NAME) is None or desk.log(TRAININGS) is None:
        return
    frame = training_effect_frame(desk)
    yield desk.result("training_effect", frame, _sentences(frame, desk))


def training_effect_frame(desk: Desk) -> pd.DataFrame:
    """Set the months after each training against the months before, and against what was to come.

    Returns
    -------
    pandas.DataFrame
        `EFFECT_COLUMNS`. Trainings in one dimension on one day are one training: a row with
        ``agent`` = ``all`` for those who took part together, where they were several, then one for
        each who was named.
        ``before`` and ``after``: mean score in the dimension over the calls of three months before
        and after the day, in points of the scale; ``change`` = after − before; ``expected_change``:
        what would have come without training; ``effect`` = change − expected change, with its t
        interval. ``reason`` says why figures are blank: ``not checked`` before or after, ``not
        asked`` where the sheets have no such dimension, ``too few cases``, ``no variation``.

    Notes
    -----
    Of those together: least squares of after on before and trained
    (`gapkit.stats.training.training_gain`), so that others who had scored like them show what comes
    of itself. Of one agent: the score before, drawn towards all agents'
    (`gapkit.stats.training.expected_after`), and what those who were not trained changed beyond
    theirs. Who was picked for low scores gains without any training; the effect is what is left.
    Who was trained in the same dimension on another day within these months shows nothing of what
    comes of itself, and is left out of those others. Where agents were picked for what somebody
    knew of them beyond their scores, the effect comes out too small
    (``benchmarks/calibration/training.py``).
    """
    import pandas as pd

    calls = calls_of(desk.rows[NAME].frame)
    log = desk.rows[TRAININGS].frame
    rows: list[dict[str, Any]] = []
    for (_, dimension), taken in log.groupby(["day", "dimension"], sort=True):
        day = taken["day"].iloc[0]
        near = _near(log[log["dimension"] == dimension], day)
        course = Course.of(calls, taken, near, day, f"dimension.{dimension}")
        same = {"dimension": dimension, "trained": f"{day:%Y-%m-%d}"}
        rows += [same | row for row in course.rows(desk.options.confidence)]
    return pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))


def _near(log: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return what was trained on other days, within the months that a training is judged by."""
    import pandas as pd

    span = pd.DateOffset(months=MONTHS)
    within = (log["day"] >= day - span) & (log["day"] <= day + span)
    return log[within & (log["day"] != day)]


def _sentences(frame: pd.DataFrame, desk: Desk) -> tuple[Phrase, ...]:
    """Say what each training changed for those who took part; no agent is named."""
    said = []
    say, decimals = desk.options.words, desk.options.decimals
    alone = frame.groupby(["trained", "dimension"])["agent"].transform("size") == 1
    for row in frame[(frame["agent"] == ALL) | alone].to_dict("records"):
        known = row["dimension"] in desk.instrument.dimension
        label = (
            desk.instrument.label("dimension", row["dimension"], desk.options.language)
            if known
            else row["dimension"]
        )
        values = {"day": row["trained"], "dimension": label}
        if row["agent"] != ALL:
            said.append(Phrase("training_effect.alone", values))
            continue
        if row["ci_low"] != row["ci_low"]:
            said.append(Phrase("training_effect.untold", values))
            continue
        names = {"change": "change", "expected": "expected_change", "effect": "effect",
                 "low": "ci_low", "high": "ci_high"}  # fmt: skip
        figures = {k: say.number(row[c], decimals, sign=True) for k, c in names.items()}
        settled = row["ci_low"] > 0 or row["ci_high"] < 0
        key = "training_effect.told" if settled else "training_effect.not_told"
        said.append(Phrase(key, values | figures))
    return tuple(said)
