"""The tables `guarantee` and `guarantee_rules`: what was promised, kept and claimed, and what it brought.

A good guarantee raises the number of claims, so no figure here is a verdict: failures and voice
(claims for each failure) stand apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.gaps.groups import natural
from gapkit.operations.promises.guarantee_words import guarantee_sentences, rule_sentences
from gapkit.operations.promises.promise import judged
from gapkit.operations.reasons import NOT_RECORDED
from gapkit.stats.reasons import TOO_FEW_CASES
from gapkit.stats.shares import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from gapkit.operations.desk import Desk
    from gapkit.operations.promises.promise import Promise
    from gapkit.options import Options
    from gapkit.results import Result
    from gapkit.wording import Words

__all__ = ["GUARANTEE_COLUMNS", "RULE_COLUMNS", "guarantee", "guarantee_frame", "rules_frame"]

GUARANTEE_COLUMNS: Final = (
    "promise", "kind", "wave", "n", "kept", "rate", "ci_low", "ci_high", "claims", "voice",
    "payout", "revenue", "return", "rules_met", "failures", "granted", "escalated", "reason",
)  # fmt: skip
"""Columns in their order."""

RULE_COLUMNS: Final = ("promise", "rule", "met", "why")
"""Columns in their order."""

_WHOLE: Final = ("n", "kept", "claims", "rules_met", "failures", "granted", "escalated")


def guarantee(desk: Desk) -> Iterator[Result]:
    """Yield `guarantee` where promises were counted or claimed on, and `guarantee_rules`."""
    promises = desk.department.promises
    occasions, claims = (
        desk.rows[name].frame if name in desk.rows else None for name in ("occasions", "claims")
    )
    options = desk.options
    if occasions is not None or claims is not None:
        frame = guarantee_frame(promises, occasions, claims, options)
        yield desk.result("guarantee", frame, guarantee_sentences(frame, options))
    if promises:
        rules = rules_frame(promises, options.words)
        yield desk.result("guarantee_rules", rules, rule_sentences(rules, options))


def guarantee_frame(
    promises: Sequence[Promise],
    occasions: pd.DataFrame | None,
    claims: pd.DataFrame | None,
    options: Options,
) -> pd.DataFrame:
    """Return each promise by wave: how often it was due and kept, claims, and what they brought.

    Parameters
    ----------
    promises
        As the study has them, in whose order rows stand; promises that only files name come after.
    occasions, claims
        Rows of the registers, as read; None where there is no such register.
    options
        Confidence of the interval, and `min_n`.

    Returns
    -------
    pandas.DataFrame
        `GUARANTEE_COLUMNS`. ``rate``: share kept of the ``n`` times that the promise was due, with
        Wilson's interval (Wilson 1927); ``failures`` = n − kept. ``claims`` of the wave in which
        they were made; ``voice`` = claims ÷ failures, above 1 where customers also claim what was
        counted as kept, or what failed a wave before. ``payout`` and ``revenue`` in the study's
        currency, of those claims; ``return`` = revenue ÷ payout. ``rules_met``: of the six rules,
        how many are met for certain. Blank where there is nothing to divide by; ``rate`` where a promise
        was due fewer than `min_n` times (``reason``), ``voice`` where fewer than `min_n` failed.

    Examples
    --------
    A hotel chain paid 1.1 million out under its guarantee in 1993, and put 11 million of extra
    revenue down to it. The 10 for 1 is the firm's own attribution: nothing was set beside it.

    >>> import pandas as pd
    >>> from gapkit.options import Options
    >>> claim = {"promise": "satisfaction", "wave": "1993", "payout": 1.1e6, "revenue": 11e6}
    >>> claims = pd.DataFrame([claim | {"granted": True, "escalated": None}])
    >>> found = guarantee_frame((), None, claims, Options())
    >>> round(float(found["return"].iloc[0]), 9)
    10.0
    """
    import pandas as pd

    kinds = {promise.name: promise.kind for promise in promises}
    met = {p.name: sum(found.met == "yes" for found in judged(p)) for p in promises}
    rows = [
        {
            "promise": promise, "kind": kinds.get(promise, ""), "wave": wave,
            **_kept(_of(occasions, promise, wave)), **_claimed(_of(claims, promise, wave)),
            "rules_met": met.get(promise),
        }
        for promise, wave in _cells(list(kinds), occasions, claims)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(GUARANTEE_COLUMNS))
    frame = frame.astype(dict.fromkeys(_WHOLE, "Int64") | {"payout": float, "revenue": float})
    n, kept, failures, made = (
        frame[c].astype("Float64").to_numpy(float, na_value=np.nan)
        for c in ("n", "kept", "failures", "claims")
    )
    enough = np.where(n >= options.min_n, n, np.nan)
    low, high = wilson(kept, enough, options.confidence)
    frame["rate"], frame["ci_low"], frame["ci_high"] = _ratio(kept, enough), low, high
    frame["voice"] = _ratio(made, np.where(failures >= options.min_n, failures, np.nan))
    frame["return"] = _ratio(frame["revenue"].to_numpy(), frame["payout"].to_numpy())
    frame["reason"] = np.select([np.isnan(n), np.isnan(enough)], [NOT_RECORDED, TOO_FEW_CASES], "")
    return frame


def rules_frame(promises: Sequence[Promise], say: Words) -> pd.DataFrame:
    """Return each promise held against each of the six rules.

    Returns
    -------
    pandas.DataFrame
        `RULE_COLUMNS`; ``met`` is ``yes``, ``no`` or, where the study does not say, empty; ``why``
        in words of `say`'s language. See `gapkit.operations.promises.promise.judged`.
    """
    import pandas as pd

    rows = [
        (promise.name, found.rule, found.met, say.say(found.why))
        for promise in promises
        for found in judged(promise)
    ]
    return pd.DataFrame(rows, columns=list(RULE_COLUMNS))


def _cells(
    named: list[str], occasions: pd.DataFrame | None, claims: pd.DataFrame | None
) -> list[tuple[str, str]]:
    """Return promise and wave of each row: all that the files hold, in the study's order."""
    found = {
        (str(promise), str(wave))
        for frame in (occasions, claims)
        if frame is not None
        for promise, wave in zip(frame["promise"], frame["wave"], strict=True)
    }
    waves = sorted({wave for _, wave in found}, key=natural)
    told = {promise for promise, _ in found}
    others = sorted(told - set(named), key=natural)
    # a promise that nobody counted has a row that says so, in the last wave
    uncounted = {(p, waves[-1]) for p in named if waves and p not in told}
    return [(p, w) for p in [*named, *others] for w in waves if (p, w) in found | uncounted]


def _of(frame: pd.DataFrame | None, promise: str, wave: str) -> pd.DataFrame | None:
    if frame is None:
        return None
    return frame[(frame["promise"] == promise) & (frame["wave"] == wave)]


def _kept(rows: pd.DataFrame | None) -> dict[str, Any]:
    if rows is None or rows.empty:
        return {}
    n, kept = int(rows["n"].sum()), int(rows["kept"].sum())
    return {"n": n, "kept": kept, "failures": n - kept}


def _claimed(rows: pd.DataFrame | None) -> dict[str, Any]:
    """Return the counts and sums of claims; a sum of which no cell is filled in is blank."""
    if rows is None:
        return {}
    yes = {name: rows[name].eq(True) for name in ("granted", "escalated")}
    said = {name: rows[name].notna().any() for name in yes}
    return {
        "claims": len(rows),
        **{name: int(yes[name].sum()) for name in yes if said[name]},
        **{name: rows[name].sum(min_count=1) for name in ("payout", "revenue")},
    }


def _ratio(part: Any, whole: Any) -> Any:
    """Divide; NaN where there is nothing to divide by."""
    whole = np.where(whole > 0, whole, np.nan)
    return part / whole
