"""The table `cause_views`: where managers and staff see the same cause differently, which is a finding."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.causes.agreement import described, typed
from gapkit.gaps.verdict import verdicts
from gapkit.stats.mean_tests import t_test
from gapkit.stats.multiplicity import adjust

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from gapkit.causes.catalogue import Catalogue
    from gapkit.causes.raters import Raters
    from gapkit.instrument import Scale
    from gapkit.options import Options

__all__ = ["CAUSE_VIEW_COLUMNS", "cause_views_frame"]

CAUSE_VIEW_COLUMNS: Final = (
    "wave", "gap", "cause", "label", "role_left", "role_right", "n_left", "n_right", "mean_left",
    "mean_right", "difference", "ci_low", "ci_high", "p", "p_adjusted", "verdict", "reason",
)  # fmt: skip
"""Columns in their order."""

WORDS: Final = {"shortfall": "lower", "met": "alike", "surplus": "higher"}
"""Verdicts on the right role's agreement against the left one's."""


def cause_views_frame(
    raters: Sequence[Raters],
    catalogue: Catalogue,
    scale: Scale,
    waves: Sequence[str],
    options: Options,
) -> pd.DataFrame:
    """Return how two roles differ about the same cause.

    Returns
    -------
    pandas.DataFrame
        `CAUSE_VIEW_COLUMNS`; ``difference`` is the right role's agreement − the left one's in
        points of the scale, with Welch's interval; p adjusted over the causes of a wave and pair
        of roles. ``verdict``: ``lower`` or ``higher`` (the right role), ``alike`` within the
        margin, ``unclear``.
    """
    rows = [
        row
        for wave in waves
        for left, right in combinations(raters, 2)
        for row in _views(left, right, wave, catalogue, scale, options)
    ]
    return typed(rows, CAUSE_VIEW_COLUMNS, ("n_left", "n_right"))


def _views(
    left: Raters, right: Raters, wave: str, catalogue: Catalogue, scale: Scale, options: Options
) -> Iterator[dict[str, Any]]:
    shared = [name for name in left.causes if name in right.causes]
    if not shared:
        return
    a, b = (
        described(one.of(wave)[:, [one.causes.index(name) for name in shared]], options)
        for one in (left, right)
    )
    ours, theirs = (d["sd"] ** 2 / np.where(d["n"] > 0, d["n"], np.nan) for d in (b, a))
    with np.errstate(divide="ignore", invalid="ignore"):
        df = (ours + theirs) ** 2 / (ours**2 / (b["n"] - 1) + theirs**2 / (a["n"] - 1))
    tested = t_test(
        b["agreement"] - a["agreement"], np.sqrt(ours + theirs), df, confidence=options.confidence
    )
    p_adjusted = adjust(tested.p, options.adjust, np.zeros(len(shared), np.int64))  # type: ignore[arg-type]
    people = np.minimum(a["n"], b["n"]).astype(float)
    margin = options.margin * float(scale.range)
    judged = verdicts(
        tested, p_adjusted, people, np.zeros(len(shared), bool), margin, 1, options
    ).tolist()
    for k, name in enumerate(shared):
        cause = catalogue.cause[name]
        yield {
            "wave": wave,
            "gap": cause.gap,
            "cause": name,
            "label": cause.label(options.language),
            "role_left": left.role,
            "role_right": right.role,
            "n_left": a["n"][k],
            "n_right": b["n"][k],
            "mean_left": a["agreement"][k],
            "mean_right": b["agreement"][k],
            "difference": tested.estimate[k],
            "ci_low": tested.ci_low[k],
            "ci_high": tested.ci_high[k],
            "p": tested.p[k],
            "p_adjusted": p_adjusted[k],
            "verdict": WORDS.get(judged[k], judged[k]),
            "reason": a["reason"][k] or b["reason"][k],
        }
