"""Time stamps as moments, held against Python's own reading of ISO stamps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapkit.ingest.moments import moments

WHEN = st.datetimes(datetime(1990, 1, 1), datetime(2049, 12, 31), timezones=st.just(UTC))
WHOLE = {"microsecond": 0}


def half_day(when, am, pm):
    return f"{when.hour % 12 or 12}:{when:%M:%S}", pm if when.hour >= 12 else am


@given(when=WHEN, hours=st.integers(-11, 13))
def test_every_spelling_of_a_moment_is_that_moment(when, hours):
    when = when.replace(**WHOLE)
    there = when.astimezone(timezone(timedelta(hours=hours)))
    clock, half = half_day(there, "上午", "下午")
    english = half_day(there, "AM", "PM")[1]
    texts = [
        there.isoformat(),
        when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        f"{there:%Y/%m/%d} {clock} {half} GMT{hours:+d}",
        f"{there:%Y/%m/%d} {clock} {english} GMT{hours:+d}",
        f"{there:%Y/%m/%d} {half} {clock} UTC{hours:+03d}:00",
        f"{there:%Y}年{there.month}月{there.day}日 {there:%H}:{there:%M}:{there:%S}{hours:+03d}00",
    ]
    assert moments(texts).tolist() == [when.timestamp()] * len(texts)


@given(when=WHEN)
def test_a_stamp_without_a_zone_is_taken_as_it_stands(when):
    when = when.replace(**WHOLE)
    texts = [f"{when:%Y-%m-%d %H:%M:%S}", f"{when:%Y/%m/%d %H:%M:%S} EST"]
    if when.year > 2010:
        texts.append(f"{when.year - 1911}/{when.month}/{when.day} {when:%H:%M:%S}")
    assert moments(texts).tolist() == [when.timestamp()] * len(texts)


def test_the_column_decides_what_stands_first():
    day, month = moments(["13/04/2026 10:00", "03/04/2026 10:00"]), moments(["7/27/26 19:06", "7/1/26 9:03"])  # fmt: skip
    assert day[0] - day[1] == 10 * 86_400
    assert month[0] - month[1] == 26 * 86_400 + 10 * 3600 + 3 * 60
    assert np.isnan(moments(["03/04/2026 10:00", "04/05/2026 10:00"])).all()


# Microsoft, "DATE function": 1 January 2008 is serial number 39448.
def test_a_spreadsheets_day_numbers():
    assert moments(["39448.5", "39448"]).tolist() == [datetime(2008, 1, 1, 12, tzinfo=UTC).timestamp(),
                                                      datetime(2008, 1, 1, tzinfo=UTC).timestamp()]  # fmt: skip


@pytest.mark.parametrize("text", [None, "", "soon", "[not completed]", "2026-02-30 10:00", "10:00"])
def test_what_is_no_stamp_is_no_moment(text):
    assert np.isnan(moments([text, "2026-07-01"])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:00:00 上午", 0), ("12:00:00 下午", 12), ("12:00 中午", 12), ("1:00 凌晨", 1), ("13:00 下午", 13), ("8:00 晚上", 20)],
)  # fmt: skip
def test_hours_of_a_clock_of_twelve(text, hour):
    start, found = moments(["2026-07-01", f"2026-07-01 {text}"])
    assert (found - start) / 3600 == hour
