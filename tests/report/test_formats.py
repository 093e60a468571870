"""Formats beside the page: what is missing is said before anything is done."""

from __future__ import annotations

import builtins
import importlib
import json
from typing import TYPE_CHECKING

import pytest

from gapkit.errors import CallError, ReportError
from gapkit.report import Brand, check_formats, formats, write

from .frames import kiosk
from .hostile import branded, logo

if TYPE_CHECKING:
    from pathlib import Path


def without(module: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make importing a module fail as if it, or something below it, were not installed."""

    def refuse(name: str, *rest: object) -> object:
        if name == module:
            raise error
        return importlib.import_module(name, *rest)

    monkeypatch.setattr(formats, "import_module", refuse)


@pytest.mark.parametrize("name", ["pptx", "docx", "pdf"])
def test_a_package_that_is_missing_is_named_with_its_command(name, monkeypatch) -> None:
    without(formats.FORMATS[name].module, ImportError("no"), monkeypatch)
    with pytest.raises(ReportError, match=rf'pip install "gapkit\[{name}\]"'):
        check_formats([name], Brand())


def test_a_library_below_a_package_is_named(monkeypatch) -> None:
    without("weasyprint", OSError("cannot load library 'pango-1.0'"), monkeypatch)
    with pytest.raises(ReportError, match=r"pango-1\.0.*Install Pango"):
        check_formats(["pdf"], Brand())


def test_all_that_is_missing_is_said_at_once(monkeypatch) -> None:
    monkeypatch.setattr(formats, "import_module", lambda _: builtins.__import__("no_such_thing"))
    with pytest.raises(ReportError) as caught:
        check_formats(["pptx", "docx"], Brand())
    assert [problem.where for problem in caught.value.problems] == ["pptx", "docx"]


def test_an_unknown_format_brings_the_known_ones() -> None:
    with pytest.raises(CallError, match=r"no format 'ppt'.*Did you mean 'pptx'.*pptx, docx, pdf"):
        check_formats(["ppt"], Brand())


def test_each_format_is_an_extra_of_the_package() -> None:
    from importlib.metadata import metadata

    assert set(formats.FORMATS) <= set(metadata("gapkit").get_all("Provides-Extra"))


def test_nothing_is_written_where_a_package_is_missing(tmp_path: Path, monkeypatch) -> None:
    without("pptx", ImportError("no"), monkeypatch)
    with pytest.raises(ReportError):
        write(kiosk(), tmp_path / "report", ["pptx"])
    assert not (tmp_path / "report").exists()


def test_the_command_line_says_so_before_anything_is_read(tmp_path: Path, monkeypatch) -> None:
    from click.testing import CliRunner

    from gapkit.cli import main
    from gapkit.study.template import write_template

    write_template(tmp_path)  # which has no exports yet: reading them would fail in another way
    without("docx", ImportError("no"), monkeypatch)
    call = ["run", str(tmp_path / "study.toml"), "--format", "docx"]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 2
    assert 'pip install "gapkit[docx]"' in done.output


@pytest.mark.slow
def test_slides_stand_beside_the_page_and_are_ours_to_replace(tmp_path: Path) -> None:
    pytest.importorskip("pptx")
    made = branded(kiosk(), logo=logo(), colour="#005bac")
    page = write(made, tmp_path / "report", ["pptx", "pptx"])
    folder = page.parent
    assert (folder / "slides.pptx").stat().st_size > 0
    assert "slides.pptx" in json.loads((folder / "manifest.json").read_text())["contents"]
    html = page.read_text(encoding="utf-8")
    assert made.brand.logo.address in html
    assert 'fill="#005bac"' in html
    write(made, folder)
    assert not (folder / "slides.pptx").exists()  # no slides of an older run beside a new page
