"""A built wheel and an editable install both run the demo."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)


def page_of(done: subprocess.CompletedProcess[str], cwd: Path) -> Path:
    return cwd / done.stdout.splitlines()[-1]


@pytest.mark.slow
def test_a_wheel_in_a_fresh_environment_runs_the_demo(tmp_path):
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "-o",
        str(tmp_path),
        str(ROOT),
        cwd=ROOT,
    )
    (wheel,) = tmp_path.glob("gapkit-*.whl")
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = str(home / "bin" / "python")
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
        cwd=tmp_path,
    )
    # the other packages are lent by this environment, which is slow to build twice; its editable
    # gapkit is not: path files inside a lent folder are not read
    own = next((home / "lib").glob("python*")) / "site-packages"
    lent = next(p for p in sys.path if p.endswith("site-packages"))
    (own / "lent.pth").write_text(lent + "\n")
    where = run(python, "-c", "import gapkit; print(gapkit.__file__)", cwd=tmp_path).stdout
    assert str(own) in where
    page = page_of(run(str(home / "bin" / "gapkit"), "demo", cwd=tmp_path), tmp_path)
    assert page.stat().st_size > 100_000


@pytest.mark.slow
def test_an_editable_install_runs_the_demo(tmp_path):
    page = page_of(run(sys.executable, "-m", "gapkit", "demo", cwd=tmp_path), tmp_path)
    assert "Self-service kiosks" in page.read_text(encoding="utf-8")
