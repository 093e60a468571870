"""The sample studies: beside this module in an installed package, in ``data/samples`` of a checkout."""

from __future__ import annotations

from pathlib import Path

from gapkit.errors import CallError, Problem, did_you_mean

__all__ = ["sample", "samples"]


def samples() -> dict[str, Path]:
    """Return sample → its folder.

    Examples
    --------
    >>> sorted(samples())
    ['bank', 'call-centre', 'kiosk']
    """
    here = Path(__file__).resolve().parent
    root = here / "samples"
    if not root.is_dir():
        root = here.parent / "data" / "samples"
    found = [*root.glob("*/study.toml"), *root.glob("*/*/study.toml")]
    return {path.parent.name: path.parent for path in sorted(found)}


def sample(name: str, language: str = "en") -> Path:
    """Return the study file of a sample.

    Raises
    ------
    CallError
        There is no such sample.
    """
    known = samples()
    if name not in known:
        advice = f"{did_you_mean(name, known)} Known: {', '.join(known)}.".strip()
        raise CallError(Problem("sample", f"there is no sample '{name}'.", advice))
    file = "study.toml" if language == "en" else f"study.{language}.toml"
    return known[name] / file
