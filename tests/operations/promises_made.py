"""A study of one file of customers, to which tests of promises and campaigns add their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.study import read_study

if TYPE_CHECKING:
    from pathlib import Path

    from gapkit.operations.department import Department

STUDY = """[study]
title = "t"
instrument = "servqual"
wave = "quarter"
[[source]]
role = "customer"
files = ["customers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
"""
BY_MONTH = STUDY.replace('"quarter"', '{date = "submitted", period = "month"}')


def department_of(folder: Path, study: str) -> Department:
    """Return what the text of a study says of the department; its customers answered nothing yet."""
    (folder / "customers.csv").write_text("quarter,submitted,E1,P1\n", encoding="utf-8")
    (folder / "study.toml").write_text(study, encoding="utf-8")
    return read_study(folder / "study.toml").department
