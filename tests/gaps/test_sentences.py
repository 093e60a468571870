"""The message: what is said follows from verdicts and intervals alone."""

from __future__ import annotations

import pandas as pd
import pytest

from gapkit.gaps.sentences import main_gap, score_sentences, sentences, told_apart
from gapkit.instrument import load_instrument
from gapkit.options import Options
from gapkit.wording import LANGUAGES, words

SERVQUAL = load_instrument("servqual")
NAN = float("nan")


def row(level: str, key: str, estimate: float, **fields: object) -> dict[str, object]:
    made: dict[str, object] = {
        "wave": "2026Q3",
        "segment": "all",
        "value": "all",
        "gap": "5",
        "level": level,
        "key": key,
        "label": key.title(),
        "n": 100,
        "n_left": 100,
        "n_right": 100,
        "estimate": estimate,
        "ci_low": estimate - 0.1,
        "ci_high": estimate + 0.1,
        "p_adjusted": 0.001,
        "vs_average": NAN,
        "vs_average_low": NAN,
        "vs_average_high": NAN,
        "verdict": "shortfall",
        "reason": "",
    }
    return made | fields


def against(level: str, key: str, distance: float, half: float = 0.1) -> dict[str, object]:
    """A row that lies `distance` from the survey's own average, give or take `half`."""
    place = {
        "vs_average": distance,
        "vs_average_low": distance - half,
        "vs_average_high": distance + half,
    }
    return row(level, key, distance - 1, **place)


def said(rows: list[dict[str, object]], answered: int = 120, **options: object) -> list[str]:
    chosen = Options(**options)
    phrases = sentences(pd.DataFrame(rows), chosen, SERVQUAL, answered)
    return [words(chosen.language).say(phrase) for phrase in phrases]


def keys(rows: list[dict[str, object]], **options: object) -> list[str]:
    phrases = sentences(pd.DataFrame(rows), Options(**options), SERVQUAL, 120)
    return [phrase.key for phrase in phrases]


def test_how_many_answered_comes_first() -> None:
    assert said([row("overall", "overall", -1)], answered=12345)[0] == "12,345 people answered."


def test_overall_shortfall_carries_size_interval_and_scale() -> None:
    text = said([row("overall", "overall", -1.13)])[1]
    for part in ("1.13 points below", "−1.23 to −1.03", "from 1 to 7", "95 %"):
        assert part in text


@pytest.mark.parametrize("verdict", ["shortfall", "surplus", "unclear"])
def test_each_verdict_has_a_sentence(verdict: str) -> None:
    rows = [row("overall", "overall", 0.4, verdict=verdict)]
    assert keys(rows)[1] == f"sentence.overall.{verdict}"


def test_met_and_told_from_zero_says_both() -> None:
    slight = row("overall", "overall", -0.1, verdict="met", p_adjusted=0.001)
    text = said([slight])[1]
    assert "slight" in text
    assert "±0.30" in text  # 5 % of the range 6
    assert keys([slight | {"p_adjusted": 0.4}])[1] == "sentence.overall.met"


def test_too_few_people_are_not_judged() -> None:
    few = row("overall", "overall", -1, verdict="unclear", n=12, n_left=12, n_right=12)
    assert "fewer than 20" in said([few])[1]
    assert keys([few | {"n": 20}])[1] == "sentence.overall.unclear"


def test_smaller_side_counts_where_different_people_answered() -> None:
    sides = row("overall", "overall", -1, verdict="unclear", n=None, n_left=300, n_right=7)
    assert "Only 7 people" in said([sides])[1]


def test_suppressed_overall_says_why_and_no_figure() -> None:
    blank = row("overall", "overall", NAN, verdict="unclear", reason="suppressed", p_adjusted=NAN)
    assert said([blank])[1] == "No overall figure can be shown: too few people to show."


def test_dimensions_are_sorted_by_what_can_be_told() -> None:
    rows = [against("dimension", key, d) for key, d in (("a", -0.5), ("b", 0.05), ("c", 0.4))]
    lines = said([row("overall", "overall", -1), *rows])
    assert "Worse than this survey's own average: A." in lines
    assert "Better than the average: C." in lines
    assert "Not told apart from the average: B." in lines


def test_gap_1_is_never_called_worse() -> None:
    rows = [against("dimension", key, d) | {"gap": "1"} for key, d in (("a", -0.5), ("b", 0.5))]
    text = " ".join(said([row("overall", "overall", -1) | {"gap": "1"}, *rows]))
    assert "Worse" not in text
    assert "Lower than this survey's own average gap: A." in text
    assert "expectations underestimated" in text


def test_items_that_cannot_be_told_apart_are_never_named_as_furthest() -> None:
    rows = [against("item", f"i{k}", -0.5 - 0.01 * k) for k in range(5)] + [against("item", "z", 1)]
    lines = said(rows)
    assert any("cannot be told" in line for line in lines)
    assert not any("I4" in line for line in lines)


