"""An instrument as TOML text, which reads back as the same instrument."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from gapkit.instrument.model import Instrument, Item, Scale, Text

__all__ = ["instrument_text"]


def instrument_text(instrument: Instrument, remarks: tuple[str, ...] = ()) -> str:
    """Return an instrument as the text of an instrument file.

    Parameters
    ----------
    instrument
        What is written.
    remarks
        Lines that stand above it as comments.

    Examples
    --------
    >>> from gapkit.instrument import instrument_from_text, load_instrument
    >>> servperf = load_instrument("servperf")
    >>> instrument_from_text(instrument_text(servperf)) == servperf
    True
    """
    lines = [f"# {line}" for remark in remarks for line in remark.splitlines()]
    lines += [
        "[instrument]",
        f"name = {_quoted(instrument.name)}",
        f"title = {_text(instrument.title)}",
        f"scale = {_scale(instrument.scale)}",
    ]
    if instrument.batteries:
        lines.append(f"batteries = [{', '.join(map(_quoted, instrument.batteries))}]")
    for dimension in instrument.dimensions:
        lines += ["", "[[dimension]]", f"id = {_quoted(dimension.id)}"]
        lines.append(f"label = {_text(dimension.label)}")
    for item in instrument.items:
        lines += ["", "[[item]]", *_item(item)]
    return "\n".join([*lines, ""])


def _item(item: Item) -> list[str]:
    lines = [
        f"id = {_quoted(item.id)}",
        f"n = {item.n}",
        f"dimension = {_quoted(item.dimension)}",
        f"text = {_text(item.text)}",
    ]
    if item.reversed:
        lines.append("reversed = true")
    if item.tags:
        lines.append(f"tags = {_table(item.tags)}")
    return lines


def _scale(scale: Scale) -> str:
    parts = [f"low = {_number(scale.low)}", f"high = {_number(scale.high)}"]
    parts.append(f"step = {_number(scale.step)}")
    if scale.labels:
        labels = (
            f"{_quoted(_number(point))} = [{', '.join(map(_quoted, words))}]"
            for point, words in scale.labels.items()
        )
        parts.append(f"labels = {{{', '.join(labels)}}}")
    if scale.unit:
        parts.append(f"unit = {_quoted(scale.unit)}")
    parts.append(f"direction = {_quoted(scale.direction)}")
    return f"{{{', '.join(parts)}}}"


def _text(text: Text) -> str:
    return _table(text.by_language)


def _table(values: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_quoted(k)} = {_quoted(v)}' for k, v in values.items())}}}"


def _quoted(text: str) -> str:
    """Return a TOML string; JSON escapes the same characters in the same way."""
    return json.dumps(text, ensure_ascii=False)


def _number(number: Fraction) -> str:
    return f"{float(number):.12g}"
