"""What the page for the board says: few sentences, and no more figures in them than can be kept in mind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gapkit.causes.action_words import next_step
from gapkit.causes.attribution_sentences import term_name
from gapkit.gaps.groups import WHOLE
from gapkit.gaps.sentences import main_gap
from gapkit.report.board.message import lead_sentence
from gapkit.report.board.systems import complaints_line, promises_line, systems
from gapkit.report.figures import last_wave
from gapkit.report.page.acting import TONES, first_rows
from gapkit.report.page.headline import headline
from gapkit.report.page.targets import target_sentences
from gapkit.report.records import beside, tasks
from gapkit.report.there import there

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.report.content import Content

__all__ = ["Action", "Board", "Outcome", "board"]

MOST_ACTIONS: Final = 3
"""As many as anybody will take up until the next wave."""


@dataclass(frozen=True)
class Action:
    """One thing to do: what falls short, what goes with it, what would fit.

    Parameters
    ----------
    what
        Dimension or item.
    found
        The gap, and whether it is beyond the margin.
    behind
        The inner gap and the cause that go with it; empty where nobody was asked.
    remedy
        What would fit.
    """

    what: str
    found: str
    behind: str
    remedy: str


@dataclass(frozen=True)
class Outcome:
    """What became of an action of last time: what it was about, who had it, and the verdict."""

    what: str
    owner: str
    verdict: str
    tone: str


@dataclass(frozen=True)
class Board:
    """Everything on the page beside its figures.

    Parameters
    ----------
    when
        The wave; empty where there is none.
    code
        Stands for the very files that were read.
    lead
        The one sentence.
    answered
        Who answered, and how far that reaches.
    actions
        What to do first, at most three; of records alone, every kind of task that they ask for.
    outcomes
        What became of the last three.
    units
        How many units are told apart; empty without units.
    targets
        Which were reached; empty without any.
    systems
        What became of complaints and promises; empty without registers of them.
    notes
        How to read the page; none where it speaks of records alone.
    """

    when: str
    code: str
    lead: str
    answered: str
    actions: tuple[Action, ...]
    outcomes: tuple[Outcome, ...]
    units: str
    targets: tuple[str, ...]
    systems: tuple[str, ...]
    notes: tuple[str, ...]


def board(content: Content) -> Board | None:
    """Return the page of a report; None where neither a gap nor a register speaks of anything.

    Parameters
    ----------
    content
        As published.
    """
    result = content.results.get("gaps")
    if result is None:
        return _of_records(content)
    whole = (result.frame["segment"] == WHOLE) & (result.frame["value"] == WHOLE)
    frame = result.frame[whole]
    gap = main_gap(frame)
    if gap is None:
        return _of_records(content)
    wave = last_wave(frame)
    return Board(
        when="" if wave == WHOLE else wave,
        code=_code(content.manifest),
        lead=lead_sentence(content, gap, wave),
        answered=there(content) or _answered(content, wave, frame, gap),
        actions=_actions(content),
        outcomes=_outcomes(content, wave),
        units=_units(content, wave, gap),
        targets=target_sentences(content),
        systems=systems(content),
        notes=_notes(content, gap),
    )


def _of_records(content: Content) -> Board | None:
    """Return the page of a department that asked no customers, and has no gap to speak of."""
    instead, lines = there(content), (complaints_line(content), promises_line(content))
    asked = tuple(Action(_begun(task), "", "", "") for task in tasks(content))
    if not instead or not (asked or any(lines)):
        return None
    scores = content.results.get("scores")
    wave = WHOLE if scores is None else last_wave(scores.frame)
    return Board(
        when="" if wave == WHOLE else wave, code=_code(content.manifest),
        lead=headline(content).lead, answered=instead, actions=asked, outcomes=(), units="",
        targets=(), systems=tuple(line for line in lines if line), notes=(),
    )  # fmt: skip


def _begun(text: str) -> str:
    """Return a text as it begins a row."""
    return text[:1].upper() + text[1:]


def _code(manifest: Mapping[str, Any]) -> str:
    """Return a short code of the input files: the same files, the same code."""
    hashes = [str(source.get("sha256", "")) for source in manifest.get("inputs", ())]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:8] if hashes else ""


def _answered(content: Content, wave: str, frame: pd.DataFrame, gap: str) -> str:
    say = content.words
    response = content.results.get("response")
    if response is not None:
        rows = response.frame[
            (response.frame["wave"].astype(str) == wave) & (response.frame["unit"] == WHOLE)
        ]
        if len(rows) and rows["rate"].iloc[0] == rows["rate"].iloc[0]:
            row = rows.iloc[0]
            answers = say.number(float(row["answered"]), 0)
            return say(
                "report.board.answered_rate", answered=answers, rate=say.percent(row["rate"], 1)
            )
    overall = _overall(frame, gap, wave)
    sides = [
        float(overall[c])
        for c in ("n", "n_right", "n_left")
        if c in overall and not _blank(overall[c])
    ]
    people = say.number(sides[0] if sides else content.answered(), 0)
    return say("report.board.answered", answered=people)


def _actions(content: Content) -> tuple[Action, ...]:
    if "actions" not in content.results:
        return ()
    rows = first_rows(content).head(MOST_ACTIONS)
    return tuple(_action(content, row) for row in rows.to_dict("records"))


def _action(content: Content, row: Mapping[Any, Any]) -> Action:
    say = content.words
    # how large it is stands in the figure of the dimensions: the page has twelve numbers to spend
    size = "beyond" if row["material"] == "yes" else "near"
    found = say(f"report.board.size.{size}")
    behind = [term_name(say, str(row["carrier"]))] if row["carrier"] else []
    behind += [say("sentence.quoted", label=row["cause_label"])] if row["cause"] else []
    remedy = str(row["remedy"] or "") or next_step(str(row["carrier"]), say)
    # what the records know leads: a long remedy is cut
    fits = [text for text in (beside(content, row), remedy) if text]
    return Action(
        str(row["label"]), found, say("list.between").join(behind), say("list.sentences").join(fits)
    )


def _outcomes(content: Content, wave: str) -> tuple[Outcome, ...]:
    result = content.results.get("did_it_work")
    if result is None:
        return ()
    rows = result.frame[result.frame["wave"].astype(str) == wave].head(MOST_ACTIONS)
    return tuple(
        Outcome(
            str(row["label"]),
            str(row["owner"] or ""),
            content.words(f"verdict.other.{str(row['verdict'] or 'not told').replace(' ', '_')}"),
            TONES.get(str(row["verdict"]), "unclear"),
        )
        for row in rows.to_dict("records")
    )


def _units(content: Content, wave: str, gap: str) -> str:
    """Count the units that are told apart from the average; none is named, none is ranked."""
    result = content.results.get("league")
    if result is None:
        return ""
    frame = result.frame
    here = frame[(frame["wave"].astype(str) == wave) & (frame["gap"] == gap)]
    here = here[(here["level"] == "overall") & here["shrunk"].notna()]
    if here.empty:
        return ""
    counts = {side: int((here["verdict"] == side).sum()) for side in ("below", "above")}
    say = content.words
    unit = say.segment(str(here["segment"].iloc[0]))
    if not any(counts.values()):
        return say("report.board.units.none", unit=unit)
    adjusted = "adjusted" if here["adjusted"].notna().any() else "raw"
    return say(f"report.board.units.{adjusted}", unit=unit, **counts)


def _notes(content: Content, gap: str) -> tuple[str, ...]:
    say = content.words
    margin = content.options.margin * content.instrument.scale.range
    said = say.number(margin, content.options.decimals)
    notes = [say("report.board.note.margin", margin=said)] if gap != "priority" else []
    return (*notes, say("report.board.note.unclear"), say("report.board.note.association"))


def _overall(frame: pd.DataFrame, gap: str, wave: str) -> Mapping[Any, Any]:
    here = frame[(frame["segment"] == WHOLE) & (frame["wave"].astype(str) == wave)]
    here = here[(here["gap"] == gap) & (here["level"] == "overall")]
    return here.iloc[0].to_dict() if len(here) else {}


def _blank(cell: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(cell))
