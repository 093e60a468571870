"""The content of the synthetic call centre's report, in Chinese and for those within the firm."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gapkit.samples import sample
from gapkit.study import read_study

if TYPE_CHECKING:
    from gapkit.report import Content


@cache
def call_centre() -> Content:
    """Return it, as made; agents and monitors are named once it is published."""
    study = read_study(sample("bank").parent / "call-centre" / "study.zh-Hant.toml")
    content: Content = study.run()._content("internal")
    return content
