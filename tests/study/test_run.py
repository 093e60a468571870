"""A run: every row accounted for, waves chosen, and an account of what it was made from."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from gapkit.errors import StudyError
from gapkit.study import read_study
from gapkit.study.manifest import manifest
from gapkit.study.template import FILES, write_template

KIOSK = Path(__file__).parents[1] / "reference" / "kiosk"
RAW = Path(__file__).parents[2] / "data" / "samples" / "kiosk" / "kiosk_raw_cp949.csv"


@pytest.fixture(scope="module")
def raw():
    return read_study(KIOSK / "study-raw.toml").run()


def test_all_211_rows_of_the_raw_export_are_accounted_for(raw):
    ledger = raw.ledger
    assert ledger.count("rows read") == 211
    assert ledger.count("rows used") + ledger.count("set aside") == 211
    assert all(f.detail for f in ledger.rows() if f.kind == "set aside")


def test_items_are_matched_by_number_although_the_columns_stand_in_another_order(raw):
    """The means of a plain reading, heading by heading."""
    frame = pd.read_csv(RAW, encoding="cp949")
    gaps = raw.results["gaps"].frame.query("level == 'item' and segment == 'all'").set_index("key")
    for n in (1, 7, 8, 22):
        expected, perceived = (
            frame[[c for c in frame if c.startswith(f"{n}-{k}.") and f"({word} 설문)" in c]].iloc[
                :, 0
            ]
            for k, word in ((1, "기대"), (2, "인지"))
        )
        both = pd.to_numeric(pd.concat([expected, perceived], axis=1).stack(), errors="coerce")
        both = both.unstack().dropna()
        assert gaps.loc[f"k{n}", "n"] == len(both)
        assert gaps.loc[f"k{n}", "mean_left"] == pytest.approx(both.iloc[:, 0].mean())
        assert gaps.loc[f"k{n}", "mean_right"] == pytest.approx(both.iloc[:, 1].mean())


def test_a_run_holds_the_tables_that_were_asked_for(raw):
    assert {"gaps", "scores", "answers"} <= set(raw.results)
    assert "zones" not in raw.results  # neither minimum nor desired were asked
    assert "Self-service kiosks" in repr(raw)


def test_progress_is_told_in_order():
    steps = []
    read_study(KIOSK / "study.toml").run(progress=steps.append)
    assert steps == ["read", "tables"]


def test_what_was_published_is_not_what_was_found(raw):
    assert raw.results["gaps"].frame["estimate"].notna().any()


# --- waves ---

WAVES = """\
[study]
instrument = "instrument.toml"
wave = "quarter"
[[source]]
role = "customer"
files = ["answers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
"""


@pytest.fixture
def waves(tmp_path):
    write_template(tmp_path / "t")
    folder = tmp_path / "t"
    (folder / "waves.toml").write_text(WAVES, encoding="utf-8")
    rows = [
        f"2026Q{q},{','.join(str(1 + (q + k) % 7) for k in range(8))}"
        for q in (1, 2, 3)
        for _ in range(6)
    ]
    heading = "quarter," + ",".join([f"E{n}" for n in range(1, 5)] + [f"P{n}" for n in range(1, 5)])
    (folder / "answers.csv").write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    return read_study(folder / "waves.toml")


def test_all_waves_or_those_that_are_asked_for(waves):
    assert set(waves.run().results["gaps"].frame["wave"]) == {"2026Q1", "2026Q2", "2026Q3"}
    run = waves.run(["2026Q3", "2026Q1"])
    for result in run.results.values():
        # a change is told in the wave that it led to; before 2026Q1 there is none
        column = "wave" if "wave" in result.frame else "wave_to"
        assert {"2026Q3"} <= set(result.frame[column]) <= {"2026Q1", "2026Q3"}
    assert {g.wave for g in run.tally.groups} >= {"2026Q1", "2026Q3"}
    assert "2026Q2" not in {g.wave for g in run.tally.groups}


@pytest.mark.parametrize("asked", ["2026-Q3", "115Q3", "3Q26", "1150715"])
def test_a_wave_is_asked_for_in_the_spellings_that_cells_may_have(waves, asked):
    assert set(waves.run([asked]).results["gaps"].frame["wave"]) == {"2026Q3"}


def test_an_unknown_wave_is_told_with_those_in_the_data(waves):
    with pytest.raises(StudyError) as caught:
        waves.run(["2026Q4", "2025Q1"])
    first, second = caught.value.problems
    assert "'2026Q4'" in first.what
    assert "'2025Q1'" in second.what
    assert first.advice == "Waves in the data: 2026Q1, 2026Q2, 2026Q3."


# --- the account ---


def test_the_manifest_says_what_it_was_made_from():
    study = read_study(KIOSK / "study.toml")
    account = manifest(study)
    (source,) = account["inputs"]
    data = (KIOSK / "kiosk_clean_utf8.csv").read_bytes()
    assert source == {
        "role": "customer", "file": "kiosk_clean_utf8.csv", "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }  # fmt: skip
    assert account["options"]["seed"] == study.survey.options.seed
    assert account["instrument"] == {"name": "kiosk", "items": 20}
    assert all(account["packages"].values())


def test_the_manifest_is_the_same_each_time_and_names_no_folder():
    study = read_study(KIOSK / "study.toml")
    first, second = (json.dumps(manifest(study), ensure_ascii=False) for _ in range(2))
    assert first == second
    assert str(KIOSK.parent) not in first


# --- the template ---


def test_the_template_is_a_study_that_runs_as_it_is(tmp_path):
    written = write_template(tmp_path / "new" / "study")
    assert [p.relative_to(tmp_path / "new" / "study").as_posix() for p in written] == list(
        FILES.values()
    )
    run = read_study(written[0]).run()
    assert run.clean
    assert run.results["gaps"].frame["n"].max() >= 20


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "study.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match=r"study\.toml: is there already and is not overwritten"):
        write_template(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["study.toml"]
    assert (tmp_path / "study.toml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StudyError, match="cannot be written"):
        write_template(tmp_path / "file" / "below")


@pytest.mark.parametrize("rows", ["", "R1,,\n"])
def test_a_file_without_a_row_that_counts_is_told_as_such(tmp_path, rows):
    write_template(tmp_path)
    (tmp_path / "exports" / "customers.csv").write_text(
        "id,branch,E1,E2,E3,E4,P1,P2,P3,P4\n" + rows
    )
    with pytest.raises(StudyError, match="none could be used"):
        read_study(tmp_path / "study.toml").run()


def test_the_manifest_names_codebooks_that_files_were_read_with(tmp_path):
    """What a code means decides the figures as much as the export does."""
    from gapkit.study.manifest import manifest

    (tmp_path / "codes.csv").write_text("id,E1,P1\n1,11,12\n2,12,11\n3,11,11\n")
    (tmp_path / "words.csv").write_text("id,E1,P1\n1,5,4\n2,4,5\n3,5,5\n")
    (tmp_path / "instrument.toml").write_text(
        '[instrument]\nname = "i"\nscale = {low = 1, high = 5}\n'
        '[[dimension]]\nid = "d"\n[[item]]\nid = "q1"\ndimension = "d"\n'
    )
    (tmp_path / "study.toml").write_text(
        '[study]\ntitle = "t"\ninstrument = "instrument.toml"\n[[source]]\nid = "id"\n'
        'files = ["codes.csv"]\ncodebook = "words.csv"\n'
        'batteries = {expectation = "E{n}", perception = "P{n}"}\n'
    )
    inputs = manifest(read_study(tmp_path / "study.toml"))["inputs"]
    assert [entry["file"] for entry in inputs] == ["codes.csv", "words.csv"]
    assert all(len(entry["sha256"]) == 64 for entry in inputs)
