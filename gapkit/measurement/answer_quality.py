"""The tables `answer_quality` and `flagged_gaps`: who may have answered without care, and whether it matters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gapkit.gaps.gather import Gatherer
from gapkit.gaps.groups import WHOLE, groups_for, natural, positions, waves_of
from gapkit.gaps.model import NOT_PEOPLE
from gapkit.gaps.terms import gap_name
from gapkit.measurement.marked import ALL_CHECKS, ANY, KEPT_VALUE, mark, marked_rows, split
from gapkit.tally import Group
from gapkit.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gapkit.gaps.inventory import Inventory, Pair
    from gapkit.gaps.levels import TwoSided
    from gapkit.options import Options
    from gapkit.tally import Tally
    from gapkit.wording import Words

__all__ = [
    "FLAGGED_GAP_COLUMNS",
    "QUALITY_COLUMNS",
    "answer_quality_frame",
    "flagged_gaps_frame",
    "quality_sentences",
]

QUALITY_COLUMNS: Final = ("wave", "role", "segment", "value", "check", "flagged", "n", "share")
"""Columns of `answer_quality` in their order."""

FLAGGED_GAP_COLUMNS: Final = (
    "wave", "gap", "level", "key", "check", "n", "n_flagged", "n_without", "estimate",
    "estimate_without", "difference",
)  # fmt: skip
"""Columns of `flagged_gaps` in their order."""


def answer_quality_frame(
    tally: Tally, inventory: Inventory, segments: Sequence[str] = ()
) -> pd.DataFrame:
    """Return how many respondents each check flags.

    Parameters
    ----------
    tally
        As `marked_tally` counts it.

    Returns
    -------
    pandas.DataFrame
        `QUALITY_COLUMNS`: ``flagged`` of ``n`` people who could be judged by the check; ``share``
        NaN where nobody could. Checks by which nobody of a role can be judged have no rows. The
        check ``any`` speaks of everybody.
    """
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    roles = [r for r in tally.carries if r not in NOT_PEOPLE]
    for role in roles:
        own = [s for s in segments if inventory.knows(role, s)]
        groups = groups_for(tally, [role], own)
        at = positions(tally, inventory, role, groups)
        for check in ALL_CHECKS:
            sums = tally.moments(mark(role, check))
            if not sums.n.any():
                continue
            for group, k in zip(groups, at.tolist(), strict=True):
                flagged, n = (int(sums.total[k]), int(sums.n[k])) if k >= 0 else (0, 0)
                share = flagged / n if n else float("nan")
                rows.append(
                    (group.wave, role, group.segment, group.value, check, flagged, n, share)
                )
    frame = pd.DataFrame(rows, columns=list(QUALITY_COLUMNS))
    places = pd.MultiIndex.from_frame(frame[["wave", "segment", "value"]])
    frame = frame.assign(_at=places.factorize()[0]).sort_values("_at", kind="stable")
    frame = frame[list(QUALITY_COLUMNS)].reset_index(drop=True)
    return frame.astype({"flagged": "Int64", "n": "Int64"})


def flagged_gaps_frame(tally: Tally, inventory: Inventory, pairs: Sequence[Pair]) -> pd.DataFrame:
    """Return the gaps of everybody, with and without those whom a check flags.

    Parameters
    ----------
    tally
        As `marked_tally` counts it.
    pairs
        Gaps; only those of people who answered both sides appear
        (``survey.without_flagged().gaps()`` gives every gap, with intervals and tests).

    Returns
    -------
    pandas.DataFrame
        `FLAGGED_GAP_COLUMNS`: ``n_flagged`` of the ``n`` people behind the gap, ``estimate`` with and
        ``estimate_without`` without them, ``difference`` without less with, all in points of the
        scale, right − left. Checks that flag nobody have no rows.
    """
    import pandas as pd

    keys = {role: (*known, *map(split, ALL_CHECKS)) for role, known in inventory.carries.items()}
    knowing = replace(inventory, carries=keys)
    places = [(wave, check) for wave in waves_of(tally) for check in ALL_CHECKS]
    parts = [
        _with_and_without(tally, knowing, pair, row, places)
        for pair, row in marked_rows(inventory, pairs)
    ]
    if not parts:
        return pd.DataFrame(columns=list(FLAGGED_GAP_COLUMNS))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["n_flagged"] > 0]
    order = frame["wave"].map({wave: k for k, wave in enumerate(waves_of(tally))})
    frame = frame.assign(_at=order).sort_values("_at", kind="stable").reset_index(drop=True)
    return frame[list(FLAGGED_GAP_COLUMNS)]


def _with_and_without(
    tally: Tally, inventory: Inventory, pair: Pair, row: TwoSided, places: list[tuple[str, str]]
) -> pd.DataFrame:
    import pandas as pd

    groups = [
        [Group(wave, WHOLE, WHOLE) for wave, _ in places],
        [Group(wave, split(check), KEPT_VALUE) for wave, check in places],
    ]
    gathers = [Gatherer(tally, inventory, of) for of in groups]
    scale = gathers[0].map_of(pair.right)
    everybody, kept = (
        scale.figures(gather.figures(row.gap, pair.right.role), shifted=False) for gather in gathers
    )
    body = {
        "wave": [wave for wave, _ in places],
        "gap": pair.gap.name,
        "level": row.level,
        "key": row.key,
        "check": [check for _, check in places],
        "n": pd.array(everybody.n, dtype="Int64"),
        "n_flagged": pd.array(everybody.n - kept.n, dtype="Int64"),
        "n_without": pd.array(kept.n, dtype="Int64"),
        "estimate": everybody.mean,
        "estimate_without": kept.mean,
        "difference": kept.mean - everybody.mean,
    }
    return pd.DataFrame(body)


def quality_sentences(
    quality: pd.DataFrame, flagged_gaps: pd.DataFrame, options: Options
) -> tuple[Phrase, ...]:
    """Return what both tables say of everybody in the last wave.

    Parameters
    ----------
    quality, flagged_gaps
        As `answer_quality_frame` and `flagged_gaps_frame` make them.

    Returns
    -------
    tuple of Phrase
        How many forms of each role show which signs; what cannot be checked; whether the overall
        gaps would be others without the flagged; that a sign is no proof.
    """
    everybody = quality[quality["segment"] == WHOLE]
    if everybody.empty:
        return (Phrase("sentence.nothing"),)
    say = options.words
    wave = max(everybody["wave"].astype(str), key=natural)
    here = everybody[everybody["wave"] == wave]
    said = [_signs(here[here["role"] == role], say) for role in dict.fromkeys(here["role"])]
    if "too_fast" not in set(everybody["check"]):
        said.append(Phrase("quality.no_duration"))
    for gap in _overall(flagged_gaps, wave, options.min_n):
        shown = {
            name: say.number(gap[name], options.decimals, sign=True)
            for name in ("estimate", "estimate_without")
        }
        said.append(Phrase("quality.effect", {"gap": gap_name(say, gap["gap"], "short"), **shown}))
    if options.leave_out:
        names = say.list([say(f"check.{check}") for check in options.leave_out])
        said.append(Phrase("quality.left_out", {"checks": names}))
    elif (here["flagged"] > 0).any():
        said.append(Phrase("quality.no_proof"))
    return tuple(said)


def _signs(here: pd.DataFrame, say: Words) -> Phrase:
    """Say how many forms of one role show a sign, and which."""
    found = {str(c): int(f) for c, f in zip(here["check"], here["flagged"], strict=True)}
    n = int(here.loc[here["check"] == ANY, "n"].iloc[0])
    role = say(f"role.{here['role'].iloc[0]}")
    some = found.pop(ANY)
    if not some:
        return Phrase("quality.none", {"role": role, "n": say.number(n, 0)})
    counts = [
        say("quality.count", check=say(f"check.{check}"), count=say.number(count, 0))
        for check, count in found.items()
        if count
    ]
    share = say.percent(some / n, 1)
    values = {"role": role, "flagged": say.number(some, 0), "n": say.number(n, 0), "share": share}
    return Phrase("quality.flagged", {**values, "counts": say.list(counts)})


def _overall(flagged_gaps: pd.DataFrame, wave: str, fewest: int) -> list[dict[str, Any]]:
    """Return the overall gaps, where the flagged are so many that nobody's own gap shows."""
    rows = flagged_gaps[
        (flagged_gaps["wave"] == wave)
        & (flagged_gaps["level"] == "overall")
        & (flagged_gaps["check"] == ANY)
        & (flagged_gaps["n_without"] > 0)
        & (flagged_gaps["n_flagged"] >= fewest)
    ]
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