def test_furthest_items_are_named_where_the_next_is_told_from_them() -> None:
    distances = [-1.5, -1.4, -0.6, -0.55, -0.5, 0.9]
    rows = [against("item", f"i{k}", d) for k, d in enumerate(distances)]
    assert "Furthest below the average: “I0” and “I1”." in said(rows)


def test_up_to_three_are_named_where_no_more_lie_below() -> None:
    rows = [against("item", f"i{k}", d) for k, d in enumerate((-0.5, -0.45, -0.4, 0.9, 0.0))]
    assert "Furthest below the average: “I0”, “I1” and “I2”." in said(rows)
    assert "Of 5 items, 3 are worse than the average item and 1 better; 1 cannot be told apart" in (
        " ".join(said(rows))
    )


def test_certain_and_uncertain_items_are_counted() -> None:
    verdicts = ["shortfall", "shortfall", "met", "surplus", "unclear"]
    rows = [row("item", f"i{k}", -1, verdict=v) for k, v in enumerate(verdicts)]
    lines = said(rows)
    assert any("2 short, 1 met, 1 above and 1 not told" in line for line in lines)
    assert any(line.startswith("For 1 of 5 items") for line in lines)


def test_message_speaks_of_the_last_wave() -> None:
    rows = [row("overall", "overall", -k, wave=f"wave {k}") for k in (2, 10, 9)]
    lines = said(rows)
    assert lines[1] == "What follows speaks of wave 10, the last of 3 waves."
    assert "10.00 points below" in lines[2]


def test_groups_are_left_out() -> None:
    group = row("overall", "overall", -3, segment="branch", value="B1")
    assert "1.00 points" in said([group, row("overall", "overall", -1)])[1]


def test_priority_is_not_judged() -> None:
    rows = [row("overall", "overall", -1, gap="priority", verdict="")]
    assert keys(rows) == ["sentence.answered", "sentence.priority"]


def test_nothing_to_judge() -> None:
    empty = pd.DataFrame([row("overall", "overall", 0)]).iloc[:0]
    phrases = sentences(empty, Options(), SERVQUAL, 0)
    assert [phrase.key for phrase in phrases] == ["sentence.answered", "sentence.nothing"]


def test_many_dimensions_are_counted() -> None:
    rows = [against("dimension", f"d{k}", -1) for k in range(7)]
    assert "Worse than this survey's own average: 7 dimensions." in said(rows)


def test_a_gap_of_the_users_own_goes_by_its_name() -> None:
    text = said([row("overall", "overall", -1, gap="7")])[1]
    assert text.startswith("Gap 7: overall −1.00 points")


def test_main_gap_prefers_gap_5_and_a_judged_one() -> None:
    assert main_gap(pd.DataFrame({"gap": ["priority", "5"]})) == "5"
    assert main_gap(pd.DataFrame({"gap": ["priority"]})) == "priority"
    assert main_gap(pd.DataFrame({"gap": []}, dtype=str)) is None


def test_told_apart_leaves_blank_what_has_no_interval() -> None:
    frame = pd.DataFrame(
        {"vs_average_low": [-0.3, 0.1, -0.1, NAN], "vs_average_high": [-0.1, 0.3, 0.1, NAN]}
    )
    assert told_apart(frame).tolist() == ["below", "above", "unclear", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unfilled(language: str) -> None:
    rows = [row("overall", "overall", -1)]
    rows += [against("dimension", f"d{k}", d) for k, d in enumerate((-0.5, 0.0, 0.5))]
    rows += [against("item", f"i{k}", d) for k, d in enumerate((-0.5, 0.0, 0.5))]
    for line in said(rows, language=language):
        assert not set("{}") & set(line)


def scores(means: dict[str, float]) -> pd.DataFrame:
    levels = {"overall": "overall"}
    return pd.DataFrame(
        {
            "wave": "all",
            "segment": "all",
            "value": "all",
            "battery": "perception",
            "level": levels.get(key, "dimension"),
            "key": key,
            "label": key.title(),
            "mean": mean,
            "ci_low": mean - 0.1,
            "ci_high": mean + 0.1,
        }
        for key, mean in means.items()
    )


def test_scores_alone_give_a_mean_and_no_verdict() -> None:
    frame = scores({"overall": 5.0, "low": 4.0, "same": 5.1, "high": 6.0})
    lines = [words("en").say(p) for p in score_sentences(frame, Options(), SERVQUAL, 50)]
    assert lines[0] == "50 people answered."
    assert lines[1].startswith("Perception: 5.00 on average on the scale from 1 to 7")
    assert lines[2] == "Below the overall mean, with intervals that do not overlap: Low."
    assert lines[3] == "Above it: High."
    assert "no gap is judged" in lines[-1]


def test_scores_of_nobody() -> None:
    empty = scores({"overall": 5.0}).iloc[:0]
    phrases = score_sentences(empty, Options(), SERVQUAL, 0)
    assert phrases[-1].key == "sentence.nothing"
