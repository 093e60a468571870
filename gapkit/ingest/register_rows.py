"""Rows of a register, and the account of what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gapkit.ingest.ledger import FEW, Finding, is_fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from gapkit.wording import Phrase

__all__ = ["ALL", "Columns", "Rows"]

ALL: Final = "all"
"""The wave of a study without waves, and the unit of one without units."""


@dataclass(frozen=True)
class Columns:
    """The columns of a file of events.

    Parameters
    ----------
    found
        Field, unit or wave → heading.
    unused
        Headings that stand for nothing the study asks for.
    """

    found: Mapping[str, str]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """What was read from a register, and the account of it.

    Parameters
    ----------
    name
        The register's name, which stands in the ledger's column ``role``.
    frame
        A row an event: ``file``, ``record``, ``wave``, ``unit`` and the register's fields; a field
        without a column is there, and blank.
    findings
        Rows read, used, set aside and why; cells that could not be read.
    columns
        File → its columns.
    """

    name: str
    frame: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    columns: Mapping[str, Columns] = field(default_factory=dict)

    def without(self, which: NDArray[np.bool_], why: Phrase) -> Rows:
        """Return the rows less those that cannot count; the account says how many and why.

        Parameters
        ----------
        which
            Shape (rows,).
        why
            A phrase whose key begins ``ledger.aside.``.
        """
        import numpy as np

        which = np.asarray(which, bool)
        if not which.any():
            return self
        gone = self.frame[which]
        account = [replace(f, count=f.count - int((gone["file"] == f.file).sum()))
                   if f.kind == "rows used" else f for f in self.findings]  # fmt: skip
        account += self._told(gone, "", "set aside", why)
        left = self.frame[~which].reset_index(drop=True)
        return replace(self, frame=left, findings=tuple(account))

    def blanked(self, which: NDArray[np.bool_], field: str, why: Phrase) -> Rows:
        """Return the rows with a field emptied where its cell cannot be true; the account says so."""
        import numpy as np

        which = np.asarray(which, bool)
        if not which.any():
            return self
        frame = self.frame.copy()
        told = self._told(frame[which], field, "out of range", why)
        frame.loc[which, field] = None
        return replace(self, frame=frame, findings=(*self.findings, *told))

    def noted(self, which: NDArray[np.bool_], field: str, why: Phrase) -> Rows:
        """Return the same rows, with a note on some of them in the account."""
        import numpy as np

        rows = self.frame[np.asarray(which, bool)]
        return replace(self, findings=(*self.findings, *self._told(rows, field, "note", why)))

    def of_waves(self, waves: Sequence[str]) -> Rows:
        """Return the rows of these waves; of all where none are named."""
        if not waves:
            return self
        keep = self.frame["wave"].isin([*waves, ALL])
        return replace(self, frame=self.frame[keep].reset_index(drop=True))

    def _told(self, rows: pd.DataFrame, column: str, kind: str, why: Phrase) -> list[Finding]:
        return [
            Finding(self.name, str(file), column, kind, len(part),
                    tuple(int(r) for r in part["record"].head(FEW)), why, is_fault(kind, why))
            for file, part in rows.groupby("file", sort=False)
        ]  # fmt: skip
