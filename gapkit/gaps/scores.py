"""The tables `scores` and `answers`: what each battery says on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps import levels
from gapkit.gaps.figures import Figures
from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import groups_for
from gapkit.stats.frequencies import Frequencies
from gapkit.stats.mean_tests import t_test
from gapkit.stats.moments import moments
from gapkit.stats.reasons import reason_one_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory
    from gapkit.gaps.model import Side
    from gapkit.options import Options
    from gapkit.stats.moments import Moments
    from gapkit.tally import Tally

__all__ = ["ANSWER_COLUMNS", "SCORE_COLUMNS", "answers_frame", "scores_frame"]

SCORE_COLUMNS: Final = (
    "wave", "segment", "value", "battery", "level", "key", "label", "n", "mean", "sd", "se",
    "ci_low", "ci_high", "reason",
)  # fmt: skip
"""Columns of `scores` in their order."""

ANSWER_COLUMNS: Final = ("wave", "segment", "value", "battery", "key", "answer", "n", "share")
"""Columns of `answers` in their order."""


def scores_frame(
    tally: Tally, inventory: Inventory, options: Options, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return mean scores of every battery that anybody answered.

    Returns
    -------
    pandas.DataFrame
        `SCORE_COLUMNS`: each battery's items, dimensions and overall by its own answers, in points
        of the instrument's scale, with the t interval of the mean.
    """

    def rows(gather: Gatherer, side: Side) -> list[pd.DataFrame]:
        return [_score(gather, side, row, options) for row in levels.of_side(inventory, side)]

    return _by_side(tally, inventory, segments, SCORE_COLUMNS, rows)


def answers_frame(tally: Tally, inventory: Inventory, segments: Sequence[str] = ()) -> pd.DataFrame:
    """Return how often each point of the scale was chosen, also where nobody chose it.

    Returns
    -------
    pandas.DataFrame
        `ANSWER_COLUMNS`: ``answer`` on the source's own scale, ``n`` people, ``share`` of those who
        answered the item.
    """

    def rows(gather: Gatherer, side: Side) -> list[pd.DataFrame]:
        columns = inventory.columns[side]
        return [_answers(gather, side, item, columns[item]) for item in inventory.items(side)]

    return _by_side(tally, inventory, segments, ANSWER_COLUMNS, rows)


def _by_side(
    tally: Tally,
    inventory: Inventory,
    segments: Sequence[str],
    columns: tuple[str, ...],
    rows: Callable[[Gatherer, Side], list[pd.DataFrame]],
) -> pd.DataFrame:
    """Put the rows of every battery together: group by group, battery by battery."""
    import pandas as pd

    tables = []
    for at, side in enumerate(inventory.columns):
        own = [s for s in segments if inventory.knows(side.role, s)]
        gather = Gatherer(tally, inventory, groups_for(tally, [side.role], own))
        tables += [t.assign(_side=at, _key=k) for k, t in enumerate(rows(gather, side))]
    frame = pd.concat(tables, ignore_index=True)
    group = pd.MultiIndex.from_frame(frame[["wave", "segment", "value"]]).factorize()[0]
    frame = frame.assign(_group=group).sort_values(["_group", "_side", "_key"], kind="stable")
    return frame[list(columns)].reset_index(drop=True)


def _score(gather: Gatherer, side: Side, row: levels.Row, options: Options) -> pd.DataFrame:
    import pandas as pd

    if row.column and not gather.inventory.is_designed(side.role):
        own = Figures.of(_item(gather, row.column))
    else:
        own = gather.figures(row.score, side.role)
    found = gather.map_of(side).figures(own)
    tested = t_test(found.mean, found.se, found.df, confidence=options.confidence)
    instrument = gather.inventory.instrument
    body = {
        **_names(gather),
        "battery": gather.inventory.name_of(side),
        "level": row.level,
        "key": row.key,
        "label": levels.label_of(instrument, row.level, row.key, options.language),
        "n": pd.array(found.n, dtype="Int64"),
        "mean": found.mean,
        "sd": found.sd,
        "se": found.se,
        "ci_low": tested.ci_low,
        "ci_high": tested.ci_high,
        "reason": found.why_blank(reason_one_sample(found.moments)),
    }
    return pd.DataFrame(body)


def _item(gather: Gatherer, column: str) -> Moments:
    scale = gather.inventory.scales[column]
    points = scale.first + scale.stride * np.arange(scale.points)
    return moments(Frequencies.from_dense(gather.answers(column), points, scale.denominator))


def _answers(gather: Gatherer, side: Side, item: str, column: str) -> pd.DataFrame:
    import pandas as pd

    counts = gather.answers(column)
    points = gather.inventory.scales[column].names
    total = counts.sum(axis=1, keepdims=True).astype(float)
    total[total == 0] = np.nan
    body = {
        **{k: np.repeat(np.array(v, object), len(points)) for k, v in _names(gather).items()},
        "battery": gather.inventory.name_of(side),
        "key": item,
        "answer": np.tile(np.array(points, object), len(counts)),
        "n": pd.array(counts.reshape(-1), dtype="Int64"),
        "share": (counts / total).reshape(-1),
    }
    return pd.DataFrame(body)


def _names(gather: Gatherer) -> dict[str, list[Any]]:
    return {f: [getattr(g, f) for g in gather.groups] for f in ("wave", "segment", "value")}
