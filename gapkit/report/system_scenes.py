"""What slides and document say of the department's records: tasks, complaints, a line a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.gaps.groups import WHOLE
from gapkit.report.board.systems import complaints_line
from gapkit.report.native import NativeChart, Series
from gapkit.report.page.systems import system_told
from gapkit.report.records import asked, tasks
from gapkit.report.scene import Scene
from gapkit.report.systems import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.report.content import Content

__all__ = ["system_scenes"]

COMPLAINTS: Final = "complaints"

BESIDE: Final = 4
"""Sentences beside a chart; all of them stand in the notes."""


def system_scenes(content: Content) -> Iterator[Scene]:
    """Yield what the records ask for, how complaints stand, and a sentence of each other system.

    Parameters
    ----------
    content
        As published; nothing is yielded of a system that no register was kept of.
    """
    say, kinds = content.words, tasks(content)
    if kinds:
        title = say("report.slide.asked", tasks=say.list(kinds))
        yield Scene("asked", title, asked(content), notes=(say("report.asked.unranked"),))
    told = {section: said for section in SYSTEMS if (said := system_told(content, section))}
    yield from _complaints(content, told.pop(COMPLAINTS, ()))
    if told:
        names = {section: say(f"report.section.{section}") for section in told}
        head = say("report.slide.system"), say("report.slide.first_said")
        rows = tuple((names[section], said[0]) for section, said in told.items())
        title = say("report.slide.systems", names=say.list(list(names.values())))
        notes = tuple(
            say("report.slide.row", label=names[section], figure=text)
            for section, said in told.items()
            for text in said
        )
        yield Scene("systems", title, rows=(head, *rows), notes=notes)


def _complaints(content: Content, told: tuple[str, ...]) -> Iterator[Scene]:
    """Yield how many complaints came to each stage, and what is said of them."""
    if not told:
        return
    line = complaints_line(content)
    title, said = (line, told) if line else (told[0], told[1:])
    yield Scene(COMPLAINTS, title, said[:BESIDE], _funnel(content), notes=said[BESIDE:])


def _funnel(content: Content) -> tuple[NativeChart, ...]:
    result, say = content.results.get("funnel"), content.words
    if result is None:
        return ()
    rows = result.frame[(result.frame["unit"] == WHOLE) & result.frame["n"].notna()]
    stages = tuple(_stage(content, str(step)) for step in rows["step"])
    counts = Series(say("report.native.complaints_axis"), tuple(float(n) for n in rows["n"]))
    chart = NativeChart(
        "funnel", "bars", say("report.native.funnel"), counts.name, stages, (counts,)
    )
    return (chart,) if len(rows) > 1 else ()


def _stage(content: Content, step: str) -> str:
    """Return the name of a stage; of customers kept it is said that not all are known."""
    return content.words("plots.funnel.kept" if step == "kept" else f"complaints.step.{step}")
