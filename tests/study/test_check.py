"""`gapkit check`: every cell is accounted for, and what could not be read brings the line that mends it."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pandas as pd
import pytest
from click.testing import CliRunner

from gapkit.cli import main
from gapkit.ingest import inspect
from gapkit.ingest.hints import answers_line
from gapkit.samples import sample
from gapkit.study import read_study

INSTRUMENT = """
[instrument]
name = "small"
scale = {low = 1, high = 5}
[[dimension]]
id = "d"
[[item]]
id = "q1"
dimension = "d"
[[item]]
id = "q2"
dimension = "d"
"""
STUDY = """
[study]
title = "Small"
instrument = "instrument.toml"
[[source]]
files = ["export.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
"""


@pytest.fixture
def checked(tmp_path):
    def check(export, study=STUDY):
        (tmp_path / "export.csv").write_text(export, encoding="utf-8")
        (tmp_path / "instrument.toml").write_text(INSTRUMENT)
        (tmp_path / "study.toml").write_text(study)
        return CliRunner().invoke(main, ["check", str(tmp_path / "study.toml")])

    return check


def test_the_distribution_of_every_item_agrees_with_a_second_count():
    study = read_study(sample("bank"))
    export = pd.read_csv(sample("bank").parent / "customers-2025Q4.csv")
    (file,) = [f for f in inspect(study.survey.answers) if f.file == "customers-2025Q4.csv"]
    matches = [m for m in file.matches if m.group in ("expectation", "perception")]
    assert len(matches) == 30
    for match in matches:
        again = export[match.heading].value_counts().reindex(range(1, 8), fill_value=0)
        assert match.cells.counts.tolist() == again.tolist()
        assert match.cells.kind("missing").count == (export[match.heading] == 99).sum()
        assert match.cells.kind("empty").count == export[match.heading].isna().sum()


def test_odd_cells_are_named_with_their_records_and_bring_a_line_that_mends_them(checked):
    rows = ["5,4,3,N/A", "5,super,3,99", "4,4,9,99", "4,4,2,2"]
    shown = checked("E1,E2,P1,P2\n" + "\n".join(rows) + "\n")
    assert shown.exit_code == 1
    assert "unreadable: super (1)\n    in E2 (record 3)" in shown.output
    assert "out of range: 99 (2), 9 (1)\n    in P1 (record 4), P2 (records 3, 4)" in shown.output
    mending = shown.output.split("What may mend it")[1]
    written = tomllib.loads("\n".join(line for line in mending.splitlines()[1:]))
    assert written == {"missing": [99, "N/A"], "answers": {"super": 0}}


def test_what_was_mended_is_clean(checked):
    lines = 'missing = [9, 99, "N/A"]\nanswers = {"super" = 5}\n'
    shown = checked("E1,E2,P1,P2\n5,super,3,N/A\n4,4,9,99\n", STUDY + lines)
    assert shown.exit_code == 0
    assert "super → 5 (1)" in shown.output
    assert "What may mend it" not in shown.output


def test_an_item_without_a_column_brings_the_nearest_heading(checked):
    shown = checked("E1,E_2,P1,P2\n5,4,3,4\n5,4,3,2\n")
    assert shown.exit_code == 1
    assert "LEFT OUT expectation of item q2: no column is called 'E2'" in shown.output
    assert '\n  expectation = {q1 = "E1", q2 = "E_2"}   # in batteries, in place of' in shown.output


def test_the_battery_that_is_proposed_mends_the_study(checked):
    export = "E1,E_2,P1,P2\n5,4,3,4\n5,4,3,2\n"
    lines = checked(export).output.splitlines()
    (line,) = [text for text in lines if text.startswith("  expectation = {")]
    proposed = line.split("#")[0].removeprefix("  expectation = ").strip()
    shown = checked(export, STUDY.replace('expectation = "E{n}"', f"expectation = {proposed}"))
    assert shown.exit_code == 0
    assert "E_2" in shown.output


def test_words_that_a_set_nearly_knows_are_proposed_with_its_points(checked):
    words = "Agree,Gladly agree,Agree,Neutral\nDisagree,Strongly agree,Agree,Neutral\n"
    mending = checked("E1,E2,P1,P2\n" + words).output.split("What may mend it")[1]
    written = tomllib.loads("\n".join(mending.splitlines()[1:]))
    expected = {"Agree": 4, "Disagree": 2, "Gladly agree": 0, "Strongly agree": 5}
    assert written["answers"] == expected
    line = answers_line({word: float(point or 5) for word, point in expected.items()})
    assert checked("E1,E2,P1,P2\n" + words, f"{STUDY}{line}\n").exit_code == 0


def test_a_line_that_was_put_below_the_batteries_is_told_where_it_belongs(checked):
    study = STUDY.replace("batteries = {", "[source.batteries]\n").replace(
        ", perception", "\nperception"
    )
    shown = checked("E1,E2,P1,P2\n5,4,3,N/A\n", study.replace("}\n", "\n") + 'missing = ["N/A"]\n')
    assert shown.exit_code == 2
    assert "above [source.batteries]" in shown.output


def test_a_study_that_finds_nothing_hears_what_the_file_seems_to_hold(checked):
    rows = "\n".join(f"{k % 5 + 1},{k % 4 + 1},{k % 3 + 1},{k % 5 + 1}" for k in range(40))
    shown = checked(f"Should1,Should2,Is1,Is2\n{rows}\n")
    assert shown.exit_code == 2
    assert 'expectation = "Should{n}"' in shown.output
    assert 'perception = "Is{n}"' in shown.output
    assert "no column matches battery 'expectation'" in shown.output


def test_rows_that_are_no_answers_are_told_with_their_reason(checked):
    shown = checked("E1,E2,P1,P2\n5,4,3,4\nE1,E2,P1,P2\n,,,\n")
    assert "rows: 3 read, 1 used" in shown.output
    assert "1 set aside: the headings once more (record 3)" in shown.output
    assert "1 set aside: blank (record 4)" in shown.output


def test_a_reader_that_stops_early_is_no_failure():
    call = [sys.executable, "-m", "gapkit.cli", "check", str(sample("bank"))]
    code = f"import sys; from gapkit.cli import main; sys.argv[1:] = {call[3:]}; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        done.stdout.readline()
        done.stdout.close()
        complaint = done.stderr.read()
    assert complaint == ""


def test_gaps_are_named_not_counted(checked):
    shown = checked("E1,E2,P1,P2\n5,4,3,2\n4,4,3,3\n")
    assert "gaps that can be told: gap 5\n" in shown.output
