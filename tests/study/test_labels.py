"""Labels that a study gives: read, checked with their line, held against the answers."""

import pytest

from gapkit.errors import CallError
from gapkit.options import Options
from gapkit.study import read_study
from gapkit.wording import LANGUAGES

from .test_file import STUDY, mistakes, write

__all__ = ["write"]

LABELS = """\

[labels.segment]
branch = {en = "office", "zh-Hant" = "營業據點"}

[labels.channel]
web = {en = "online", "zh-Hant" = "線上"}
"2" = "by phone"

[labels.outcome]
recommend = "would recommend"
"""

RUN = """\
[study]
title = "Two channels"
instrument = "counter.toml"
segments = ["channel"]

[[source]]
role = "customer"
files = ["answers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
"""


def line_of(text, start):
    """The number of the first line that begins so."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_labels_are_read_in_one_language_or_several(write):
    options = read_study(write(STUDY + LABELS)).survey.options
    say = options.words
    assert say.language == "zh-Hant"
    assert say.segment("branch") == "營業據點"
    assert (say.value("channel", "web"), say.value("channel", "2")) == ("線上", "by phone")
    assert say.outcome("recommend") == "would recommend"
    assert (say.segment("channel"), say.value("branch", "web")) == ("channel", "web")


def test_a_unit_is_called_the_same_in_a_column_of_units(write):
    labels = '[labels.branch]\nN = "North"\n[labels.channel]\nS = "by post"\n'
    say = read_study(write(STUDY + labels)).survey.options.words
    assert (say.unit("N"), say.unit("S")) == ("North", "S")


@pytest.mark.parametrize(
    ("labels", "start", "said", "near"),
    [
        ('[labels.chanel]\nweb = "online"\n', "[labels.chanel]", "is of no segment", "'channel'"),
        ('[labels.segment]\nchanel = "way in"\n', "chanel", "no such segment", "'channel'"),
        ('[labels.outcome]\nrecomend = "R"\n', "recomend", "no such outcome", "'recommend'"),
        ("[labels.channel]\nweb = 3\n", "web", "3 is no text", 'web = "…"'),
        ('[labels.channel]\nweb = {de = "x"}\n', "web", "'de' is no language", "zh-Hant"),
        ('[labels.channel]\nweb = ""\n', "web", "'' is no text", 'web = "…"'),
    ],
)
def test_a_wrong_label_is_told_once_with_its_line_and_what_would_do(
    write, labels, start, said, near
):
    text = STUDY + "\n" + labels
    [(file, line, told)] = mistakes(write(text))
    assert (file, line) == ("study.toml", line_of(text, start))
    assert said in told
    assert near in told


def test_wrong_labels_in_python_are_told_too():
    with pytest.raises(CallError, match="channel, web: 3 is no text"):
        Options(labels={"channel": {"web": 3}})


@pytest.mark.parametrize(
    ("labels", "noted", "faults"),
    [
        ('web = "online"\nphone = "by phone"', [], 0),
        # a value that was spelt wrongly: the answers have one without a label that is nearly it
        ('wep = "online"\nphone = "by phone"', ["wep ≈ web?"], 1),
        # a channel that nobody uses any more is no mistake
        ('web = "online"\nphone = "by phone"\nfax = "by fax"', ["fax"], 0),
    ],
)
def test_labels_of_values_that_no_answer_has_are_noted(write, labels, noted, faults):
    path = write(f"{RUN}\n[labels.channel]\n{labels}\n")
    rows = ["channel,E1,E2,P1,P2", *["web,5,6,4,5", "phone,6,6,6,5"] * 4]
    (path.parent / "answers.csv").write_text("\n".join(rows), encoding="utf-8")
    run = read_study(path).run()
    found = [f for f in run.ledger.rows() if f.column == "[labels.channel]"]
    assert [f.detail.values["names"] for f in found] == noted
    assert sum(f.fault for f in found) == faults
    assert run.clean == (faults == 0)
    assert set(run.results["gaps"].frame["value"]) == {"all", "web", "phone"}


def test_every_language_has_a_text_for_a_label_without_one():
    labels = {"channel": {"web": {"en": "online"}}}
    assert {Options(language=x, labels=labels).words.value("channel", "web") for x in LANGUAGES} == {"online"}  # fmt: skip
