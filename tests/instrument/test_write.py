"""An instrument written out reads back as itself."""

from fractions import Fraction

import pytest

from gapkit.instrument import Instrument, instrument_from_text, load_instrument
from gapkit.instrument.load import BUILTIN
from gapkit.instrument.model import Dimension, Item, Scale, Text
from gapkit.instrument.write import instrument_text
from gapkit.samples import sample


@pytest.mark.parametrize("name", BUILTIN)
def test_the_built_in_ones_read_back(name):
    instrument = load_instrument(name)
    assert instrument_from_text(instrument_text(instrument)) == instrument


def test_those_of_the_samples_read_back():
    for study, name in (("kiosk", "kiosk.toml"), ("bank", "bank.toml")):
        instrument = load_instrument(sample(study).parent / name)
        assert instrument_from_text(instrument_text(instrument)) == instrument


def test_odd_texts_and_scales_read_back():
    labels = {Fraction(1, 2): ('"never"', "從不\\"), Fraction(3): ("always\tso",)}
    scale = Scale(Fraction(1, 2), Fraction(3), Fraction(1, 2), labels, "minutes", "lower")
    items = (Item("a-1", 7, "d", Text({"en": 'Say "yes"\nor no', "zh-Hant": "是#否"}), True, {"origin": "design"}),)  # fmt: skip
    instrument = Instrument("odd", Text({"en": "# odd"}), scale, (Dimension("d", Text({"en": "D"})),), items)  # fmt: skip
    written = instrument_text(instrument, ("two\nlines",))
    assert written.startswith("# two\n# lines\n[instrument]")
    assert instrument_from_text(written) == instrument
