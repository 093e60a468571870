"""The catalogue of causes as data, in both languages, and what a study adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from gapkit import read_study
from gapkit.causes.catalogue import (
    CLASSES,
    EXPOSURES,
    builtin_catalogue,
    read_catalogue,
)
from gapkit.causes.cause_sentences import class_word, exposure_word
from gapkit.errors import CallError, StudyError
from gapkit.instrument import load_instrument
from gapkit.wording import words

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = builtin_catalogue()

# Parasuraman, Zeithaml and Berry (1985) and Zeithaml, Berry and Parasuraman (1988): how many causes
# each gap has in the model as it is used here.
COUNT = {"1": 5, "2": 4, "3": 6, "4": 4}

OWN = """
[[cause]]
id = "branch_moves"
gap = "3"
class = "premises"
label = {en = "Branch is being rebuilt", "zh-Hant" = "分行裝修中"}
remedy = {en = "Move the counter first.", "zh-Hant" = "先搬遷櫃檯。"}
exposure = "financial"
"""


def test_every_gap_has_its_causes():
    counts = pd.Series([c.gap for c in KNOWN.causes]).value_counts().to_dict()
    assert counts == COUNT
    assert len(KNOWN.cause) == len(KNOWN.causes)


@pytest.mark.parametrize("cause", KNOWN.causes, ids=lambda c: c.id)
def test_no_cause_is_without_a_remedy_in_both_languages(cause):
    for text in (cause.label, cause.statement, cause.antecedent, cause.remedy):
        english, chinese = text("en"), text("zh-Hant")
        assert english
        assert chinese
        assert english != chinese
        assert not chinese.isascii()
    assert cause.kind in CLASSES
    assert cause.exposure in EXPOSURES
    assert set(cause.asked) <= {"manager", "employee"}
    assert ("employee" in cause.asked) == (cause.gap in ("3", "4"))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_classes_and_exposures_have_words(language):
    say = words(language)
    assert all(class_word(say, name) != name for name in CLASSES)
    assert all(exposure_word(say, name) != name for name in EXPOSURES)


def test_the_agreement_items_are_those_of_the_catalogue():
    instrument = load_instrument("gap-causes")
    assert [item.id for item in instrument.items] == list(KNOWN.cause)
    for item in instrument.items:
        cause = KNOWN.cause[item.id]
        assert item.dimension == f"gap-{cause.gap}"
        assert item.text("en") == cause.statement("en")
        assert item.text("zh-Hant") == cause.statement("zh-Hant")
        assert set(item.tags["asked"].split(" and ")) == set(cause.asked)
        assert not item.reversed


def test_a_study_adds_causes_of_its_own(tmp_path):
    path = tmp_path / "causes.toml"
    path.write_text(OWN, encoding="utf-8")
    catalogue = read_catalogue(path)
    assert len(catalogue.causes) == len(KNOWN.causes) + 1
    own = catalogue.cause["branch_moves"]
    assert (own.gap, own.kind, own.remedy("zh-Hant")) == ("3", "premises", "先搬遷櫃檯。")
    assert own.statement("en") == "Branch is being rebuilt"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('gap = "3"', 'gap = "9"', 4, "gap = '9' is no gap of the study"),
        ('exposure = "financial"', 'exposure = "money"', 8, "money"),
        ("remedy = ", "remedies = ", 2, "lacks the key 'remedy'"),
        ('id = "branch_moves"\n', "", 2, "lacks the key 'id'"),
    ],
)
def test_mistakes_are_told_with_file_and_line(tmp_path, old, new, line, said):
    path = tmp_path / "causes.toml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_catalogue(path)
    told = [str(p) for p in caught.value.problems]
    assert any(f"causes.toml:{line}" in p and said in p for p in told), told


def test_a_cause_may_belong_to_a_gap_of_the_studys_own(tmp_path):
    path = tmp_path / "causes.toml"
    path.write_text(OWN.replace('gap = "3"', 'gap = "6"'), encoding="utf-8")
    with pytest.raises(StudyError):
        read_catalogue(path)
    assert read_catalogue(path, ["6"]).cause["branch_moves"].gap == "6"


STUDY = """
[study]
title = "Small"
instrument = "servqual"
catalogue = "causes.toml"

[[source]]
role = "manager"
files = ["managers.csv"]
causes = "C_{cause}"

[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {perception = "P{n}"}
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "causes.toml").write_text(OWN, encoding="utf-8")
    managers = pd.DataFrame({"C_branch_moves": [6, 7, 5, 6, 7], "C_many_layers": [2, 1, 3, 2, 1]})
    managers.to_csv(tmp_path / "managers.csv", index=False)
    customers = pd.DataFrame({f"P{k}": [4, 5, 6] for k in range(1, 23)})
    customers.to_csv(tmp_path / "customers.csv", index=False)
    return tmp_path


def test_a_study_reads_its_own_causes_from_a_source_with_nothing_else(folder):
    frame = read_study(folder / "study.toml").survey.causes().frame.set_index("cause")
    assert frame.loc["branch_moves", "agreement"] == pytest.approx(6.2)
    assert frame.loc["branch_moves", "remedy"] == "Move the counter first."
    assert frame.loc["many_layers", "gap"] == "1"


def test_an_unknown_gap_in_the_catalogue_is_told_when_the_study_is_read(folder):
    text = (folder / "causes.toml").read_text(encoding="utf-8")
    (folder / "causes.toml").write_text(text.replace('"3"', '"33"'), encoding="utf-8")
    with pytest.raises(StudyError, match=r"causes\.toml:4: .*'33' is no gap"):
        read_study(folder / "study.toml")


def test_a_catalogue_that_is_not_there_is_told(folder):
    (folder / "causes.toml").unlink()
    with pytest.raises(StudyError, match="there is no such file"):
        read_study(folder / "study.toml")


def test_a_column_about_an_unknown_cause_is_told_with_the_nearest(folder):
    managers = pd.read_csv(folder / "managers.csv")
    managers.rename(columns={"C_many_layers": "C_many_layer"}).to_csv(
        folder / "managers.csv", index=False
    )
    survey = read_study(folder / "study.toml").survey
    with pytest.raises(CallError, match=r"many_layer'.*Did you mean 'many_layers'"):
        survey.causes()
