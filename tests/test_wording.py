"""Every word in every language: the same keys, the same values to fill in, and none without a use."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import gapkit
from gapkit.errors import CallError
from gapkit.wording import LANGUAGES, Phrase, words

ROOT = Path(gapkit.__file__).parent
SOURCES = ".py", ".j2", ".js"


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@cache
def source():
    files = [p for p in sorted(ROOT.rglob("*")) if p.suffix in SOURCES]
    return "\n".join(p.read_text(encoding="utf-8") for p in files)


@cache
def composed():
    """Keys that the sources compose: ``f"gap.{gap}.sign"``, ``"report.section." ~ name``, tables."""
    formatted = re.findall(r"""f["']([a-z_]+\.[^"'\n]*\{[^\n]*?)["'][,)\s\]]""", source())
    patterns = [re.sub(r"\\\{.*?\\\}", "[^.]+", re.escape(f)) for f in formatted]
    beginnings = re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*)\.?["']""", source())
    tables = {k.rpartition(".")[0] for k in words("en").texts} & set(beginnings)
    # a table of the first level, such as "role", is a common word: only its f-strings count
    return [
        *patterns,
        *(rf"{re.escape(t)}\.[^.]+" for t in tables if "." in t or f'"{t}."' in source()),
    ]


def is_used(key):
    if f'"{key}"' in source() or f"'{key}'" in source():
        return True
    return any(re.fullmatch(pattern, key) for pattern in composed())


def test_languages_have_the_same_keys():
    (first, *others) = (set(words(language).texts) for language in LANGUAGES)
    for other in others:
        assert first == other


def test_the_same_values_are_filled_in():
    # a language may leave a value out where the sentence does not need it, but none may ask for more
    for key, text in words("en").texts.items():
        assert fields(words("zh-Hant")(key)) == fields(text), key


def test_no_text_is_empty_or_left_in_the_other_language():
    chinese = words("zh-Hant").texts
    assert all(text.strip() or key.startswith("list.") for key, text in chinese.items())
    untranslated = [
        k for k, t in words("en").texts.items() if chinese[k] == t and len(t) > 12 and "{" not in t
    ]
    assert untranslated == []


def test_no_key_is_without_a_use():
    assert [key for key in words("en").texts if not is_used(key)] == []


@pytest.mark.parametrize("key", ["plots.no_such", "gap.5.sign.more", "nothing.here"])
def test_a_key_without_a_use_would_be_found(key):
    assert not is_used(key)


def test_every_key_that_the_sources_name_is_there():
    named = re.findall(
        r"""\b(?:say|Phrase|words\([^()]*\))\(\s*["']([a-z_]+\.[a-z_0-9.]*[a-z_0-9])["']""",
        source(),
    )
    assert len(named) > 50
    assert [key for key in named if not words("en").has(key)] == []


def test_the_verdicts_of_each_gap_are_complete():
    known = words("en")
    gaps = {k.split(".")[1] for k in known.texts if k.startswith("gap.")}
    for gap in gaps:
        for verdict in ("shortfall", "met", "surplus", "unclear"):
            assert known.has(f"verdict.{gap}.{verdict}")


def test_the_reasons_are_those_of_the_contract():
    reasons = {k.removeprefix("reason.") for k in words("en").texts if k.startswith("reason.")}
    assert reasons == {
        "n_below_2", "no_variation", "suppressed", "nobody_answered", "too_few_cases", "singular",
        "not_asked", "one_cluster", "weighted", "not_recorded", "part_of_month",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "said"),
    [
        (-1.1349, 2, False, "−1.13"),
        (0.5, 2, True, "+0.50"),
        (-0.001, 2, True, "0.00"),
        (0.0, 2, True, "0.00"),
        (1234567.0, 0, False, "1,234,567"),
        (-1234.5, 1, True, "−1,234.5"),
        (float("nan"), 2, False, ""),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers(language, value, decimals, sign, said):
    assert words(language).number(value, decimals, sign=sign) == said


def test_percentages_and_lists():
    english, chinese = words("en"), words("zh-Hant")
    assert english.percent(0.125, 1) == "12.5 %"
    assert english.percent(float("nan")) == ""
    assert [english.list(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert chinese.list(["甲", "乙", "丙"]).startswith("甲、乙")


def test_a_phrase_is_put_into_the_language_that_is_asked_for():
    phrase = Phrase("result.more_rows", {"count": 7})
    said = {words(language).say(phrase) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all("7" in text for text in said)


def test_one_is_said_as_one_and_all_else_as_many():
    english = words("en")
    said = [english("sentence.answered", answered=n) for n in (1, "1", 0, 2, "1,001")]
    assert said == [
        "1 person answered.", "1 person answered.", "0 people answered.", "2 people answered.",
        "1,001 people answered.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_for_one_and_for_many_are_never_shown_side_by_side(language):
    for key, text in words(language).texts.items():
        for number in ("1", "7"):
            values = dict.fromkeys(fields(text), number)
            said = words(language)(key, **values) if values else text
            assert "|" not in said.replace(" | ", ""), key


def test_an_unknown_language_is_told_the_known_ones():
    with pytest.raises(CallError, match="Known: en, zh-Hant"):
        words("fr")


def test_an_unknown_key_is_a_mistake_of_the_toolkit():
    with pytest.raises(KeyError):
        words("en")("no.such")


# --- another language is another file ---

TOY = """
from gapkit.samples import sample
from gapkit.study import read_study
from gapkit.wording import LANGUAGES, words
assert LANGUAGES == ("en", "toy", "zh-Hant"), LANGUAGES
say = words("toy")
print(say.number(-1234.5, 1), say.percent(0.125, 1), say.list(["a", "b"]), sep="|")
gaps = read_study(sample("kiosk")).survey.gaps(language="toy")
print(gaps.summary())
gaps.explain()
print(gaps._repr_html_())
"""


def toy_language():
    """English in angle brackets, with the numbers of another country."""
    english = (ROOT / "wording" / "en.toml").read_text(encoding="utf-8")
    toy = re.sub(r'^(\w+ = )"(.*)"$', r'\1"‹\2›"', english, flags=re.MULTILINE)
    marks = {"decimal": ",", "thousands": "'", "minus": "~", "percent": "{number} per cent"}
    for name, mark in marks.items():
        toy, found = re.subn(
            rf'^{name} = ".*"$', f'{name} = "{mark}"', toy, count=1, flags=re.MULTILINE
        )
        assert found
    return toy


def test_a_language_is_added_by_adding_its_file(tmp_path):
    """No list, no code: a copy of the package with one more file knows one more language."""
    there = tmp_path / "gapkit"
    shutil.copytree(ROOT, there, ignore=shutil.ignore_patterns("__pycache__", "samples", "*.otf"))
    (there / "wording" / "toy.toml").write_text(toy_language(), encoding="utf-8")
    (tmp_path / "data").symlink_to(ROOT.parent / "data")
    ran = subprocess.run(
        [sys.executable, "-c", TOY], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    first, *rest = ran.stdout.splitlines()
    assert first == "~1'234,5|12,5 per cent|a‹ and ›b"
    said = "\n".join(rest)
    assert "‹Taken together, the service falls short of expectations: " in said
    assert "‹How it is made›" in said
    assert "‹falls short of expectations›" in said
    assert "95 per cent" in said
    assert not re.search(r"−\d", said), "a number with the minus of English"
