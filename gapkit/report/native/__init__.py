"""Charts that office programs draw themselves, as data: slides and workbook show the same ones."""

from __future__ import annotations

from gapkit.report.native.charts import native_charts
from gapkit.report.native.model import NativeChart, Series

__all__ = ["NativeChart", "Series", "native_charts"]
