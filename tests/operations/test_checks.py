"""Monitors' sheets as they are read: their scores are those of gap 3, and nothing is lost on the way."""

import numpy as np
import openpyxl
import pandas as pd
import pytest
from call_checks import KEYS, desk_of, sheet, study_of
from register_accounts import told

import gapkit as gk
from gapkit.errors import IngestError, StudyError
from gapkit.instrument import load_instrument
from gapkit.instrument.model import Scale, exact
from gapkit.operations.monitoring.calls import calls_of
from gapkit.operations.monitoring.sheets import SHEET_COLUMNS, check_sheets
from gapkit.operations.monitoring.targets import targets_of

EXACT = 1e-12
"""Both sides are the same sums in another order."""

SHEETS = [
    sheet("2026-07-01", "A1", (4, 5, 3, 3), call="c1"),
    sheet("2026-07-01", "A1", (4, 4, "", ""), call="c1", monitor="M2"),
    sheet("2026-07-02", "A2", (2, 2, 4, 5), team="South", leak="yes"),
    sheet("2026-08-03", "A2", (5, 5, 5, 4), team="South", call="c2"),
]


def counts(rows, kind):
    return sum(f.count for f in rows.findings if f.kind == kind)


def test_a_sheet_is_scored_as_gap_3_scores_it(tmp_path):
    study = study_of(tmp_path, SHEETS)
    frame = desk_of(study).rows["checks"].frame
    scores = study.survey.scores(by=()).frame
    of_monitors = scores[(scores["battery"] == "delivery") & (scores["wave"] == "2026Q3")]
    for level, key, column in (
        ("overall", "overall", "overall"),
        ("dimension", "tone", "dimension.tone"),
        ("dimension", "need", "dimension.need"),
        ("item", "n2", "item.n2"),
    ):
        row = of_monitors[(of_monitors["level"] == level) & (of_monitors["key"] == key)].iloc[0]
        assert frame[column].mean() == pytest.approx(row["mean"], abs=EXACT)
        assert frame[column].notna().sum() == row["n"]


def test_naming_agents_changes_nothing_in_gap_3(tmp_path):
    folders = [tmp_path / name for name in ("with", "without")]
    for folder in folders:
        folder.mkdir()
    named, plain = (
        study_of(folder, SHEETS, keys).survey
        for folder, keys in zip(folders, (KEYS, ""), strict=True)
    )
    pd.testing.assert_frame_equal(named.gaps().frame, plain.gaps().frame)
    assert named.ledger.rows() == plain.ledger.rows()


def test_without_agents_there_are_no_checks(tmp_path):
    assert "checks" not in desk_of(study_of(tmp_path, SHEETS, "")).rows


def test_what_a_sheet_says_beside_its_scores(tmp_path):
    frame = (
        desk_of(study_of(tmp_path, SHEETS, KEYS + "minimum_checks = {new = 5, old = 2}"))
        .rows["checks"]
        .frame
    )
    assert frame["agent"].tolist() == ["A1", "A1", "A2", "A2"]
    assert frame["unit"].tolist() == ["North", "North", "South", "South"]
    assert frame["wave"].tolist() == ["2026Q3"] * 4
    assert frame["record"].tolist() == [2, 3, 4, 5]
    assert frame["minimum"].tolist() == [2] * 4
    assert frame["critical"].tolist() == [0, 0, 1, 0]


def test_what_keeps_a_sheet_out_is_told_and_it_still_counts_in_gap_3(tmp_path):
    sheets = [
        sheet("2026-07-01", "A1", (4, 4, 4, 4)),
        sheet("2026-07-01", "", (4, 4, 4, 4)),
        sheet("", "A1", (4, 4, 4, 4)),
        sheet("2026-07-03", "A1", (1, 1, 1, 1), call="c9"),
        sheet("2026-07-03", "A1", (5, 5, 5, 5), call="c9"),
    ]
    # the date of the check stands in a column of its own, since the wave needs one in every row
    for row in sheets:
        row["kind"], row["date"] = row["date"], "2026-07-01"
    keys = KEYS.replace('staff_group = "kind"\n', "").replace('date = "date"', 'date = "kind"')
    study = study_of(tmp_path, sheets, keys)
    rows = desk_of(study).rows["checks"]
    assert told(rows) == [
        ("set aside", "nothing_in", 1, (3,)),
        ("set aside", "nothing_in", 1, (4,)),
        ("set aside", "scored_again", 1, (5,)),
    ]
    assert counts(rows, "rows read") == counts(rows, "rows used") + counts(rows, "set aside")
    assert study.survey.ledger.count("rows used", role="monitor") == 5
    assert rows.frame["overall"].tolist() == [4.0, 5.0]


