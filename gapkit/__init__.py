"""gapkit: from survey exports to answers about service quality.

>>> import gapkit as gk
>>> gk.load_instrument("servqual").title("en")
'SERVQUAL'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gapkit.errors import GapkitError, GapkitWarning
    from gapkit.gaps import Gap
    from gapkit.gaps.published import audit_published
    from gapkit.ingest import Wave
    from gapkit.instrument import Instrument, Scale, load_instrument
    from gapkit.options import Options
    from gapkit.stats.planning import plan
    from gapkit.study import Run, Study, read_study
    from gapkit.survey import Survey, read_survey
    from gapkit.tally import Tally, load_tally

__all__ = [
    "Gap", "GapkitError", "GapkitWarning", "Instrument", "Options", "Run", "Scale", "Study", "Survey",
    "Tally", "Wave", "__version__", "audit_published", "load_instrument", "load_tally", "plan", "read_study", "read_survey",
]  # fmt: skip

__version__ = "0.1.0"

_HOMES = {
    "gapkit.errors": ("GapkitError", "GapkitWarning"),
    "gapkit.gaps": ("Gap",),
    "gapkit.gaps.published": ("audit_published",),
    "gapkit.ingest": ("Wave",),
    "gapkit.instrument": ("Instrument", "Scale", "load_instrument"),
    "gapkit.options": ("Options",),
    "gapkit.stats.planning": ("plan",),
    "gapkit.study": ("Run", "Study", "read_study"),
    "gapkit.survey": ("Survey", "read_survey"),
    "gapkit.tally": ("Tally", "load_tally"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the command line starts without numpy."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'gapkit' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
