"""Written whole or not at all, and never over something that is not ours."""

from __future__ import annotations

import errno
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from gapkit.errors import ReportError
from gapkit.report.atomic import check_place, written_whole
from gapkit.report.tables import write_manifest

if TYPE_CHECKING:
    from pathlib import Path


def make_report(out: Path, text: str) -> None:
    with written_whole(out) as folder:
        (folder / "index.html").write_text(text)
        (folder / "tables").mkdir()
        write_manifest({}, folder)


def others(parent: Path) -> list[str]:
    return sorted(p.name for p in parent.iterdir())


def test_new_folder_with_parents(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    make_report(out, "one")
    assert (out / "index.html").read_text() == "one"
    assert others(tmp_path / "a") == ["b"]


def test_earlier_report_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "report"
    make_report(out, "one")
    (out / "tables" / "old.csv").write_text("stale")
    make_report(out, "two")
    assert (out / "index.html").read_text() == "two"
    assert list((out / "tables").iterdir()) == []
    assert others(tmp_path) == ["report"]


def test_earlier_report_stands_while_the_new_one_is_made(tmp_path: Path) -> None:
    out = tmp_path / "report"
    make_report(out, "one")
    with written_whole(out) as folder:
        (folder / "index.html").write_text("two")
        assert (out / "index.html").read_text() == "one"


def test_full_disc_leaves_the_earlier_report(tmp_path: Path) -> None:
    out = tmp_path / "report"
    make_report(out, "one")
    with pytest.raises(ReportError, match=r"disc is full.*earlier report is as it was"):
        fill_the_disc(out)
    assert (out / "index.html").read_text() == "one"
    assert others(tmp_path) == ["report"]


def fill_the_disc(out: Path) -> None:
    with written_whole(out) as folder:
        (folder / "index.html").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disc_leaves_nothing_where_nothing_was(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="Nothing was left behind"):
        fill_the_disc(tmp_path / "report")
    assert others(tmp_path) == []


def test_a_mistake_of_ours_is_not_called_a_full_disc(tmp_path: Path) -> None:
    out = tmp_path / "report"
    make_report(out, "one")
    with pytest.raises(ZeroDivisionError), written_whole(out):
        _ = 1 / 0
    assert (out / "index.html").read_text() == "one"
    assert others(tmp_path) == ["report"]


def test_last_step_failing_puts_the_earlier_report_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    make_report(out, "one")
    rename = type(out).rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(type(out), "rename", refuse)
    with pytest.raises(ReportError, match="Permission denied"):
        make_report(out, "two")
    assert (out / "index.html").read_text() == "one"
    assert others(tmp_path) == ["report"]


@pytest.mark.parametrize(
    "manifest", [None, "{", "[]", '{"tool": "other", "contents": []}', '{"tool": "gapkit"}']
)
def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    before = others(tmp_path)
    with pytest.raises(ReportError, match="something else than a gapkit report"):
        make_report(tmp_path, "one")
    assert others(tmp_path) == before


def test_a_file_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a file")
    with pytest.raises(ReportError, match="a file, not a folder"):
        check_place(tmp_path / "report")


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    out = tmp_path / "report"
    out.mkdir()
    make_report(out, "one")
    assert (out / "index.html").exists()


def test_what_others_laid_beside_the_report_is_carried_over(tmp_path: Path) -> None:
    out = tmp_path / "report"
    make_report(out, "one")
    (out / "notes.docx").write_text("mine")
    make_report(out, "two")
    assert (out / "notes.docx").read_text() == "mine"
    assert json.loads((out / "manifest.json").read_text())["contents"] == [
        "index.html",
        "manifest.json",
        "tables",
    ]


def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    make_report(real, "one")
    link.symlink_to(real)
    make_report(link, "two")
    assert link.is_symlink()
    assert (real / "index.html").read_text() == "two"
    shutil.rmtree(real)
