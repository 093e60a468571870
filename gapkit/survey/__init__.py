"""`Survey`, the analyst's handle: answers, instrument and options, and one method per question."""

from gapkit.survey.handle import Survey
from gapkit.survey.read import read_survey

__all__ = ["Survey", "read_survey"]
