"""What a report was made from: versions, inputs, options; enough to make it again."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gapkit.ingest import Source
    from gapkit.study.file import Study
    from gapkit.survey import Survey

__all__ = ["manifest"]

PACKAGES = ("numpy", "pandas", "scipy", "pyarrow", "matplotlib")
CHUNK = 1 << 20


def manifest(study: Study, audience: str = "public") -> dict[str, Any]:
    """Return the account of a run, fit for JSON; the same inputs give the same account.

    Parameters
    ----------
    audience
        Whom the report is for.
    """
    from gapkit import __version__

    survey = study.survey
    return {
        "made_by": "gapkit",
        "gapkit": __version__,
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
        "study": {"title": study.title, **_file(study.path)},
        "instrument": {"name": survey.instrument.name, "items": len(survey.instrument.items)},
        "audience": audience,
        "options": asdict(survey.options),
        "inputs": [
            {"role": source.role, **_file(path)}
            for source in (*survey.sources, *_registers(study))
            for path in (*source.files, *_companions(survey, source))
        ],
    }


def _registers(study: Study) -> Iterable[Source]:
    registers = study.department.registers.values()
    return (source for register in registers for source in register.sources)


def _companions(survey: Survey, source: Source) -> Iterable[Path]:
    """Return the codebooks and catalogues that a source's files were read with, each once."""
    bounds = (file.bound for file in survey.answers.files)
    return dict.fromkeys(p for b in bounds if b.source is source for p in b.table.companions)


def _file(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return {"file": path.name, "bytes": size, "sha256": digest.hexdigest()}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
