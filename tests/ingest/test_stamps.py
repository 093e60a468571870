"""Time stamps: the quick way through a column gives what reading every stamp by itself gives."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from gapkit.ingest.arrays import keys
from gapkit.ingest.periods import period_of_date
from gapkit.ingest.stamps import Dates, without_times

FORMS = [
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %I:%M:%S %p GMT+8", "%Y-%m-%dT%H:%M:%S.000+08:00",
    "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y/%m/%d 下午 %I:%M:%S", "%Y/%m/%d %I:%M:%S 上午 GMT+8",
    "%Y年%m月%d日 %H:%M", "%d-%b-%Y %H:%M:%S", "%Y%m%d", "%B %d, %Y %H:%M", " %Y-%m-%d  %H:%M ", "%Y-%m-%d",
]  # fmt: skip
ODD = ["", "soon", "[not completed]", "2026-13-01 10:00", "2026-02-30 10:00", "9:30", "2026-07-01 noon",
       "2026-07-01 10:00\nlate", "32/01/2026 10:00", "2026-07-01 foo 10:00", "T 10:00"]  # fmt: skip


def stamps(n):
    draw = random.Random(20_261_127)
    start = datetime(2011, 1, 1)
    for _ in range(n):
        when = start + timedelta(seconds=draw.randrange(20 * 365 * 86_400))
        form = draw.choice(FORMS)
        text = when.strftime(form.replace("年", "{y}").replace("月", "{m}").replace("日", "{d}"))
        yield text.format(y="年", m="月", d="日") if "{" in text else text
        if draw.random() < 0.05:
            yield draw.choice(ODD)


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp950"])
def test_ten_thousand_stamps_are_read_as_one_by_one(period, encoding):
    texts = list(stamps(10_000))
    cells = pa.array([t.encode(encoding) for t in texts], pa.binary())
    read = keys(cells, lambda cell: cell.decode(encoding), Dates(period))
    quick = [read.values[k] if k >= 0 else None for k in read.numbers.tolist()]
    slow = [period_of_date(t, period) if t.strip() else None for t in texts]
    assert quick == slow
    wrong = [not ok and bool(t.strip()) for ok, t in zip(slow, texts, strict=True)]
    assert np.flatnonzero(wrong).tolist() == [
        k for k, s in enumerate(read.sources.tolist()) if s in read.wrong
    ]


def test_stamps_of_one_day_are_one_text():
    cells = pa.array([f"2026/07/01 9:0{k}:10 下午 GMT+8" for k in range(9)])
    assert set(without_times(cells).to_pylist()) == {"2026/07/01"}


def test_typed_stamps_fall_on_the_day_of_their_own_clock():
    when = [datetime(2026, 6, 30, 17, 0), None]
    array = pa.array(when, pa.timestamp("us", tz="Asia/Taipei"))
    read = keys(array, bytes.decode, Dates("month"))
    assert [read.values[k] if k >= 0 else None for k in read.numbers] == ["2026-07", None]


def test_a_format_that_speaks_of_times_sees_them():
    cells = pa.array(["10:30 2026-07-01", "2026-07-01 10:30"])
    for written, want in [("%H:%M %Y-%m-%d", [0, -1]), ("%Y-%m-%d %H:%M", [-1, 0]), ("%Y-%m-%d", [-1, 0])]:  # fmt: skip
        read = keys(cells, bytes.decode, Dates("year", written=written))
        assert read.numbers.tolist() == want
