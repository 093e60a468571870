"""Questionnaires as data: dimensions, items, the scale they are answered on, in every language."""

from gapkit.instrument.load import BUILTIN, instrument_from_text, load_instrument
from gapkit.instrument.model import (
    BATTERIES,
    RESERVED,
    Dimension,
    Instrument,
    Item,
    Scale,
    Text,
)

__all__ = [
    "BATTERIES",
    "BUILTIN",
    "RESERVED",
    "Dimension",
    "Instrument",
    "Item",
    "Scale",
    "Text",
    "instrument_from_text",
    "load_instrument",
]
