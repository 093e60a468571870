"""Who may read what: rows that name staff, names put into hashes, the account of both."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from gapkit.cli import main
from gapkit.errors import CallError, StudyError
from gapkit.ingest.ledger import Finding
from gapkit.ingest.register_rows import Rows
from gapkit.instrument import load_instrument
from gapkit.operations.staff import hashed, nameless
from gapkit.options import Options
from gapkit.report import Content
from gapkit.results import Result
from gapkit.results.audience import names_staff, silent_on
from gapkit.study import read_study
from gapkit.wording import Phrase, words

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.study import Run

LEDGER = ["role", "file", "column", "kind", "count", "records", "detail"]


def result(frame: pd.DataFrame, *sentences: Phrase, name: str = "monitoring") -> Result:
    return Result(name, frame, Options(), load_instrument("servqual"), sentences)


MONITORING = pd.DataFrame({
    "month": "2026-07", "unit": ["all", "North", "North", "North"],
    "agent": ["all", "all", "Lin", "Wu"], "checks": [50, 50, 30, 20],
    "mean": [4.1, 4.1, 4.5, 3.5],
})  # fmt: skip


class TestRowsThatNameStaff:
    @pytest.mark.parametrize("column", ["agent", "monitor", "leader"])
    def test_all_and_blank_name_nobody(self, column: str) -> None:
        frame = pd.DataFrame({column: ["all", "", None, "Lin"]})
        assert names_staff(frame).tolist() == [False, False, False, True]

    def test_a_segment_of_staff_names_them_in_its_values(self) -> None:
        frame = pd.DataFrame(
            {"segment": ["all", "agent", "branch"], "value": ["all", "Lin", "Lin"]}
        )
        assert names_staff(frame).tolist() == [False, True, False]

    def test_other_tables_name_nobody(self) -> None:
        assert not names_staff(pd.DataFrame({"unit": ["North"], "other": ["Lin"]})).any()


class TestPublished:
    def test_the_public_sees_the_wholes_only(self) -> None:
        shown = result(MONITORING).published()
        assert shown.frame["unit"].tolist() == ["all", "North"]
        assert set(shown.frame["agent"]) == {"all"}

    def test_within_the_firm_all_is_seen_and_the_result_stays_whole(self) -> None:
        whole = result(MONITORING)
        assert whole.published(audience="internal").frame.equals(MONITORING)
        whole.published()
        assert len(whole.frame) == 4

    def test_sentences_that_name_somebody_are_left_out(self) -> None:
        named = Phrase("sentence.quoted", {"label": "Lin"})
        other = Phrase("sentence.quoted", {"label": "Linda and 30 others"})
        assert result(MONITORING, named, other).published().sentences == (other,)

    def test_figures_of_few_people_are_blank_all_the_same(self) -> None:
        frame = pd.DataFrame(
            {"agent": ["all", "all", "Lin"], "n": [50, 3, 3], "mean": [4.0, 4.0, 4.0]}
        )
        shown = result(frame, name="scores").published().frame
        assert shown["mean"].isna().tolist() == [False, True]

    def test_an_audience_that_is_not_known_is_an_error(self) -> None:
        with pytest.raises(CallError, match="Did you mean 'internal'"):
            result(MONITORING).published(audience="intern")


def content(**results: Result) -> Content:
    ledger = pd.DataFrame([("monitor", "a.csv", "", "rows read", 3, "", "")], columns=LEDGER)
    return Content("t", "en", load_instrument("servqual"), Options(), results, ledger, {})


class TestContent:
    def test_a_table_of_staff_alone_is_left_out_and_the_ledger_says_so(self) -> None:
        monitors = pd.DataFrame({"monitor": ["M1", "M2"], "other": "all", "kappa": [0.7, 0.8]})
        whole = content(monitoring=result(MONITORING), monitors=result(monitors, name="monitors"))
        shown = whole.published()
        assert list(shown.results) == ["monitoring"]
        notes = shown.ledger[shown.ledger["kind"] == "note"]
        assert notes["count"].tolist() == [2, 2]
        assert notes["detail"].str.startswith("2 rows of the table").all()
        assert notes["detail"].str.contains("--audience internal", regex=False).all()

    def test_within_the_firm_the_ledger_is_as_it_was(self) -> None:
        whole = replace(content(monitoring=result(MONITORING)), audience="internal")
        assert whole.published().ledger.equals(whole.ledger)
        assert len(whole.published().results["monitoring"].frame) == 4

    def test_a_table_that_was_empty_before_is_not_said_to_be_withheld(self) -> None:
        shown = content(monitoring=result(MONITORING.head(0))).published()
        assert "monitoring" in shown.results
        assert len(shown.ledger) == 1


class TestHashes:
    def test_they_are_blake2b_with_the_secret_as_key(self) -> None:
        key = blake2b(b"s").digest()
        # four bytes are eight digits; cut from a longer digest they would be others
        expected = [blake2b(n.encode(), key=key, digest_size=4).hexdigest() for n in ("Lin", "吳")]
        assert hashed(["Lin", "吳"], "s") == expected

    def test_one_name_is_one_hash_and_another_secret_another(self) -> None:
        first, again, other = hashed(["Lin", "Lin", "Wu"], "s")
        assert first == again != other
        assert hashed(["Lin"], "t") != [first]

    def test_a_secret_may_be_longer_than_a_key_of_blake2b(self) -> None:
        assert len(hashed(["Lin"], "s" * 100)[0]) == 8

    def test_rows_and_their_account_lose_the_names(self) -> None:
        frame = pd.DataFrame({"agent": ["Lin", "all", ""], "monitor": ["Wu", "Wu", "Lin"]})
        detail = Phrase("ledger.register.day", {"found": "Lin, Linda", "count": 3})
        rows = Rows(
            "checks", frame, (Finding("checks", "a.csv", "date", "unreadable", 1, (), detail),)
        )
        lin, wu = hashed(["Lin", "Wu"], "s")
        made = nameless({"checks": rows}, "s")["checks"]
        assert made.frame["agent"].tolist() == [lin, "all", ""]
        assert made.frame["monitor"].tolist() == [wu, wu, lin]
        (finding,) = made.findings
        assert finding.detail is not None
        assert finding.detail.values == {"found": f"{lin}, Linda", "count": 3}

    def test_registers_that_name_no_staff_stay_as_they_are(self) -> None:
        rows = Rows("costs", pd.DataFrame({"unit": ["North"]}))
        assert nameless({"costs": rows}, "s")["costs"] is rows

    def test_a_name_that_one_register_knows_is_hidden_in_all(self) -> None:
        sheets = Rows(
            "checks", pd.DataFrame({"agent": ["王小明", "7"], "notes": ["王小明很好", "7 calls"]})
        )
        detail = Phrase("ledger.register.day", {"found": "王小明, 17, 7"})
        finding = Finding("trainings", "t.csv", "day", "unreadable", 1, (), detail)
        trainings = Rows("trainings", pd.DataFrame({"agent": []}), (finding,))
        hidden, seven = hashed(["王小明", "7"], "s")
        made = nameless({"checks": sheets, "trainings": trainings}, "s")
        assert made["checks"].frame["notes"].tolist() == [f"{hidden}很好", "7 calls"]
        (told,) = made["trainings"].findings
        assert told.detail is not None
        assert told.detail.values == {"found": f"{hidden}, 17, {seven}"}


INSTRUMENT = """[instrument]
name = "desk"
scale = {low = 1, high = 5}
[[dimension]]
id = "tone"
[[item]]
id = "t1"
dimension = "tone"
[[item]]
id = "t2"
dimension = "tone"
"""
STUDY = """[study]
title = "Desk"
instrument = "desk.toml"
wave = "quarter"
unit = "branch"
[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
[[source]]
role = "monitor"
files = ["sheets.csv"]
batteries = {delivery = "D{n}"}
agent = "agent"
monitor = "monitor"
date = "date"
[[duty]]
files = ["duty.csv"]
"""
NAMES = ("Lin Meihua", "Wu Jianhao", "Ho Yating", "Chen Inspector")


def written(folder: Path, head: str = "") -> Path:
    """Write a study in which 3 agents, a monitor and shift leaders are named."""
    people = "".join(f"2026Q3,North,5,{4 + n % 2},{3 + n % 3},4\n" for n in range(12))
    (folder / "customers.csv").write_text(f"quarter,branch,E1,E2,P1,P2\n{people}")
    sheets = "".join(
        f"2026Q3,North,2026-0{7 + n % 3}-{10 + n},{NAMES[n % 3]},{NAMES[3]},{3 + n % 3},{2 + n % 3}\n"
        for n in range(18)
    )
    (folder / "sheets.csv").write_text(f"quarter,branch,date,agent,monitor,D1,D2\n{sheets}")
    duty = "".join(f"2026-07-{n:02},North,early,{NAMES[n % 2]},{n}\n" for n in range(1, 20))
    bad = f"{NAMES[0]},North,early,{NAMES[0]},3\n"  # a name where the date should stand
    (folder / "duty.csv").write_text(f"day,branch,shift,leader,inquiries\n{duty}{bad}")
    (folder / "desk.toml").write_text(INSTRUMENT)
    (folder / "study.toml").write_text(head + STUDY)
    return folder / "study.toml"


def texts(folder: Path) -> str:
    """Everything that can be read as text in a report."""
    kinds = (".csv", ".html", ".json", ".svg")
    return "\n".join(
        p.read_text(encoding="utf-8-sig") for p in sorted(folder.rglob("*")) if p.suffix in kinds
    )


SECRET = '[operations]\nhash_names = "a long secret"\n'


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_study(written(tmp_path_factory.mktemp("named"))).run()


def test_a_name_in_running_chinese_is_heard() -> None:
    say = words("zh-Hant")
    hidden = pd.DataFrame({"agent": ["王小明", "A05"]})
    phrases = [Phrase("ledger.operations.strange_unit", {"names": names})
               for names in ("北區王小明組", "A05、A06", "A051", "南區")]  # fmt: skip
    assert silent_on(phrases, hidden, say) == tuple(phrases[2:])


class TestAStudy:
    def test_a_public_report_names_nobody_who_serves(self, run: Run, tmp_path: Path) -> None:
        run.report(tmp_path / "out")
        page = texts(tmp_path / "out")
        # the ledger quotes what it could not read as a date, but not a name
        assert "no date, such as 2026-07-15: …" in page
        assert [name for name in NAMES if name in page] == []
        index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
        assert "<b>The report as a whole</b></summary>" in index
        assert "name members of staff and are not shown here" in index
        assert 'class="internal"' not in index
        assert "@top-center" not in index
        assert json.loads((tmp_path / "out" / "manifest.json").read_text())["audience"] == "public"
        with (tmp_path / "out" / "ledger.csv").open(encoding="utf-8-sig") as stream:
            withheld = [row for row in csv.DictReader(stream) if "--audience" in row["detail"]]
        assert sum(int(row["count"]) for row in withheld) == int(
            sum(names_staff(r.frame).sum() for r in run.results.values())
        )

    def test_the_session_has_every_row(self, run: Run) -> None:
        assert set(NAMES[:3]) <= set(run.results["monitoring"].frame["agent"])

    def test_an_unknown_audience_is_an_error_before_anything_is_written(
        self, run: Run, tmp_path: Path
    ) -> None:
        with pytest.raises(CallError, match="Known: public, internal"):
            run.report(tmp_path / "out", audience="board")
        assert not (tmp_path / "out").exists()

    def test_with_a_secret_no_name_is_left_anywhere(self, tmp_path: Path) -> None:
        study = read_study(written(tmp_path, SECRET))
        run = study.run()
        run.report(tmp_path / "out", audience="internal")
        page = texts(tmp_path / "out")
        assert [name for name in (*NAMES, "a long secret") if name in page] == []
        agents = set(run.results["monitoring"].frame["agent"]) - {"all"}
        assert agents == set(hashed(NAMES[:3], "a long secret"))

    def test_an_internal_one_does_from_the_command_line(self, tmp_path: Path) -> None:
        asked = [str(written(tmp_path)), "--out", str(tmp_path / "out"), "--audience", "internal"]
        outcome = CliRunner().invoke(main, ["run", *asked])
        assert outcome.exit_code == 1, outcome.output  # a date could not be read
        table = (tmp_path / "out" / "tables" / "monitoring.csv").read_text(encoding="utf-8-sig")
        assert all(name in table for name in NAMES[:3])
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
        assert manifest["audience"] == "internal"
        page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
        assert '<p class="internal">Internal: it names members of staff' in page
        assert "<title>Internal · " in page
        assert '@top-center{content:"Internal: it names members of staff' in page  # on each sheet

    def test_an_empty_secret_is_a_mistake(self, tmp_path: Path) -> None:
        with pytest.raises(StudyError, match="hash_names is empty"):
            read_study(written(tmp_path, '[operations]\nhash_names = ""\n'))
