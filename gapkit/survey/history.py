"""Stored tallies of older waves beside the present ones: last quarter's export is not needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gapkit.errors import CallError, Problem, StudyError
from gapkit.tally import EVERY_WAVE, load_tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gapkit.tally import Tally

__all__ = ["stored_tally", "with_history"]

PLACES: Final = ("", "tally.parquet", "tally/tally.parquet")
"""Where a stored tally stands below what the study names: the file, its folder, or a run's folder."""


def stored_tally(path: Path) -> Path | None:
    """Return the file of a stored tally, given itself, its folder or a run's folder; None without.

    Examples
    --------
    >>> from pathlib import Path
    >>> stored_tally(Path("no/such/folder")) is None
    True
    """
    places = (path / place if place else path for place in PLACES)
    return next((place for place in places if place.is_file()), None)


def with_history(tally: Tally, history: Iterable[Path], instrument: str) -> Tally:
    """Return a tally with the waves that only stored tallies still know.

    Of a wave that stands in both the present answers count; what belongs to every wave is taken
    from the present ones alone.

    Parameters
    ----------
    history
        Stored tallies, the most telling first.
    instrument
        Name of the present questionnaire.

    Raises
    ------
    IngestError
        A file cannot be read as a tally.
    StudyError
        It was made with another questionnaire, or on another scale.
    """
    for path in history:
        _check_instrument(path, instrument)
        older = load_tally(path)
        here = {g.wave for g in tally.groups}
        new = {g.wave for g in older.groups} - here - {EVERY_WAVE}
        try:
            tally = tally + older.only(new, every=False) if new else tally
        except CallError as error:
            advice = "Waves on different scales are not compared: take it out of history."
            raise StudyError(Problem(str(path), str(error), advice)) from error
    return tally


def _check_instrument(path: Path, instrument: str) -> None:
    """Raise where the report that the tally belongs to speaks of another questionnaire."""
    manifest = path.parent.parent / "manifest.json"
    if not manifest.is_file():
        return
    about = json.loads(manifest.read_text(encoding="utf-8"))
    name = about.get("instrument", {}).get("name", instrument)
    if name != instrument:
        what = f"was made with the instrument '{name}', this study uses '{instrument}'."
        advice = "Waves of different questionnaires are not compared: take it out of history."
        raise StudyError(Problem(str(path), what, advice))
