"""A study to start from: commented, and complete enough to run as it is."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from gapkit.errors import Problem, StudyError
from gapkit.study.template.drafted import write_draft

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_draft", "write_template"]

FILES = {
    "study.toml": "study.toml",
    "instrument.toml": "instrument.toml",
    "customers.csv": "exports/customers.csv",
}


def write_template(folder: Path) -> list[Path]:
    """Write a study, an instrument and a tiny invented export.

    Parameters
    ----------
    folder
        Made if need be.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    StudyError
        One of the files is there already; nothing is written then.
    """
    there = [folder / name for name in FILES.values() if (folder / name).exists()]
    if there:
        raise StudyError(*(
            Problem(str(path), "is there already and is not overwritten.", "Choose another folder.")
            for path in there
        ))  # fmt: skip
    written = []
    for source, name in FILES.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files(__package__).joinpath(source).read_bytes())
        except OSError as problem:
            raise StudyError(
                Problem(
                    str(path), f"cannot be written: {problem.strerror}.", "Choose another folder."
                )
            ) from problem
        written.append(path)
    return written
