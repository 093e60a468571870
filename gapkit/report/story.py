"""The story that slides and document tell: headline sentences, each with its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.sentences import main_gap
from gapkit.gaps.terms import gap_name
from gapkit.plots.knowledge_gap import KnowledgeGap
from gapkit.report.action_sheet import actions_shown
from gapkit.report.figures import across_roles, last_wave
from gapkit.report.native import NativeChart, Series, native_charts
from gapkit.report.native.charts import sides_of
from gapkit.report.page.claims import group_claims
from gapkit.report.page.five import five_sentences, five_table, overall_gaps
from gapkit.report.page.headline import headline, message
from gapkit.report.page.method import method
from gapkit.report.page.roles import response_sentences
from gapkit.report.page.targets import target_sentences
from gapkit.report.scene import Scene
from gapkit.report.spoken import spoken, spoken_means
from gapkit.report.system_scenes import system_scenes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.report.content import Content
    from gapkit.report.page.table import Table

__all__ = ["Scene", "scenes"]

READING: Final = ("sign", "verdict", "margin")
"""What has to be known to read a report; the other notes on the method are spoken."""

ACTIONS: Final = 3
"""As many actions as anybody will take up in a quarter."""

ACTION_COLUMNS: Final = ("rank", "whose", "what", "found", "remedy")
"""Of the sheet of actions, those that a slide has room for."""


def scenes(content: Content) -> tuple[Scene, ...]:
    """Return the scenes of a report after its title, as far as there is something to show.

    Parameters
    ----------
    content
        As published.
    """
    charts = native_charts(content)
    found = (
        _message(content),
        _five(content, charts),
        _sides(content, charts),
        _gaps(content, charts),
        _items(content, charts),
        _waves(content, charts),
        _priorities(content, charts),
        _actions(content),
        *system_scenes(content),
        _reading(content),
    )
    return tuple(scene for scene in found if scene is not None)


def _message(content: Content) -> Scene:
    say = content.words
    found = headline(content)
    verdicts = NativeChart(
        "verdicts",
        "bars",
        say("report.native.verdicts"),
        say("report.native.items_axis"),
        tuple(share.word for share in found.strip),
        (
            Series(
                say("level.item"),
                tuple(float(share.count) for share in found.strip),
                tones=tuple(share.verdict for share in found.strip),
            ),
        ),
    )
    charts = (verdicts,) if found.strip else ()
    return Scene("message", found.lead, found.further, charts, notes=(found.answered,))


def _five(content: Content, charts: Mapping[str, NativeChart]) -> Scene | None:
    if not across_roles(content):
        return None
    say = content.words
    asked = [gap for gap in overall_gaps(content) if gap.known]
    told = [gap for gap in asked if gap.told and not isinstance(gap, KnowledgeGap)]
    named = [say("report.slide.gap_is", gap=g.heading, verdict=g.verdict_word) for g in told]
    values = {"asked": len(asked), "told": len(told), "names": say.list(named)}
    title = say(f"report.slide.five_{'told' if told else 'none'}", **values)
    return Scene(
        "five_gaps",
        title,
        charts=_picked(charts, "five_gaps"),
        rows=_cells(five_table(content)),
        notes=five_sentences(content),
    )


def _sides(content: Content, charts: Mapping[str, NativeChart]) -> Scene | None:
    if "sides" not in charts:
        return None
    result = content.results["gaps"]
    frame, say = result.frame, content.words
    gap = str(main_gap(frame))
    left, right = sides_of(content, gap)
    here = _everybody(content)
    overall = here[here["level"] == "overall"]
    scale, decimals = content.instrument.scale, content.options.decimals
    title = charts["sides"].title
    if len(overall) and overall["mean_left"].notna().all():
        row = overall.iloc[0]
        means = {f"{s}_mean": say.number(row[f"mean_{s}"], decimals) for s in ("left", "right")}
        ends = {"bottom": scale.names[0], "top": scale.names[-1]}
        title = say("report.slide.sides", left=left, right=right, **means, **ends)
    rows = here[here["level"].isin(["dimension", "overall"])]
    notes = spoken_means(content, rows, (left, right))
    return Scene("sides", title, target_sentences(content), (charts["sides"],), notes=notes)


def _gaps(content: Content, charts: Mapping[str, NativeChart]) -> Scene | None:
    if "gaps" not in charts:
        return None
    here = _everybody(content)
    rows = here[here["level"].isin(["dimension", "overall"])]
    told = _sentences(content, "dimensions_")
    title = told[0] if told else charts["gaps"].title
    said = (*told[1:], *group_claims(content))
    return Scene("gaps", title, said, (charts["gaps"],), notes=spoken(content, rows))


def _items(content: Content, charts: Mapping[str, NativeChart]) -> Scene | None:
    if "items" not in charts:
        return None
    here = _everybody(content)
    told = _sentences(content, "items", "furthest", "no_furthest")
    title = told[0] if told else charts["items"].title
    notes = spoken(content, here[here["level"] == "item"])
    return Scene("items", title, told[1:], (charts["items"],), notes=notes)


def _waves(content: Content, charts: Mapping[str, NativeChart]) -> Scene | None:
    if "gap_by_wave" not in charts:
        return None
    say, chart = content.words, charts["gap_by_wave"]
    frame = content.results["gaps"].frame
    gap = str(main_gap(frame))
    rows = frame[
        (frame["segment"] == "all") & (frame["gap"] == gap) & (frame["level"] == "overall")
    ]
    trends = content.results.get("trends")
    told = () if trends is None else tuple(say.say(phrase) for phrase in trends.sentences)
    title = told[0] if told else _last_two(content, gap, chart)
    said = told[1:]
    notes = spoken(content, rows, by="wave")
    return Scene("waves", title, said, _picked(charts, "waves", "gap_by_wave"), notes=notes)


def _last_two(content: Content, gap: str, chart: NativeChart) -> str:
    """Say the gap of the last wave and of the one before, and that this judges nothing."""
    before, now = chart.series[0].values[-2:]
    if before is None or now is None:
        return chart.title
    say, decimals = content.words, content.options.decimals
    figures = {
        "now": say.number(now, decimals, sign=True),
        "before": say.number(before, decimals, sign=True),
    }
    waves = {"wave": chart.rows[-1], "wave_before": chart.rows[-2]}
    return say("report.slide.waves", gap=gap_name(say, gap), **figures, **waves)


def _priorities(content: Content, charts: Mapping[str, NativeChart]) -> Scene | None:
    if "priorities" not in charts:
        return None
    chart, say = charts["priorities"], content.words
    told = tuple(say.say(p) for p in content.results["priorities"].sentences)
    decimals = content.options.decimals
    across, up = chart.series
    notes = tuple(
        say("report.slide.row", label=label, figure=_both(content, x, y, decimals))
        for label, x, y in zip(chart.rows, across.values, up.values, strict=True)
        if x is not None and y is not None
    )
    head = f"{across.name} | {up.name}"
    return Scene("priorities", told[0] if told else chart.title, told[1:], (chart,),
                 notes=(head, *notes))  # fmt: skip


def _both(content: Content, across: float, up: float, decimals: int) -> str:
    say = content.words
    return f"{say.number(across, decimals)} | {say.number(up, decimals)}"


def _actions(content: Content) -> Scene | None:
    if "actions" not in content.results:
        return None
    shown = actions_shown(content).head(ACTIONS)
    if shown.empty:
        return None
    say = content.words
    names = say.list(list(dict.fromkeys(shown["what"])))
    head = tuple(say(f"report.actions.{column}") for column in (*ACTION_COLUMNS, "owner", "due"))
    cells = [(*(str(row[c]) for c in ACTION_COLUMNS), "", "") for _, row in shown.iterrows()]
    notes = tuple(say.say(p) for p in content.results["actions"].sentences)
    title = say("report.slide.first", names=names)
    return Scene("actions", title, rows=(head, *cells), notes=notes)


def _reading(content: Content) -> Scene:
    """Say who answered and how the figures are to be read."""
    found = method(content)
    terms = {content.words(f"report.method.{key}.term") for key in READING}
    said = tuple(note.text for note in found if note.term in terms or len(found) <= len(READING))
    answered = headline(content).answered
    notes = tuple(
        content.words("explain.part", term=note.term, text=note.text)
        for note in found
        if note.term not in terms
    )
    return Scene("reading", answered, (*response_sentences(content), *said), notes=notes)


def _everybody(content: Content) -> pd.DataFrame:
    """Return everybody's rows of the main gap in the last wave."""
    frame = content.results["gaps"].frame
    here = frame[(frame["segment"] == "all") & (frame["gap"] == main_gap(frame))]
    return here[here["wave"].astype(str) == last_wave(frame)]


def _sentences(content: Content, *endings: str) -> tuple[str, ...]:
    """Return the sentences of the message whose key ends so, in their order."""
    return tuple(
        content.words.say(phrase)
        for phrase in message(content)
        if phrase.key.rpartition(".")[2].startswith(endings)
    )


def _cells(table: Table | None) -> tuple[tuple[str, ...], ...]:
    """Return a page's table as plain cells, its headings first."""
    if table is None:
        return ()
    head = tuple(column.heading for column in table.columns)
    rows = (tuple(column[row][0] for column in table.columns) for row in range(len(table)))
    return (head, *rows)


def _picked(charts: Mapping[str, NativeChart], *names: str) -> tuple[NativeChart, ...]:
    return tuple(charts[name] for name in names if name in charts)
