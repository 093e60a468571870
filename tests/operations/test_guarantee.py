"""Promises: kept, claimed, held against six rules. Expected values by hand, or a second plain computation."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from promises_made import STUDY, department_of

from gapkit.errors import StudyError
from gapkit.ingest.asked import Wave
from gapkit.ingest.register import Register
from gapkit.ingest.source import Source
from gapkit.instrument import Text, load_instrument
from gapkit.operations.department import Department
from gapkit.operations.opening import opened
from gapkit.operations.promises.claims import CLAIMS, OCCASIONS, of_promises
from gapkit.operations.promises.guarantee import GUARANTEE_COLUMNS, guarantee, guarantee_frame
from gapkit.operations.promises.guarantee_words import guarantee_sentences
from gapkit.operations.promises.promise import MOST_CHARACTERS, MOST_WORDS, RULES, Promise, judged
from gapkit.options import Options
from gapkit.study import read_study
from gapkit.wording import LANGUAGES, words

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.results import Result

CLOSE = 1e-12
"""Relative: the same formula in another order differs by rounding only."""

GOOD = Promise(
    "five minutes", "time", Text({"en": "Five minutes or your fee back", "zh-Hant": "逾五分鐘退費"}),
    conditions=(), payout=100, price=100, claim_steps=1, escalates=True, indicator="customers kept",
)  # fmt: skip

OCCASIONS_TEXT = """promise,day,n,kept
five minutes,2026-05-01,100,90
five minutes,2026-08-01,60,50
Five Minutes,2026-09-01,40,40
call back,2026-08-01,4,3
five minutes,2026-09-02,5,6
"""
CLAIMS_TEXT = """id,promise,claimed,granted,payout,revenue,escalated
1,five minutes,2026-08-02,yes,100,700,no
2,five minutes,2026-08-03,yes,100,500,yes
2,five minutes,2026-08-03,yes,100,500,yes
3,five minutes,2026-08-04,no,50,0,no
4,call back,2026-08-05,yes,30,,no
5,call back,2026-08-06,yes,30,,no
6,five minuts,2026-08-06,yes,100,,no
7,free coffee,2026-08-07,yes,5,,no
"""
PROMISES = (GOOD, Promise("call back", "quality"), Promise("no queue", "time"))


def department(tmp_path: Path, promises: tuple[Promise, ...] = PROMISES) -> Department:
    registers = {}
    for name, form, text in (
        ("occasions", OCCASIONS, OCCASIONS_TEXT),
        ("claims", CLAIMS, CLAIMS_TEXT),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        source = Source(name, (path,))
        registers[name] = Register(
            name, (source,), form.fields, form.dated, None, Wave(column="quarter")
        )
    return Department(registers, promises=promises)


def made(of: Department, **options: object) -> dict[str, Result]:
    desk = opened(of, load_instrument("servqual"), Options(**options), {})  # type: ignore[arg-type]
    return {result.name: result for result in guarantee(desk)}


def row(result: Result, promise: str, wave: str = "2026Q3") -> pd.Series:
    found = result.where(promise=promise, wave=wave).frame
    assert len(found) == 1
    return found.iloc[0]


class TestGuarantee:
    def test_the_columns_are_those_of_the_contract(self, tmp_path: Path) -> None:
        frame = made(department(tmp_path))["guarantee"].frame
        assert tuple(frame.columns) == GUARANTEE_COLUMNS
        assert " ".join(frame.columns[:14]) == (
            "promise kind wave n kept rate ci_low ci_high claims voice payout revenue return rules_met"
        )

    def test_kept_and_claimed_are_counted_by_wave(self, tmp_path: Path) -> None:
        found = row(made(department(tmp_path))["guarantee"], "five minutes")
        counts = ["n", "kept", "failures", "claims", "granted", "escalated", "rules_met"]
        assert found[counts].tolist() == [100, 90, 10, 3, 2, 1, 6]
        assert (found["rate"], found["voice"]) == (0.9, 0.3)
        assert (found["payout"], found["revenue"], found["return"]) == (250, 1200, 4.8)

    def test_the_interval_is_wilsons(self, tmp_path: Path) -> None:
        found = row(made(department(tmp_path))["guarantee"], "five minutes")
        z, n, p = 1.959963984540054, 100, 0.9  # Wilson (1927), written out
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        assert found["ci_low"] == pytest.approx(middle - half, rel=CLOSE)
        assert found["ci_high"] == pytest.approx(middle + half, rel=CLOSE)

    def test_more_claims_than_failures_are_told_and_not_judged(self, tmp_path: Path) -> None:
        result = made(department(tmp_path), min_n=1)["guarantee"]
        assert row(result, "call back")["voice"] == 2.0
        assert "; 200 claims for 100 failures (claims 2, failures 1), since" in result.summary()
        assert result.summary().endswith("more claims alone are no bad sign.")

    def test_a_share_of_few_is_blank_and_says_why(self, tmp_path: Path) -> None:
        found = row(made(department(tmp_path))["guarantee"], "call back")
        assert pd.isna(found["rate"])
        assert found["n"] == 4
        assert found["reason"] == "too few cases"
        said = made(department(tmp_path))["guarantee"].summary()
        assert (
            "“call back” was due 4 times in 2026Q3, too few for a share; 2 claims were made."
            in said
        )

    def test_a_promise_that_nobody_counted_has_a_row(self, tmp_path: Path) -> None:
        found = row(made(department(tmp_path))["guarantee"], "no queue")
        assert pd.isna(found["n"])
        assert (found["claims"], found["reason"]) == (0, "not recorded")
        said = made(department(tmp_path))["guarantee"].summary()
        assert "“no queue” was kept was not counted in 2026Q3; 0 claims were made." in said

    def test_few_failures_tell_nothing_of_voice(self) -> None:
        occasions = pd.DataFrame({"promise": ["a"], "wave": ["all"], "n": [200.0], "kept": [197.0]})
        claim = {"promise": "a", "wave": "all", "payout": 10.0, "revenue": None}
        claims = pd.DataFrame([claim | {"granted": True, "escalated": None}] * 2)
        frame = guarantee_frame((), occasions, claims, Options())
        found = frame.iloc[0]
        assert pd.isna(found["voice"])
        assert (found["failures"], found["claims"], found["rate"]) == (3, 2, 0.985)
        (said, *_) = guarantee_sentences(frame, Options())
        assert "; claims 2, failures 3, too few to say" in words("en").say(said)

    def test_where_nothing_failed_there_is_no_voice(self) -> None:
        occasions = pd.DataFrame({"promise": ["a"], "wave": ["all"], "n": [20.0], "kept": [20.0]})
        found = guarantee_frame((), occasions, None, Options()).iloc[0]
        assert pd.isna(found["voice"])
        assert pd.isna(found["claims"])
        assert (found["rate"], found["ci_high"]) == (1, 1)

    def test_the_hotel_chain_of_1993(self) -> None:
        """1.1 million paid out, 11 million of revenue by the firm's own attribution: 10 for 1."""
        claim = {"promise": "satisfaction", "wave": "1993", "payout": 1.1e6, "revenue": 11e6}
        claims = pd.DataFrame([claim | {"granted": True, "escalated": None}])
        found = guarantee_frame((), None, claims, Options()).iloc[0]
        assert found["return"] == pytest.approx(10, rel=CLOSE)

    def test_waves_add_up(self, tmp_path: Path) -> None:
        frame = made(department(tmp_path))["guarantee"].frame
        assert frame["n"].sum() == 100 + 60 + 40 + 4
        assert frame["claims"].sum() == 5

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_promise_is_spoken_of(self, tmp_path: Path, language: str) -> None:
        results = made(department(tmp_path), language=language)
        said = results["guarantee"].summary()
        assert "90.0%" in said.replace(" %", "%")
        assert all(promise.name in said for promise in PROMISES)
        assert all(promise.name in results["guarantee_rules"].summary() for promise in PROMISES)