def test_too_few_items_make_no_score(tmp_path):
    study = study_of(tmp_path, [*SHEETS, sheet("2026-08-04", "A1", (4, "", "", ""))])
    questions = tmp_path / "sheet.toml"
    one = questions.read_text(encoding="utf-8").replace('dimension = "need"', 'dimension = "tone"')
    questions.write_text(one.replace('[[dimension]]\nid = "need"\n', ""), encoding="utf-8")
    rows = desk_of(gk.read_study(study.path)).rows["checks"]
    assert ("set aside", "no_score", 1, (6,)) in told(rows)


@pytest.mark.parametrize(
    ("cell", "errors"),
    [
        ("yes", 1),
        ("no", 0),
        ("是", 1),
        ("", 0),
        ("3", 3),
        ("0", 0),
        ("many", np.nan),
        ("-1", np.nan),
    ],
)
def test_critical_errors_are_said_by_a_word_or_a_number(tmp_path, cell, errors):
    rows = desk_of(study_of(tmp_path, [sheet("2026-07-01", "A1", (4, 4, 4, 4), leak=cell)])).rows
    found = rows["checks"].frame["critical"].iloc[0]
    assert found == errors or (np.isnan(found) and np.isnan(errors))
    kinds = {"many": ["unreadable"], "-1": ["out of range"]}
    odd = [f.kind for f in rows["checks"].findings if f.column == "leak"]
    assert odd == kinds.get(cell, [])


def test_sheets_on_one_call_with_other_items_are_told(tmp_path):
    rows = desk_of(study_of(tmp_path, SHEETS)).rows["checks"]
    assert told(rows) == [("note", "other_items", 2, (2, 3))]


def test_a_call_counts_once_with_the_mean_of_its_monitors(tmp_path):
    calls = calls_of(desk_of(study_of(tmp_path, SHEETS)).rows["checks"].frame)
    assert len(calls) == 3
    first = calls[calls["agent"] == "A1"].iloc[0]
    # 3.75 = ((4 + 5) / 2 + 3) / 2 by one monitor; the other scored tone alone, half of the dimensions
    assert first["overall"] == pytest.approx((3.75 + 4.0) / 2, abs=EXACT)
    assert first["dimension.tone"] == pytest.approx((4.5 + 4.0) / 2, abs=EXACT)
    assert first["dimension.need"] == pytest.approx(3.0, abs=EXACT)


def test_sheets_that_name_no_call_are_calls_of_their_own(tmp_path):
    sheets = [sheet("2026-07-01", "A1", (4, 4, 4, 4)) for _ in range(3)]
    assert len(calls_of(desk_of(study_of(tmp_path, sheets)).rows["checks"].frame)) == 3


def test_the_worst_that_a_monitor_found_on_a_call_stands(tmp_path):
    sheets = [
        sheet("2026-07-01", "A1", (4, 4, 4, 4), call="c1", leak=leak, monitor=monitor)
        for leak, monitor in (("2", "M1"), ("1", "M2"))
    ]
    assert calls_of(desk_of(study_of(tmp_path, sheets)).rows["checks"].frame)[
        "critical"
    ].tolist() == [2]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('agent = "agent"', "lacks the key 'date'"),
        ('date = "date"', "lacks the key 'agent'"),
        (KEYS + "minimum_checks = 1.5", "minimum_checks = 1.5 is no number of checks"),
        (KEYS + "minimum_checks = {new = -1}", "is no number of checks"),
        ('agent = "agent"\ndate = "date"\nminimum_checks = {new = 2}', "no column says the kind"),
        (KEYS + "critical_error = true", "has no key 'critical_error'"),
    ],
)
def test_mistakes_in_a_source_are_told_with_their_line(tmp_path, keys, said):
    with pytest.raises(StudyError, match=said) as found:
        study_of(tmp_path, SHEETS, keys)
    assert any(problem.where.rpartition(":")[2].isdigit() for problem in found.value.problems)


def test_an_agent_is_said_of_monitors_alone(tmp_path):
    more = '[[source]]\nrole = "customer"\nfiles = ["sheets.csv"]\nbatteries = {perception = ["t1", "t2", "n1", "n2"]}\nagent = "agent"\ndate = "date"'
    with pytest.raises(StudyError, match="agent is said of monitors' sheets, not of customers"):
        study_of(tmp_path, SHEETS, more=more)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("target_score = 9", "overall = 9 is no score"),
        ('target_score = "4"', "is no score"),
        ("target_score = {tune = 4}", "'tune' is no dimension of sheet"),
    ],
)
def test_mistakes_in_targets_are_told(tmp_path, written, said):
    with pytest.raises(StudyError, match=said):
        study_of(tmp_path, SHEETS, more=f"[operations]\n{written}")


