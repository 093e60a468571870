"""Studies drafted from exports: what they find, and that they run as they are."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from gapkit.cli import main
from gapkit.errors import IngestError, StudyError
from gapkit.ingest.draft import draft
from gapkit.samples import sample
from gapkit.study import read_study
from gapkit.study.template import write_draft

KIOSK = sample("kiosk").parent / "kiosk_raw_cp949.csv"


def drafted(export, folder):
    write_draft(export, folder)
    source = tomllib.loads((folder / "study.toml").read_text(encoding="utf-8"))["source"][0]
    return source, read_study(folder / "study.toml")


def written(path, headings, rows):
    lines = [headings, *rows]
    path.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n", encoding="utf-8")
    return path


def answers(count, width, high=7, seed=1):
    draw = random.Random(seed)
    return [[draw.randint(1, high) for _ in range(width)] for _ in range(count)]


def test_the_raw_kiosk_export_gives_its_24_pairs(tmp_path):
    source, _ = drafted(KIOSK, tmp_path)
    ends = {
        "expectation": ("-1", "(기대 설문)"),
        "perception": ("-2", "(인지 설문)"),
        "importance": ("-1", "중요하다고 생각하십니까?"),
        "performance": ("-2", "만족하십니까?"),
    }
    assert list(source["batteries"]) == list(ends)
    for battery, (side, end) in ends.items():
        headings = source["batteries"][battery]
        assert len(headings) == 24
        for n, heading in enumerate(headings, 1):
            assert heading.startswith(f"{n}{side}.")
            assert heading.endswith(end)


def test_the_drafted_kiosk_study_gives_the_gaps_of_the_sample_study(tmp_path):
    """The sample's study was written by hand, with patterns in place of lists."""
    _, study = drafted(KIOSK, tmp_path)
    hand = read_study(sample("kiosk"))
    numbers = {item.id: item.n for item in hand.survey.instrument.items}
    frames = []
    for survey in (study.survey, hand.survey):
        frame = survey.gaps().frame
        frame = frame[
            (frame["level"] == "item") & (frame["gap"] == "5") & (frame["value"] == "all")
        ]
        frames.append(frame.set_index("key")[["n", "estimate", "sd"]])
    mine = frames[0].rename(index=lambda key: int(key.removeprefix("q"))).sort_index()
    theirs = frames[1].rename(index=numbers).sort_index()
    assert len(theirs) == 20  # the authors dropped four of the 24 items
    np.testing.assert_array_equal(mine.loc[theirs.index].to_numpy(float), theirs.to_numpy(float))


def test_short_names_with_numbers_become_a_pattern(tmp_path):
    source, _ = drafted(sample("bank").parent / "customers-2026Q3.csv", tmp_path)
    assert source["batteries"] == {"expectation": "E{n}", "perception": "P{n}"}


def test_blocks_with_the_same_headings_are_told_by_their_occurrence(tmp_path):
    asked = ["Tidy desks", "Quick staff", "Kind words"]
    export = written(tmp_path / "form.csv", ["branch", *asked, *asked], [
        ["North" if k % 2 else "South", *row] for k, row in enumerate(answers(40, 6))
    ])  # fmt: skip
    source, study = drafted(export, tmp_path / "study")
    assert source["batteries"]["expectation"] == [f"{a}#1" for a in asked]
    assert source["batteries"]["perception"] == [f"{a}#2" for a in asked]
    assert study.survey.gaps(by="branch").frame["n"].notna().any()


def test_the_scale_is_the_smallest_usual_one_that_holds_the_answers(tmp_path):
    for high, scale in ((5, (1, 5)), (6, (1, 7)), (9, (1, 9)), (10, (1, 10))):
        names = [f"{b}{n}" for b in "EP" for n in (1, 2, 3)]
        export = written(tmp_path / f"{high}.csv", names, answers(200, 6, high))
        assert draft(export).scale == scale


def test_codes_for_no_answer_do_not_widen_the_scale(tmp_path):
    rows = answers(300, 4, 5)
    rows[7][2] = 9
    export = written(tmp_path / "x.csv", ["E1", "E2", "P1", "P2"], rows)
    assert draft(export).scale == (1, 5)


def test_columns_that_are_no_answers_are_left_out(tmp_path):
    rows = [[k, 20 + k, row[0] % 2, *row[1:]] for k, row in enumerate(answers(60, 5))]
    export = written(tmp_path / "x.csv", ["nr", "age", "cash", "E1", "E2", "P1", "P2"], rows)
    found = draft(export)
    assert [c.heading for b in found.batteries.values() for c in b] == ["E1", "E2", "P1", "P2"]
    assert not found.outcomes


def test_nothing_is_overwritten(tmp_path):
    write_draft(KIOSK, tmp_path)
    before = (tmp_path / "study.toml").read_bytes()
    with pytest.raises(StudyError, match="is there already"):
        write_draft(KIOSK, tmp_path)
    assert (tmp_path / "study.toml").read_bytes() == before


def test_a_file_without_answers(tmp_path):
    export = written(tmp_path / "x.csv", ["name", "town"], [["Ann", "York"], ["Bob", "Hull"]])
    with pytest.raises(IngestError, match="no two columns look like answers"):
        draft(export)


