"""Studies: what a study file says, and the order of a run."""

from gapkit.study.figure import Figure
from gapkit.study.file import Study, read_study
from gapkit.study.run import Run

__all__ = ["Figure", "Run", "Study", "read_study"]
