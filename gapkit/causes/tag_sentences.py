"""What the table `tags` says: where along origin, aspect and moment a gap is wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.causes.cuts import TOGETHER, UNTAGGED
from gapkit.gaps.terms import gap_name
from gapkit.wording import Phrase

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.options import Options
    from gapkit.wording import Words

__all__ = ["tag_sentences", "tag_value_word", "tag_word"]

_GAP = "5"


def tag_word(say: Words, tag: str) -> str:
    """Return what a tag is called; a study's own word as it is.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> tag_word(words("en"), "origin"), tag_word(words("en"), "fairness")
    ('Origin', 'fairness')
    """
    return " × ".join(_word(say, f"tags.{part}.name", part) for part in tag.split(TOGETHER))


def tag_value_word(say: Words, tag: str, value: str) -> str:
    """Return what a tag's value is called; a study's own word as it is.

    Examples
    --------
    >>> from gapkit.wording import words
    >>> tag_value_word(words("en"), "origin*aspect", "design*technical")
    'Design × What is received'
    """
    parts = zip(tag.split(TOGETHER), value.split(TOGETHER), strict=True)
    return " × ".join(
        say("tags.none") if part == UNTAGGED else _word(say, f"tags.{name}.{part}", part)
        for name, part in parts
    )


def _word(say: Words, key: str, otherwise: str) -> str:
    return say(key) if say.has(key) else otherwise


def tag_sentences(frame: pd.DataFrame, options: Options) -> tuple[Phrase, ...]:
    """Return, for gap 5 of everybody in the last wave, which values of each tag lie far apart.

    Two values are told apart where their intervals do not meet, which is stricter than a test of
    their difference.
    """
    if frame.empty:
        return ()
    say = options.words
    here = frame[(frame["wave"] == frame["wave"].iloc[-1]) & (frame["segment"] == "all")]
    here = here[(here["gap"] == _GAP) & here["ci_low"].notna() & (here["tag"] != "all")]
    said = []
    for tag, rows in here.groupby("tag", sort=False):
        if TOGETHER in str(tag) or len(rows) < 2:
            continue
        ordered = rows.sort_values("estimate", kind="stable").to_dict("records")
        low, high = ordered[0], ordered[-1]
        key = "tags.apart" if low["ci_high"] < high["ci_low"] else "tags.together"
        values = {"tag": tag_word(say, str(tag)), "gap": gap_name(say, _GAP, "short")}
        for name, row in (("low", low), ("high", high)):
            values[name] = tag_value_word(say, str(tag), str(row["key"]))
            values[f"{name}_gap"] = say.number(row["estimate"], options.decimals, sign=True)
        said.append(Phrase(key, values))
    return tuple(said)
