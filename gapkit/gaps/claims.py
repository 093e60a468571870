"""What may be said about groups: step by step, so that many groups give no more false alarms.

A group is spoken of only in a dimension that is told for everybody, and a dimension only if the
overall gap is told; within a dimension p values are adjusted over its groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gapkit.stats.multiplicity import adjust

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.options import Options

__all__ = ["TOLD", "dimensions_short", "groups_told"]

TOLD: Final = ("shortfall", "surplus")
"""Verdicts that tell a gap from zero."""


def groups_told(groups: pd.DataFrame, verdict: str, options: Options) -> int:
    """Count the groups of one dimension whose gap is told after adjusting over the groups.

    Parameters
    ----------
    groups
        Rows of the table `gaps`: one dimension in every group of a segment, those with a p.
    verdict
        ``shortfall`` or ``surplus``: which sign counts.
    options
        Adjustment and confidence.

    Examples
    --------
    >>> import pandas as pd
    >>> from gapkit.options import Options
    >>> rows = pd.DataFrame({"p": [0.001, 0.04], "estimate": [-0.6, -0.4], "verdict": "shortfall"})
    >>> groups_told(rows, "shortfall", Options()), groups_told(rows, "surplus", Options())
    (2, 0)
    """
    method: Any = options.adjust  # one of the three that `adjust` knows
    adjusted = adjust(groups["p"].to_numpy(dtype=float), method)
    sign = groups["estimate"] < 0 if verdict == "shortfall" else groups["estimate"] > 0
    return int(((adjusted < options.alpha) & sign & groups["verdict"].isin(TOLD)).sum())


def dimensions_short(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the dimensions that may be said to fall short although all together do not.

    Parameters
    ----------
    rows
        Rows of the table `gaps`: one gap of one group.

    Returns
    -------
    tuple of str
        Labels of the dimensions whose gap is told from zero after adjusting over the dimensions
        and lies, with its whole interval, beyond the margin.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"level": "dimension", "label": ["Empathy", "Assurance"],
    ...                      "verdict": "shortfall", "material": ["yes", "unclear"]})
    >>> dimensions_short(rows)
    ('Empathy',)
    """
    told = (rows["level"] == "dimension") & (rows["verdict"] == "shortfall")
    return tuple(str(label) for label in rows.loc[told & (rows["material"] == "yes"), "label"])
