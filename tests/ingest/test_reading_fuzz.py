"""Any table of answers, in any encoding and with any delimiter, comes back equal or is refused."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gapkit.errors import IngestError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp950", "gb18030", "cp1252")

WORDS = {
    "cp950": ["恒春分行", "裏港", "服務很好，只是排隊太久", "台北 101", "許功蓋", "同意"],
    "gb18030": ["北区网点", "服务很好，就是排队太久了", "南京路", "非常同意"],
    "cp1252": ["Düsseldorf", "für mich größer", "Besançon", "très bien"],
}
PLAIN = ["North", "a, b", "c; d", "e\tf", "g|h", 'said "no"', "two\nlines", "x", "1,5 h", ""]

answer = st.sampled_from(["1", "2", "3", "4", "5", ""])


@st.composite
def tables(draw):
    encoding = draw(st.sampled_from(ENCODINGS))
    words = WORDS.get(encoding, [w for of in WORDS.values() for w in of])
    branch = st.sampled_from([*words, *PLAIN])
    rows = draw(
        st.lists(st.tuples(branch, answer, answer, answer, answer), min_size=3, max_size=30)
    )
    return encoding, rows


@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    told=st.booleans(),
)
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_table_comes_back_equal_or_is_refused(
    table, delimiter, ending, quoting, told, instrument, read, points
):
    encoding, rows = table
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerows([("branch", "E1", "E2", "P1", "P2"), *rows])
    used = [r for r in rows if any(r[1:])]
    assume(used)
    rest = {"encoding": encoding, "delimiter": delimiter} if told else {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(out.getvalue().encode(encoding))
        try:
            answers = read(path, instrument(2), segments=["branch"], **rest)
        except IngestError:
            assert not told
            return
        found = points(answers)
    names = ("expectation.i1", "expectation.i2", "perception.i1", "perception.i2")
    for k, name in enumerate(names, 1):
        assert found[name] == [float(r[k]) if r[k] else None for r in used]
    if told or has_enough_to_tell(encoding, rows):
        assert found["branch"] == [" ".join(r[0].split()) or None for r in used]
    ledger = answers.ledger
    assert ledger.count("rows read") == len(rows)
    assert ledger.count("rows used") == len(used)


def has_enough_to_tell(encoding, rows):
    """Encodings without a mark are told by their words; three different ones are enough."""
    known = {r[0] for r in rows} & set(WORDS.get(encoding, ()))
    return encoding.startswith("utf") or len(known) >= 3
