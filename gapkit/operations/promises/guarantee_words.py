"""What the tables on promises say, in sentences that carry their figures and pass no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.gaps.groups import natural
from gapkit.ingest.register_rows import ALL
from gapkit.operations.promises.promise import RULES
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["guarantee_sentences", "rule_sentences"]


def guarantee_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say of each promise how often it was kept in the last wave, who spoke up, and what it brought.

    The promise that was kept least comes first, those that nobody counted last.

    Parameters
    ----------
    frame
        The table `guarantee`.
    """
    if frame.empty:
        return ()
    last = max(frame["wave"], key=natural)
    here = frame[frame["wave"] == last].sort_values("rate", kind="stable")
    rows: list[dict[str, Any]] = here.to_dict("records")
    said = [_of_promise(row, options.words) for row in rows]
    said += _paid(here[here["return"].notna()], options)
    if frame["claims"].notna().any():
        said.append(Phrase("guarantee.no_bad_sign"))
    return tuple(said)


def rule_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Say of each promise which of the six rules it breaks, and of which the study does not speak.

    The promise that breaks most comes first. Those of which the study gives the name alone are told
    together: it is the study that is short, and not the promise.

    Parameters
    ----------
    frame
        The table `guarantee_rules`.
    """
    say = options.words
    by_promise = [(str(promise), rows) for promise, rows in frame.groupby("promise", sort=False)]
    by_promise.sort(key=lambda of: -(of[1]["met"] == "no").sum())
    alike = {
        key: [promise for promise, rows in by_promise if (rows["met"] == answer).all()]
        for key, answer in (("met", "yes"), ("name_alone", ""))
    }
    told = {promise for promises in alike.values() for promise in promises}
    said = [_rules(promise, rows, say) for promise, rows in by_promise if promise not in told]
    for key, promises in alike.items():
        if promises:
            names = say.list([say("sentence.quoted", label=promise) for promise in promises])
            values = {"promises": names, "rules": len(RULES)}
            said.append(Phrase(f"guarantee.rules.{key}", values))
    return tuple(said)


def _of_promise(row: Mapping[str, Any], say: Words) -> Phrase:
    when = "" if row["wave"] == ALL else say("guarantee.when", wave=row["wave"])
    counts = {c: say.number(_or_nan(row[c]), 0) for c in ("n", "kept", "claims")}
    values = {"promise": row["promise"], "when": when, "n": counts["n"], "kept": counts["kept"]}
    if not _known(row["rate"]):
        form = "too_few" if _known(row["n"]) else "uncounted"
        made = say("guarantee.claims", claims=counts["claims"]) if counts["claims"] else ""
        return Phrase(f"guarantee.{form}", values | {"claims": made})
    ends = (("rate", "rate"), ("low", "ci_low"), ("high", "ci_high"))
    shares = {end: say.percent(row[column], 1) for end, column in ends}
    return Phrase("guarantee.kept", {**values, **shares, "voice": _voice(row, say)})


def _voice(row: Mapping[str, Any], say: Words) -> str:
    """Say how many claims came for 100 failures; nothing where claims were not written down."""
    if not _known(row["claims"]):
        return ""
    if not row["failures"]:
        return say("guarantee.none_failed")
    counts = {name: say.number(float(row[name]), 0) for name in ("claims", "failures")}
    if not _known(row["voice"]):
        return say("guarantee.voice_few", **counts)
    form = "voice_above" if row["voice"] > 1 else "voice"
    return say(f"guarantee.{form}", voice=say.number(100 * row["voice"], 0), **counts)


def _paid(rows: pd.DataFrame, options: Options) -> list[Phrase]:
    """Say what was paid out in all, and what the firm puts down to it."""
    if rows.empty:
        return []
    say, payout, revenue = options.words, rows["payout"].sum(), rows["revenue"].sum()
    sums = {"payout": say.number(payout, 0), "revenue": say.number(revenue, 0)}
    ratio = say.number(revenue / payout, options.decimals)
    return [Phrase("guarantee.paid", {**sums, "return": ratio})]


def _rules(promise: str, rows: pd.DataFrame, say: Words) -> Phrase:
    by_answer = {
        answer: [say(f"guarantee.rule.{rule}") for rule in rows.loc[rows["met"] == answer, "rule"]]
        for answer in ("yes", "no", "")
    }
    values = {
        "promise": promise, "met": len(by_answer["yes"]), "rules": len(rows),
        "broken": say.list(by_answer["no"]), "unsaid": say.list(by_answer[""]),
    }  # fmt: skip
    form = ("broken" if by_answer["no"] else "kept") + ("_unsaid" if by_answer[""] else "")
    return Phrase(f"guarantee.rules.{form}", values)


def _or_nan(value: Any) -> float:
    return float(value) if _known(value) else float("nan")


def _known(value: Any) -> bool:
    import pandas as pd

    return bool(pd.notna(value))
