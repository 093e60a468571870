"""Small instruments, and answers as a person would write them down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gapkit.ingest import Answers, Source, open_answers
from gapkit.instrument import Instrument, instrument_from_text

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def case() -> Callable[[str, str], Path]:
    """Return the path of a case's file."""

    def find(number: str, name: str = "input.csv") -> Path:
        (folder,) = CASES.glob(f"{number}-*")
        return folder / name

    return find


@pytest.fixture
def instrument() -> Callable[..., Instrument]:
    """Return an instrument of a few items in one dimension."""

    def build(
        items: int = 1, high: float = 5, *, step: float = 1, low: float = 1, turned: int = 0,
        labels: str = "", texts: tuple[str, ...] = (),
    ) -> Instrument:  # fmt: skip
        lines = [
            f'[instrument]\nname = "small"\nscale = {{low = {low}, high = {high}, step = {step}{labels}}}',
            '[[dimension]]\nid = "d"\nlabel = "D"',
        ]
        for n in range(1, items + 1):
            text = texts[n - 1] if texts else f"item {n}"
            lines.append(
                f'[[item]]\nid = "i{n}"\nn = {n}\ndimension = "d"\ntext = "{text}"\n'
                f"reversed = {str(n == turned).lower()}"
            )
        return instrument_from_text("\n".join(lines))

    return build


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a text as a file, and return its path."""

    def write(text: str, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


BOTH = {"expectation": "E{n}", "perception": "P{n}"}


@pytest.fixture
def read() -> Callable[..., Answers]:
    """Open files (or a frame) that hold E1 …, P1 … unless told otherwise."""

    def open_(what: Any, instrument: Instrument, **rest: Any) -> Answers:
        study = {k: rest.pop(k) for k in ("wave", "unit", "segments", "hold") if k in rest}
        rest.setdefault("batteries", BOTH)
        if isinstance(what, Path):
            what = (what,)
        given = {"files": what} if isinstance(what, tuple) else {"frame": what}
        return open_answers([Source(**given, **rest)], instrument, **study)

    return open_


@pytest.fixture
def points() -> Callable[[Answers], dict[str, list[Any]]]:
    """Return every column of an answers' batches as a list: codes as the points they stand for."""

    def collect(answers: Answers) -> dict[str, list[Any]]:
        columns = {c.name: c for c in answers.layout.columns}
        found: dict[str, list[Any]] = {}
        for batch in answers.batches():
            for name, array in zip(batch.schema.names, batch.columns, strict=True):
                values = array.to_pylist()
                if name in columns:
                    scale, none = columns[name].scale, columns[name].none
                    values = [None if v == none else scale.values[v] for v in values]
                found.setdefault(name.removeprefix("customer."), []).extend(values)
        return found

    return collect
