import re
import tomllib
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from gapkit.instrument import instrument_from_text, load_instrument
from gapkit.instrument.write import instrument_text
from gapkit.wording import words

ROOT = Path(__file__).parents[2]
BUILTIN = ROOT / "gapkit" / "instrument" / "builtin"
LANGUAGES = {"en", "zh-Hant"}
HAN = re.compile(r"[\u4e00-\u9fff]")

# Parasuraman, Zeithaml and Berry (1988), table 3: items per dimension, in the published order.
PUBLISHED = {
    "tangibles": 4,
    "reliability": 5,
    "responsiveness": 4,
    "assurance": 4,
    "empathy": 5,
}
# Martilla and James (1977) rate importance and performance; the zones: Parasuraman et al. (1994).
SCALES = {
    "servqual": ((1, 7), ["expectation", "perception"]),
    "servperf": ((1, 7), ["perception"]),
    "servqual-zones": ((1, 9), ["minimum", "desired", "perception"]),
    "ipa": ((1, 5), ["importance", "performance"]),
}
# The fields of improvement of bank counters and the points of a call sheet are the project's own.
OWN = {
    "bank-counter": (
        ["expectation", "perception"],
        ["attitude", "lobby", "surroundings", "electronic", "efficiency", "security"],
    ),
    "call-monitoring": (
        ["standard", "delivery"],
        ["wording", "attitude", "tone", "need", "unexpected", "manner"],
    ),
}
MOMENTS = {
    "bank-counter": {"enter", "ticket", "queue", "counter", "screen", "result", "afterwards"},
    "call-monitoring": {"opening", "conversation", "result", "closing"},
}
SHORT = 9
SAMPLES = [ROOT / "data" / "samples" / name / f"{name}.toml" for name in ("bank", "kiosk")]
ORIGINS = {"design", "production", "delivery", "relationship"}
ASPECTS = {"technical", "functional"}


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(
    params=[*(BUILTIN / f"{name}.toml" for name in [*SCALES, *OWN]), *SAMPLES],
    ids=lambda p: p.stem,
)
def instrument(request):
    return load(request.param)


@pytest.mark.parametrize("name", SCALES)
def test_builtin_has_22_items_in_the_published_order(name):
    items = load(BUILTIN / f"{name}.toml")["item"]
    assert [i["n"] for i in items] == list(range(1, 23))
    assert Counter(i["dimension"] for i in items) == PUBLISHED
    changes = [a["dimension"] for a, b in pairwise(items) if a["dimension"] != b["dimension"]]
    assert [*changes, items[-1]["dimension"]] == list(PUBLISHED)


@pytest.mark.parametrize("name", SCALES)
def test_builtin_declares_its_scale_and_batteries_but_no_words(name):
    head = load(BUILTIN / f"{name}.toml")["instrument"]
    (low, high), batteries = SCALES[name]
    assert head["name"] == name
    assert head["scale"] == {"low": low, "high": high}
    assert head["batteries"] == batteries


def test_the_four_builtin_instruments_share_their_items():
    items = [load(BUILTIN / f"{name}.toml")["item"] for name in SCALES]
    assert all(other == items[0] for other in items)


def test_no_other_instrument_is_built_in():
    # the agreement items on causes are held to the catalogue: tests/causes/test_catalogue.py
    assert {p.stem for p in BUILTIN.glob("*.toml")} == {*SCALES, *OWN, "gap-causes"}


def test_every_text_stands_in_both_languages(instrument):
    texts = [
        instrument["instrument"]["title"],
        *(d["label"] for d in instrument["dimension"]),
        *(i["text"] for i in instrument["item"]),
    ]
    for text in texts:
        assert set(text) == LANGUAGES
        assert not HAN.search(text["en"])
        assert HAN.search(text["zh-Hant"])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_item_texts_are_short_and_unique(instrument, language):
    texts = [i["text"][language] for i in instrument["item"]]
    longest = {"en": 34, "zh-Hant": 14}[language]  # what fits beside a bar of a chart on one line
    assert len(set(texts)) == len(texts)
    assert max(len(t) for t in texts) <= longest


def test_ids_and_dimensions_agree(instrument):
    ids = [x["id"] for x in [*instrument["dimension"], *instrument["item"]]]
    assert len(set(ids)) == len(ids)
    used = {i["dimension"] for i in instrument["item"]}
    assert used == {d["id"] for d in instrument["dimension"]}


def test_every_item_is_tagged_by_where_quality_arises_and_what_it_touches(instrument):
    for item in instrument["item"]:
        assert set(item["tags"]) - {"form"} == {"origin", "aspect", "moment"}
        assert item["tags"]["origin"] in ORIGINS
        assert item["tags"]["aspect"] in ASPECTS


@pytest.mark.parametrize("name", OWN)
def test_own_instruments_have_five_points_with_words_in_both_languages(name):
    head = load(BUILTIN / f"{name}.toml")["instrument"]
    scale = head["scale"]
    assert (head["name"], head["batteries"]) == (name, OWN[name][0])
    assert (scale["low"], scale["high"]) == (1, 5)
    assert list(scale["labels"]) == ["1", "2", "3", "4", "5"]
    for english, chinese in scale["labels"].values():
        assert not HAN.search(english)
        assert HAN.search(chinese)


@pytest.mark.parametrize("name", OWN)
def test_own_instruments_have_some_items_in_each_of_their_dimensions(name):
    found = load(BUILTIN / f"{name}.toml")
    assert [d["id"] for d in found["dimension"]] == OWN[name][1]
    assert [i["n"] for i in found["item"]] == list(range(1, len(found["item"]) + 1))
    # two are the fewest that a reliability can be told of
    assert min(Counter(i["dimension"] for i in found["item"]).values()) >= 2
    assert {i["tags"]["moment"] for i in found["item"]} == MOMENTS[name]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_moment_and_form_has_a_word(language):
    known = words(language)
    for name in OWN:
        for item in load_instrument(name).items:
            for tag, value in item.tags.items():
                assert known(f"tags.{tag}.{value}")


def test_the_short_form_of_bank_counters_reaches_every_dimension():
    whole = load_instrument("bank-counter")
    short = tuple(i for i in whole.items if i.tags.get("form") == "short")
    assert len(short) == SHORT
    assert {i.dimension for i in short} == set(whole.dimension)
    form = replace(whole, items=short)
    # numbers stay those of the long form, so that one pattern reads the columns of both
    assert instrument_from_text(instrument_text(form)) == form
    assert [i.n for i in form.items] == [whole.item[i.id].n for i in form.items]
