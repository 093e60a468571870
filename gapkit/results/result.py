"""What every answer is: a frozen record of a tidy frame and of the options that made it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from gapkit.results.audience import INTERNAL, checked_audience, names_staff, silent_on
from gapkit.results.charts import Plots
from gapkit.results.explained import explained, wrapped
from gapkit.results.gate import blanked, of_few

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gapkit.instrument import Instrument
    from gapkit.options import Options
    from gapkit.wording import Phrase, Words

__all__ = ["Result"]

SHOWN: Final = "gapkit.report.notebook:shown"
"""What a notebook shows of a result, as ``module:function``; resolved when first shown."""


@dataclass(frozen=True)
class Result:
    """An answer: a tidy frame, one row an estimate, with what is needed to explain it.

    Parameters
    ----------
    name
        The table's name: ``gaps``, ``scores``, …
    frame
        The figures in full precision; undefined is NaN, with a word why in ``reason``.
    options
        The options that made it.
    instrument
        The questionnaire it speaks of.
    sentences
        What it says, in words that are put into the options' language when shown.
    exempt
        Gap, or battery where a table has no gaps → the count columns (``n_left``, ``n``, …) of what
        is not a sample of people (a specification, a campaign audit), which the gate does not hold
        to `min_n`.
    roles
        Gap → who answered its left and its right side; blank where nobody did, as where people
        rated the gap itself.
    own_records
        Whether it counts the firm's own records, and not people who answered: the gate then does
        not hold its counts to `min_n`, since shares of few are blank in it from the start.
    """

    name: str
    frame: pd.DataFrame
    options: Options
    instrument: Instrument
    sentences: tuple[Phrase, ...] = ()
    exempt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    own_records: bool = False

    @property
    def words(self) -> Words:
        """The words of the result's language, with the study's labels."""
        return self.options.words

    @property
    def plot(self) -> Plots:
        """The charts of this result: ``result.plot.profile(ax=None)``."""
        return Plots(self)

    def summary(self) -> str:
        """Return what the result says, a sentence a line."""
        said = [self.words.say(sentence) for sentence in self.sentences]
        return "\n".join(said) or repr(self)

    def explain(self, language: str | None = None) -> None:
        """Print how the figures were made: formula, options, source, what is guarded and what not.

        Parameters
        ----------
        language
            Of the words; by default the options'.
        """
        print(wrapped(explained(self, language)))

    def where(self, **keys: str) -> Result:
        """Return the same result with only the rows whose columns equal `keys`.

        Raises
        ------
        KeyError
            There is no such column.
        """
        frame = self.frame
        for column, value in keys.items():
            frame = frame[frame[column].astype(str) == str(value)]
        return replace(self, frame=frame.reset_index(drop=True), sentences=())

    def published(self, min_n: int | None = None, audience: str = "public") -> Result:
        """Return what others may see: figures of very few people blanked.

        Parameters
        ----------
        min_n
            Fewest people behind a figure; by default the options'.
        audience
            ``public``, or ``internal`` for readers who may see every figure and every name.

        Returns
        -------
        Result
            Without the rows that name a member of staff, and the sentences that do. Else rows, keys
            and counts as they were; where 1 to ``min_n − 1`` people stand on either side every
            figure is blank and ``reason`` says ``suppressed``. Sentences are left out where they
            would speak of such a figure.
        """
        if checked_audience(audience) == INTERNAL:
            return self
        shown = self._without_staff()
        if self.own_records:
            return shown
        fewest = self.options.min_n if min_n is None else min_n
        small = of_few(shown.frame, fewest, self.exempt)
        if not small.any():
            return shown
        frame = blanked(shown.frame, small)
        # sentences speak of everybody: they would tell what has just been blanked
        told = "segment" not in frame or (small & (frame["segment"] == "all")).any()
        return replace(shown, frame=frame, sentences=() if told else shown.sentences)

    def _without_staff(self) -> Result:
        """Return the result less the rows that name a member of staff, and the sentences that do."""
        named = names_staff(self.frame)
        if not named.any():
            return self
        sentences = silent_on(self.sentences, self.frame[named], self.words)
        frame = self.frame[~named].reset_index(drop=True)
        return replace(self, frame=frame, sentences=sentences)

    def __repr__(self) -> str:
        what = f"<gapkit {self.name}: {len(self.frame)} rows"
        if "wave" in self.frame and len(self.frame):
            what += f", waves {', '.join(dict.fromkeys(self.frame['wave'].astype(str)))}"
        return f"{what}, {self.instrument.name}>"

    def _repr_html_(self) -> str:
        module, _, function = SHOWN.partition(":")
        show: Callable[[Result], str] = getattr(import_module(module), function)
        return show(self)
