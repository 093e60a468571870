"""What the tables on complaints say, in sentences that carry their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.ingest.register_rows import ALL
from gapkit.operations.complaints.cases import REPEATED_WITHIN
from gapkit.operations.complaints.recovery import recovery_curve, share_of
from gapkit.operations.complaints.register import LATER
from gapkit.stats.shares import stands_out
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.operations.complaints.cases import Cases
    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = [
    "complaint_sentences",
    "funnel_sentences",
    "overdue_sentences",
    "recovery_sentences",
    "step_sentences",
]


def complaint_sentences(cases: Cases, options: Options, limit: int) -> Iterator[Phrase]:
    """Yield how many complaints came, are open, were chased, jumped a level, came again.

    Parameters
    ----------
    limit
        Days after which an open complaint is overdue.
    """
    frame, say = cases.frame, options.words
    first, last = (f"{day:%Y-%m-%d}" for day in (frame["day"].min(), frame["day"].max()))
    when = {"first": first, "last": last, "as_of": cases.as_of.isoformat()}
    counted = {
        "received": say.number(len(frame), 0),
        "open": say.number(frame["open"].eq(True).sum(), 0),
    }
    if "recovered" not in cases.recorded:
        yield Phrase("complaints.received", when | counted)
    else:
        yield Phrase("complaints.count", when | counted)
        if not cases.overdue(limit).any():
            yield Phrase("complaints.none_overdue", {"limit": limit})
    for field in ("chased", "escalated"):
        if field in cases.recorded:
            count = int(frame[field].gt(0).sum())
            yield Phrase(f"complaints.{field}", {"count": say.number(count, 0)})
    if {"skipped", "reported"} <= cases.recorded:
        yield _skipped(frame, options)
    if "customer" in cases.recorded:
        count = int(frame["repeated"].eq(True).sum())
        days = {"days": REPEATED_WITHIN}
        yield Phrase("complaints.repeated", {"count": say.number(count, 0), **days})


def _skipped(frame: pd.DataFrame, options: Options) -> Phrase:
    skipped = frame["skipped"].eq(True)
    told = int((skipped & frame["reported"].eq(True)).sum())
    count = int(skipped.sum())
    values = {"count": options.words.number(count, 0), "told": options.words.number(told, 0)}
    found = share_of(told, count, options)
    if found[0] != found[0]:
        return Phrase("complaints.skipped_few", values)
    return Phrase("complaints.skipped", values | _share(found, options))


def recovery_sentences(cases: Cases, options: Options, limit: int) -> Iterator[Phrase]:
    """Yield after how many days half are put right, and the share within the limit."""
    say = options.words
    curve = recovery_curve(cases.frame, options)
    if curve.n < options.min_n:
        return
    median = curve.median
    if median.estimate != median.estimate:
        yield Phrase("recovery.not_half", {"days": say.number(curve.time[-1], 0)})
    else:
        days = {"days": _days(median.estimate, options), "low": _days(median.low, options)}
        form = "median" if median.high == median.high else "median_open"
        form = form if median.low == median.low else "median_alone"
        yield Phrase(f"recovery.{form}", days | {"high": _days(median.high, options)})
    within = curve.within(limit)
    if within.estimate == within.estimate:
        found = within.estimate, within.low, within.high
        yield Phrase("recovery.within", {"limit": limit} | _share(found, options))


def _days(days: float, options: Options) -> str:
    return options.words.number(days, 0 if days != days or days == round(days) else 1)


def step_sentences(steps: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    """Yield how often each step was taken, and where customers stayed more, or less, often.

    A step is named for its customers only where the two intervals do not overlap, which asks for
    more than a test of the difference would.
    """
    say, whole = options.words, steps[steps["unit"] == ALL]
    taken = whole[whole["share"].notna()]
    if len(taken):
        parts = [
            say("recovery_steps.part", step=say(f"complaints.step.{s}"), share=say.percent(x))
            for s, x in zip(taken["step"], taken["share"], strict=True)
        ]
        yield Phrase("recovery_steps.taken", {"parts": say("list.between").join(parts)})
    known = whole[whole["kept_share"].notna() & whole["without_share"].notna()]
    apart = known[
        (known["kept_low"] > known["without_high"]) | (known["kept_high"] < known["without_low"])
    ]
    for row in apart.to_dict("records"):
        yield Phrase("recovery_steps.stayed", {
            "step": say(f"complaints.step.{row['step']}"),
            **_ends(row, "kept", options), **{f"other_{k}": v for k, v in _ends(row, "without", options).items()},
        })  # fmt: skip
    if len(known) and apart.empty:
        yield Phrase("recovery_steps.not_told")
    if len(known):
        yield Phrase("recovery_steps.association")


def _ends(row: dict[Any, Any], name: str, options: Options) -> dict[str, str]:
    return _share((row[f"{name}_share"], row[f"{name}_low"], row[f"{name}_high"]), options)


def funnel_sentences(funnel: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    """Yield how many came to each stage, which stages none came to, and who stayed."""
    say = options.words
    whole = funnel[(funnel["unit"] == ALL) & funnel["n"].notna()].set_index("step")
    stages = [s for s in LATER if s in whole.index]
    if stages:
        received = int(whole["n"]["received"])
        rows: dict[Any, dict[str, Any]] = whole.to_dict("index")  # type: ignore[assignment]
        parts = [_stage(s, rows[s], received, say) for s in stages]
        came = {"received": say.number(received, 0), "parts": say("list.between").join(parts)}
        yield Phrase("funnel.came", came)
        if empty := [say(f"complaints.step.{s}") for s in stages if not whole["n"][s]]:
            yield Phrase("funnel.empty", {"stages": say.list(empty)})
    if "kept" in whole.index and whole["share_of_received"]["kept"] >= 0:
        kept, known = (int(whole[column]["kept"]) for column in ("n", "known"))
        counts = {"known": say.number(known, 0), "kept": say.number(kept, 0)}
        yield Phrase("funnel.kept", counts | _share(share_of(kept, known, options), options))


def _stage(stage: str, row: dict[str, Any], received: int, say: Words) -> str:
    """Say how many came to a stage; and of how many that is known, where it is not of all."""
    count, known = say.number(row["n"], 0), int(row["known"])
    share = say.percent(row["share_of_received"]) or "–"
    if known != received:
        share = say("funnel.of_known", share=share, known=say.number(known, 0))
    return say(f"funnel.part.{stage}", count=count, share=share)


def overdue_sentences(
    cases: Cases, overdue: pd.DataFrame, options: Options, limit: int
) -> Iterator[Phrase]:
    """Yield how many are open too long, and which units leave more of theirs open than all do.

    Notes
    -----
    A unit is named where its share lies above that of everybody by more than chance, guarded for the
    number of units (`gapkit.stats.shares.stands_out`); the interval beside it holds by itself.
    """
    say = options.words
    if overdue.empty:
        return
    behind = list(_units_behind(cases, options, limit))
    count, oldest = len(overdue), overdue["open_days"].max()
    values = {"count": say.number(count, 0), "oldest": say.number(oldest, 0), "limit": limit}
    names = {"units": say.list([phrase.values["unit"] for phrase in behind])}
    yield (
        Phrase("overdue.count_named", values | names) if behind else Phrase("overdue.count", values)
    )
    yield from behind
    if {"chased", "escalated"} <= cases.recorded:
        cared = {"chased": overdue["chased"].eq("yes"), "escalated": overdue["escalated"].gt(0)}
        yield Phrase("overdue.attended", {k: say.number(v.sum(), 0) for k, v in cared.items()})


def _units_behind(cases: Cases, options: Options, limit: int) -> Iterator[Phrase]:
    """Yield a sentence on each unit that leaves more of its complaints open than all do."""
    say = options.words
    (_, (late, n)), *units = ((unit, _late(part, cases, limit)) for unit, part in cases.by_unit())
    whole = late / n
    units = [(unit, found) for unit, found in units if found[1] >= options.min_n]
    counts_late, sizes = ([found[k] for _, found in units] for k in (0, 1))
    told = stands_out(counts_late, sizes, whole, options.alpha)
    for (unit, (late, n)), behind in zip(units, told, strict=True):
        if behind:
            counts = {"late": say.number(late, 0), "n": say.number(n, 0), "limit": limit}
            named = {"unit": say.unit(unit), "whole": say.percent(whole)}
            yield Phrase(
                "overdue.unit", counts | named | _share(share_of(late, n, options), options)
            )


def _late(part: pd.DataFrame, cases: Cases, limit: int) -> tuple[int, int]:
    """Return the complaints that are overdue, and all that came long enough ago to be so."""
    import pandas as pd

    known = part[part["open"].notna()]
    old = (pd.Timestamp(cases.as_of) - known["day"]).dt.days > limit
    return int(cases.overdue(limit).loc[part.index].sum()), int(old.sum())


def _share(found: tuple[float, float, float], options: Options) -> dict[str, str]:
    percents = (options.words.percent(x) for x in found)
    return dict(zip(("share", "low", "high"), percents, strict=True))