class TestAccount:
    def findings(self, tmp_path: Path, promises: tuple[Promise, ...] = PROMISES) -> list[str]:
        desk = opened(department(tmp_path, promises), load_instrument("servqual"), Options(), {})
        say = Options().words.say
        return [
            f"{f.role}: {f.kind} {f.count} {f.records} {say(f.detail) if f.detail else ''}"
            for f in desk.findings
        ]

    def test_claims_of_unknown_promises_are_set_aside_with_the_nearest_name(
        self, tmp_path: Path
    ) -> None:
        found = "\n".join(self.findings(tmp_path))
        known = "Known: five minutes, call back, no queue"
        assert (
            "claims: set aside 1 (8,) “five minuts” is no promise of the study: is “five minutes” "
            f"meant? {known}" in found
        )
        assert (
            f"claims: set aside 1 (9,) “free coffee” is no promise of the study. {known}" in found
        )

    def test_a_claim_twice_counts_once(self, tmp_path: Path) -> None:
        assert "claims: set aside 1 (4,) the same claim once more" in self.findings(tmp_path)

    def test_a_refused_claim_that_was_paid_is_noted(self, tmp_path: Path) -> None:
        assert any("claims: note 1 (5,)" in line for line in self.findings(tmp_path))

    def test_kept_more_often_than_due_is_set_aside(self, tmp_path: Path) -> None:
        assert any("occasions: set aside 1 (6,) kept more" in x for x in self.findings(tmp_path))

    def test_rows_used_are_what_is_left(self, tmp_path: Path) -> None:
        found = self.findings(tmp_path)
        assert "claims: rows used 5 () " in found
        assert "occasions: rows used 4 () " in found

    def test_without_promises_in_the_study_every_name_will_do(self, tmp_path: Path) -> None:
        frame = made(department(tmp_path, ()))["guarantee"].frame
        assert set(frame["promise"]) == {
            "five minutes", "Five Minutes", "call back", "five minuts", "free coffee"
        }  # fmt: skip
        assert frame["rules_met"].isna().all()

    def test_other_registers_stay_as_they_are(self, tmp_path: Path) -> None:
        rows = department(tmp_path).registers["claims"].read()
        assert of_promises({"complaints": rows}, ["five minutes"]) == {"complaints": rows}


