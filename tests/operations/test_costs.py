"""The register of costs and its ratios. Expected values: the plain sums of the rows typed in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from register_accounts import in_words

from gapkit.ingest.asked import Wave
from gapkit.ingest.register import Register, Rows
from gapkit.ingest.source import Source
from gapkit.operations.strange import with_units_told
from gapkit.operations.zeros.costs import FORM, RATIOS, ratios
from gapkit.wording import LANGUAGES, words

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

HEAD = "day,branch,customers,transactions,service_cost,new_customers,acquisition_cost,attempts,first_successes\n"
TEXT = HEAD + (
    "2026-01-15,North,100,400,5000,10,900,20,15\n"
    "2026-02-15,North,110,420,5200,8,800,25,20\n"
    "2026-03-15,North,120,440,5400,12,1000,30,27\n"
    "2026-01-15,South,200,600,8000,5,700,10,6\n"
    "2026-04-15,North,130,460,5600,9,850,22,18\n"
)


def read(tmp_path: Path, text: str = TEXT) -> Rows:
    path = tmp_path / "costs.csv"
    path.write_text(text, encoding="utf-8")
    register = Register(
        "costs", (Source("costs", (path,)),), FORM.fields, FORM.dated, "branch",
        Wave(column="quarter"),
    )  # fmt: skip
    return FORM.checked(register.read())


def figures(frame: pd.DataFrame, measure: str) -> dict[tuple[str, str], tuple[int, float]]:
    mine = ratios(frame)
    mine = mine[mine["measure"] == measure]
    return {
        (wave, unit): (n, value)
        for wave, unit, n, value in zip(mine["wave"], mine["unit"], mine["n"], mine["value"], strict=True)
    }  # fmt: skip


class TestRatios:
    def test_each_is_a_sum_over_a_sum(self, tmp_path: Path) -> None:
        frame = read(tmp_path).frame
        assert figures(frame, "per_customer") == {
            ("2026Q1", "all"): (round(530 / 3), pytest.approx(23600 / 530)),
            ("2026Q2", "all"): (130, pytest.approx(5600 / 130)),
            ("2026Q1", "North"): (110, pytest.approx(15600 / 330)),
            ("2026Q2", "North"): (130, pytest.approx(5600 / 130)),
            ("2026Q1", "South"): (200, pytest.approx(8000 / 200)),
        }
        assert figures(frame, "per_transaction")["2026Q1", "all"] == (
            1860,
            pytest.approx(23600 / 1860),
        )
        assert figures(frame, "per_new_customer")["2026Q1", "North"] == (
            30,
            pytest.approx(2700 / 30),
        )
        assert figures(frame, "first_attempt")["2026Q1", "all"] == (85, pytest.approx(68 / 85))

    def test_a_quarter_of_fewer_months_is_no_cheaper(self, tmp_path: Path) -> None:
        """The same month three times or twice: the cost of one customer and period is the same."""
        month = "2026-0{}-15,North,100,400,5000,10,900,20,15\n"
        frame = read(tmp_path, HEAD + "".join(month.format(m) for m in (1, 2, 3, 4, 5))).frame
        for measure in RATIOS:
            found = figures(frame, measure)
            assert found["2026Q1", "North"][1] == pytest.approx(found["2026Q2", "North"][1]), (
                measure
            )
        assert figures(frame, "per_customer")["2026Q2", "all"][0] == 100

    def test_units_beside_each_other_are_added_within_a_period(self, tmp_path: Path) -> None:
        rows = ratios(
            read(tmp_path, TEXT.replace("2026-02", "2026-05").replace("2026-03", "2026-08")).frame
        )
        mine = rows[(rows["measure"] == "per_customer") & (rows["unit"] == "all")].set_index("wave")
        assert mine.loc["2026Q1", ["n", "total"]].tolist() == [300, 13000.0]

    def test_nobody_to_divide_by_is_blank_with_a_reason(self, tmp_path: Path) -> None:
        frame = read(tmp_path, HEAD + "2026-01-15,North,0,,500,,,0,0\n").frame
        found = ratios(frame).set_index(["unit", "measure"])
        assert sorted(set(found.index.get_level_values("measure"))) == [
            "first_attempt",
            "per_customer",
        ]
        assert found["value"].isna().all()
        assert set(found["reason"]) == {"too few cases"}

    def test_a_row_that_lacks_one_of_both_does_not_count_in_the_ratio(self, tmp_path: Path) -> None:
        frame = read(tmp_path, TEXT.replace("North,110,", "North,,")).frame
        assert figures(frame, "per_customer")["2026Q1", "North"] == (
            110,
            pytest.approx(10400 / 220),
        )
        assert figures(frame, "per_transaction")["2026Q1", "North"][1] == pytest.approx(
            15600 / 1260
        )

    def test_a_unit_that_lacks_it_in_a_wave_has_a_row_that_says_so(self, tmp_path: Path) -> None:
        frame = read(tmp_path, TEXT.replace("South,200,", "South,,")).frame
        found = ratios(frame)
        south = found[(found["unit"] == "South") & (found["measure"] == "per_customer")]
        assert south["reason"].tolist() == ["not asked"]
        assert south["n"].isna().all()

    def test_a_measure_of_which_the_file_has_nothing_has_no_rows(self, tmp_path: Path) -> None:
        frame = read(tmp_path, "day,customers,service_cost\n2026-01-15,10,50\n").frame
        assert ratios(frame)[["unit", "measure", "value"]].values.tolist() == [
            ["all", "per_customer", 5.0]
        ]

    def test_a_row_without_a_unit_counts_in_all_only(self, tmp_path: Path) -> None:
        rows = read(tmp_path, TEXT + "2026-04-15,,70,,1400,,,,\n")
        assert [
            (kind, records)
            for kind, _, _, records, _ in in_words(with_units_told(rows, ()).findings)
        ] == [("note", (7,))]
        frame = rows.frame
        found = figures(frame, "per_customer")
        assert found["2026Q2", "all"] == (200, pytest.approx(7000 / 200))
        assert {unit for _, unit in found} == {"all", "North", "South"}


class TestBadInput:
    def test_negative_costs_and_counts_are_blanked_and_told_with_their_row(
        self, tmp_path: Path
    ) -> None:
        rows = read(tmp_path, TEXT.replace(",5200,", ",-5200,").replace("South,200", "South,-200"))
        assert in_words(rows.findings) == [
            ("out of range", "customers", 1, (5,), "no whole number of 0 or more: -200"),
            ("out of range", "service_cost", 1, (3,), "no number of 0 or more: -5200"),
        ]
        assert figures(rows.frame, "per_customer")["2026Q1", "all"] == (
            110,
            pytest.approx(10400 / 220),
        )

    def test_more_successes_than_attempts_are_blanked_and_told_with_both(
        self, tmp_path: Path
    ) -> None:
        rows = read(tmp_path, TEXT.replace("25,20\n", "25,26\n"))
        assert in_words(rows.findings) == [
            ("out of range", "first_successes", 1, (3,),
             "more successes than attempts: 26 > 25. The successes are left blank"),
        ]  # fmt: skip
        assert figures(rows.frame, "first_attempt")["2026Q1", "North"] == (
            50,
            pytest.approx(42 / 50),
        )

    def test_a_period_twice_counts_once(self, tmp_path: Path) -> None:
        again = "2026-01-15,South,200,600,8000,5,700,10,6\n"
        corrected = "2026-04-15,North,130,460,5900,9,850,22,18\n"
        rows = read(tmp_path, TEXT + again + corrected)
        assert in_words(rows.findings) == [
            ("set aside", "", 1, (7,), "the same row once more"),
            ("set aside", "", 1, (6,), "a later row has the same unit and day and counts instead"),
        ]
        assert figures(rows.frame, "per_customer")["2026Q2", "North"][1] == pytest.approx(
            5900 / 130
        )

    def test_rows_without_a_day_are_not_taken_for_each_other(self, tmp_path: Path) -> None:
        text = "quarter,branch,customers,service_cost\n" + "2026Q1,North,10,50\n" * 2
        rows = read(tmp_path, text)
        assert in_words(rows.findings) == []
        assert figures(rows.frame, "per_customer")["2026Q1", "North"] == (10, 5.0)

    def test_quarters_among_months_are_told(self, tmp_path: Path) -> None:
        days = ["2025-02", "2025-05", "2025-08", "2025-11", "2026-01", "2026-02", "2026-03"]
        text = HEAD + "".join(f"{day}-15,North,100,400,5000,10,900,20,15\n" for day in days)
        (note,) = in_words(read(tmp_path, text).findings)
        assert note[:4] == ("note", "day", 3, (2, 3, 4))
        assert "quarters" in note[4]

    @pytest.mark.parametrize(
        "days",
        [
            [
                "2026-01-31",
                "2026-02-01",
                "2026-03-31",
                "2026-05-02",
                "2026-06-30",
            ],  # a month is missing
            ["2025-02-01", "2025-05-31", "2025-08-01", "2026-02-01"],  # a quarter is
            ["2026-01-01", "2026-06-01"],
        ],
    )
    def test_a_period_that_is_missing_is_no_longer_period(
        self, tmp_path: Path, days: list[str]
    ) -> None:
        text = HEAD + "".join(f"{day},North,100,400,5000,10,900,20,15\n" for day in days)
        assert in_words(read(tmp_path, text).findings) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_is_told_in_both_languages(self, tmp_path: Path, language: str) -> None:
        rows = read(tmp_path, TEXT.replace("25,20\n", "25,26\n") + TEXT.splitlines()[1] + "\n")
        said = [words(language).say(f.detail) for f in rows.findings if f.detail is not None]
        assert len(said) == 2
        assert "26 > 25" in said[1]
