"""Instruments from TOML, checked; every mistake of a file is said at once."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gapkit.errors import InstrumentError, Problem, did_you_mean
from gapkit.instrument.model import (
    BATTERIES,
    RESERVED,
    Dimension,
    Instrument,
    Item,
    Scale,
    Text,
    exact,
)
from gapkit.toml import read_document

if TYPE_CHECKING:
    from fractions import Fraction

    from gapkit.toml import Table

__all__ = ["BUILTIN", "instrument_from_text", "load_instrument", "read_scale", "read_text"]

BUILTIN: Final = (
    "servqual", "servperf", "servqual-zones", "ipa", "bank-counter", "call-monitoring", "gap-causes",
)  # fmt: skip
"""Instruments that come with gapkit."""


def load_instrument(name: str | Path, beside: Path | None = None) -> Instrument:
    """Load a built-in instrument by name, or one from a TOML file.

    Parameters
    ----------
    name
        A name from `BUILTIN`, or the path of a TOML file.
    beside
        Folder that a relative path starts from; by default the current one.

    Raises
    ------
    InstrumentError
        No such instrument, or mistakes in the file: all of them, with line numbers.

    Examples
    --------
    >>> load_instrument("servperf").batteries
    ('perception',)
    """
    if str(name) in BUILTIN:
        with as_file(files("gapkit.instrument") / "builtin" / f"{name}.toml") as path:
            return _load(path)
    path = (beside or Path()) / name
    if path.suffix != ".toml" and not path.exists():
        advice = f"{did_you_mean(str(name), BUILTIN)} Built in: {', '.join(BUILTIN)}. Or give a path that ends in .toml."
        raise InstrumentError(Problem("", f"there is no instrument '{name}'.", advice.strip()))
    return _load(path)


def instrument_from_text(text: str, name: str = "instrument.toml") -> Instrument:
    """Build an instrument from TOML text, as a file of that name would be read."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return _load(path)


def _load(path: Path) -> Instrument:
    document = read_document(path, InstrumentError)
    root = document.root
    head = root.table("instrument")
    if head is None:
        root.note(
            None,
            "the table [instrument] is missing.",
            "Begin with [instrument] and its name, title, scale.",
        )
        document.fail()
    name = head.need("name", str, "")
    title = read_text(head, "title", required=False) or Text({"en": name})
    batteries = head.strings("batteries")
    for battery in batteries:
        if battery not in BATTERIES:
            head.note("batteries", f"'{battery}' is no battery.", f"Known: {', '.join(BATTERIES)}.")
    scale = read_scale(head.table("scale"), head)
    head.close()
    dimensions = [_dimension(table) for table in root.tables("dimension")]
    items = [
        _item(table, k, {d.id for d in dimensions})
        for k, table in enumerate(root.tables("item"), 1)
    ]
    root.close()
    _check_whole(root, dimensions, items)
    document.finish()
    used = {i.dimension for i in items}
    return Instrument(
        name, title, scale, tuple(d for d in dimensions if d.id in used), tuple(items), batteries
    )


def read_scale(table: Table | None, owner: Table) -> Scale:
    """Read a scale table such as ``{low = 1, high = 7, step = 1, labels = {1 = "poor"}}``."""
    fallback = Scale(exact(1), exact(7))
    if table is None:
        if "scale" not in owner.values:
            owner.note(None, f"{owner.name} lacks 'scale'.", "Write scale = {low = 1, high = 7}.")
        return fallback
    low, high = table.need("low", float, 1), table.need("high", float, 7)
    step = table.get("step", float, 1)
    labels = _labels(table)
    unit = table.get("unit", str, "")
    direction = table.choice("direction", ("higher", "lower"), "higher")
    table.close()

    def build(numbers: tuple[float, float, float]) -> Scale:
        first, last, width = (exact(x) for x in numbers)
        return Scale(first, last, width, labels, unit, direction)

    scale: Scale = owner.checked("scale", (low, high, step), build, fallback)
    return scale


def _labels(table: Table) -> dict[Fraction, tuple[str, ...]]:
    labels: dict[Fraction, tuple[str, ...]] = {}
    for key, value in table.get("labels", dict, {}).items():
        words = value if isinstance(value, list) else [value]
        if not re.fullmatch(r"-?\d+(\.\d+)?", key) or not all(isinstance(w, str) for w in words):
            table.note(
                "labels",
                f"label {key} = {value!r} must be a number and its words.",
                'Write 1 = "poor" or 1 = ["poor", "差"].',
            )
            continue
        labels[exact(key)] = tuple(words)
    return labels


def read_text(table: Table, key: str, *, required: bool = True) -> Text | None:
    """Return a text of one or more languages; note what is none, or lacks where it is required."""
    table.asked.add(key)
    value: Any = table.values.get(key)
    if isinstance(value, str) and value.strip():
        return Text({"en": value})
    if (
        isinstance(value, dict)
        and value
        and all(isinstance(v, str) and v.strip() for v in value.values())
    ):
        return Text(dict(value))
    if key in table.values:
        table.note(
            key,
            f"{table.name} {key} = {value!r} must be a text.",
            'Write "…" or {en = "…", "zh-Hant" = "…"}.',
        )
    elif required:
        table.note(
            None,
            f"{table.name} lacks the key '{key}'.",
            'Write "…" or {en = "…", "zh-Hant" = "…"}.',
        )
    return None


def _identity(table: Table) -> str:
    value: str = table.need("id", str, "")
    if value in RESERVED:
        table.note("id", f"'{value}' is a word of the tables' own.", "Choose another id.")
    elif value and not re.fullmatch(r"[^\s:]+", value):
        table.note(
            "id", f"id {value!r} must have no blanks and no colon.", "Use letters, digits, - and _."
        )
    return value


def _dimension(table: Table) -> Dimension:
    found = _identity(table)
    label = read_text(table, "label", required=False) or Text({"en": found})
    table.close()
    return Dimension(found, label)


def _item(table: Table, position: int, dimensions: set[str]) -> Item:
    found = _identity(table)
    n = table.get("n", int, position)
    dimension = table.need("dimension", str, "")
    if dimension and dimension not in dimensions:
        table.note("dimension", f"item '{found}' names the dimension '{dimension}', which is not defined.",
                   f"{did_you_mean(dimension, dimensions)} Defined: {', '.join(sorted(dimensions))}.".strip())  # fmt: skip
    text = read_text(table, "text", required=False) or Text({"en": found})
    turned = table.get("reversed", bool, False)
    tags = table.get("tags", dict, {})
    for tag, value in tags.items():
        if not isinstance(value, str):
            table.note("tags", f"tag {tag} = {value!r} must be a text.")
    table.close()
    return Item(found, n, dimension, text, turned, dict(tags))


def _check_whole(root: Table, dimensions: list[Dimension], items: list[Item]) -> None:
    if not items:
        root.note(
            None, "there is no [[item]].", "Add at least one, with id, n, dimension and text."
        )
    for what, values in (
        ("dimension id", [d.id for d in dimensions]),
        ("item id", [i.id for i in items]),
        ("item number n =", [str(i.n) for i in items]),
    ):
        for value, count in Counter(values).items():
            if count > 1 and value:
                root.note(None, f"the {what} {value} occurs {count} times.", "Each must be unique.")
    for both in sorted({d.id for d in dimensions} & {i.id for i in items} - {""}):
        root.note(
            None,
            f"'{both}' is the id of a dimension and of an item.",
            "Choose another for one of them.",
        )
