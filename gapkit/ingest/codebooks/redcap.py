"""REDCap's data dictionary (CSV): a row a field, its choices as ``1, Disagree | 2, Agree``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from gapkit.ingest.codebooks.codebook import Codebook
from gapkit.ingest.formats.cells import without_markup

if TYPE_CHECKING:
    from gapkit.ingest.codebooks.codebook import Written

__all__ = ["read"]

_NAME: Final = ("variable / field name", "field_name")
_TYPE: Final = ("field type", "field_type")
_TEXT: Final = ("field label", "field_label")
_CHOICES: Final = (
    "choices, calculations, or slider labels",
    "choices or calculations",
    "select_choices_or_calculations",
)

_FIXED: Final = {
    "yesno": {"1": "Yes", "0": "No"},
    "truefalse": {"1": "True", "0": "False"},
}
_CHOSEN: Final = ("radio", "dropdown", "checkbox")


def read(file: Written) -> Codebook | None:
    """Return what the dictionary says, or None where the file is none."""
    first = file.head.partition("\n")[0].casefold()
    if not any(name in first for name in _CHOICES):
        return None
    rows = list(csv.reader(io.StringIO(file.text), delimiter=max(",;\t", key=first.count)))
    at = [_position(rows[0], names) for names in (_NAME, _TYPE, _TEXT, _CHOICES)]
    labels: dict[str, dict[str, str]] = {}
    texts: dict[str, str] = {}
    for row in rows[1:]:
        name, kind, said, choices = (row[k].strip() if -1 < k < len(row) else "" for k in at)
        asked = without_markup(said)
        found = _FIXED.get(kind) or (_choices(choices) if kind in _CHOSEN else {})
        if kind == "checkbox":
            texts |= {f"{name}___{_suffix(c)}": f"{asked} ({t})" for c, t in found.items()}
        elif name:
            texts[name] = asked
            if found:
                labels[name] = found
    return Codebook(labels, {name: asked for name, asked in texts.items() if asked})


def _position(headings: list[str], names: tuple[str, ...]) -> int:
    folded = [heading.strip().strip('"').casefold() for heading in headings]
    return next((folded.index(name) for name in names if name in folded), -1)


def _choices(written: str) -> dict[str, str]:
    """Return code → label.

    Examples
    --------
    >>> _choices("1, No, never | 2, Yes")
    {'1': 'No, never', '2': 'Yes'}
    """
    pairs = (choice.partition(",") for choice in written.split("|"))
    return {code.strip(): without_markup(said) for code, _, said in pairs if code.strip()}


def _suffix(code: str) -> str:
    """Return a choice's code as it ends the name of its column: ``-99`` is ``_99``."""
    return code.replace("-", "_").lower()
