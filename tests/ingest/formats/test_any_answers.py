"""Any table of answers, in any tool's layout, encoding and delimiter, comes back equal or is refused."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from writers import WRITERS, Person, surveymonkey_expanded

from gapkit.errors import IngestError

WORDS = {
    "cp950": ["恒春分行", "裏港", "服務很好，只是排隊太久", "台北 101", "許功蓋", "同意"],
    "gb18030": ["北区网点", "服务很好，就是排队太久了", "南京路", "非常同意"],
    "cp1252": ["Düsseldorf", "für mich größer", "Besançon", "très bien"],
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", *WORDS)
PLAIN = ["North", "a, b", "c; d", "e\tf", "g|h", 'said "no"', "two\nlines", "1,5 h", "NA", ""]
NAMES = ("expectation.i1", "expectation.i2", "perception.i1", "perception.i2")


@st.composite
def tables(draw):
    encoding = draw(st.sampled_from(ENCODINGS))
    words = WORDS.get(encoding, [w for of in WORDS.values() for w in of])
    answer = st.sampled_from([1, 2, 3, 4, 5, None])
    person = st.builds(
        Person, st.sampled_from([*words, *PLAIN]), st.tuples(answer, answer, answer, answer)
    )
    return encoding, draw(st.lists(person, min_size=3, max_size=20))


def everybody_asked_answers(people):
    return all(any(p.answers[k] for p in people) for k in range(4))


def encoded(rows, encoding, delimiter, ending, quoting):
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    try:
        return out.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return None


@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.__name__)
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    told=st.booleans(),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_answers_come_back_equal_or_are_refused(
    writer, table, delimiter, ending, quoting, told, instrument, read, points, taken_for
):
    encoding, people = table
    used = [p for p in people if any(p.answers)]
    assume(used)
    assume(writer is not surveymonkey_expanded or everybody_asked_answers(people))
    export = writer(people)
    content = encoded(export.rows, encoding, delimiter, ending, quoting)
    assume(content is not None)
    rest = {"encoding": encoding, "delimiter": delimiter} if told else {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        try:
            answers = read(
                path,
                instrument(2, texts=export.texts),
                batteries={"expectation": export.expectation, "perception": export.perception},
                segments=[export.branch],
                answers=export.answers,
                **rest,
            )
        except IngestError:
            assert not told
            return
        found = points(answers)
    assert taken_for(answers) == [WRITERS[writer]]
    ledger = answers.ledger
    if ledger.count("unreadable"):  # words in an encoding that was guessed wrong: told, not silent
        assert not told
        return
    for k, name in enumerate(NAMES):
        assert found[name] == [p.answers[k] for p in used]
    if told or has_enough_to_tell(encoding, people):
        assert found[export.branch] == [" ".join(p.branch.split()) or None for p in used]
    assert ledger.count("rows read") == len(people) + export.extra
    assert ledger.count("rows used") == len(used)


def has_enough_to_tell(encoding, people):
    """Encodings without a mark are told by their words; three different ones are enough."""
    words = {p.branch for p in people} & set(WORDS.get(encoding, ()))
    return encoding.startswith("utf") or len(words) >= 3


PEOPLE = [
    Person("North", (5, 4, 3, None)),
    Person("北區", (4, None, 2, 1)),
    Person("a; b, c", (1, 2, 5, 4)),
    Person("", (None, 3, None, 5)),
]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.__name__)
def test_workbooks_hold_the_same_answers(writer, tmp_path, instrument, read, points, taken_for):
    export = writer(PEOPLE)
    book = Workbook()
    for row in export.rows:
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    path = tmp_path / "table.xlsx"
    book.save(path)
    answers = read(
        path,
        instrument(2, texts=export.texts),
        batteries={"expectation": export.expectation, "perception": export.perception},
        segments=[export.branch],
        answers=export.answers,
    )
    assert taken_for(answers) == [WRITERS[writer]]
    found = points(answers)
    for k, name in enumerate(NAMES):
        assert found[name] == [p.answers[k] for p in PEOPLE]
    assert found[export.branch] == [p.branch or None for p in PEOPLE]
