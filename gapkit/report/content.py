"""What a report is made of: results that have passed the gate, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gapkit.report.brand import Brand
from gapkit.wording import Words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options
    from gapkit.results import Result
    from gapkit.wording import Phrase

__all__ = ["Content", "Respondents"]


@dataclass(frozen=True)
class Respondents:
    """Who answered, of one source.

    Parameters
    ----------
    role
        ``customer``, ``manager``, …
    files
        Names of the files, as the ledger writes them.
    rows_read, rows_used
        Rows found, and rows that stand behind the figures.
    """

    role: str
    files: tuple[str, ...]
    rows_read: int
    rows_used: int


@dataclass(frozen=True)
class Content:
    """Everything that a report says.

    Parameters
    ----------
    title
        The study's title.
    language
        ``en`` or ``zh-Hant``: of the page and the workbook.
    instrument, options
        The questionnaire, and how figures were made and judged.
    results
        Table name → result, in full; the gate is passed when the report is written.
    ledger
        One row a finding: ``role, file, column, kind, count, records, detail``.
    manifest
        Versions, hashes of the inputs, seed, options; must be fit for JSON.
    sources
        Who answered.
    tally
        Writes the stored counts into the folder it is given; None where there are none.
    audience
        ``public``, or ``internal`` for readers who may see every figure and every name.
    brand
        Logo, colour and template of the firm that reports.
    targets
        Dimension, or ``overall`` → the gap that was aimed at, in points of the scale.
    unit
        Column that names the units; empty without any.
    withheld
        Table → how many of its rows the audience does not see.
    unshown
        Table of which no row is left for the audience → what it says nevertheless, naming nobody.
    """

    title: str
    language: str
    instrument: Instrument
    options: Options
    results: Mapping[str, Result]
    ledger: pd.DataFrame
    manifest: Mapping[str, Any]
    sources: tuple[Respondents, ...] = ()
    tally: Callable[[Path], None] | None = None
    audience: str = "public"
    brand: Brand = field(default_factory=Brand)
    targets: Mapping[str, float] = field(default_factory=dict)
    unit: str = ""
    withheld: Mapping[str, int] = field(default_factory=dict)
    unshown: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the report's language, with the study's labels."""
        return words(self.language).labelled(self.options.labels)

    def published(self) -> Content:
        """Return the content as others may see it: every result through its gate."""
        passed = {
            name: result.published(audience=self.audience) for name, result in self.results.items()
        }
        withheld = {
            name: len(result.frame) - len(passed[name].frame)
            for name, result in self.results.items()
        }
        left = {n: r for n, r in passed.items() if len(r.frame) or not withheld[n]}
        return replace(
            self,
            results=left,
            ledger=self._with_withheld(withheld),
            withheld={name: count for name, count in withheld.items() if count},
            unshown={n: r.sentences for n, r in passed.items() if n not in left},
        )

    def phrases(self, table: str) -> tuple[Phrase, ...]:
        """Return what a table says, though none of its rows may be left for the audience."""
        result = self.results.get(table)
        return self.unshown.get(table, ()) if result is None else result.sentences

    def _with_withheld(self, withheld: Mapping[str, int]) -> pd.DataFrame:
        """Return the ledger, with how many rows of which table are not shown to this audience."""
        import pandas as pd

        say = self.words
        notes = [
            ("", "", "", "note", count, "", _withheld(say, name, count))
            for name, count in withheld.items()
            if count
        ]
        if not notes:
            return self.ledger
        more = pd.DataFrame(notes, columns=self.ledger.columns)
        return pd.concat([self.ledger, more], ignore_index=True)

    @property
    def segments(self) -> tuple[str, ...]:
        """The unit and the segments that gaps are broken down by."""
        result = self.results.get("gaps")
        found = () if result is None else dict.fromkeys(result.frame["segment"].astype(str))
        return tuple(name for name in found if name != "all")

    def answered(self, role: str = "customer") -> int:
        """How many rows of a role stand behind the figures.

        Examples
        --------
        >>> sources = (Respondents("customer", ("a.csv",), 12, 10),)
        >>> Content("", "en", None, None, {}, None, {}, sources).answered()
        10
        """
        return sum(source.rows_used for source in self.sources if source.role == role)


def _withheld(say: Words, table: str, count: int) -> str:
    """Say how many rows of a table are not shown, and how to see them."""
    key = f"report.workbook.sheet.{table}"
    return say("ledger.withheld", count=count, table=say(key) if say.has(key) else table)
