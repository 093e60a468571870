"""Campaigns: agreed, kept, gap 4; copy to look at. Expected values by hand, from texts planted here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from promises_made import BY_MONTH, department_of

from gapkit.errors import StudyError
from gapkit.instrument import Text, load_instrument
from gapkit.operations.department import Department
from gapkit.operations.desk import Desk
from gapkit.operations.promises.campaign import Campaign
from gapkit.operations.promises.campaigns import CAMPAIGN_COLUMNS, campaign_frame, campaigns
from gapkit.operations.promises.copy_review import REVIEW_COLUMNS, review_frame, words_to_review
from gapkit.operations.promises.promise import Promise
from gapkit.options import Options
from gapkit.results import Result
from gapkit.wording import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

FOUND = (
    Campaign("loans", "2026Q3", Text({"en": "Loans, always at once"}), "reliability", True, True),
    Campaign("cards", "2026Q3", None, "empathy", True, False),
    Campaign("fees", "2026Q3", None, "empathy", False, False),
    Campaign("app", "2026Q3", None, "tangibles", False, True),
    Campaign("queue", "2026Q3", None, "", None, None),
    Campaign("spring", "2026Q2", None, "reliability", None, None),
)
GAP_4 = {"reliability": -0.2, "empathy": -0.9, "tangibles": -0.5, "assurance": 0.4}


def gaps(wave: str = "2026Q3") -> pd.DataFrame:
    rows = [
        {
            "wave": wave,
            "segment": "all",
            "gap": "4",
            "level": "dimension",
            "key": key,
            "estimate": gap,
        }
        for key, gap in GAP_4.items()
    ]
    other = {**rows[0], "gap": "5", "estimate": -9.0}
    return pd.DataFrame([*rows, other, {**rows[0], "segment": "branch", "estimate": -9.0}])


def made(language: str = "en", promises: tuple[Promise, ...] = ()) -> dict[str, Result]:
    options, instrument = Options(language=language), load_instrument("servqual")
    results = {"gaps": Result("gaps", gaps(), options, instrument)}
    department = Department(campaigns=FOUND, promises=promises)
    desk = Desk(department, {}, instrument, options, results)
    return {result.name: result for result in campaigns(desk)}


class TestCampaigns:
    def test_shares_are_of_what_the_study_says(self) -> None:
        frame = campaign_frame(FOUND, None)
        assert tuple(frame.columns) == CAMPAIGN_COLUMNS
        row = frame[frame["wave"] == "2026Q3"].iloc[0]
        assert row[["campaigns", "agreed", "kept", "unsaid_agreed", "unsaid_kept"]].tolist() == [
            5, 2, 2, 1, 1
        ]  # fmt: skip
        assert (row["share_coordinated"], row["share_kept"]) == (0.5, 0.5)
        assert (row["share_kept_agreed"], row["share_kept_other"]) == (0.5, 0.5)
        # R: prop.test(2, 4, correct = FALSE)$conf.int
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.1500390, 0.8499610), abs=5e-8)

    def test_where_nothing_is_said_nothing_is_counted(self) -> None:
        row = campaign_frame(FOUND, None).iloc[0]
        assert row["wave"] == "2026Q2"
        assert pd.isna(row["agreed"])
        assert pd.isna(row["share_coordinated"])
        assert row["reason"] == "not recorded"

    def test_gap_4_of_a_dimension_with_a_loose_campaign_is_not_that_of_a_coordinated_one(
        self,
    ) -> None:
        row = campaign_frame(FOUND, gaps()).iloc[1]
        assert (row["gap_agreed"], row["dimensions_agreed"]) == (GAP_4["reliability"], 1)
        loose = (GAP_4["empathy"] + GAP_4["tangibles"]) / 2
        assert row["gap_other"] == pytest.approx(loose, rel=1e-12)
        assert row["dimensions_other"] == 2

    def test_gap_4_of_another_wave_does_not_count(self) -> None:
        row = campaign_frame(FOUND, gaps("2026Q1")).iloc[1]
        assert pd.isna(row["gap_agreed"])
        assert row["dimensions_agreed"] == 0

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_last_wave_is_spoken_of(self, language: str) -> None:
        said = made(language)["campaigns"].summary().replace(" %", "%")
        for figure in ("50%", "−0.20", "−0.70", "85%"):
            assert figure in said

    def test_a_difference_of_dimensions_is_called_no_proof(self) -> None:
        assert "no proof of an effect" in made()["campaigns"].summary()


PLANTED = [
    ("The best bank in town", [("best", "superlative", "en")]),
    ("We are THE FASTEST, always", [("FASTEST", "superlative", "en"), ("always", "absolute", "en")]),
    ("100 % satisfaction, guaranteed", [("100 %", "absolute", "en"), ("guaranteed", "absolute", "en")]),
    ("The most reliable service", [("most reliable", "superlative", "en")]),
    ("Risk-free, no. 1 in loans", [("Risk-free", "absolute", "en"), ("no. 1", "superlative", "en")]),
    ("最快的銀行", [("最快", "superlative", "zh-Hant")]),
    ("絕對安心，保證過件", [("絕對", "absolute", "zh-Hant"), ("保證", "absolute", "zh-Hant")]),
    ("全國第一，百分之百滿意", [("第一", "superlative", "zh-Hant"), ("百分之百", "absolute", "zh-Hant")]),
    ("滿意度１００％", [("１００％", "absolute", "zh-Hant")]),
    ("零風險投資", [("零風險", "absolute", "zh-Hant")]),
]  # fmt: skip

CLEAN = [
    "Five minutes at most, at best four",
    "Nevertheless, the bestiary is bestowed in Everest hall",
    "The nearestneighbour method",
    "最近三個月，最後一次，最晚今天",
    "第一次來，第一季開辦，由第一線同仁服務",
    "免收保證金，保證人一名，連帶保證",
    "一百零五元，零存整付，零件，零售",
    "不一定，一定期間內",
    "五分鐘內為您服務",
]


class TestCopy:
    @pytest.mark.parametrize(("text", "words"), PLANTED)
    def test_planted_words_are_found(self, text: str, words: list[tuple[str, str, str]]) -> None:
        found = words_to_review(text)
        assert [(w.word, w.kind, w.language) for w in found] == words
        assert all(text[w.at - 1 : w.at - 1 + len(w.word)] == w.word for w in found)

    @pytest.mark.parametrize("text", CLEAN)
    def test_words_that_only_look_like_it_are_not(self, text: str) -> None:
        assert words_to_review(text) == ()

    def test_an_exception_spares_its_own_place_only(self) -> None:
        found = words_to_review("最近最快：第一次就是第一")
        assert [(w.word, w.at) for w in found] == [("最快", 3), ("第一", 11)]

    def test_the_place_shows_what_stands_around(self) -> None:
        text = "In all of our branches you will be served by the best people that there are"
        # twenty characters on either side
        (place,) = review_frame([("campaign", "a", Text({"en": text}))])["place"]
        assert place == "…ll be served by the best people that there a…"

    def test_texts_of_both_languages_of_campaigns_and_promises_are_listed(self) -> None:
        text = Text({"en": "Always in five minutes", "zh-Hant": "絕對五分鐘"})
        frame = made(promises=(Promise("five", "time", text),))["copy_review"].frame
        assert tuple(frame.columns) == REVIEW_COLUMNS
        assert frame[["campaign", "word", "said_in"]].to_numpy().tolist() == [
            ["loans", "always", "campaign"], ["five", "Always", "promise"], ["five", "絕對", "promise"],
        ]  # fmt: skip

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_list_is_counted_and_not_judged(self, language: str) -> None:
        said = made(language)["copy_review"].summary()
        assert "1" in said
        assert {"en": "not judged", "zh-Hant": "不作判定"}[language] in said


class TestStudy:
    def test_a_campaign_is_of_the_wave_that_it_names_or_starts_in(self, tmp_path: Path) -> None:
        more = """[[campaign]]
name = "a"
wave = "2026年7月"
claim = {en = "Here for you"}
dimension = "empathy"
agreed = true
[[campaign]]
name = "b"
starts = 2026-08-15
kept = false
[[campaign]]
name = "c"
"""
        assert department_of(tmp_path, BY_MONTH + more).campaigns == (
            Campaign("a", "2026-07", Text({"en": "Here for you"}), "empathy", True),
            Campaign("b", "2026-08", kept=False),
            Campaign("c", "all"),
        )

    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            ('wave = "2026Q3"', "lacks the key 'name'"),
            ('name = "a"\nstarts = "soon"', "'soon' is no day"),
            ('name = "a"\nagreed = "yes"', "must be true or false"),
            ('name = "a"\ndimension = "empaty"', "Did you mean 'empathy'?"),
            ('name = "a"\nagred = true', "Did you mean 'agreed'?"),
        ],
    )
    def test_mistakes_are_told_with_their_line(self, tmp_path: Path, lines: str, told: str) -> None:
        with pytest.raises(StudyError) as caught:
            department_of(tmp_path, BY_MONTH + f"[[campaign]]\n{lines}\n")
        assert told in str(caught.value)
