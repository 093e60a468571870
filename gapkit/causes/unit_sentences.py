"""What the table `between_units` says, or why it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gapkit.causes.units import FEWEST_UNITS
from gapkit.gaps.terms import battery_word, gap_name
from gapkit.wording import Phrase

if TYPE_CHECKING:
    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options

__all__ = ["between_sentences"]


def between_sentences(
    frame: pd.DataFrame, instrument: Instrument, options: Options
) -> tuple[Phrase, ...]:
    """Return what is told of the last wave by p adjusted; a line where there are too few units."""
    if frame.empty:
        return ()
    say = options.words
    here = frame[frame["wave"] == frame["wave"].iloc[-1]]
    if (here["reason"] == "too few cases").all():
        few = {"units": int(here["units"].max()), "fewest": FEWEST_UNITS}
        return (Phrase("units_as_cases.few", few),)
    said = []
    for row in here[here["p_adjusted"] < options.alpha].to_dict("records"):
        if row["estimate"] != row["estimate"]:
            continue
        label = (
            say("level.overall")
            if row["dimension"] == "overall"
            else instrument.label("dimension", row["dimension"], options.language)
        )
        figures = {
            name: say.number(row[column], options.decimals, sign=True)
            for name, column in (("amount", "estimate"), ("low", "ci_low"), ("high", "ci_high"))
        }
        outcome, kind = str(row["outcome"]), str(row["kind"])
        if kind == "association":
            named = {
                "term": gap_name(say, str(row["term"]), "short"),
                "outcome": gap_name(say, "5", "short"),
            }
        else:
            named = {
                "term": battery_word(say, str(row["term"])),
                "outcome": battery_word(say, outcome),
            }
        values: dict[str, object] = {"dimension": label, "units": row["units"], **named, **figures}
        said.append(Phrase(f"units_as_cases.{kind}", values))
    return (
        (*said, Phrase("units_as_cases.no_proof")) if said else (Phrase("units_as_cases.nothing"),)
    )
