"""What the tables on causes say: what those inside agree on, its remedy, and how far it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapkit.gaps.groups import natural
from gapkit.gaps.terms import gap_name
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["cause_sentences", "class_word", "exposure_word", "role_said", "view_sentences"]

HALF = 0.5
"""With fewer who agree, a cause that ranks first is still none that people see at work."""


def class_word(say: Words, name: str) -> str:
    """Return the word for a class of causes; a study's own word as it is.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> class_word(words("en"), "layers"), class_word(words("en"), "weather")
    ('Layers', 'weather')
    """
    key = f"causes.class.{name}"
    return say(key) if say.has(key) else name


def exposure_word(say: Words, name: str) -> str:
    """Return the word for what a cause exposes the firm to."""
    key = f"causes.exposure.{name}"
    return say(key) if say.has(key) else name


def role_said(say: Words, role: str) -> str:
    """Return a role as it stands within a sentence."""
    key = f"causes.role.{role}"
    return say(key) if say.has(key) else role


def cause_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return for each gap and role of the last wave what they agree on most, with its remedy."""
    if frame.empty:
        return ()
    here = frame[frame["wave"] == frame["wave"].iloc[-1]]
    groups = here.groupby(["gap", "role"], sort=False)
    ordered = sorted(groups, key=lambda group: natural(str(group[0][0])))
    return tuple(
        p for (gap, role), rows in ordered for p in _first(str(gap), str(role), rows, options)
    )


def _first(gap: str, role: str, rows: pd.DataFrame, options: Options) -> Iterator[Phrase]:
    say = options.words
    rows = rows[rows["rank"].notna()].sort_values("rank", kind="stable")
    if rows.empty or rows["n"].iloc[0] < options.min_n_verdict:
        return
    first, *others = rows.to_dict("records")
    # first beside those whose ranks may be the same
    tied = [r for r in others if r["rank_low"] <= first["rank_high"]]
    named = {"gap": gap_name(say, gap, "short"), "role": role_said(say, role)}
    people = say.number(float(first["n"]), 0)
    if first["share_agree"] <= HALF:
        yield Phrase("causes.none", {**named, "count": len(rows), "n": people})
    else:
        values = named | {
            "causes": say.list([_said(say, r, options) for r in (first, *tied)]),
            "count": len(rows),
            "n": people,
            "remedies": say("list.sentences").join(str(r["remedy"]) for r in (first, *tied)),
        }
        yield Phrase("causes.tied" if tied else "causes.first", values)
    told = [r for r in (first, *tied) if r["r_high"] < 0 or r["r_low"] > 0]
    for row in told:
        yield _association(say, row, options)


def _said(say: Words, row: dict[Any, Any], options: Options) -> str:
    mean = say.number(row["agreement"], options.decimals)
    return say("causes.said", label=row["label"], mean=mean)


def _association(say: Words, row: dict[Any, Any], options: Options) -> Phrase:
    key = "causes.goes_with_worse" if row["r"] < 0 else "causes.goes_with_better"
    figures = {k: say.number(row[k], options.decimals, sign=True) for k in ("r", "r_low", "r_high")}
    named = {"label": row["label"], "role": role_said(say, row["role"])}
    return Phrase(
        key,
        figures | named | {"gap": gap_name(say, row["with_gap"], "short"), "units": row["units"]},
    )


def view_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return the causes of the last wave that two roles see differently."""
    if frame.empty:
        return ()
    say = options.words
    here = frame[frame["wave"] == frame["wave"].iloc[-1]]
    said = []
    for row in here[here["verdict"].isin(["lower", "higher"])].to_dict("records"):
        more, less = ("right", "left") if row["verdict"] == "higher" else ("left", "right")
        values = {
            "label": row["label"],
            "more": role_said(say, row[f"role_{more}"]),
            "less": role_said(say, row[f"role_{less}"]),
            "high": say.number(row[f"mean_{more}"], options.decimals),
            "low": say.number(row[f"mean_{less}"], options.decimals),
        }
        said.append(Phrase("causes.view", values))
    return tuple(said)
