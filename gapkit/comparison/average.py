"""What a unit is set against on its own card: the plain average of the units that may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEWEST_SHOWN", "average_of_shown"]

FEWEST_SHOWN: Final = 3
"""The average of two units, beside one of them, would tell the other."""


def average_of_shown(frame: pd.DataFrame, figure: str, by: tuple[str, ...]) -> pd.Series[float]:
    """Return the average of the units that have a figure.

    Parameters
    ----------
    frame
        One row a unit and `by`, published: units of too few people are blank, so that nothing of
        them is in the average and nothing of them can be worked out of it.
    figure
        Column that is averaged.
    by
        Columns that name an average, such as ``level`` and ``key``.

    Returns
    -------
    Series of float
        Indexed by `by`; NaN where fewer than `FEWEST_SHOWN` units are shown.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"key": list("aaaabb"), "mean": [1.0, 2.0, 6.0, None, 4.0, 5.0]})
    >>> average_of_shown(units, "mean", ("key",)).to_dict()
    {'a': 3.0, 'b': nan}
    """
    groups = frame.groupby(list(by), sort=False)[figure]
    average: pd.Series[float] = groups.mean().where(groups.count() >= FEWEST_SHOWN)
    return average