def found(rule: str, **said: object) -> str:
    promise = Promise("p", "time", **said)  # type: ignore[arg-type]
    return next(f.met for f in judged(promise) if f.rule == rule)


class TestRules:
    def test_a_good_promise_meets_all_six(self) -> None:
        assert [f.met for f in judged(GOOD)] == ["yes"] * 6
        assert [f.rule for f in judged(GOOD)] == list(RULES)

    def test_where_the_study_says_nothing_nothing_is_said(self) -> None:
        assert {f.met for f in judged(Promise("p", "time"))} == {""}

    @pytest.mark.parametrize(
        ("rule", "said", "met"),
        [
            ("unconditional", {"conditions": ("on working days",)}, "no"),
            ("unconditional", {"conditions": ("on working days",), "only_for": "loans"}, "yes"),
            ("payout", {"payout": 99.0, "price": 100.0}, "no"),
            ("payout", {"payout": 100.0, "price": 100.0}, "yes"),
            ("payout", {"payout": 100.0}, ""),
            ("payout", {"payout": 0.0}, "no"),
            ("escalated", {"escalates": False}, "no"),
            ("easy_claim", {"claim_steps": 2}, "yes"),
            ("easy_claim", {"claim_steps": 3}, "no"),
            ("economic", {"indicator": ""}, "no"),
            ("brief", {"text": Text({"en": "word " * MOST_WORDS})}, "yes"),
            ("brief", {"text": Text({"en": "word " * (MOST_WORDS + 1)})}, "no"),
            ("brief", {"text": Text({"zh-Hant": "字" * MOST_CHARACTERS})}, "yes"),
            ("brief", {"text": Text({"en": "brief", "zh-Hant": "字" * (MOST_CHARACTERS + 1)})}, "no"),
        ],
    )  # fmt: skip
    def test_each_rule_by_itself(self, rule: str, said: dict[str, object], met: str) -> None:
        assert found(rule, **said) == met

    def test_those_that_meet_all_are_said_in_one(self, tmp_path: Path) -> None:
        other = replace(GOOD, name="at once")
        result = made(department(tmp_path, (GOOD, Promise("call back", "quality"), other)))
        assert result["guarantee_rules"].summary().splitlines() == [
            "All 6 rules of a good guarantee are met by “five minutes” and “at once”.",
            (
                "Of “call back” the study gives the name alone: neither conditions, payout, wording, "
                "nor how to claim. So the 6 rules of a good guarantee cannot be looked at."
            ),
        ]

    def test_the_promise_that_breaks_most_comes_first(self, tmp_path: Path) -> None:
        one = replace(GOOD, name="one", claim_steps=9)
        two = replace(GOOD, name="two", claim_steps=9, conditions=("a", "b"))
        said = (
            made(department(tmp_path, (GOOD, one, two)))["guarantee_rules"].summary().splitlines()
        )
        assert [line.split("”")[0] for line in said[:2]] == ["“two", "“one"]

    def test_the_promise_kept_least_comes_first(self) -> None:
        rows = {
            "promise": ["a", "b", "c"],
            "wave": "2026Q3",
            "n": [40, 40, 40],
            "kept": [40, 20, 30],
        }
        frame = guarantee_frame((), pd.DataFrame(rows), None, Options())
        first, second, third = (p.values["promise"] for p in guarantee_sentences(frame, Options()))
        assert (first, second, third) == ("b", "c", "a")

    def test_why_is_said_in_words(self, tmp_path: Path) -> None:
        bad = Promise("call back", "quality", conditions=("before noon", "by phone"), claim_steps=5)
        result = made(department(tmp_path, (bad,)))["guarantee_rules"]
        why = dict(zip(result.frame["rule"], result.frame["why"], strict=True))
        assert why["unconditional"].startswith("It has 2 conditions: before noon; by phone.")
        assert why["easy_claim"].startswith("5 steps until the customer is paid")
        minutes = Promise("p", "time", limit=5, measure="minutes", conditions=())
        (first, *_) = made(department(tmp_path, (minutes,)))["guarantee_rules"].frame["why"]
        assert "Whether 5 minutes is a high standard is for the reader to say." in first
        assert result.summary() == (
            "“call back” meets 0 of 6 rules of a good guarantee. Not met: unconditional or for one "
            "thing and an easy claim. The study says nothing of: a payout that hurts, special cases "
            "to a higher level, brief and tied to an economic indicator."
        )


