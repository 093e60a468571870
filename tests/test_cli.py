"""The command line: what it prints where, and its exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gapkit import __version__
from gapkit.cli import main
from gapkit.errors import StudyError
from gapkit.instrument import BUILTIN

KIOSK = Path(__file__).parent / "reference" / "kiosk"
DONE, LOOK, WRONG = 0, 1, 2
COMMANDS = {"demo", "init", "check", "run", "instruments"}


@pytest.fixture
def gapkit():
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def started(tmp_path, gapkit):
    """A folder with the study that `init` writes."""
    assert gapkit("init", tmp_path / "new").exit_code == DONE
    return tmp_path / "new"


def python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True, timeout=120, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def spoil(folder, old, new, file="study.toml"):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- help and mistakes in the call ---


def test_help_names_every_command_and_the_exit_codes(gapkit):
    shown = gapkit("--help")
    assert shown.exit_code == DONE
    assert all(f"  {command}" in shown.output for command in COMMANDS)
    assert "Exit codes: 0 done; 1 done, but look at the ledger; 2 nothing" in shown.output
    assert gapkit("-h").output == shown.output


def test_the_version(gapkit):
    assert gapkit("--version").output.strip() == f"gapkit, version {__version__}"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(gapkit, command):
    shown = gapkit(command, "--help")
    assert shown.exit_code == DONE
    assert len(shown.output.splitlines()) > 4


@pytest.mark.parametrize(
    ("typed", "meant"), [("rnu", "run"), ("chek", "check"), ("instrument", "instruments")]
)
def test_a_misspelt_command_is_told_the_nearest(gapkit, typed, meant):
    shown = gapkit(typed, "study.toml")
    assert shown.exit_code == WRONG
    assert f"Did you mean '{meant}'?" in shown.output
    assert shown.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "Missing argument 'STUDY'"),
        (["run", "nowhere/study.toml"], "nowhere/study.toml: there is no such file."),
        (["check", "nowhere/study.toml"], "there is no such file."),
        (["demo", "--sample", "bnak"], "Did you mean 'bank'?"),
        (["demo", "--language", "fr"], "'en', 'zh-Hant'"),
        (["instruments", "servqal"], "Did you mean 'servqual'?"),
        (["run", "--outt", "x", "study.toml"], "--out"),
    ],
)
def test_nothing_can_be_done_with_a_wrong_call(gapkit, arguments, said):
    shown = gapkit(*arguments)
    assert shown.exit_code == WRONG
    assert said in shown.stderr.replace("\\", "/")
    assert shown.stdout == ""
    assert "Traceback" not in shown.output


def test_every_mistake_of_a_study_is_a_line_of_its_own(gapkit, started):
    spoil(started, "segments =", "segmnets =")
    spoil(started, "margin = 0.05", "margin = 5")
    spoil(started, 'role = "customer"', 'role = "custmer"')
    shown = gapkit("run", started / "study.toml")
    assert shown.exit_code == WRONG
    lines = shown.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("Error: ") and "study.toml:" in line for line in lines)
    assert not (started / "gapkit-report").exists()


def test_debug_shows_the_traceback(gapkit, started):
    spoil(started, "margin = 0.05", "margin = 5")
    shown = gapkit("--debug", "run", started / "study.toml")
    assert isinstance(shown.exception, StudyError)


# --- instruments, init, check ---


def test_instruments_are_listed_and_shown(gapkit):
    listed = gapkit("instruments")
    assert [line.split()[0] for line in listed.output.splitlines()] == list(BUILTIN)
    one = gapkit("instruments", "servqual")
    assert sum(line.startswith("  ") for line in one.output.splitlines()) == 22


def test_init_says_what_it_wrote_and_what_comes_next(gapkit, tmp_path):
    shown = gapkit("init", tmp_path / "a")
    assert shown.output.count("wrote ") == 3
    assert shown.output.splitlines()[-1].strip() == f"gapkit check {tmp_path / 'a' / 'study.toml'}"
    again = gapkit("init", tmp_path / "a")
    assert again.exit_code == WRONG
    assert "not overwritten" in again.stderr


def test_check_says_which_column_is_which_item_and_writes_nothing(gapkit, started):
    before = sorted(started.rglob("*"))
    shown = gapkit("check", started / "study.toml")
    assert shown.exit_code == DONE
    for heading in ("E1", "E4", "P1", "P4"):
        assert heading in shown.output
    assert sorted(started.rglob("*")) == before


def test_check_and_run_point_at_an_item_whose_column_is_not_there(gapkit, started):
    spoil(started, "P4", "Q4", "exports/customers.csv")
    shown = gapkit("check", started / "study.toml")
    assert shown.exit_code in (LOOK, WRONG)
    assert "P4" in shown.output


# --- run ---


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """`init`, then `run` as it is, in a process of its own: what libraries print is seen too."""
    folder = tmp_path_factory.mktemp("cli") / "study"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == DONE
    done = python("-m", "gapkit", "run", folder / "study.toml")
    return folder, done.returncode, done.stdout.decode(), done.stderr.decode()


def test_what_init_wrote_runs_as_it_is(ran):
    folder, code, _, stderr = ran
    assert code == DONE, stderr
    report = folder.resolve() / "gapkit-report"
    assert {p.name for p in report.iterdir()} == {
        "board.html", "index.html", "results.xlsx", "figures", "ledger.csv", "manifest.json", "tables",
        "tally",
    }  # fmt: skip


def test_the_last_line_of_stdout_is_the_path_of_the_page_alone(ran):
    folder, _, stdout, _ = ran
    assert stdout.splitlines()[-1] == str(folder.resolve() / "gapkit-report" / "index.html")


def test_progress_goes_to_stderr_in_plain_lines_where_there_is_no_terminal(ran):
    _, _, stdout, stderr = ran
    assert [line for line in stderr.splitlines() if line.endswith(" ...")] == [
        "Reading and counting the answers ...",
        "Making the tables ...",
        "Drawing and writing the report ...",
    ]
    assert "\r" not in stderr
    assert len(stdout.splitlines()) == 1


def test_stderr_names_what_lies_beside_the_page_and_no_library_talks_there(ran):
    *_, stderr = ran
    assert [line for line in stderr.splitlines() if not line.endswith(" ...")] == [
        "Beside the page: board.html, figures, ledger.csv, manifest.json, results.xlsx, tables, tally"
    ]


def test_a_cell_out_of_range_is_done_but_somebody_should_look(gapkit, started):
    export = started / "exports" / "customers.csv"
    heading, first, *rest = export.read_text(encoding="utf-8").splitlines()
    column = heading.split(",").index("P1")
    cells = first.split(",")
    cells[column] = "77"
    export.write_text("\n".join([heading, ",".join(cells), *rest, ""]), encoding="utf-8")
    shown = gapkit("run", started / "study.toml", "--out", started / "out")
    assert shown.exit_code == LOOK
    (look,) = [line for line in shown.stderr.splitlines() if line.startswith("Look: ")]
    assert "customers.csv, P1: 1 out of range" in look
    assert "77" in look
    assert "records [2]" in look
    assert Path(shown.stdout.splitlines()[-1]).is_file()


def test_an_unknown_wave_is_told_the_known_ones(gapkit):
    shown = gapkit("run", KIOSK / "study.toml", "--wave", "2020")
    assert shown.exit_code == WRONG
    assert "Waves in the data: 2019" in shown.stderr


# --- as another program sees it ---


HEAVY = ("scipy", "statsmodels", "matplotlib", "pandas", "pyarrow.parquet", "IPython")


@pytest.mark.parametrize(
    "start",
    [
        "import gapkit.cli",
        "from gapkit.cli import main; main(['--help'], standalone_mode=False)",
        "from gapkit.study.file import read_study; import gapkit.study.check",
    ],
    ids=["import", "help", "check"],
)  # fmt: skip
def test_nothing_heavy_is_imported_to_start(start):
    code = (
        f"import sys\n{start}\nsys.stderr.write(' '.join(m for m in {HEAVY} if m in sys.modules))"
    )
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode() == ""


def test_the_module_runs_as_the_command_does():
    done = python("-m", "gapkit", "instruments")
    assert done.returncode == DONE
    assert done.stdout.decode().startswith("servqual")


def test_a_taiwanese_console_prints_what_it_can(started):
    """cp950 knows Chinese but no Korean, no minus sign and no en dash: no crash, no traceback."""
    cp950 = {"PYTHONIOENCODING": "cp950", "PYTHONUTF8": "0"}
    listed = python("-m", "gapkit", "instruments", "servqual", **cp950)
    assert listed.returncode == DONE
    assert "可靠性" in listed.stdout.decode("cp950")
    checked = python("-m", "gapkit", "check", KIOSK / "study-raw.toml", **cp950)
    assert checked.returncode in (DONE, LOOK), checked.stderr.decode("cp950")
    assert b"Traceback" not in checked.stderr
    spoil(started, 'title = "My service survey"', 'titel = "서비스 − 品質"')
    wrong = python("-m", "gapkit", "run", started / "study.toml", **cp950)
    assert wrong.returncode == WRONG
    assert "Did you mean 'title'?" in wrong.stderr.decode("cp950")


def test_an_interrupted_pipe_is_no_traceback():
    done = subprocess.run(
        f"'{sys.executable}' -m gapkit instruments servqual | head -1",
        shell=True, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
