"""The examples of every docstring run, and say what they show."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import gapkit

ROOT = Path(gapkit.__file__).parents[1]
# needs a package that is an extra of its own
NOT_HERE = {"gapkit.tally.spark"}


def modules():
    paths = sorted((ROOT / "gapkit").rglob("*.py"))
    names = (".".join(p.relative_to(ROOT).with_suffix("").parts) for p in paths)
    dotted = (n.removesuffix(".__init__") for n in names if not n.endswith("__main__"))
    return [n for n in dotted if n not in NOT_HERE and not n.startswith("gapkit.fonts")]


@pytest.mark.parametrize("name", modules())
def test_examples_say_what_they_show(name, tmp_path, monkeypatch):
    module = import_module(name)
    monkeypatch.chdir(tmp_path)
    failed = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed.failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(len(t.examples) for n in modules() for t in finder.find(import_module(n)))
    assert examples > 100
