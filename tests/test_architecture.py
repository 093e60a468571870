"""The shape of the package: imports run one way, files read in one sitting."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import gapkit

ROOT = Path(gapkit.__file__).parents[1]
MODULES = sorted((ROOT / "gapkit").rglob("*.py"))
LONGEST = 400
"""Lines; a module that needs more does more than one thing."""


def test_imports_run_one_way_only(tmp_path):
    pytest.importorskip("importlinter")
    # a cache of its own: runs beside this one would write the same file
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports"
    done = subprocess.run(
        [tool, "--cache-dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "2 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_reads_in_one_sitting_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert text.startswith('"""') or not text.strip()


def test_the_layers_are_those_that_stand_in_the_package():
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = set(re.findall(r'^  "\(?([a-z]+)\)?",$', settings, re.MULTILINE))
    found = {
        p.stem if p.suffix == ".py" else p.name
        for p in (ROOT / "gapkit").iterdir()
        if p.suffix == ".py" or (p / "__init__.py").is_file()
    }
    assert found - layers <= {"__init__", "__main__", "samples"}


def test_every_public_name_is_there():
    assert sorted(gapkit.__all__) == dir(gapkit)
    for name in gapkit.__all__:
        assert isinstance(getattr(gapkit, name), str if name == "__version__" else Callable)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gapkit.nothing  # noqa: B018


def test_the_version_is_said_in_one_way():
    from importlib.metadata import version

    assert gapkit.__version__ == version("gapkit")
