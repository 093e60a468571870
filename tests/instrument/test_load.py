"""Instrument files: what is read, and every mistake with its line."""

import pytest

from gapkit.errors import InstrumentError
from gapkit.instrument import BUILTIN, instrument_from_text, load_instrument

GOOD = """\
[instrument]
name = "counter"
title = {en = "Counter", "zh-Hant" = "臨櫃"}
batteries = ["perception"]
scale = {low = 1, high = 5, step = 0.5, labels = {1 = ["poor", "差"], "1.5" = "so-so"}, direction = "higher"}

[[dimension]]
id = "speed"
label = {en = "Speed", "zh-Hant" = "速度"}

[[dimension]]
id = "unused"

[[item]]
id = "fast"
n = 3
dimension = "speed"
text = "Is fast"
reversed = true
tags = {origin = "delivery"}

[[item]]
id = "ready"
dimension = "speed"
"""


def mistakes(text):
    """(line, sentence with advice) of every mistake of an instrument."""
    with pytest.raises(InstrumentError) as caught:
        instrument_from_text(text, "my.toml")
    assert all("my.toml:" in p.where for p in caught.value.problems)
    return [
        (int(p.where.rpartition(":")[2]), f"{p.what} {p.advice}") for p in caught.value.problems
    ]


def test_everything_that_a_file_can_say():
    one = instrument_from_text(GOOD)
    assert (one.name, one.title("zh-Hant"), one.batteries) == ("counter", "臨櫃", ("perception",))
    assert one.scale.points == 9
    assert {float(k): v for k, v in one.scale.labels.items()} == {
        1: ("poor", "差"),
        1.5: ("so-so",),
    }
    fast, ready = one.items
    assert (fast.n, fast.reversed, dict(fast.tags)) == (3, True, {"origin": "delivery"})
    # what is left out: the position, the id
    assert (ready.n, ready.reversed, ready.text("en")) == (2, False, "ready")


def test_a_dimension_without_items_is_left_out():
    assert [d.id for d in instrument_from_text(GOOD).dimensions] == ["speed"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('name = "counter"', "", 1, "[instrument] lacks the key 'name'"),
        ('name = "counter"', "name = 3", 2, "must be a text in quotes"),
        ('title = {en = "Counter", "zh-Hant" = "臨櫃"}', "title = {en = 1}", 3, "must be a text"),
        ('batteries = ["perception"]', 'batteries = ["percepton"]', 4, "'percepton' is no battery"),
        ('batteries = ["perception"]', 'batteries = "perception"', 4, "must be a list"),
        ("high = 5", "high = 1", 5, "is no scale"),
        ("step = 0.5", "step = 3", 5, "no whole number of steps"),
        ("low = 1,", "", 5, "lacks the key 'low'"),
        ("high = 5", 'high = "5"', 5, "must be a number"),
        ('"1.5" = "so-so"', '"7" = "great"', 5, "7 is no point of the scale"),
        ('"1.5" = "so-so"', '"x" = "great"', 5, "label x = 'great' must be a number and its words"),
        ('direction = "higher"', 'direction = "hihger"', 5, "Did you mean 'higher'?"),
        ('direction = "higher"', 'untis = "minutes"', 5, "Did you mean 'unit'?"),
        ('id = "speed"\n', "\n", 7, "[[dimension]] 1 lacks the key 'id'"),
        ('label = {en = "Speed", "zh-Hant" = "速度"}', "lable = 1", 9, "Did you mean 'label'?"),
        ('label = {en = "Speed", "zh-Hant" = "速度"}', "label = {}", 9, "must be a text"),
        ('id = "unused"', 'id = "overall"', 12, "'overall' is a word of the tables' own"),
        ('id = "unused"', 'id = "all"', 12, "'all' is a word of the tables' own"),
        ('id = "unused"', 'id = "weighted"', 12, "'weighted' is a word of the tables' own"),
        ('id = "unused"', 'id = "two words"', 12, "must have no blanks and no colon"),
        ('id = "unused"', 'id = "a:b"', 12, "must have no blanks and no colon"),
        ("n = 3", 'n = "3"', 16, "must be a whole number"),
        ('text = "Is fast"', 'text = ""', 18, "must be a text"),
        ("reversed = true", "reversed = 1", 19, "must be true or false"),
        ("tags = {origin", "tags = {n = 1, origin", 20, "tag n = 1 must be a text"),
        ('id = "ready"\ndimension = "speed"', 'id = "ready"\ndimension = "sped"', 24, "Did you mean 'speed'?"),
        ('id = "ready"\ndimension = "speed"', 'id = "ready"', 22, "lacks the key 'dimension'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line_with_what_would_do(old, new, line, said):
    assert old in GOOD
    found = mistakes(GOOD.replace(old, new, 1))
    assert any(at == line and said in what for at, what in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "ready"', 'id = "fast"', "the item id fast occurs 2 times"),
        ('id = "ready"', 'id = "ready"\nn = 3', "the item number n = 3 occurs 2 times"),
        ('id = "unused"', 'id = "speed"', "the dimension id speed occurs 2 times"),
        ('id = "ready"', 'id = "speed"', "'speed' is the id of a dimension and of an item"),
    ],
)
def test_what_must_be_unique(old, new, said):
    assert any(said in what for _, what in mistakes(GOOD.replace(old, new)))


def test_several_mistakes_are_told_at_once_in_the_order_of_lines():
    text = GOOD.replace("high = 5", "high = 0").replace('id = "unused"', 'id = "all"')
    text = text.replace("reversed = true", "revesred = true")
    assert [at for at, _ in mistakes(text)] == [5, 12, 19]


def test_an_instrument_without_items_or_without_its_head():
    assert "there is no [[item]]" in mistakes(GOOD[: GOOD.index("[[item]]")])[0][1]
    assert "the table [instrument] is missing" in mistakes('title = "x"\n')[0][1]


def test_a_scale_must_be_given():
    text = GOOD.replace(GOOD.splitlines()[4] + "\n", "")
    assert "lacks 'scale'" in mistakes(text)[0][1]


def test_unknown_names_are_told_the_nearest_and_all_built_in():
    with pytest.raises(InstrumentError, match=r"no instrument 'servqal'\. Did you mean 'servqual'"):
        load_instrument("servqal")
    with pytest.raises(InstrumentError) as caught:
        load_instrument("nothing")
    assert all(name in str(caught.value) for name in BUILTIN)


def test_a_path_starts_from_the_folder_that_is_given(tmp_path):
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "mine.toml").write_text(GOOD, encoding="utf-8")
    assert load_instrument("q/mine.toml", tmp_path).name == "counter"
    assert load_instrument(tmp_path / "q" / "mine.toml").name == "counter"
    with pytest.raises(InstrumentError, match=r"no such file\. TOML files there: mine\.toml"):
        load_instrument("q/mien.toml", tmp_path)


def test_an_instrument_of_hundreds_of_items_and_natural_units():
    lines = [
        '[instrument]\nname = "wide"',
        'scale = {low = 0, high = 600, unit = "minutes", direction = "lower"}',
    ]
    lines += [
        '[[dimension]]\nid = "d"',
        *(f'[[item]]\nid = "i{n}"\ndimension = "d"' for n in range(300)),
    ]
    one = instrument_from_text("\n".join(lines))
    assert (len(one.items), one.scale.unit, one.scale.direction) == (300, "minutes", "lower")
