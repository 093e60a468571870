"""The catalogue of causes: what can lie behind gaps 1 to 4, as data, and what a study adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

from gapkit.errors import Problem, StudyError, did_you_mean
from gapkit.gaps.model import GAPS, ROLES
from gapkit.instrument.load import read_text
from gapkit.instrument.model import Text
from gapkit.toml import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gapkit.toml import Table

__all__ = ["CLASSES", "EXPOSURES", "Catalogue", "Cause", "builtin_catalogue", "read_catalogue"]

EXPOSURES: Final = ("policy", "market", "financial", "legal", "team")
"""Kinds of risk that a cause exposes the firm to."""

CLASSES: Final = (
    "research", "interpretation", "upward_flow", "layers", "planning", "goals", "commitment",
    "supervision", "understanding", "systems", "planning_apart", "overpromising",
)  # fmt: skip
"""Classes of the built-in causes; a study may use words of its own."""


@dataclass(frozen=True)
class Cause:
    """One cause.

    Parameters
    ----------
    id
        As in the columns of agreement.
    gap
        The gap that it lies behind.
    kind
        Its class: causes of one class share a kind of remedy.
    label, statement
        What it is called, and what people agree or disagree with.
    antecedent
        What the literature measures it by.
    remedy
        What would mend it.
    exposure
        One of `EXPOSURES`; empty where the study does not say.
    asked
        Roles that can speak of it.
    """

    id: str
    gap: str
    kind: str
    label: Text
    statement: Text
    antecedent: Text
    remedy: Text
    exposure: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Causes in their order.

    Examples
    --------
    >>> known = builtin_catalogue()
    >>> known.cause["overpromising"].gap
    '4'
    >>> known.cause["many_layers"].remedy("zh-Hant")
    '縮短第一線到決策層的回報路徑，特定事項可越級呈報。'
    """

    causes: tuple[Cause, ...]

    @cached_property
    def cause(self) -> dict[str, Cause]:
        """Id → cause."""
        return {cause.id: cause for cause in self.causes}

    def with_own(self, own: Iterable[Cause]) -> Catalogue:
        """Return the catalogue with a study's own causes; one of the same id takes the place."""
        return Catalogue(tuple((self.cause | {cause.id: cause for cause in own}).values()))

    def problem(self, unknown: str) -> Problem:
        """Return what is to be said of a column whose cause is not in the catalogue."""
        what = f"a column asks about the cause '{unknown}', which the catalogue does not know."
        advice = (
            f'{did_you_mean(unknown, list(self.cause))} Else add [[cause]] id = "{unknown}" to the '
            'file of [study] catalogue = "causes.toml".'
        )
        return Problem("causes", what, advice.strip())


@cache
def builtin_catalogue() -> Catalogue:
    """Return the causes that come with gapkit."""
    with as_file(files("gapkit.causes") / "catalogue.toml") as path:
        return Catalogue(_causes(path, ()))


def read_catalogue(path: Path, own_gaps: Iterable[str] = ()) -> Catalogue:
    """Return the built-in catalogue with the causes of a study's file beside it.

    Parameters
    ----------
    path
        A TOML file of ``[[cause]]`` tables: id, gap, class, label, antecedent, remedy, exposure;
        statement and asked may be left out.
    own_gaps
        Names of the study's own gaps, which causes may belong to as well.

    Raises
    ------
    StudyError
        Every mistake of the file with its line: an unknown gap, an id twice, a key unknown.
    """
    return builtin_catalogue().with_own(_causes(path, tuple(own_gaps)))


def _causes(path: Path, own_gaps: tuple[str, ...]) -> tuple[Cause, ...]:
    document = read_document(path, StudyError)
    root = document.root
    known = (*(gap.name for gap in GAPS), *own_gaps)
    found: dict[str, Cause] = {}
    for table in root.tables("cause"):
        cause = _cause(table, known)
        if cause.id in found:
            table.note("id", f"the id '{cause.id}' is used twice.", "Give each cause its own id.")
        found[cause.id] = cause
    if not root.values.get("cause"):
        root.note(
            None, "there is no [[cause]].", 'Add [[cause]] with id, gap = "3", label, remedy.'
        )
    root.close()
    document.finish()
    return tuple(found.values())


def _cause(table: Table, gaps: tuple[str, ...]) -> Cause:
    identity: str = table.need("id", str, "")
    gap: str = table.need("gap", str, gaps[0])
    if gap not in gaps:
        what = f"{table.name} gap = {gap!r} is no gap of the study."
        table.note("gap", what, f"{did_you_mean(gap, gaps)} Known: {', '.join(gaps)}.".strip())
    label = read_text(table, "label") or Text({"en": identity})
    kind: str = table.get("class", str, "")
    exposure: str = table.get("exposure", str, "")
    if exposure and exposure not in EXPOSURES:
        table.choice("exposure", EXPOSURES, "")
    asked = table.strings("asked")
    for role in asked:
        if role not in ROLES:
            table.note(
                "asked", f"{table.name} asked: '{role}' is no role.", f"Known: {', '.join(ROLES)}."
            )
    cause = Cause(
        identity,
        gap,
        kind,
        label,
        read_text(table, "statement", required=False) or label,
        read_text(table, "antecedent", required=False) or Text({"en": ""}),
        # a cause without a remedy would be a complaint
        read_text(table, "remedy") or Text({"en": ""}),
        exposure,
        asked,
    )
    table.close()
    return cause
