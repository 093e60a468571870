"""Which figures a report asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from gapkit.options import Options
from gapkit.report.figures import wanted

from .frames import content, gaps_frame, kiosk, scores_frame

if TYPE_CHECKING:
    from pathlib import Path


def plan(made: object) -> list[tuple[str, str]]:
    return [(figure.section, figure.chart) for figure in wanted(made)]


def test_a_gap_study_gets_every_part() -> None:
    assert plan(kiosk()) == [
        ("dimensions", "gaps"),
        ("dimensions", "profile"),
        ("items", "gaps"),
        ("items", "profile"),
        ("segments", "heatmap"),
        ("segments", "heatmap"),
        ("items", "distribution"),
        ("priorities", "priorities"),
    ]


def test_each_segment_has_its_own_figure() -> None:
    named = [f.arguments["segment"] for f in wanted(kiosk()) if f.chart == "heatmap"]
    assert named == ["sex", "frequency"]


def test_perception_alone_is_not_set_against_importance() -> None:
    scores = scores_frame()
    made = content({"scores": scores[scores["battery"] == "perception"]}, Options())
    assert plan(made) == []


def test_figures_speak_of_the_last_wave() -> None:
    frame = gaps_frame()
    early, late = (frame.assign(wave=wave) for wave in ("wave 9", "wave 10"))
    import pandas as pd

    made = content({"gaps": pd.concat([late, early])}, Options())
    assert {f.arguments["wave"] for f in wanted(made)} == {"wave 10"}


def test_every_figure_is_a_file_of_its_own(report: Path) -> None:
    names = {p.stem for p in (report / "figures").iterdir()}
    assert names == {figure.name for figure in wanted(kiosk())}
    for path in (report / "figures").iterdir():
        root = ElementTree.parse(path).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.find("{http://www.w3.org/2000/svg}desc").text