class TestStudy:
    def test_a_promise_is_read_with_all_its_keys(self, tmp_path: Path) -> None:
        more = """[[promise]]
name = "five minutes"
kind = "time"
text = {en = "Five minutes or your fee back", "zh-Hant" = "逾五分鐘退費"}
conditions = []
payout = 100
price = 100
claim_steps = 1
escalates = true
indicator = "customers kept"
"""
        assert department_of(tmp_path, STUDY + more).promises == (GOOD,)

    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            ('name = "a"\nkind = "tim"', "Did you mean 'time'?"),
            ('kind = "time"', "lacks the key 'name'"),
            ('name = "a"\nkind = "time"\npayout = -1', "payout = -1 is below 0"),
            ('name = "a"\nkind = "time"\ndimension = "reliabilty"', "Did you mean 'reliability'?"),
            (
                'name = "a"\nkind = "time"\npromised = 8\ndimension = "empathy"',
                "Points run from 1 to 7 in steps of 1.",
            ),
            ('name = "a"\nkind = "time"\npromised = 6', "no dimension that it is a level of"),
            ('name = "a"\nkind = "time"\ncondition = []', "Did you mean 'conditions'?"),
            ('name = "a"\nkind = "time"\n[[promise]]\nname = "a"\nkind = "time"', "Rename one."),
        ],
    )
    def test_mistakes_are_told_with_their_line(self, tmp_path: Path, lines: str, told: str) -> None:
        with pytest.raises(StudyError) as caught:
            department_of(tmp_path, STUDY + f"[[promise]]\n{lines}\n")
        assert told in str(caught.value)
        assert "study.toml:" in str(caught.value)


LEVELS = """[[promise]]
name = "five minutes"
kind = "time"
dimension = "responsiveness"
promised = 6
"""
STAFF = """[[source]]
role = "employee"
files = ["staff.csv"]
batteries = {delivery = "D{n}"}
"""


class TestPromisedLevels:
    def run(self, tmp_path: Path, more: str) -> pd.DataFrame:
        servqual = load_instrument("servqual")
        numbers = [item.n for item in servqual.items]
        rows = [
            ",".join(["2026Q3", *["5"] * len(numbers)]),
            ",".join(["2026Q3", *["4"] * len(numbers)]),
        ]
        for name, letter in (("staff", "D"), ("campaign", "C")):
            head = ",".join(["quarter", *(f"{letter}{n}" for n in numbers)])
            (tmp_path / f"{name}.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
        (tmp_path / "customers.csv").write_text("quarter,E1,P1\n2026Q3,6,5\n", encoding="utf-8")
        text = STUDY.replace("{n}", "1") + STAFF + more
        text = text.replace('expectation = "E1", perception = "P1"', 'perception = {r1 = "P1"}')
        (tmp_path / "study.toml").write_text(text, encoding="utf-8")
        return read_study(tmp_path / "study.toml").survey.gaps().frame

    def test_they_are_what_gap_4_is_measured_against(self, tmp_path: Path) -> None:
        frame = self.run(tmp_path, LEVELS)
        four = frame[(frame["gap"] == "4") & (frame["level"] == "dimension")]
        four = four[four["key"] == "responsiveness"].iloc[0]
        # staff deliver 4.5 on average, 6 was promised
        assert (four["mean_left"], four["mean_right"], four["estimate"]) == (6, 4.5, -1.5)

    def test_a_source_of_promises_beside_them_is_a_mistake(self, tmp_path: Path) -> None:
        source = STAFF.replace("employee", "campaign").replace("staff", "campaign")
        more = LEVELS + source.replace("delivery", "promise").replace("D{n}", "C{n}")
        with pytest.raises(StudyError, match="promised levels as well"):
            self.run(tmp_path, more)

    def test_two_levels_of_one_dimension_are_a_mistake(self, tmp_path: Path) -> None:
        more = LEVELS + LEVELS.replace("five minutes", "at once").replace("6", "7")
        with pytest.raises(StudyError, match="for the same dimension"):
            self.run(tmp_path, more)
