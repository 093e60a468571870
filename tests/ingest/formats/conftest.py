"""Exports of a handful of respondents, as the tools write them; the answers are those that one can read there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gapkit.ingest.formats import Top

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gapkit.ingest import Answers


@pytest.fixture
def here(request) -> Path:
    """Return the folder of the test, where the exports lie."""
    return request.path.parent


@pytest.fixture
def by_battery(points) -> Callable[[Answers], dict[str, list[list[Any]]]]:
    """Return battery → item by item the answers of the rows that are used."""

    def gather(answers: Answers) -> dict[str, list[list[Any]]]:
        found: dict[str, list[list[Any]]] = {}
        values = points(answers)
        for column in answers.layout.columns:
            items = found.setdefault(column.battery, [])
            items.append(values[column.name.removeprefix("customer.")])
        return found

    return gather


@pytest.fixture
def aside() -> Callable[[Answers], dict[str, tuple[int, ...]]]:
    """Return reason → records set aside."""

    def gather(answers: Answers) -> dict[str, tuple[int, ...]]:
        return {f.reason: f.records for f in answers.ledger.findings if f.kind == "set aside"}

    return gather


@pytest.fixture
def taken_for() -> Callable[[Answers], list[str]]:
    """Return what each file was taken for."""
    return lambda answers: [file.bound.table.format for file in answers.files]


@pytest.fixture
def top() -> Callable[..., Top]:
    """Return the first records of a table written down as lines, cells parted by bars."""
    return lambda *lines: Top(tuple(tuple(line.split("|")) for line in lines))
