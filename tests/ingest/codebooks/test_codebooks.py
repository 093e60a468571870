"""What codes mean, told by a file beside the export."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter

from gapkit.errors import IngestError
from gapkit.ingest.codebooks.codebook import Written
from gapkit.ingest.codebooks.limesurvey_lss import read as read_lss
from gapkit.ingest.codebooks.limesurvey_r import read as read_r
from gapkit.ingest.codebooks.qualtrics_qsf import read as read_qsf
from gapkit.ingest.codebooks.redcap import read as read_redcap
from gapkit.ingest.codebooks.spss_syntax import read as read_sps
from gapkit.ingest.codebooks.xlsform import read as read_xlsform

HERE = Path(__file__).parent
LAYOUTS = HERE.parent / "formats"

READERS = {
    "lss": read_lss, "r": read_r, "qsf": read_qsf, "redcap": read_redcap, "sps": read_sps,
    "xlsform": read_xlsform,
}  # fmt: skip

LOWER = {"expectation": "e{n}", "perception": "p{n}"}
AGREEMENT = (
    ', labels = {1 = "Strongly disagree", 2 = "Disagree", 3 = "Neutral", 4 = "Agree", '
    '5 = "Strongly agree"}'
)

# As REDCap writes its dictionary (Project Setup > Data Dictionary > Download).
DICTIONARY = """"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels"
record_id,counter,,text,"Record ID",
branch,counter,,dropdown,Branch,"1, North | 2, South, the old one"
e1,counter,,radio,"A very good counter: <b>tidy</b> desks","1, Strongly disagree | 7, Strongly agree | -99, Prefer not to say"
p1,counter,,radio,"Our counter: tidy desks","1, Strongly disagree | 7, Strongly agree"
used,counter,,checkbox,"What did you use?","1, Cash | -99, Prefer not to say"
again,counter,,yesno,"Would you come again?",
total,counter,,calc,Total,"[e1], [p1]"
"""

SYNTAX = """* Encoding: UTF-8.
* Written by hand, over
  two lines.
DATA LIST FREE /e1 e2 p1 (F5).
variable labels e1 'Tidy desks' /e2 "It's quick" .
VARIABLE LABELS p1 'Is it
  tidy'.
VALUE LABELS e1 TO p1
  1 'Strongly disagree'
  7 'Strongly ' + 'agree'
  /branch 1 'North' 2 'South''s'.
ADD VALUE LABELS e1 -99 'Prefer not to say'.
MISSING VALUES e1 e2 (-99 THRU -90, 9) / p1 (LO THRU 0) / area ('Z').
RENAME VARIABLES (e2 = e_2).
EXECUTE.
"""

STRUCTURE = """<?xml version="1.0" encoding="UTF-8"?>
<document>
 <LimeSurveyDocType>Survey</LimeSurveyDocType>
 <languages><language>en</language><language>de</language></languages>
 <answers><rows>
  <row><aid>1</aid><qid>10</qid><code><![CDATA[A1]]></code></row>
  <row><aid>2</aid><qid>10</qid><code><![CDATA[A5]]></code></row>
 </rows></answers>
 <answer_l10ns><rows>
  <row><aid>1</aid><answer><![CDATA[Strongly disagree]]></answer><language>en</language></row>
  <row><aid>1</aid><answer><![CDATA[Stimme gar nicht zu]]></answer><language>de</language></row>
  <row><aid>2</aid><answer><![CDATA[<b>Strongly</b> agree]]></answer><language>en</language></row>
 </rows></answer_l10ns>
 <questions><rows><row><qid>10</qid><parent_qid>0</parent_qid><type>F</type><title>E</title></row></rows></questions>
 <subquestions><rows><row><qid>11</qid><parent_qid>10</parent_qid><title>SQ001</title></row></rows></subquestions>
 <question_l10ns><rows>
  <row><qid>10</qid><question>A good counter has</question><language>en</language></row>
  <row><qid>11</qid><question>Tidy desks</question><language>en</language></row>
 </rows></question_l10ns>
