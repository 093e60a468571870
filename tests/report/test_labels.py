"""A study's labels: whatever a person reads has them, every table keeps its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import pytest

from gapkit.comparison.league_words import league_sentences
from gapkit.gaps.terms import group_word
from gapkit.measurement.outcomes import outcome_sentences
from gapkit.options import Options
from gapkit.plots.heatmap import heatmap
from gapkit.report.cards.model import cards
from gapkit.report.cell_words import worded
from gapkit.report.drawing import Drawn
from gapkit.report.figures import wanted
from gapkit.report.page import render
from gapkit.report.tables import csv_bytes
from gapkit.wording import LANGUAGES

from .frames import content, gaps_frame
from .test_cards import gaps_frame as units_frame
from .test_cards import league_frame
from .test_page_parts import PLAIN

if TYPE_CHECKING:
    from gapkit.report.content import Content

LABELS: Final = {
    "segment": {
        "sex": {"en": "gender", "zh-Hant": "性別"},
        "branch": {"en": "office", "zh-Hant": "據點"},
    },
    "sex": {"여": {"en": "women", "zh-Hant": "女性"}, "남": {"en": "men", "zh-Hant": "男性"}},
    "branch": {"North": {"en": "Uptown", "zh-Hant": "北區"}},
    "unit": {"North": {"en": "Uptown", "zh-Hant": "北區"}},
    "outcome": {"again": {"en": "comes back", "zh-Hant": "再度光臨"}},
}

SAID: Final = {
    "en": ("gender", "women", "men", "Uptown", "comes back"),
    "zh-Hant": ("性別", "女性", "男性", "北區", "再度光臨"),
}


def options(language: str) -> Options:
    return Options(language=language, labels=LABELS)


def labelled(language: str) -> Content:
    return content({"gaps": gaps_frame(options(language))}, options(language)).published()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_labels_and_its_tables_keys(language: str) -> None:
    shown = labelled(language)
    html = render(shown, [Drawn(w, PLAIN, "seen", gaps_frame().head(1)) for w in wanted(shown)])
    sex, women, men, *_ = SAID[language]
    assert f'<optgroup label="{sex}">' in html
    for word in (women, men):
        assert f">{word}</option>" in html
    assert ">여<" not in html
    titles = [figure.title for figure in wanted(shown) if figure.chart == "heatmap"]
    assert sex in titles[0]
    # frequency has no label, so that its key stands
    assert "frequency" in titles[1]
    written = csv_bytes(shown.results["gaps"].frame).decode("utf-8-sig")
    assert ",sex,여," in written
    assert women not in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_has_labels(language: str) -> None:
    axes = heatmap(labelled(language).results["gaps"], segment="sex")
    texts = " ".join(
        text.get_text() for text in axes.figure.findobj(lambda a: hasattr(a, "get_text"))
    )
    for word in SAID[language][:3]:
        assert word in texts
    assert "여" not in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_have_labels(language: str) -> None:
    chosen, (*_, north, again) = options(language), SAID[language]
    row = {
        "wave": "1", "segment": "all", "value": "all", "outcome": "again", "n": 9, "mean": 3.0,
        "ci_low": 2.0, "ci_high": 4.0, "nps": float("nan"),
    }  # fmt: skip
    [mean] = outcome_sentences(pd.DataFrame([row]), chosen)
    assert again in chosen.words.say(mean)
    ranked = {"told_higher": 0, "rank": range(1, 36), "rank_low": 1, "rank_high": 35}
    league = league_frame(few=()).assign(label="", icc=0.1, design_effect=1.1, **ranked)
    named = [p for p in league_sentences(league, chosen, ("sex",)) if p.key == "league.below"]
    assert north in chosen.words.say(named[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_headed_by_the_label_and_filed_by_the_key(language: str) -> None:
    shown = content({"gaps": units_frame(), "league": league_frame()}, options(language))
    first = next(card for card in cards(shown.published(), "branch") if card.value == "North")
    assert first.label == SAID[language][3]
    assert first.sentences[0].startswith(first.label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbooks_cells_have_labels(language: str) -> None:
    say = options(language).words
    frame = pd.DataFrame(
        {
            "segment": ["all", "sex", "frequency"],
            "value": ["all", "남", "남"],
            "unit": ["all", "North", "South"],
            "exposed": ["", "North, South", "South"],
            "outcome": ["again", "other", None],
        }
    )
    every, (sex, _, men, north, again) = say("group.all"), SAID[language]
    assert worded("segment", frame, say) == [every, sex, "frequency"]
    # a value is labelled within its segment only
    assert worded("value", frame, say) == [every, men, "남"]
    assert worded("unit", frame, say) == [every, north, "South"]
    assert worded("exposed", frame, say) == ["", f"{north}, South", "South"]
    assert worded("outcome", frame, say) == [again, "other", None]


def test_a_group_without_labels_is_called_by_its_keys() -> None:
    assert group_word(Options().words, "sex", "여") == "sex: 여"
    assert group_word(options("zh-Hant").words, "sex", "여") == "性別：女性"
