"""Study files: every key of the contract, and every mistake told at once with its line."""

from pathlib import Path

import pytest

from gapkit import Gap, Options, Wave
from gapkit.errors import StudyError
from gapkit.ingest import Spread
from gapkit.study import read_study

INSTRUMENT = """\
[instrument]
name = "counter"
scale = {low = 1, high = 7}
[[dimension]]
id = "reliability"
[[item]]
id = "r1"
dimension = "reliability"
[[item]]
id = "r2"
dimension = "reliability"
"""

STUDY = """\
[study]
title = "Retail branches"
instrument = "counter.toml"
wave = "quarter"
unit = "branch"
segments = ["branch", "channel"]
language = "zh-Hant"

[options]
confidence = 0.9
adjust = "fdr_bh"
margin = 0.1
bootstrap = 500
seed = 7
min_n = 3
min_n_verdict = 10
unit_design = "strata"
signed_rank = "pratt"
case_mix = ["channel"]
decimals = 1

[targets]
overall = -0.5
reliability = -1

[population]
files = ["exports/branches.csv"]

[[source]]
role = "customer"
files = ["exports/customers-*.csv"]
batteries = {expectation = "E{n}", perception = ["P1", "P2"], minimum = {r1 = "Q1"}, desired = {from = "D", step = 2}}
outcomes = {overall = "overall", recommend = "nps"}
columns = {quarter = "Period", branch = "Filiale"}
points = "weight_{dimension}"
weight = "w"
strata = "s"
cluster = "c"
id = "number"
missing = [9, 99, "N/A"]
answers = {"非常同意" = 7, "Strongly agree" = 7}
format = "auto"
encoding = "utf-8"
delimiter = ";"
sheet = "Data"
header_rows = 1
scale = {low = 1, high = 10}
reversed = false

[[source]]
role = "manager"
files = ["exports/managers.csv"]
batteries = {belief = "M{n}", standard = "S{n}"}
causes = "C_{cause}"

[[gap]]
name = "6"
right = "employee.standard"
left = "manager.standard"

[[gap]]
name = "5"
direct = "perception"
neutral = 4
"""


@pytest.fixture
def write(tmp_path):
    """Write a study beside an instrument and its exports; return its path."""
    (tmp_path / "counter.toml").write_text(INSTRUMENT, encoding="utf-8")
    exports = tmp_path / "exports"
    exports.mkdir()
    for name in ("branches", "customers-2026Q1", "customers-2026Q2", "managers"):
        (exports / f"{name}.csv").write_text("E1\n1\n", encoding="utf-8")

    def of(text=STUDY):
        path = tmp_path / "study.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return of


def mistakes(path):
    """(file, line, sentence with advice) of every mistake."""
    with pytest.raises(StudyError) as caught:
        read_study(path)
    found = []
    for problem in caught.value.problems:
        file, _, line = problem.where.rpartition(":")
        found.append((Path(file).name, int(line), f"{problem.what} {problem.advice}"))
    return found


def test_every_key_of_the_contract_is_read(write):
    study = read_study(write())
    survey = study.survey
    assert study.title == "Retail branches"
    assert (survey.wave, survey.unit, survey.segments) == (
        Wave(column="quarter"), "branch", ("branch", "channel"),
    )  # fmt: skip
    assert survey.options == Options(
        confidence=0.9, adjust="fdr_bh", margin=0.1, bootstrap=500, seed=7, min_n=3,
        min_n_verdict=10, unit_design="strata", signed_rank="pratt", case_mix=("channel",),
        decimals=1, language="zh-Hant",
    )  # fmt: skip
    assert survey.targets == {"overall": -0.5, "reliability": -1.0}
    assert survey.population.source.names == ("branches.csv",)
    customers, managers = survey.sources
    assert customers.names == ("customers-2026Q1.csv", "customers-2026Q2.csv")
    assert customers.batteries == {
        "expectation": "E{n}", "perception": ("P1", "P2"), "minimum": {"r1": "Q1"},
        "desired": Spread("D", 2),
    }  # fmt: skip
    assert customers.outcomes == {"overall": "overall", "recommend": "nps"}
    assert customers.columns == {"quarter": "Period", "branch": "Filiale"}
    assert (customers.points, customers.weight) == ("weight_{dimension}", "w")
    assert (customers.strata, customers.cluster, customers.id) == ("s", "c", "number")
    assert customers.missing == (9, 99, "N/A")
    assert customers.answers == {"非常同意": 7.0, "Strongly agree": 7.0}
    assert (customers.encoding, customers.delimiter, customers.sheet) == ("utf-8", ";", "Data")
    assert (customers.header_rows, customers.format, customers.reversed) == (1, "auto", False)
    assert (customers.scale.points, managers.scale) == (10, None)
    assert (managers.role, managers.causes, managers.reversed) == ("manager", "C_{cause}", True)
    consensus, direct = survey.own_gaps
    assert consensus == Gap("6", right="employee.standard", left="manager.standard")
    assert (direct.name, direct.direct, direct.neutral) == ("5", "perception", 4)


