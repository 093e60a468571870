"""Root causes on the page: the identity in amounts, causes with their remedies, what goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.causes.attribution_sentences import term_name
from gapkit.causes.cause_sentences import class_word, exposure_word
from gapkit.causes.tag_sentences import tag_value_word, tag_word
from gapkit.gaps.terms import gap_name
from gapkit.plots.chosen import last_wave
from gapkit.plots.theme import VERDICTS
from gapkit.report.page.cells import Cells
from gapkit.report.page.table import Table, column_of
from gapkit.report.sides import dimension_word, role_word

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Cell

__all__ = ["attribution_table", "cause_table", "root_sentences", "tag_table"]

SAID: Final = {
    "attribution": ("attribution", "exposure"),
    "causes": ("causes", "cause_views"),
    "tags": ("tags",),
    "around": ("between_units", "image", "determinants", "consequences"),
}
"""Section → tables whose sentences it prints."""


def root_sentences(content: Content, section: str) -> tuple[str, ...]:
    """Return what the tables of a section say."""
    results = [content.results[name] for name in SAID[section] if name in content.results]
    return tuple(content.words.say(phrase) for result in results for phrase in result.sentences)


def _here(content: Content, name: str) -> pd.DataFrame | None:
    """Return everybody's rows of the last wave."""
    result = content.results.get(name)
    if result is None or result.frame.empty:
        return None
    frame = result.frame[result.frame["wave"].astype(str) == last_wave(result.frame)]
    return frame[frame["segment"] == "all"] if "segment" in frame else frame


def attribution_table(content: Content) -> Table | None:
    """Return the identity: a row a dimension, a column a term; told apart from zero by colour."""
    frame = _here(content, "attribution")
    if frame is None:
        return None
    say = content.words
    frame = frame[frame["kind"] != "beside"]
    rows = {(str(r["dimension"]), str(r["term"])): r for r in frame.to_dict("records")}
    keys = list(dict.fromkeys(frame["dimension"].astype(str)))
    terms = sorted(dict.fromkeys(frame["term"].astype(str)), key=lambda term: (term == "5", term))
    sign = 1 if content.instrument.scale.direction == "higher" else -1

    def cell(key: str, term: str) -> Cell:
        row = rows.get((key, term))
        if row is None or row["estimate"] != row["estimate"]:
            return "", ""
        low, high = sign * row["ci_low"], sign * row["ci_high"]
        tone = "shortfall" if max(low, high) < 0 else "surplus" if min(low, high) > 0 else "unclear"
        number = say.number(row["estimate"], content.options.decimals, sign=True)
        return f"{VERDICTS[tone].sign} {number}", tone

    columns = [
        column_of(
            "dimension", say("level.dimension"), [(dimension_word(content, k), "") for k in keys]
        )
    ]
    for term in terms:
        name = gap_name(say, "5", "short") if term == "5" else term_name(say, term)
        columns.append(column_of(term, name, [cell(key, term) for key in keys], "number"))
    return Table("attribution", say("report.table.attribution"), tuple(columns))


def cause_table(content: Content) -> Table | None:
    """Return every cause with agreement, rank, class, exposure and remedy."""
    frame = _here(content, "causes")
    if frame is None:
        return None
    say = content.words
    cells = Cells(frame, say, content.options.decimals)
    confidence = content.words.level(content.options.confidence)
    ranks: list[Cell] = [
        (_between(say.number(low, 0), say.number(high, 0)), "")
        for low, high in frame[["rank_low", "rank_high"]]
        .astype("Float64")
        .to_numpy(float, na_value=float("nan"))
    ]
    columns = (
        column_of("gap", say("report.column.gap"), [(gap_name(say, str(g), "short"), "") for g in frame["gap"]]),
        column_of("label", say("report.column.cause"), cells.texts("label")),
        column_of("role", say("report.column.role"), [(role_word(say, str(r)), "") for r in frame["role"]]),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of("agreement", say("report.column.agreement"), cells.numbers("agreement"), "number"),
        column_of("ci_low", say("report.column.interval", confidence=confidence), cells.intervals("ci_low", "ci_high"), "number"),
        column_of("rank", say("report.column.rank"), ranks, "number"),
        column_of("class", say("report.column.class"), [(class_word(say, str(c)), "") for c in frame["class"]]),
        column_of("exposure", say("report.column.exposure"), [(exposure_word(say, str(e)), "") for e in frame["exposure"]]),
        column_of("remedy", say("report.column.remedy"), cells.texts("remedy")),
    )  # fmt: skip
    return Table("causes", say("report.table.causes"), columns)


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def tag_table(content: Content) -> Table | None:
    """Return gap 5 by every single tag's values."""
    frame = _here(content, "tags")
    if frame is None:
        return None
    say = content.words
    frame = frame[(frame["gap"] == "5") & ~frame["tag"].str.contains("*", regex=False)]
    if frame.empty:
        return None
    cells = Cells(frame, say, content.options.decimals)
    confidence = content.words.level(content.options.confidence)
    pairs = list(zip(frame["tag"].astype(str), frame["key"].astype(str), strict=True))
    whole = say("plots.origin_aspect.all")
    tags: list[Cell] = [(whole if tag == "all" else tag_word(say, tag), "") for tag, _ in pairs]
    keys: list[Cell] = [
        ("" if tag == "all" else tag_value_word(say, tag, key), "") for tag, key in pairs
    ]
    columns = (
        column_of("tag", say("report.column.tag"), tags),
        column_of("key", say("report.column.tag_value"), keys),
        column_of("items", say("report.column.k"), cells.counts("items"), "number"),
        column_of("n", say("report.column.n"), cells.people(), "number"),
        column_of("estimate", say("report.column.estimate"), cells.numbers("estimate", sign=True), "number"),
        column_of("ci_low", say("report.column.interval", confidence=confidence), cells.intervals("ci_low", "ci_high", sign=True), "number"),
        column_of("verdict", say("report.column.verdict"), cells.verdicts()),
    )  # fmt: skip
    return Table("tags", say("report.table.tags", gap=gap_name(say, "5")), columns)
