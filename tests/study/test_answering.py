"""What a study says of careless answering, and what its run makes of it."""

import pytest

from gapkit.errors import StudyError
from gapkit.study import read_study
from gapkit.study.template import write_template

STUDY = """\
[study]
instrument = "instrument.toml"
unit = "branch"
[options]
{options}
[[source]]
role = "customer"
files = ["answers.csv"]
id = "who"
duration = "took"
submitted = "at"
device = "tablet"
batteries = {{expectation = "E{{n}}", perception = "P{{n}}"}}
"""


def study(folder, options=""):
    """Sixty forms of two branches, two of them faster than anybody reads, one id twice."""
    write_template(folder / "t")
    at = folder / "t"
    heads = [f"{b}{n}" for b in "EP" for n in range(1, 5)]
    lines = [",".join(["who", "branch", "took", "at", "tablet", *heads])]
    for k in range(60):
        answers = [str(1 + (k * 7 + j * (k % 5 + 1)) % 7) for j in range(8)]
        who = "c0" if k == 59 else f"c{k}"
        took = "5" if k < 2 else "95"
        row = [who, "AB"[k % 2], took, f"2026-07-01 10:{k:02d}:00", "t1", *answers]
        lines.append(",".join(row))
    (at / "answers.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (at / "study.toml").write_text(STUDY.format(options=options), encoding="utf-8")
    return at / "study.toml"


def count(run, check):
    frame = run.results["answer_quality"].frame
    (row,) = frame[(frame["check"] == check) & (frame["segment"] == "all")].to_dict("records")
    return row["flagged"], row["n"]


def overall_n(run):
    frame = run.results["gaps"].frame
    rows = frame.query("gap == '5' and level == 'overall' and segment == 'all'")
    return rows["n"].item()


def test_a_run_counts_signs_and_leaves_nobody_out(tmp_path):
    run = read_study(study(tmp_path)).run()
    assert count(run, "too_fast") == (2, 60)
    assert count(run, "duplicate_id") == (1, 60)
    assert overall_n(run) == 60
    assert set(run.results["answer_quality"].frame["segment"]) == {"all", "branch"}
    assert "flagged_gaps" in run.results
    assert "similar_forms" not in run.results  # eight answers are too few to compare
    assert run.clean


def test_the_studys_rule_leaves_them_out_and_says_so(tmp_path):
    run = read_study(study(tmp_path, 'leave_out = ["too_fast", "duplicate_id"]')).run()
    assert overall_n(run) == 57
    assert count(run, "too_fast") == (2, 60)
    aside = [f for f in run.ledger.rows() if f.kind == "set aside"]
    assert [(f.count, f.reason, f.fault) for f in aside] == [(3, "flagged", False)]
    assert run.clean


def test_a_year_asks_whether_less_could_be_asked(tmp_path):
    quarter = read_study(study(tmp_path)).run()
    year = read_study(study(tmp_path / "y", 'depth = "yearly"')).run()
    assert "short_form" not in quarter.results
    assert len(year.results["short_form"].frame)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ('depth = "weekly"', "[options] depth = 'weekly' is not known. Known: quarterly, yearly."),
        ('leave_out = ["fast"]', "[options] leave_out = 'fast' is no check."),
        ('leave_out = "too_fast"', 'Write leave_out = ["too_fast"].'),
    ],
)
def test_what_will_not_do_is_told_with_its_line(tmp_path, options, said):
    with pytest.raises(StudyError) as caught:
        read_study(study(tmp_path, options))
    assert said in str(caught.value)
    assert "study.toml:5" in str(caught.value)


def test_a_column_that_is_not_there_is_told(tmp_path):
    path = study(tmp_path)
    path.write_text(path.read_text().replace('"took"', '"tok"'), encoding="utf-8")
    from gapkit.errors import IngestError

    with pytest.raises(IngestError, match="'tok'"):
        read_study(path).run()


def test_a_report_is_written_with_its_tables(tmp_path):
    run = read_study(study(tmp_path)).run()
    page = run.report(tmp_path / "out")
    tables = {p.name for p in (tmp_path / "out" / "tables").glob("*.csv")}
    assert {"answer_quality.csv", "flagged_gaps.csv"} <= tables
    head = (
        (tmp_path / "out" / "tables" / "answer_quality.csv").read_text("utf-8-sig").splitlines()[0]
    )
    assert head == "wave,role,segment,value,check,flagged,n,share"
    assert "3 of 60 forms (5.0 %) show a sign of careless answering." in page.read_text("utf-8")