def test_the_command_says_what_was_found_and_what_comes_next(tmp_path):
    shown = CliRunner().invoke(main, ["init", str(tmp_path / "s"), "--from", str(KIOSK)])
    assert shown.exit_code == 0
    assert "expectation: 24 items" in shown.output
    checked = CliRunner().invoke(main, ["check", str(tmp_path / "s" / "study.toml")])
    assert checked.exit_code in (0, 1)
    assert "q24" in checked.output


def test_without_a_folder_a_new_one_is_made_beside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "--from", str(KIOSK)]).exit_code == 0
    assert Path("gapkit-study/study.toml").is_file()
    assert CliRunner().invoke(main, ["init"]).exit_code == 2


def test_codes_of_answers_are_found_and_asked_for_never_ranked(tmp_path):
    headings = ["id", *(f"{b}[SQ00{n}]" for b in "EP" for n in (1, 2, 3)), "branch"]
    rows = [
        [k, *(f"A{p}" for p in row), f"B{k % 3}"] for k, row in enumerate(answers(40, 6, high=5))
    ]
    source, study = drafted(written(tmp_path / "x.csv", headings, rows), tmp_path / "new")
    assert source["batteries"] == {"expectation": "E[SQ00{n}]", "perception": "P[SQ00{n}]"}
    assert "answers" not in source
    text = (tmp_path / "new" / "study.toml").read_text(encoding="utf-8")
    assert "# answers = {A1 = 1, A2 = 2, A3 = 3, A4 = 4, A5 = 5}" in text
    assert study.survey.instrument.scale.names == ("1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("first", "second", "batteries"),
    [
        ("How important is [{}]", "How did we do on [{}]", ["importance", "performance"]),
        ("How important is [{}]", "And now [{}]", ["importance", "performance"]),
        ("A counter has [{}]", "How satisfied are you with [{}]", ["expectation", "perception"]),
    ],
)
def test_what_is_set_against_what(tmp_path, first, second, batteries):
    items = ["tidy desks", "quick staff", "clear forms"]
    headings = [stem.format(item) for stem in (first, second) for item in items]
    export = written(tmp_path / "x.csv", headings, answers(40, 6))
    source, study = drafted(export, tmp_path / "new")
    assert list(source["batteries"]) == batteries
    assert study.survey.pairs()


def test_a_question_spread_over_its_answers_is_one_column(tmp_path):
    questions = [f"How {b} is {i}?" for b in ("important", "good") for i in ("A", "B")]
    heads = ["RespondentID", "CollectorID", *(c for q in questions for c in (q, "", "", "", ""))]
    parts = ["", "", *(str(k) for _ in questions for k in range(1, 6))]
    rows = [
        [9_000_000_001 + k, 4, *(str(p) if p == a else "" for a in row for p in range(1, 6))]
        for k, row in enumerate(answers(60, 4, high=5))
    ]
    found = draft(written(tmp_path / "x.csv", heads, [parts, *rows]))
    columns = [c for battery in found.batteries.values() for c in battery]
    assert sorted(c.heading for c in [*columns, *found.outcomes]) == sorted(questions)


def test_hundreds_of_questions_are_paired(tmp_path):
    """Both blocks ask for the same 150 things, in one order; nothing but the stems differs."""
    things = [f"thing {a}{b}{a}" for a in "abcdefghijklmno" for b in "pqrstuvwxy"]
    headings = [
        f"{stem} [{thing}]" for stem in ("It should have", "Our shop has") for thing in things
    ]
    found = draft(written(tmp_path / "x.csv", headings, answers(30, 300)))
    rows = {battery: [c.core for c in columns] for battery, columns in found.batteries.items()}
    assert rows == {"expectation": things, "perception": things}


@pytest.mark.parametrize(
    ("stems", "language"),
    [
        (("Good: tidy desks {}", "Ours: tidy desks {}"), "en"),
        (("好的櫃檯應該整潔{}", "本行櫃檯整潔{}"), "zh-Hant"),
        (("창구는 깨끗해야 한다 漢字{}", "창구는 깨끗하다 漢字{}"), "en"),
    ],
)
def test_a_questionnaire_in_chinese_gives_a_report_in_chinese(tmp_path, stems, language):
    headings = [stem.format(n) for stem in stems for n in (1, 2, 3)]
    _, study = drafted(written(tmp_path / "x.csv", headings, answers(40, 6)), tmp_path / "new")
    assert study.survey.options.language == language


def test_short_names_bring_along_what_was_asked(tmp_path):
    names = [*(f"{b}{n}" for b in "EP" for n in (1, 2, 3)), "Q9"]
    asked = [*(f"{b} {n}" for b in ("Should", "Does") for n in (1, 2, 3)), "Where do you live?"]
    heads = ["ResponseId", *names]
    marks = [f'"{{""ImportId"":""QID{k}""}}"' for k in range(len(heads))]
    rows = [[f"R_{k}", *row, "North" if k % 2 else "South"] for k, row in enumerate(answers(40, 6))]
    export = written(tmp_path / "x.csv", heads, [["Response ID", *asked], marks, *rows])
    drafted(export, tmp_path / "new")
    text = (tmp_path / "new" / "study.toml").read_text(encoding="utf-8")
    assert "#   Q9: Where do you live?" in text
