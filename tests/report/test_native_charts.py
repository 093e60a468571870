"""Native charts as data: the figures are those of the tables, and no interval is cut."""

from __future__ import annotations

import pytest

from gapkit.options import Options
from gapkit.report.native import native_charts
from gapkit.report.native.charts import MOST_ITEMS
from gapkit.report.native.model import MOST_STEPS, NativeChart, Series, ends_of

from .frames import content, gaps_frame, kiosk


def everybody(level: str):
    frame = gaps_frame()
    return frame[(frame["segment"] == "all") & (frame["gap"] == "5") & (frame["level"] == level)]


def test_the_figures_are_those_of_the_table() -> None:
    charts = native_charts(kiosk().published())
    rows = everybody("dimension")
    assert charts["sides"].rows == tuple(rows["label"])
    left, right = charts["sides"].series
    assert left.values == tuple(rows["mean_left"])
    assert right.values == tuple(rows["mean_right"])
    (gaps,) = charts["gaps"].series
    assert gaps.values == (*rows["estimate"], *everybody("overall")["estimate"])
    assert gaps.low[:-1] == tuple(rows["ci_low"])
    assert gaps.tones[:-1] == tuple(rows["verdict"])


def test_items_furthest_below_the_average_come_first() -> None:
    chart = native_charts(kiosk().published())["items"]
    ranked = everybody("item").sort_values("vs_average")
    assert chart.rows == tuple(ranked["label"].head(MOST_ITEMS))
    assert str(MOST_ITEMS) in chart.title
    assert str(len(ranked)) in chart.title


def test_waves_stand_in_their_order_and_one_wave_is_no_line() -> None:
    frame = gaps_frame()
    assert "waves" not in native_charts(content({"gaps": frame}, Options()))
    waves = [frame.assign(wave=wave) for wave in ("2026Q2", "2025Q4", "2026Q1")]
    import pandas as pd

    charts = native_charts(content({"gaps": pd.concat(waves)}, Options()))
    assert charts["waves"].rows == ("2025Q4", "2026Q1", "2026Q2")
    assert charts["gap_by_wave"].series[0].values == 3 * tuple(everybody("overall")["estimate"])


def test_what_is_suppressed_is_no_chart() -> None:
    frame = gaps_frame()
    frame[["n", "n_left", "n_right"]] = 3
    assert native_charts(content({"gaps": frame}, Options()).published()) == {}


@pytest.mark.parametrize(
    ("low", "high"), [(-1.15, 0.13), (-2.21, -0.4), (0.01, 0.02), (-6.0, 6.0), (-40.0, 3.0)]
)
@pytest.mark.parametrize("zero", [True, False])
def test_an_axis_holds_every_interval_in_few_steps(low, high, zero) -> None:
    ends = ends_of(Series("", ((low + high) / 2,), (low,), (high,)), zero=zero)
    assert ends is not None
    assert ends[0] <= low
    assert ends[1] >= high
    assert not zero or ends[0] <= 0 <= ends[1]
    step = NativeChart("", "bars", "", "", (), (), ends).step
    assert step is not None
    assert (ends[1] - ends[0]) / step <= MOST_STEPS + 1


def test_without_figures_there_are_no_ends() -> None:
    assert ends_of(Series("", (None,), (None,), (None,)), zero=True) is None
