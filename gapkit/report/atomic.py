"""A folder that is written whole or not at all: beside its place first, then put there."""

from __future__ import annotations

import errno
import json
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from gapkit.errors import Problem, ReportError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MANIFEST", "TOOL", "check_place", "written_whole"]

MANIFEST: Final = "manifest.json"
TOOL: Final = "gapkit"
"""What the manifest's key ``tool`` says: the mark of a folder that may be replaced."""

DISC_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def check_place(out: Path) -> None:
    """Make sure that a report may be written at `out`, before any work is done.

    Parameters
    ----------
    out
        A folder: new, empty, or holding an earlier report.

    Raises
    ------
    ReportError
        It is a file, or a folder with something else in it, which is never deleted.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise ReportError(
            Problem(str(out), "this is a file, not a folder.", "Give another folder with --out.")
        )
    if any(out.iterdir()) and _contents(out) is None:
        raise ReportError(
            Problem(
                str(out),
                "this folder holds something else than a gapkit report and is left alone.",
                "Give a new or empty folder with --out.",
            )
        )


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of `out` once everything is written.

    An earlier report at `out` stays as it was until then, and for good if the block fails. Files
    that somebody else put into the earlier report are carried over.

    Parameters
    ----------
    out
        Where the folder shall stand in the end.

    Yields
    ------
    Path
        An empty folder beside `out`.

    Raises
    ------
    ReportError
        `out` is something else than a report, or writing failed (disc full, no permission).

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "report"
    >>> with written_whole(place) as folder:
    ...     _ = (folder / "index.html").write_text("whole")
    >>> [entry.name for entry in place.iterdir()]
    ['index.html']
    """
    out = Path(out).resolve()
    check_place(out)
    mark = uuid4().hex[:8]
    fresh, stale = (out.with_name(f".{out.name}-{mark}.{kind}") for kind in ("new", "old"))
    try:
        fresh.mkdir(parents=True)
        yield fresh
        _swap(fresh, out, stale)
    except OSError as error:
        raise ReportError(_problem(out, error)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(stale, ignore_errors=True)


def _swap(fresh: Path, out: Path, stale: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    out.rename(stale)
    try:
        fresh.rename(out)
    except OSError:
        stale.rename(out)
        raise
    _carry_over(stale, out)


def _carry_over(old: Path, new: Path) -> None:
    """Keep what others laid beside the old report: it is not ours to delete."""
    ours = _contents(old) or frozenset()
    for entry in old.iterdir():
        if entry.name not in ours and not (new / entry.name).exists():
            entry.rename(new / entry.name)


def _contents(folder: Path) -> frozenset[str] | None:
    """Names that gapkit wrote into `folder`; None where it is no gapkit report."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["tool"] == TOOL:
            return frozenset(manifest["contents"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _problem(out: Path, error: OSError) -> Problem:
    full = error.errno in DISC_FULL
    what = "the disc is full" if full else f"writing failed: {error.strerror or error}"
    stands = "The earlier report is as it was." if out.exists() else "Nothing was left behind."
    advice = "Free some space" if full else "Check the folder and its permissions"
    return Problem(str(out), f"{what}. {stands}", f"{advice}, or give another folder with --out.")
