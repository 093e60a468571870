"""The built-in words of scales, held against published anchors and against each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.ingest.coding import Interpreter, Kind
from gapkit.ingest.word_sets import battery_words, word_sets
from gapkit.instrument import Scale
from gapkit.instrument.model import exact
from gapkit.wording import words


def scale(points, low=1):
    return Scale(exact(low), exact(low + points - 1))


def scores(texts, points=5):
    found, _ = battery_words(texts, scale(points))
    interpreter = Interpreter(scale(points), words=found)
    return [None if (code := interpreter.read(t).code) is None else code + 1 for t in texts]


# Vagias, W. M. (2006). Likert-type scale response anchors, Clemson University, lowest first, as listed
# in `likert_anchors` of the R package likert (440e9ac).
VAGIAS = [
    "Strongly disagree; Disagree; Neither agree or disagree; Agree; Strongly agree",
    "Strongly disagree; Disagree; Somewhat disagree; Neither agree or disagree; Somewhat agree; Agree; Strongly agree",
    "Very dissatisfied; dissatisfied; unsure; satisfied; Very satisfied",
    "Not at all satisfied; slightly satisfied; moderately satisfied; Very satisfied; Extremely satisfied",
    (
        "Completely dissatisfied; Mostly dissatisfied; Somewhat dissatisfied; neither satisfied or dissatisfied; "
        "Somewhat satisfied; Mostly satisfied; Completely satisfied"
    ),
    (
        "Not at all important; Low importance; Slightly important; Neutral; Moderately important; Very important; "
        "Extremely important"
    ),
    "Never; Rarely; Sometimes; Often; Always",
    "Poor; Fair; Good; Very good; Excellent",
]
# zh.surveymonkey.com/mp/2-tips-for-writing-agree-disagree-survey-questions: the points of an agreement scale;
# terms.naer.edu.tw/detail/1678776 (Taiwan's dictionary of library and information science): 無意見 the middle;
# lad.gov.hk/documents/annual_rpt_2012/tc/Appendix2.html: 非常滿意 = 5 … 非常不滿意 = 1.
PUBLISHED = [
    "非常不同意; 有些不同意; 沒有同意，也沒有不同意; 還算同意; 非常同意",
    "非常不同意; 不同意; 無意見; 同意; 非常同意",
    "非常不滿意; 不滿意; 一般; 滿意; 非常滿意",
]


@pytest.mark.parametrize("anchors", VAGIAS + PUBLISHED)
def test_published_anchors_are_points_in_their_order(anchors):
    texts = anchors.split("; ")
    assert scores(texts, len(texts)) == list(range(1, len(texts) + 1))


# Words as the exports of survey tools hold them, with the points that the questions had.
SEEN = [
    ("SurveyCake", 5, {"非常同意": 5, "同意": 4, "普通": 3, "不同意": 2, "我沒有使用過": None}),
    ("wjx", 5, {"非常同意": 5, "同意": 4, "一般": 3, "不同意": 2, "(跳过)": None}),
    ("wjx", 5, {"非常同意": 5, "比较同意": 4, "一般": 3, "比较不同意": 2}),
    ("Google Forms", 5, {"非常不同意": 1, "同意": 4, "普通": 3, "沒有意見": None}),
    ("Microsoft Forms", 5, {"Strongly agree": 5, "Agree": 4, "Neutral": 3, "Disagree": 2, "Not applicable": None}),
    ("SurveyMonkey", 5, {"Extremely important": 5, "Very important": 4, "Not used (N/A)": None}),
    ("SurveyMonkey", 5, {"Somewhat satisfied": 4, "Neither satisfied nor dissatisfied (neutral)": 3,
                         "Very dissatisfied": 1, "Not used (N/A)": None}),
    ("SurveyMonkey", 5, {"Very favorably": 5, "Neither favorably nor unfavorably (neutral)": 3, "Unfamiliar (N/A)": None}),
    ("REDCap", 7, {"Somewhat agree": 5, "Agree": 6, "Neutral": 4, "Disagree": 2, "Prefer not to say": None}),
    ("Qualtrics", 7, {"Strongly disagree": 1, "Somewhat agree": 5, "Neither agree nor disagree": 4, "Agree": 6}),
    ("LimeSurvey", 5, {"Strongly agree": 5, "Stimme zu": 4, "Neutral": 3, "Stimme nicht zu": 2}),
    ("seven points", 7, {"非常同意": 7, "同意": 6, "有點同意": 5, "普通": 4, "稍微不同意": 3, "不同意": 2}),
    ("seven points", 7, {"完全同意": 7, "非常同意": 6, "同意": 5, "普通": 4, "不同意": 3}),
    ("seven points", 7, {"非常满意": 7, "满意": 6, "比较满意": 5, "一般": 4}),
    ("seven points", 7, {"非常满意": 7, "比较满意": 6, "有点满意": 5, "一般": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "points", "want"), SEEN)
def test_words_as_tools_write_them(tool, points, want):
    assert dict(zip(want, scores(list(want), points), strict=True)) == want


OPPOSITES = [("dis", ""), ("un", ""), ("不同意", "同意"), ("不滿意", "滿意"), ("不满意", "满意"), ("不重要", "重要")]  # fmt: skip


def opposites(known):
    """Return word → its point and that of the word that says the contrary."""
    pairs = {}
    for word, (place, _) in known.words.items():
        for negative, positive in OPPOSITES:
            other = known.words.get(word.replace(negative, positive))
            if negative in word and other is not None and not any(n in word for n in NEITHER):
                pairs[word] = (place, other[0])
    return pairs


NEITHER = (" nor ", " or ", "也", "既")
TWO_SIDED = [
    s for s in word_sets() if any(set(p) == {0, s.points - 1} for p in opposites(s).values())
]


@pytest.mark.parametrize("known", TWO_SIDED, ids=lambda s: s.name)
def test_a_word_and_its_opposite_lie_equally_far_from_the_middle(known):
    for word, places in opposites(known).items():
        assert sum(places) == known.points - 1, word


@pytest.mark.parametrize("known", word_sets(), ids=lambda s: s.name)
def test_every_point_has_a_word(known):
    assert {place for place, _ in known.words.values()} == set(range(known.points))


def test_words_for_no_answer_are_no_middle_and_no_hindrance():
    texts = ["非常同意", "同意", "普通", "不知道", "無意見", "N/A"]
    found, said = battery_words(texts, scale(5))
    interpreter = Interpreter(scale(5), words=found)
    assert [interpreter.read(t).kind for t in texts[3:]] == [Kind.UNREADABLE] * 3
    assert said.values["name"] == "agreement-5"


def test_no_opinion_is_the_middle_only_where_all_other_points_are_named():
    four = ["非常同意", "同意", "不同意", "非常不同意"]
    assert scores([*four, "無意見"]) == [5, 4, 2, 1, 3]
    assert scores([*four[:3], "無意見"]) == [5, 4, 2, None]
    assert scores([*four, "無意見", "不確定"]) == [5, 4, 2, 1, None, None]


def test_two_words_for_one_point_come_from_a_longer_scale():
    texts = ["Strongly agree", "Agree", "Somewhat agree"]
    assert scores(texts) == [None] * 3
    assert battery_words(texts, scale(5))[1].key == "ledger.words_mixed"
    assert scores(texts, 7) == [7, 6, 5]


def test_words_that_stand_on_different_points_of_different_forms_are_not_read():
    texts = ["Very important", "Neutral", "N/A"]
    assert scores(texts, 7) == [None] * 3
    _, said = battery_words(texts, scale(7))
    assert (said.key, said.values["word"]) == ("ledger.words_either", "Very important")
    assert {said.values["first"], said.values["second"]} == {"6", "7"}
    # a word that only one of the forms has decides for all
    assert scores([*texts, "Low importance"], 7) == [6, 4, None, 2]
    assert scores([*texts, "Somewhat important"], 7) == [7, 4, None, 5]


def test_one_unknown_word_keeps_a_set_from_being_taken_and_is_named():
    found, said = battery_words(["Agree", "Strongly agree", "Agre"], scale(5))
    assert not found
    assert said.values == {"battery": "answers", "name": "agreement-5", "words": "'Agre'"}


def test_what_is_no_word_finds_no_set():
    for texts in (["5", "4 - good", "2 or 3", "☆"], ["N/A"], ["fine", "so so"], []):
        assert battery_words(texts, scale(5)) == ({}, None)


def test_a_scale_with_labels_or_a_unit_takes_no_set():
    labelled = Scale(exact(1), exact(5), labels={exact(5): ("Excellent",)})
    minutes = Scale(exact(1), exact(5), unit="minutes")
    for own in (labelled, minutes):
        assert battery_words(["Agree"], own) == ({}, None)


def test_what_the_study_declares_is_no_word_of_the_battery():
    found, said = battery_words(["Agree", "meh", "x"], scale(5), ["x"], {"meh": 1})
    assert (found["Agree"], said.key) == (4, "ledger.words_read")


def test_a_battery_of_many_columns_says_the_same_words_often():
    assert battery_words(["Agree", "Neutral"] * 100, scale(5))[0]["agree"] == 4


def test_a_single_word_among_numbers_is_a_stray_one():
    assert battery_words(["1", "2", "5", "often"], scale(5)) == ({}, None)
    assert battery_words(["often"], scale(5))[0]["often"] == 4
    assert (
        battery_words(["2", "3", "Strongly agree", "Strongly disagree"], scale(5))[0]["agree"] == 4
    )


def test_free_text_is_no_battery():
    comments = [f"{'very ' * k}good" for k in range(100)]
    assert battery_words([*comments, "Good"], scale(5)) == ({}, None)


def test_scores_count_from_the_scales_own_low_end():
    found, _ = battery_words(["Agree", "Neutral"], scale(5, low=0))
    assert (found["Agree"], found["Neutral"]) == (3, 2)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_choice_can_be_said(language):
    for texts, points in [(["Agree"], 5), (["Very important"], 7), (["Agree", "Agre"], 5), (["Agree", "Somewhat agree"], 5)]:  # fmt: skip
        said = battery_words(texts, scale(points), battery="perception")[1]
        assert "perception" in words(language).say(said)


@given(
    known=st.sampled_from(word_sets()),
    upper=st.booleans(),
    rest=st.sampled_from(["", ".", " (neutral)", "\u3000", "  "]),
)
def test_spelling_does_not_matter(known, upper, rest):
    for word, (place, _) in known.words.items():
        spelled = (word.upper() if upper else word) + rest
        if spelled.casefold().startswith(word):
            assert known.places([spelled]) == {spelled: place}