def test_a_column_that_is_not_there_is_an_error(tmp_path):
    study = study_of(tmp_path, SHEETS, KEYS.replace('"leak"', '"leek"'))
    with pytest.raises(IngestError, match="leek"):
        desk_of(study)


def test_two_files_of_one_name_must_say_the_same_of_their_sheets(tmp_path):
    (tmp_path / "north").mkdir()
    other = '[[source]]\nrole = "monitor"\nfiles = ["north/sheets.csv"]\nbatteries = {delivery = ["t1", "t2", "n1", "n2"]}\n'
    study_of(tmp_path, SHEETS)
    copy = (tmp_path / "sheets.csv").read_text(encoding="utf-8")
    (tmp_path / "north" / "sheets.csv").write_text(copy.replace("A1", "B1"), encoding="utf-8")
    rows = desk_of(study_of(tmp_path, SHEETS, more=other + KEYS)).rows["checks"]
    assert set(rows.frame["agent"]) == {"A1", "A2", "B1"}
    study = study_of(tmp_path, SHEETS, more=other + KEYS + "minimum_checks = {new = 5}")
    with pytest.raises(IngestError, match="Rename one of the files"):
        desk_of(study)


@pytest.mark.parametrize(
    ("scale", "target"),
    [
        (Scale(exact(1), exact(5)), 4.0),
        (Scale(exact(1), exact(7)), 6.0),
        (Scale(exact(0), exact(100)), 75.0),
        (Scale(exact(1), exact(9), direction="lower"), 3.0),
    ],
)
def test_without_a_target_three_quarters_of_the_scale_will_do(scale, target):
    assert targets_of({}, scale, ["tone"]) == {"overall": target, "tone": target}


def test_a_dimension_takes_the_overall_target_unless_it_has_its_own():
    scale = load_instrument("call-monitoring").scale
    assert targets_of({"overall": 3.5, "tone": 4.5}, scale, ["tone", "need"]) == {
        "overall": 3.5, "tone": 4.5, "need": 3.5,
    }  # fmt: skip


# --- the sheets, for the monthly appraisal ---


def test_every_sheet_has_its_row_with_its_own_scores(tmp_path):
    notes = KEYS + 'notes = "kind"'
    sheets = [{**row, "kind": "=1+1" if row["agent"] == "A1" else "calm"} for row in SHEETS]
    study = study_of(tmp_path, sheets, notes.replace('staff_group = "kind"\n', ""))
    (result,) = check_sheets(desk_of(study))
    frame = result.frame
    assert tuple(c for c in frame if c not in ("tone", "need")) == SHEET_COLUMNS
    assert frame["day"].tolist() == ["2026-07-01", "2026-07-01", "2026-07-02", "2026-08-03"]
    assert frame["tone"].tolist() == [
        4.5,
        4.0,
        2.0,
        5.0,
    ]  # each monitor's own, not the mean of both
    assert np.isnan(frame["need"].iloc[1])
    assert frame["critical_errors"].tolist() == [0, 0, 1, 0]
    assert frame["notes"].tolist() == ["=1+1", "=1+1", "calm", "calm"]


def test_sheets_are_for_readers_within_the_firm(tmp_path):
    sheets = [{**row, "kind": "=1+1"} for row in SHEETS]
    keys = KEYS.replace('staff_group = "kind"\n', "") + 'notes = "kind"'
    run = study_of(tmp_path, sheets, keys).run()
    for audience in ("public", "internal"):
        run.report(tmp_path / audience, audience=audience)
        written = tmp_path / audience / "tables" / "check_sheets.csv"
        assert written.exists() == (audience == "internal")
    # a note that a spreadsheet would take for a formula is text
    assert "'=1+1" in written.read_text(encoding="utf-8-sig")


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_the_workbook_calls_dimensions_by_their_labels_and_counts_are_whole(tmp_path):
    more = 'label = "Tone of voice"\n[[dimension]]\nid = "need"'
    study = study_of(tmp_path, SHEETS)
    questions = tmp_path / "sheet.toml"
    text = questions.read_text(encoding="utf-8").replace('[[dimension]]\nid = "need"', more, 1)
    questions.write_text(text, encoding="utf-8")
    gk.read_study(study.path).run().report(tmp_path / "out", audience="internal")
    book = openpyxl.load_workbook(tmp_path / "out" / "results.xlsx")
    assert "Tone of voice" in [cell.value for cell in book["Check sheets"][1]]
    heads, cells = book["Call checks"][1], book["Call checks"][2]
    looks = {h.value: cell.number_format for h, cell in zip(heads, cells, strict=True)}
    assert looks["Checks due"] == looks["Calls checked"] == "#,##0"
    assert looks["Mean score"] == "0.00"
