"""What every answer is: a frozen record of a tidy frame and of the options that made it.

How it shows itself, how it is drawn (a table of names, resolved when first called), and the one
gate that every frame passes before it is written for others to read.
"""

from gapkit.results.charts import CHARTS, Plots
from gapkit.results.columns import COUNTS, KEYS, TEXTS, WRITTEN, is_count, is_key
from gapkit.results.result import Result

__all__ = [
    "CHARTS",
    "COUNTS",
    "KEYS",
    "TEXTS",
    "WRITTEN",
    "Plots",
    "Result",
    "is_count",
    "is_key",
]
