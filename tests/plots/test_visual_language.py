"""Colours and type sizes have one home, and every chart speaks the same language."""

from __future__ import annotations

import ast
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import CSS4_COLORS, TABLEAU_COLORS

import gapkit
from gapkit.plots.theme import SIZE, VERDICTS
from gapkit.report.page.dark import dark_colour
from gapkit.results import CHARTS

from .test_theme import APART, SIGHT, lab, linear

PLOTS = sorted((Path(gapkit.__file__).parent / "plots").glob("*.py"))
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
NAMED = set(CSS4_COLORS) | set(TABLEAU_COLORS)
COLOURED = re.compile(r"(?:^|_)(?:color|colour|facecolor|edgecolor|ec|fc)s?$")
SIZED = {"size", "fontsize", "labelsize", "fontdict"}


def literals(path):
    """Yield the colours and type sizes that a module writes down itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and COLOUR.fullmatch(node.value)
        ):
            yield node.value
        pairs = []
        if isinstance(node, ast.Call):
            pairs = [(k.arg or "", k.value) for k in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = [
                (getattr(k, "value", ""), v) for k, v in zip(node.keys, node.values, strict=True)
            ]
        for name, value in pairs:
            if not isinstance(value, ast.Constant):
                continue
            if name in SIZED and isinstance(value.value, int | float):
                yield f"{name}={value.value}"
            if COLOURED.search(str(name)) and value.value in NAMED:
                yield f"{name}={value.value}"


@pytest.mark.parametrize("path", PLOTS, ids=lambda p: p.stem)
def test_only_the_theme_holds_colours_and_sizes(path):
    found = list(literals(path))
    assert bool(found) == (path.stem == "theme"), found


def test_there_are_three_type_sizes():
    assert SIZE.title > SIZE.text > SIZE.small > 0


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("pair", list(combinations(VERDICTS, 2)), ids="-".join)
def test_verdicts_are_told_apart_on_a_dark_page(sight, pair):
    seen = [
        lab(np.clip(np.array(SIGHT[sight]) @ linear(dark_colour(VERDICTS[v].colour)), 0, 1))
        for v in pair
    ]
    assert np.linalg.norm(seen[0] - seen[1]) > APART


def test_no_chart_is_a_radar():
    assert not [c for charts in CHARTS.values() for c in charts if "radar" in c or "spider" in c]
