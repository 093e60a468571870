"""The table `similar_forms`: forms of one unit that came about alike, as a question to look into.

The same answers can come about honestly, such as where one person copied paper forms twice. The
table says where to look and what chance would bring about; it accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import WHOLE, natural
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.ingest.moments import moments
from gapkit.measurement.forms import MOST_POINTS, Forms, file_of, role_of, texts_of
from gapkit.stats.crowded_minutes import crowded_minutes
from gapkit.stats.pages import Pages
from gapkit.stats.similar_forms import alike_forms
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from gapkit.ingest import Answers
    from gapkit.measurement.forms import Battery
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["SIMILAR_COLUMNS", "similar_forms_frame", "similar_sentences"]

SIMILAR_COLUMNS: Final = (
    "wave", "role", "unit", "kind", "n", "alike", "answers", "same", "expected", "p", "minutes", "devices",
    "records",
)  # fmt: skip
"""Columns in their order."""

ANSWERS: Final = "answers"
MINUTE: Final = "minute"
"""Kinds of clusters: forms with the same answers, forms handed in within one minute."""

MOST_FORMS: Final = 500_000
"""Forms of one role that are kept in memory; what comes after is not compared."""

MOST_RECORDS: Final = 40
"""Records that are named."""

MOST_OF_THEM: Final = 0.9
"""Share of a cluster whose time span is given."""

LEAST_SAID: Final = 0.05
"""Fewer forms than this are not said as a number."""

ONE_DAY: Final = 24 * 60.0
"""Minutes; a longer span says nothing."""


@dataclass
class _Stack:
    """The forms of one role, batch upon batch."""

    pages: list[tuple[Battery, ...]] = field(default_factory=list)
    wave: list[str | None] = field(default_factory=list)
    unit: list[str | None] = field(default_factory=list)
    submitted: list[str | None] = field(default_factory=list)
    device: list[str | None] = field(default_factory=list)
    record: list[tuple[str, int]] = field(default_factory=list)

    def add(self, batch: pa.RecordBatch, batteries: Iterable[Battery], unit: str | None) -> None:
        """Take in a batch; batteries answered on a scale of ticks only."""
        self.pages.append(tuple(b for b in batteries if b.points <= MOST_POINTS))
        self.wave += texts_of(batch, "wave")
        self.unit += texts_of(batch, unit) if unit else [WHOLE] * batch.num_rows
        self.submitted += texts_of(batch, "form.submitted")
        self.device += texts_of(batch, "form.device")
        file = file_of(batch)
        self.record += [(file, record) for record in batch.column("record").to_pylist()]

    def whole(self) -> Pages:
        """Return all forms as one."""
        kinds = list(zip(*self.pages, strict=True))
        codes = tuple(
            np.vstack([np.where(b.answered, b.codes, b.points) for b in kind]).astype(np.uint8)
            for kind in kinds
        )
        return Pages(codes, tuple(kind[0].points for kind in kinds))


def similar_forms_frame(answers: Answers, unit: str | None) -> pd.DataFrame:
    """Return clusters of forms that are alike more often than chance explains.

    Parameters
    ----------
    answers
        Everybody's, read once.
    unit
        Column of the unit; None takes all forms of a role as one unit.

    Returns
    -------
    pandas.DataFrame
        `SIMILAR_COLUMNS`, one row a cluster: of ``n`` forms of the unit, ``alike`` carry at least
        ``same`` equal answers of ``answers`` (``kind`` ``answers``), or were handed in within one
        minute (``minute``); ``expected`` so many chance would bring about, ``p`` the chance of as
        many or more. ``minutes`` in which nine of ten of them were handed in and ``devices`` on
        which they were filled in, NaN where this is not known. ``records`` are those of the file,
        the heading rows counted. See `gapkit.stats.similar_forms` and `crowded_minutes`.
    """
    import pandas as pd

    forms = Forms(answers)
    stacks: dict[str, _Stack] = {}
    for batch in answers.batches():
        stack = stacks.setdefault(role_of(batch), _Stack())
        if role_of(batch) not in NOT_PEOPLE and len(stack.record) < MOST_FORMS:
            stack.add(batch, forms.whole(batch).batteries.values(), unit)
    rows = [row for role, stack in stacks.items() for row in _rows(role, stack)]
    frame = pd.DataFrame(rows, columns=list(SIMILAR_COLUMNS))
    counts = ("n", "alike", "answers", "same", "devices")
    return frame.astype(dict.fromkeys(counts, "Int64")).astype(
        dict.fromkeys(("expected", "p", "minutes"), "float64")
    )


def _rows(role: str, stack: _Stack) -> Iterator[tuple[object, ...]]:
    if not any(stack.pages):
        return
    pages = stack.whole()
    wave_of, waves = _numbered([WHOLE if w is None else w for w in stack.wave])
    unit_of, units = _numbered(stack.unit)
    for number_of_wave, wave in enumerate(waves):
        here = np.flatnonzero((unit_of >= 0) & (wave_of == number_of_wave))
        there, number = np.unique(unit_of[here], return_inverse=True)
        names = [units[k] for k in there.tolist()]
        size = np.bincount(number)
        for kind, unit, forms, same, expected, p in _clusters(
            pages.take(here), stack, here, number
        ):
            members = here[forms].tolist()
            yield (
                wave, role, names[unit], kind, int(size[unit]), len(members),
                None if same is None else pages.items, same, expected, p,
                *_together(stack, members), _records(stack, members),
            )  # fmt: skip


def _numbered(texts: list[str | None]) -> tuple[NDArray[np.int64], list[str]]:
    """Return for each text its place among the different ones, -1 for none, and these in order."""
    import pandas as pd

    found, distinct = pd.factorize(np.array(texts, object))
    ordered = sorted(map(str, distinct), key=natural)
    at = {text: k for k, text in enumerate(ordered)}
    place = np.array([*(at[str(text)] for text in distinct), -1], np.int64)
    return place[found], ordered


def _clusters(
    pages: Pages, stack: _Stack, here: NDArray[np.int64], number: NDArray[np.int64]
) -> Iterator[tuple[str, int, NDArray[np.int64], int | None, float, float]]:
    """Yield kind, unit, forms, equal answers, expected number and chance of each cluster."""
    for found in alike_forms(pages, number):
        yield ANSWERS, found.unit, found.forms, found.same, found.expected, found.p
    stamps = [stack.submitted[k] for k in here]
    if any(stamps):
        for crowd in crowded_minutes(moments(stamps), number):
            yield MINUTE, crowd.unit, crowd.forms, None, crowd.expected, crowd.p


def _together(stack: _Stack, members: list[int]) -> tuple[float, int | None]:
    """Return the minutes in which most of them came, and on how many devices."""
    times = np.sort(moments([stack.submitted[k] for k in members]))
    minutes = float("nan") if np.isnan(times).any() else _shortest_span(times) / 60
    devices = {stack.device[k] for k in members} - {None}
    return minutes, len(devices) or None


def _shortest_span(times: NDArray[np.float64]) -> float:
    """Return the shortest time in which most of the forms came: the one copied from may be older.

    Parameters
    ----------
    times
        Sorted.
    """
    most = int(np.ceil(MOST_OF_THEM * len(times)))
    return float(np.min(times[most - 1 :] - times[: len(times) - most + 1]))


def _records(stack: _Stack, members: list[int]) -> str:
    files: dict[str, list[int]] = {}
    for k in members[:MOST_RECORDS]:
        file, record = stack.record[k]
        files.setdefault(file, []).append(record)
    said = [f"{file}: {', '.join(map(str, sorted(rs)))}" for file, rs in files.items()]
    return "; ".join(said) + (", …" if len(members) > MOST_RECORDS else "")


def similar_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return the table as questions, a sentence a cluster.

    Parameters
    ----------
    frame
        As `similar_forms_frame` makes it.
    """
    if frame.empty:
        return (Phrase("similar.none"),)
    say = options.words
    several = frame["wave"].nunique() > 1
    said = [
        _finding({str(k): v for k, v in r.items()}, say, several) for r in frame.to_dict("records")
    ]
    return (*said, Phrase("similar.question"))


def _about(expected: float, say: Words) -> str:
    """Return a number of forms; one that rounds to nothing in words."""
    if expected < LEAST_SAID:
        return say("similar.hardly_any")
    return say("similar.about", count=say.number(expected, 1))


def _finding(row: dict[str, Any], say: Words, several: bool) -> Phrase:
    """Say how many forms of a unit are alike, and when they were handed in where that is known."""
    unit = say("similar.whole") if row["unit"] == WHOLE else say.unit(str(row["unit"]))
    values: dict[str, Any] = {
        "unit": say("similar.in_wave", unit=unit, wave=row["wave"]) if several else unit,
        "alike": say.number(row["alike"], 0),
        "n": say.number(row["n"], 0),
        "same": row["same"],
        "answers": row["answers"],
        "expected": _about(row["expected"], say),
        "when": "",
    }
    if row["kind"] == MINUTE:
        return Phrase("similar.minute", values)
    if row["minutes"] <= ONE_DAY:
        values["when"] = say("similar.within", minutes=say.number(row["minutes"], 0))
    return Phrase("similar.same" if row["same"] == row["answers"] else "similar.alike", values)
