"""Questionnaires as data: dimensions, items, the scale they are answered on, in every language."""

from gapkit.instrument.kano import DYSFUNCTIONAL, FUNCTIONAL, KANO_BATTERIES, KANO_SCALE
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
    "DYSFUNCTIONAL",
    "FUNCTIONAL",
    "KANO_BATTERIES",
    "KANO_SCALE",
    "RESERVED",
    "Dimension",
    "Instrument",
    "Item",
    "Scale",
    "Text",
    "instrument_from_text",
    "load_instrument",
]
