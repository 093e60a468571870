"""Registers beside a survey, and without one: what they are held against, and who may read their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.errors import Problem, StudyError
from gapkit.gaps.groups import natural, waves_of
from gapkit.ingest.asked import WAVE
from gapkit.ingest.ledger import Ledger
from gapkit.operations.opening import Surveyed
from gapkit.operations.staff import without_names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gapkit.operations.desk import Desk
    from gapkit.survey import Survey
    from gapkit.tally import Tally

__all__ = ["in_answers", "in_tally", "refuse_no_rows", "without_staff"]


def in_tally(tally: Tally, unit: str | None) -> Surveyed:
    """Return the waves and units of the answers, as they were counted."""
    units = dict.fromkeys(group.value for group in tally.groups if group.segment == unit)
    return Surveyed(tuple(waves_of(tally)), tuple(units))


def in_answers(survey: Survey) -> Surveyed:
    """Return the waves and units that the answers name, before anything is counted."""
    found: dict[str, dict[str, None]] = {key: {} for key in (WAVE, survey.unit) if key}
    for batch in survey.answers.batches():
        for key in found.keys() & set(batch.schema.names):
            values = batch.column(key).unique().to_pylist()
            found[key] |= dict.fromkeys(value for value in values if value)
    waves = tuple(sorted(found[WAVE], key=natural))
    return Surveyed(waves, tuple(found.get(survey.unit or "", ())))


def refuse_no_rows(waves: Sequence[str], desk: Desk) -> None:
    """Refuse waves that no row of a study of registers alone is of.

    Raises
    ------
    StudyError
        No register has a row left.
    """
    if all(rows.frame.empty for rows in desk.rows.values()):
        what = f"no rows are of the {'wave' if len(waves) == 1 else 'waves'} {', '.join(waves)}."
        raise StudyError(Problem("--wave", what, "Leave it out to see which there are."))


def without_staff(ledger: Ledger, names: Collection[str], roles: Collection[str]) -> Ledger:
    """Return the account without names of staff that stand where they should not, as among dates.

    Parameters
    ----------
    names
        Of members of staff.
    roles
        Registers and sources whose findings may name them.
    """
    hidden = dict.fromkeys(names, "…")
    return Ledger(
        tuple(without_names(f, hidden) if f.role in roles else f for f in ledger.findings)
    )