</document>
"""

SURVEY = {
    "SurveyEntry": {"SurveyID": "SV_1"},
    "SurveyElements": [
        {"Element": "BL", "Payload": []},
        {"Element": "SQ", "Payload": {
            "QuestionText": "A very good <b>counter</b> should have", "DataExportTag": "E",
            "QuestionType": "Matrix", "Selector": "Likert",
            "Choices": {"1": {"Display": "Tidy desks"}, "4": {"Display": "Quick staff"}},
            "ChoiceDataExportTags": {"1": "tidy", "4": "E_4"},
            "Answers": {"1": {"Display": "Bad"}, "2": {"Display": "Good"}},
            "RecodeValues": {"1": "9", "2": "2"}}},
        {"Element": "SQ", "Payload": {
            "QuestionText": "Branch", "DataExportTag": "branch", "QuestionType": "MC",
            "Selector": "SAVR", "Choices": [{"Display": "North"}, {"Display": "South"}]}},
        {"Element": "SQ", "Payload": {
            "QuestionText": "Why?", "DataExportTag": "why", "QuestionType": "MC",
            "Selector": "MAVR", "Choices": {"1": {"Display": "Cash"}}}},
    ],
}  # fmt: skip


def form(path):
    """Write an XLSForm (https://xlsform.org): the sheets survey and choices."""
    with xlsxwriter.Workbook(path) as book:
        survey, choices = book.add_worksheet("survey"), book.add_worksheet("choices")
        for k, row in enumerate([
            ["type", "name", "label::English (en)", "label::Deutsch (de)"],
            ["select_one agree7", "p1", "Tidy desks", "Ordnung"],
            ["select_multiple used", "used", "What did you use?", ""],
            ["begin group", "perceive", "", ""],
        ]):  # fmt: skip
            survey.write_row(k, 0, row)
        for k, row in enumerate([
            ["list_name", "name", "label::English (en)"], ["agree7", 1, "Strongly disagree"],
            ["agree7", 7, "Strongly agree"], ["used", "cash", "Cash"],
        ]):  # fmt: skip
            choices.write_row(k, 0, row)
    return path


@pytest.fixture
def write(tmp_path):
    """Write a file, and return its path."""

    def to(name, text):
        path = tmp_path / name
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8", newline="")
        return path

    return to


@pytest.fixture
def kinds(tmp_path, write):
    """One codebook of each kind."""
    return {
        "lss": write("x.lss", STRUCTURE),
        "r": HERE / "limesurvey" / "limesurvey_R_syntax.R",
        "qsf": write("x.qsf", json.dumps(SURVEY)),
        "redcap": write("x.csv", DICTIONARY),
        "sps": write("x.sps", SYNTAX),
        "xlsform": form(tmp_path / "form.xlsx"),
    }


def notes(answers):
    return {f.detail.key: f.detail.values for f in answers.ledger.rows() if f.kind == "note"}


@pytest.mark.parametrize("kind", READERS)
def test_a_codebook_is_claimed_by_one_kind_only(kinds, kind):
    claimed = [name for name, read in READERS.items() if read(Written(kinds[kind])) is not None]
    assert claimed == [kind]


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*/*.csv")), ids=lambda path: path.name)
def test_no_export_is_taken_for_a_codebook(path):
    assert [n for n, read in READERS.items() if read(Written(path)) is not None] == []


def test_what_a_dictionary_of_redcap_says(kinds):
    book = read_redcap(Written(kinds["redcap"]))
    assert book.labels == {
        "branch": {"1": "North", "2": "South, the old one"},
        "e1": {"1": "Strongly disagree", "7": "Strongly agree", "-99": "Prefer not to say"},
        "p1": {"1": "Strongly disagree", "7": "Strongly agree"},
        "again": {"1": "Yes", "0": "No"},
    }
    assert book.texts["e1"] == "A very good counter: tidy desks"
    assert book.texts["used____99"] == "What did you use? (Prefer not to say)"


def test_what_spss_syntax_says(kinds):
    book = read_sps(Written(kinds["sps"]))
    scale = {"1": "Strongly disagree", "7": "Strongly agree"}
    assert book.labels == {
        "e1 to p1": scale,
        "branch": {"1": "North", "2": "South's"},
        "e1": {"-99": "Prefer not to say"},
    }
    assert book.texts == {"e1": "Tidy desks", "e_2": "It's quick"}
    shown = {name: [str(code) for code in codes] for name, codes in book.missing.items()}
    assert shown == {"e1": ["-99–-90", "9"], "e_2": ["-99–-90", "9"], "p1": ["…–0"], "area": ["Z"]}


def test_what_a_survey_file_of_qualtrics_says(kinds):
    book = read_qsf(Written(kinds["qsf"]))
    scale = {"9": "Bad", "2": "Good"}
    assert book.labels["tidy"] == book.labels["E_tidy"] == book.labels["E_4"] == scale
    assert book.labels["branch"] == {"1": "North", "2": "South"}
    assert "why" not in book.labels
    assert book.texts["E_4"] == "A very good counter should have - Quick staff"


def test_what_a_structure_of_limesurvey_says(kinds):
    book = read_lss(Written(kinds["lss"]))
    assert book.labels["E[SQ001]"] == {"A1": "Strongly disagree", "A5": "Strongly agree"}
    assert book.texts["E[SQ001]"] == "A good counter has [Tidy desks]"


def test_what_an_xlsform_says(kinds):
    book = read_xlsform(Written(kinds["xlsform"]))
    assert book.labels == {"p1": {"1": "Strongly disagree", "7": "Strongly agree"}}
    assert book.texts["used"] == "What did you use?"


def test_what_r_syntax_of_limesurvey_says(write):
    text = (
        'data <- read.csv("x_R_data_file.csv")\n'
        'attributes(data)$variable.labels[2] <- "How do you feel? (\\"now\\")"\n'
        'data[, 2] <- factor(data[, 2], levels=c(1,2),labels=c("bachelor\\\'s, no", "Yes"))\n'
        'names(data)[1] <- "id"\nnames(data)[2] <- "sex"\n'
    )
    book = read_r(Written(write("x.R", text)))
    assert book.names == {0: "id", 1: "sex"}
    assert book.labels == {"sex": {"1": "bachelor's, no", "2": "Yes"}}
    assert book.texts == {"sex": 'How do you feel? ("now")'}


def test_the_syntax_beside_a_data_file_of_limesurvey_is_found(read, instrument, points):
    path = HERE / "limesurvey" / "limesurvey_R_data_file.csv"
    answers = read(path, instrument(labels=AGREEMENT), batteries={"expectation": ["E_SQ001"]})
    assert points(answers)["expectation.i1"] == [5, 4]
    assert answers.files[0].bound.table.texts[2] == "[Tidy desks] A very good counter should have"
    assert notes(answers)["ledger.codebook.beside"]["file"] == "limesurvey_R_syntax.R"


def test_columns_are_called_as_the_syntax_says_by_their_place(write, read, instrument, points):
    write("x_R_syntax_file.R", 'names(data)[1] <- "id"\nnames(data)[2] <- "E1"\nnames(data)[3] <- "P1"\n'
          'attributes(data)$variable.labels[2] <- "Tidy"\n')  # fmt: skip
    path = write("x_R_data_file.csv", "id,X1X2,X1X3\n1,5,4\n2,3,2\n")
    answers = read(path, instrument())
    assert points(answers)["expectation.i1"] == [5, 3]
    assert "ledger.codebook.renamed" in notes(answers)
    short = write("y_R_data_file.csv", "id,X1X2\n1,5\n")
    with pytest.raises(IngestError, match="names column 3; the file has 2"):
        read(short, instrument(), codebook=short.with_name("x_R_syntax_file.R"))


def test_a_dictionary_gives_segments_their_labels(kinds, read, instrument, points):
    path = LAYOUTS / "redcap" / "redcap_raw.csv"
    answers = read(
        path, instrument(1, 7), batteries=LOWER, segments=["branch"], codebook=kinds["redcap"]
    )
    found = points(answers)
    assert found["branch"] == ["North", "South, the old one", "North"]
    assert found["expectation.i1"] == [7, 6, 7]
    assert notes(answers)["ledger.codebook.used"] == {"file": "x.csv", "count": 3}
    by_text = read(path, instrument(1, 7), codebook=kinds["redcap"],
                   batteries={"perception": "Our counter: tidy desks*"})  # fmt: skip
    assert points(by_text)["perception.i1"] == [5, 4, 5]


def test_missing_codes_of_syntax_hold_for_the_export(kinds, read, instrument, points):
    path = LAYOUTS / "redcap" / "redcap_raw.csv"
    syntax = kinds["sps"].with_name("y.sps")
    syntax.write_text("MISSING VALUES e1 TO e2 (-99 THRU -90).\n", encoding="utf-8")
    answers = read(path, instrument(2, 7), batteries=LOWER, codebook=syntax)
    assert points(answers)["expectation.i2"] == [6, None, None]
    assert answers.ledger.count("missing", "e2") == 2
    assert answers.ledger.count("out of range") == 0


def test_names_in_groups_are_found(kinds, read, instrument):
    path = LAYOUTS / "kobo" / "kobo.csv"
    answers = read(
        path, instrument(1, 7), batteries={"perception": "*p{n}"}, codebook=kinds["xlsform"]
    )
    (labels,) = (labels for labels in answers.files[0].bound.table.labels.values())
    assert labels == {"1": "Strongly disagree", "7": "Strongly agree"}


def test_a_codebook_of_another_survey_is_refused(write, kinds, read, instrument):
    path = write("answers.csv", "E9,P9\n5,4\n")
    with pytest.raises(IngestError) as error:
        read(path, instrument(), codebook=kinds["redcap"], batteries={"expectation": ["E9"]})
    (problem,) = error.value.problems
    assert problem.where == "answers.csv: x.csv"
    assert "none of this file's columns" in problem.what
    assert "E9, P9" in problem.advice


@pytest.mark.parametrize(
    ("name", "text"), [("x.qsf", '{"SurveyEntry": {'), ("x.lss", STRUCTURE[:400])]
)
def test_a_codebook_that_is_cut_off(write, read, instrument, name, text):
    path = write("answers.csv", "E1,P1\n5,4\n")
    with pytest.raises(IngestError, match="damaged"):
        read(path, instrument(), codebook=write(name, text))


def test_a_catalogue_without_its_sas_file(write, read, instrument):
    sign = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    catalogue = write("x.sas7bcat", sign.ljust(156, b" ") + b"CATALOG ")
    with pytest.raises(IngestError, match="sas7bdat file only"):
        read(write("answers.csv", "E1,P1\n5,4\n"), instrument(), codebook=catalogue)


def test_a_codebook_that_is_not_there(write, read, instrument, tmp_path):
    with pytest.raises(IngestError, match=r"answers\.csv: there is no codebook 'no\.csv'"):
        read(write("answers.csv", "E1,P1\n5,4\n"), instrument(), codebook=tmp_path / "no.csv")


def test_a_table_in_memory_has_a_codebook_too(kinds, read, instrument, points):
    frame = pa.table({"e1": [7, 1], "p1": [1, 7], "branch": [1, 2]})
    answers = read(
        frame, instrument(1, 7), batteries=LOWER, segments=["branch"], codebook=kinds["redcap"]
    )
    assert points(answers)["branch"] == ["North", "South, the old one"]
