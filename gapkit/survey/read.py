"""`read_survey`: the answers of one group of people, from a file or a frame, without a study."""

from __future__ import annotations

from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gapkit.errors import CallError, Problem, did_you_mean
from gapkit.ingest import Screening, Source, Wave
from gapkit.instrument import BATTERIES, Instrument, Scale, load_instrument
from gapkit.options import Options
from gapkit.survey.handle import Survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gapkit.ingest import Pattern

__all__ = ["read_survey"]


def read_survey(
    data: object,
    instrument: str | Path | Instrument = "servqual",
    *,
    outcomes: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    segments: Iterable[str] = (),
    wave: str | Wave | None = None,
    unit: str | None = None,
    id: str | None = None,  # noqa: A002  (the word of the study file)
    duration: str | None = None,
    submitted: str | None = None,
    device: str | None = None,
    codebook: str | Path | None = None,
    screening: Screening | None = None,
    missing: Iterable[int | float | str] = (),
    answers: Mapping[str, float] | None = None,
    scale: Scale | None = None,
    format: str = "auto",  # noqa: A002  (the word of the study file)
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_rows: int | None = None,
    options: Options | None = None,
    **batteries: Pattern,
) -> Survey:
    """Read the answers of one group of people, usually customers.

    Parameters
    ----------
    data
        A path (globs allowed), several paths, or a frame: pandas, polars, pyarrow.
    instrument
        A built-in name, a path of an instrument file, or an `Instrument`.
    outcomes
        Outcome → column.
    columns
        A name of your own → the file's, for `wave`, `unit` and `segments`.
    segments, wave, unit, id
        Columns to group by; the wave may be a `Wave` record.
    duration, submitted, device
        Columns of the seconds that answering took, the time of handing in, the device.
    codebook
        A file that says what codes mean: a data dictionary, a syntax file, the same export in words.
    screening
        Rules for rows that are not to count.
    missing
        Codes and words that stand for no answer.
    answers
        Words or choice ids → score.
    scale
        The file's own scale, where it is not the instrument's.
    format, encoding, delimiter, sheet, header_rows
        Where the file is not to be recognised by its content.
    options
        How figures are made and judged.
    **batteries
        Battery → columns: a pattern such as ``"E{n}"``, names in item order, or item → name.

    Raises
    ------
    IngestError
        A file or column is not there, or cannot be read.
    CallError
        A keyword is neither a parameter nor a battery.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"P1": [5, 6, 7], "P2": [3, 4, 4]})
    >>> questions = '''
    ... [instrument]
    ... name = "two"
    ... scale = {low = 1, high = 7}
    ... [[dimension]]
    ... id = "service"
    ... [[item]]
    ... id = "quick"
    ... dimension = "service"
    ... [[item]]
    ... id = "kind"
    ... dimension = "service"
    ... '''
    >>> from gapkit.instrument import instrument_from_text
    >>> survey = read_survey(frame, instrument_from_text(questions), perception="P{n}")
    >>> survey.scores().frame.query("level == 'overall'")["mean"].item()
    4.833333333333333
    """
    _check_batteries(batteries)
    files, frame = _files_or_frame(data)
    source = Source(
        "customer", files, frame, dict(batteries), dict(outcomes or {}), dict(columns or {}),
        id=id, duration=duration, submitted=submitted, device=device,
        codebook=Path(codebook).resolve() if codebook else None,
        screening=screening or Screening(),
        missing=tuple(missing), answers=dict(answers or {}), format=format,
        encoding=encoding, delimiter=delimiter, sheet=sheet, header_rows=header_rows, scale=scale,
    )  # fmt: skip
    asked = instrument if isinstance(instrument, Instrument) else load_instrument(instrument)
    when = Wave(column=wave) if isinstance(wave, str) else wave
    of = (segments,) if isinstance(segments, str) else tuple(segments)
    survey = Survey((source,), asked, options or Options(), when, unit, of)
    survey.answers  # noqa: B018  (find every column now, so that a wrong name is told here)
    return survey


def _check_batteries(batteries: Mapping[str, Any]) -> None:
    if not batteries:
        raise CallError(
            Problem(
                "read_survey",
                "no battery is given.",
                'Say where the answers stand, such as perception="P{n}".',
            )
        )
    wrong = [b for b in batteries if b not in BATTERIES]
    if wrong:
        raise CallError(*(
            Problem("read_survey", f"'{b}' is no battery.",
                    f"{did_you_mean(b, BATTERIES)} Known: {', '.join(BATTERIES)}.".strip())
            for b in wrong
        ))  # fmt: skip


def _files_or_frame(data: object) -> tuple[tuple[Path, ...], object | None]:
    if isinstance(data, str | Path):
        data = [data]
    if isinstance(data, list | tuple) and all(isinstance(d, str | Path) for d in data):
        paths = [p for d in data for p in (sorted(glob(str(d))) or [str(d)])]  # noqa: PTH207
        return tuple(Path(p).resolve() for p in paths), None
    return (), data