MINIMAL = """\
[study]
instrument = "counter.toml"

[[source]]
role = "customer"
files = ["exports/managers.csv"]
batteries = {perception = "E{n}"}
"""


def test_what_may_be_left_out_has_the_contracts_defaults(write):
    path = write(MINIMAL)
    study = read_study(path)
    assert study.title == "study"
    assert study.survey.options == Options()
    assert (study.survey.wave, study.survey.unit, study.survey.segments) == (None, None, ())
    assert study.out == path.parent.resolve() / "gapkit-report"


@pytest.mark.parametrize(
    ("written", "wave"),
    [
        ('"quarter"', Wave(column="quarter")),
        ('{value = "2026Q3"}', Wave(value="2026Q3")),
        ("{value = 2019}", Wave(value="2019")),
        ('{date = "on", period = "month"}', Wave(date="on", period="month")),
        (
            '{date = "on", period = "quarter", format = "%d/%m/%Y"}',
            Wave(date="on", period="quarter", format="%d/%m/%Y"),
        ),
    ],
)
def test_waves_in_every_form(write, written, wave):
    text = MINIMAL.replace('counter.toml"', f'counter.toml"\nwave = {written}')
    assert read_study(write(text)).survey.wave == wave


def test_three_mistakes_are_told_at_once_with_their_lines(write):
    text = STUDY.replace("segments =", "segements =").replace("margin = 0.1", "margin = 5")
    text = text.replace("belief =", "beleif =")
    segments, margin, belief = mistakes(write(text))
    assert segments[:2] == ("study.toml", 6)
    assert segments[2].startswith(
        "[study] has no key 'segements'. Did you mean 'segments'? Known: "
    )
    assert margin == (
        "study.toml", 12,
        "[options] margin = 5 will not do. Give a share of the scale between 0 and 0.5, such as 0.05.",
    )  # fmt: skip
    assert belief[:2] == ("study.toml", 53)
    assert belief[2].startswith(
        "[[source]] 2 batteries: 'beleif' is no battery. Did you mean 'belief'?"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('instrument = "counter.toml"', "", 1, "[study] lacks the key 'instrument'"),
        ('"counter.toml"', '"servqal"', 3, "Did you mean 'servqual'?"),
        ('"counter.toml"', '"conter.toml"', 3, "TOML files there: counter.toml"),
        ('wave = "quarter"', "wave = 3", 4, "wave"),
        ('wave = "quarter"', "wave = {}", 4, "wave needs either value or date"),
        ('wave = "quarter"', 'wave = {value = "a", date = "b"}', 4, "wave needs either value or date"),
        ('wave = "quarter"', 'wave = {date = "b", period = "week"}', 4, "Known: year, half-year, quarter, month"),
        ('wave = "quarter"', 'wave = {valeu = "a", date = "b"}', 4, "Did you mean 'value'?"),
        ('unit = "branch"', 'unit = "overall"', 5, "'overall' is a word of the tables' own"),
        ('segments = ["branch", "channel"]', 'segments = ["all"]', 6, "'all' is a word of the tables' own"),
        ('segments = ["branch", "channel"]', 'segments = "branch"', 6, 'Write segments = ["branch"]'),
        ('"zh-Hant"', '"zh-hant"', 7, "Did you mean 'zh-Hant'?"),
        ("confidence = 0.9", "confidence = 90", 10, "such as 0.95"),
        ('"fdr_bh"', '"bonferroni"', 11, "Known: holm, fdr_bh, none"),
        ("seed = 7", 'seed = "7"', 14, "must be a whole number"),
        ("case_mix = [", "casemix = [", 19, "Did you mean 'case_mix'?"),
        ("reliability = -1", "relaibility = -1", 24, "Did you mean 'reliability'?"),
        ("reliability = -1", 'reliability = "low"', 24, "must be a number"),
        ('unit = "branch"\n', "\n", 1, "[study] names no unit"),
        ('files = ["exports/branches.csv"]', 'files = ["exports/branch.csv"]', 27, "nothing is called 'exports/branch.csv'. In that folder: branches.csv"),
        ('role = "customer"', 'role = "custmer"', 30, "Did you mean 'customer'?"),
        ('"exports/customers-*.csv"', '"exports/clients-*.csv"', 31, "nothing is called 'exports/clients-*.csv'"),
        ('"exports/customers-*.csv"', '"nowhere/*.csv"', 31, "Paths start from the study file's folder"),
        ('files = ["exports/customers-*.csv"]', "", 29, "lacks the key 'files'"),
        ('expectation = "E{n}"', "expectation = 3", 32, "is no pattern"),
        ('expectation = "E{n}"', 'expectation = {from = "D", stop = 2}', 32, "is no pattern"),
        ('{overall = "overall", recommend = "nps"}', "{overall = 1}", 33, "must map names to columns"),
        ('"Strongly agree" = 7', '"Strongly agree" = "7"', 41, "must map words to scores"),
        ("header_rows = 1", "headers = 1", 46, "Did you mean 'header_rows'?"),
        ("scale = {low = 1, high = 10}", "scale = {low = 10, high = 1}", 47, "is no scale"),
        ("reversed = false", 'reversed = "no"', 48, "must be true or false"),
        ('right = "employee.standard"', 'right = "employe.standard"', 58, "Did you mean 'employee'?"),
        ('left = "manager.standard"', 'left = "manager.standards"', 59, "Did you mean 'standard'?"),
        ('left = "manager.standard"', "", 56, "lacks the key 'left'"),
        ('direct = "perception"', 'direct = "perception"\nleft = "expectation"', 63, "Keep one of them"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line_with_what_would_do(write, old, new, line, said):
    assert old in STUDY
    found = mistakes(write(STUDY.replace(old, new, 1)))
    assert any(at == line and said in what for _, at, what in found), found


def test_mistakes_in_the_instrument_are_told_at_its_own_lines(write, tmp_path):
    path = write(STUDY.replace("margin = 0.1", "margin = 5"))
    broken = INSTRUMENT.replace('id = "r2"', 'id = "all"').replace("high = 7", "high = 0")
    (tmp_path / "counter.toml").write_text(broken, encoding="utf-8")
    assert {(file, line) for file, line, _ in mistakes(path)} == {
        ("counter.toml", 3), ("counter.toml", 10), ("study.toml", 12),
    }  # fmt: skip


def test_a_study_without_sources_or_head(write):
    assert (
        "there is no [[source]]" in mistakes(write('[study]\ninstrument = "counter.toml"\n'))[0][2]
    )
    assert "the table [study] is missing" in mistakes(write('title = "x"\n'))[0][2]
    text = MINIMAL.replace('batteries = {perception = "E{n}"}\n', "")
    assert "lacks 'batteries'" in mistakes(write(text))[0][2]


def test_no_such_study_names_those_that_are_there(write):
    path = write()
    with pytest.raises(StudyError, match=r"no such file.*counter\.toml, study\.toml"):
        read_study(path.with_name("studdy.toml"))


def test_paths_start_from_the_study_wherever_one_stands(write, tmp_path, monkeypatch):
    path = write()
    monkeypatch.chdir(tmp_path.parent)
    files = read_study(path.relative_to(tmp_path.parent)).survey.sources[0].files
    assert all(f.is_absolute() and f.is_file() for f in files)


def test_an_absolute_pattern_and_a_file_named_twice(write, tmp_path):
    pattern = f'"{tmp_path.as_posix()}/exports/customers-*.csv", "exports/customers-2026Q1.csv"'
    text = STUDY.replace('"exports/customers-*.csv"', pattern)
    assert len(read_study(write(text)).survey.sources[0].files) == 2


def test_a_sources_scale_that_is_the_instruments_keeps_its_labels(write, tmp_path):
    labelled = INSTRUMENT.replace("high = 7", 'high = 7, labels = {1 = "poor"}')
    path = write(STUDY.replace("{low = 1, high = 10}", "{low = 1, high = 7}"))
    (tmp_path / "counter.toml").write_text(labelled, encoding="utf-8")
    assert read_study(path).survey.sources[0].scale.labels == {1: ("poor",)}
