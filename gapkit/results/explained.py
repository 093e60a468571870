"""How the figures of a table were made, in words: formula, options, source, and what is guarded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from gapkit.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gapkit.results.result import Result
    from gapkit.wording import Words

__all__ = ["explained", "wrapped"]

WIDTH: Final = 96
"""Characters of a line; half as many where they are twice as wide, as in Chinese."""

INDENT: Final = "  "

FIRST_WIDE: Final = "\u2e80"
"""Characters from here on are twice as wide as Latin ones, and may end a line."""

# a sign that closes stays with what it closes
_PIECES: Final = re.compile(r"(?:[^\s\u2e80-\uffff]+|[\u2e80-\uffff])[，。、；：）」]*\s*|\s+")

JUDGED: Final = ("confidence", "adjust", "margin", "min_n_verdict")

OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "gaps": (*JUDGED, "unit_design", "signed_rank"),
    "gaps_by_unit": JUDGED,
    "profile": JUDGED,
    "consensus": JUDGED,
    "witnesses": JUDGED,
    "zones": ("confidence", "min_n_verdict"),
    "trends": JUDGED,
    "tags": JUDGED,
    "exposure": ("confidence", "adjust", "margin"),
    "between_units": ("confidence", "adjust"),
    "cause_views": JUDGED,
    "did_it_work": ("confidence", "adjust", "min_n_verdict"),
    "knowledge": ("confidence", "min_n_verdict", "bootstrap"),
    "scores": ("confidence", "unit_design"),
    "league": ("confidence", "adjust", "min_n_verdict", "bootstrap", "case_mix"),
    "drivers": ("confidence", "min_n_verdict", "seed"),
    "short_form": ("confidence", "adjust", "margin", "bootstrap", "seed"),
    "difference_scores": ("confidence", "adjust"),
    "response": ("margin",),
    "causes": ("confidence", "bootstrap"),
    "priorities": ("confidence", "bootstrap"),
    "actions": ("confidence", "bootstrap"),
    "factors": ("seed",),
    "monitors": ("confidence", "adjust"),
    **dict.fromkeys(("limits", "check_sheets"), ()),
    **dict.fromkeys(("complaints", "funnel", "guarantee_rules", "copy_review"), ()),
    **dict.fromkeys(
        ("answers", "mix_rate", "structure", "validity", "invariance", "correlations",
         "answer_quality", "flagged_gaps", "similar_forms", "unit_terms"),
        (),
    ),
}  # fmt: skip
"""Table → the options that its figures depend on; those of others depend on the confidence alone."""

GUARDS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("gaps", "gaps_by_unit", "profile", "consensus", "witnesses", "trends"), ("family",)
    ),
    **dict.fromkeys(
        ("answers", "mix_rate", "correlations", "flagged_gaps", "unit_terms"), ("counted",)
    ),
    **dict.fromkeys(("fit", "validity", "invariance", "structure", "factors"), ("model",)),
    **dict.fromkeys(
        ("driver_models", "penalty_reward", "what_if", "consequences", "determinants", "drivers"),
        ("single", "association"),
    ),
    **dict.fromkeys(("answer_quality", "similar_forms"), ("question",)),
    **dict.fromkeys(
        ("tags", "cause_views", "difference_scores", "exposure", "between_units"),
        ("family", "association"),
    ),
    **dict.fromkeys(("priorities", "actions", "causes"), ("ranks", "association")),
    "did_it_work": ("family",),
    **dict.fromkeys(
        ("complaints", "funnel", "overdue", "copy_review", "guarantee_rules", "agenda"), ("recorded",)
    ),
    **dict.fromkeys(("recovery", "guarantee"), ("single", "recorded")),
    "campaigns": ("single", "recorded"),
    "recovery_steps": ("single", "recorded", "association"),
    "short_form": ("held_out",),
    **dict.fromkeys(("monitoring", "limits", "training"), ("single", "recorded")),
    "monitors": ("family", "recorded"),
    "check_sheets": ("recorded",),
    "training_effect": ("single", "recorded", "association"),
    "zeros": ("single", "recorded", "association"),
    "league": ("family", "ranks"),
    "attribution": ("together",),
    "response": ("silent",),
}  # fmt: skip
"""Table → what guards its figures, and what does not; others have intervals, each by itself."""


def explained(result: Result, language: str | None = None) -> str:
    """Return how the figures of `result` were made, a line a thing.

    Parameters
    ----------
    language
        Of the words; by default the options'.

    Returns
    -------
    str
        What the table says; how it is made, with the source; the options that it depends on; what
        is guarded and what not; whose figures are not shown.
    """
    say = words(language).labelled(result.options.labels) if language else result.words
    parts = {
        "what": _if_known(say, f"report.workbook.says.{result.name}"),
        "how": _if_known(say, f"explain.how.{result.name}"),
        "options": _options(result, say),
        "guard": say("list.sentences").join(
            say(f"explain.guard.{guard}") for guard in GUARDS.get(result.name, ("single",))
        ),
        "few": say("explain.few", min_n=result.options.min_n),
    }
    return "\n".join(
        say("explain.part", term=say(f"explain.term.{part}"), text=text)
        for part, text in parts.items()
        if text
    )


def wrapped(text: str) -> str:
    """Return `text` in lines that a screen holds, the further lines of a paragraph set in.

    Examples
    --------
    >>> [len(line) for line in wrapped("one two " * 20).splitlines()]
    [95, 65]
    """
    return "\n".join(line for paragraph in text.splitlines() for line in _lines(paragraph))


def _lines(paragraph: str) -> Iterator[str]:
    """Break after words, and after any character that stands for a word."""
    line, width = "", 0
    for piece in _PIECES.findall(paragraph):
        wide = len(piece) + sum(character >= FIRST_WIDE for character in piece.strip())
        if width + wide > WIDTH and line:
            yield line.rstrip()
            line, width = INDENT, len(INDENT)
        line, width = line + piece, width + wide
    yield line.rstrip()


def _if_known(say: Words, key: str) -> str:
    return say(key) if say.has(key) else ""


def _options(result: Result, say: Words) -> str:
    """Return the options that the figures depend on, with their values."""
    names = OPTIONS.get(result.name, ("confidence",))
    said = [
        say(f"explain.option.{name}", value=_value(result, name, say))
        for name in names
        if getattr(result.options, name) is not None
    ]
    return say("explain.between").join(said)


def _value(result: Result, name: str, say: Words) -> Any:
    value = getattr(result.options, name)
    if name == "confidence":
        return say.percent(value)
    if name == "margin":
        return say.number(value * result.instrument.scale.range, result.options.decimals)
    if name == "case_mix":
        return say.list([say.segment(name) for name in value])
    key = f"explain.choice.{name}.{value}"
    return say(key) if say.has(key) else str(value)
