"""What a study says of a promise to customers, and the six rules that a service guarantee is held against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gapkit.instrument import Text

__all__ = ["HAN", "KINDS", "RULES", "Finding", "Promise", "judged"]

KINDS: Final = ("quality", "time", "added value", "satisfaction")
"""What a promise can be about."""

MOST_WORDS: Final = 25
"""Words of a brief promise: a sentence of more is read twice (style guides of plain English stop here)."""

MOST_CHARACTERS: Final = 50
"""Chinese characters of a brief promise: about two of them stand for an English word."""

MOST_STEPS: Final = 2
"""Steps of an easy claim: to say so, and to be paid. A convention."""

HAN: Final = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character."""

_WORD: Final = re.compile(r"[^\W\u3400-\u9fff]+(?:[.,'’-][^\W\u3400-\u9fff]+)*")


@dataclass(frozen=True)
class Promise:
    """A promise to customers, as the study has it; None where the study says nothing.

    Parameters
    ----------
    name
        What the files of occasions and claims call it.
    kind
        One of `KINDS`.
    text
        As customers read it.
    dimension
        The dimension of the questionnaire that it speaks of.
    limit, measure
        The promised level in a natural unit, and the unit: 5, minutes.
    promised
        The promised level as a point of the questionnaire's scale.
    conditions
        Exceptions, in words; an empty one says that there are none.
    only_for
        The one thing that it holds for.
    payout
        What a customer is paid where it is not kept, in the study's currency.
    price
        What the customer pays for the service.
    claim_steps
        Steps or forms until a customer is paid.
    escalates
        Whether special cases go to a higher level.
    indicator
        The economic indicator that it is tied to; an empty text says that there is none.
    """

    name: str
    kind: str
    text: Text | None = None
    dimension: str = ""
    limit: float | None = None
    measure: str = ""
    promised: float | None = None
    conditions: tuple[str, ...] | None = None
    only_for: str | None = None
    payout: float | None = None
    price: float | None = None
    claim_steps: int | None = None
    escalates: bool | None = None
    indicator: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a rule finds: ``yes``, ``no``, or empty where the study does not say; and why."""

    rule: str
    met: str
    why: Phrase


def judged(promise: Promise) -> tuple[Finding, ...]:
    """Hold a promise against the six rules.

    Returns
    -------
    tuple of Finding
        One for each of `RULES`, in their order. Whether a promised level is high is left to the
        reader: a study does not say what is usual elsewhere.

    Notes
    -----
    After Hart (1988), The power of unconditional service guarantees, Harvard Business Review 66(4),
    54–62: unconditional, easy to understand, meaningful, easy to invoke; and two of a department's
    own: special cases go higher, and satisfaction is among the economic indicators.

    Examples
    --------
    >>> promise = Promise("on time", "time", conditions=(), payout=50, price=100, claim_steps=4)
    >>> [(found.rule, found.met) for found in judged(promise)][:2]
    [('unconditional', 'yes'), ('payout', 'no')]
    """
    return tuple(
        Finding(rule, met, Phrase(f"guarantee.why.{rule}.{why}", values))
        for rule, judge in RULES.items()
        for met, why, values in (judge(promise),)
    )


Judgement = tuple[str, str, dict[str, object]]

UNSAID: Final[Judgement] = ("", "unsaid", {})


def _unconditional(promise: Promise) -> Judgement:
    if promise.only_for:
        return "yes", "one_thing", {"what": promise.only_for}
    if promise.conditions is None:
        return UNSAID
    if not promise.conditions:
        if promise.limit is None:
            return "yes", "none", {}
        return "yes", "none_up_to", {"level": f"{promise.limit:g} {promise.measure}".strip()}
    # as the study wrote them, so joined as their script joins
    listed = ("；" if HAN.search("".join(promise.conditions)) else "; ").join(promise.conditions)
    return "no", "conditions", {"count": len(promise.conditions), "conditions": listed}


def _payout(promise: Promise) -> Judgement:
    paid, price = promise.payout, promise.price
    if paid is None:
        return UNSAID
    if paid == 0:
        return "no", "nothing", {}
    if price is None:
        return "", "without_price", {}
    values: dict[str, object] = {"payout": f"{paid:,g}", "price": f"{price:,g}"}
    return ("yes", "enough", values) if paid >= price else ("no", "little", values)


def _escalated(promise: Promise) -> Judgement:
    if promise.escalates is None:
        return UNSAID
    return ("yes", "escalates", {}) if promise.escalates else ("no", "stays", {})


def _brief(promise: Promise) -> Judgement:
    if promise.text is None:
        return UNSAID
    sizes = [_size(text) for text in dict.fromkeys(promise.text.all())]
    long = [size for size in sizes if size[1] > size[2]]
    unit, size, most = max(long or sizes, key=lambda found: found[1] / found[2])
    why = f"{'long' if long else 'brief'}_{unit}"
    return ("no" if long else "yes"), why, {"count": size, "most": most}


def _size(text: str) -> tuple[str, int, int]:
    """Return what a text is counted in, how many there are, and how many are brief."""
    characters, words = len(HAN.findall(text)), len(_WORD.findall(text))
    if characters:
        return "characters", characters + words, MOST_CHARACTERS
    return "words", words, MOST_WORDS


def _easy(promise: Promise) -> Judgement:
    steps = promise.claim_steps
    if steps is None:
        return UNSAID
    met, why = ("yes", "easy") if steps <= MOST_STEPS else ("no", "hard")
    return met, why, {"count": steps, "most": MOST_STEPS}


def _economic(promise: Promise) -> Judgement:
    if promise.indicator is None:
        return UNSAID
    if promise.indicator:
        return "yes", "tied", {"indicator": promise.indicator}
    return "no", "loose", {}


RULES: Final[Mapping[str, Callable[[Promise], Judgement]]] = {
    "unconditional": _unconditional,
    "payout": _payout,
    "escalated": _escalated,
    "brief": _brief,
    "easy_claim": _easy,
    "economic": _economic,
}
"""Rule → what judges a promise by it."""
