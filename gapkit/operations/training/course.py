"""One training: whom it reached, what they scored before and after, and what would have come anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gapkit.ingest.register_rows import ALL
from gapkit.operations.reasons import NOT_ASKED, NOT_CHECKED
from gapkit.operations.training.plan import MONTHS
from gapkit.stats.mean_tests import t_test
from gapkit.stats.moments import Moments
from gapkit.stats.reasons import NO_VARIATION, TOO_FEW_CASES
from gapkit.stats.training import expected_after, training_gain
from gapkit.stats.units import intraclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Course"]

FEWEST_OTHERS: Final = 2
"""Agents who were not trained, without whom a change for everybody cannot be told."""


@dataclass(frozen=True)
class Course:
    """One training: all agents' scores before and after, and who took part.

    Parameters
    ----------
    agents
        A row an agent: ``unit``, ``agent``, ``n_before``, ``before``, ``sd_before``, ``n_after``,
        ``after``.
    trained : bool, shape (agents,)
        Who took part.
    named
        Those who were trained by name, each once.
    units
        Units that the log names.
    scored
        Whether the sheets have the dimension at all.
    """

    agents: pd.DataFrame
    trained: NDArray[np.bool_]
    named: tuple[str, ...]
    units: tuple[str, ...]
    scored: bool

    @classmethod
    def of(
        cls,
        calls: pd.DataFrame,
        taken: pd.DataFrame,
        near: pd.DataFrame,
        day: pd.Timestamp,
        score: str,
    ) -> Course:
        """Collect the scores of all agents around the day, but for those `near` who are no others."""
        import pandas as pd

        scored = score in calls
        if not scored:
            calls = calls.assign(**{score: np.nan})
        span = pd.DateOffset(months=MONTHS)
        sides = {
            "before": calls[(calls["day"] >= day - span) & (calls["day"] < day)],
            "after": calls[(calls["day"] > day) & (calls["day"] <= day + span)],
        }
        agents = calls[["unit", "agent"]].drop_duplicates()
        for side, part in sides.items():
            by = part.dropna(subset=[score]).groupby(["unit", "agent"])[score]
            figures = by.agg(["size", "mean", "std"])
            figures.columns = [f"n_{side}", side, f"sd_{side}"]
            agents = agents.merge(figures.reset_index(), how="left", on=["unit", "agent"])
        agents = agents.fillna({"n_before": 0, "n_after": 0})
        trained = _took_part(agents, taken)
        agents = agents[trained | ~_took_part(agents, near)].reset_index(drop=True)
        trained = _took_part(agents, taken)
        named = tuple(dict.fromkeys(taken.loc[taken["agent"] != "", "agent"]))
        return cls(agents, trained, named, tuple(dict.fromkeys(taken["unit"])), scored)

    def rows(self, confidence: float) -> Iterator[dict[str, Any]]:
        """Yield the row of all who took part, then that of each who was named."""
        if not self._single:
            yield self._together(confidence)
        alone = self._alone(confidence)
        for name in self.named:
            mine = alone[alone["agent"] == name]
            if mine.empty:
                yield {"unit": ALL, "agent": name, "reason": self._blank(NOT_CHECKED)}
            yield from mine.to_dict("records")  # type: ignore[misc]

    @property
    def _single(self) -> bool:
        """Whether one agent was trained alone: what would be said of all is said of that agent."""
        return len(self.named) == 1 and int(self.trained.sum()) <= 1

    def _blank(self, reason: str) -> str:
        return reason if self.scored else NOT_ASKED

    def _together(self, confidence: float) -> dict[str, Any]:
        before, after = (self.agents[side].to_numpy(float) for side in ("before", "after"))
        gain = training_gain(before, after, self.trained, confidence)
        both = self.trained & np.isfinite(before) & np.isfinite(after)
        units = list(dict.fromkeys(self.agents["unit"][self.trained])) or list(self.units)
        row = {"unit": units[0] if len(units) == 1 else ALL, "agent": ALL}
        if not gain.trained:
            return row | {"reason": self._blank(NOT_CHECKED)}
        return row | {
            "before": before[both].mean(), "after": after[both].mean(), "change": gain.change,
            "expected_change": gain.anyway, "effect": gain.estimate, "ci_low": gain.low,
            "ci_high": gain.high, "reason": gain.reason,
        }  # fmt: skip

    def _alone(self, confidence: float) -> pd.DataFrame:
        """Return the row of each agent who took part."""
        known = self.agents[self.trained]
        rows = known.assign(change=known["after"] - known["before"], reason="")
        blank = rows["change"].isna()
        rows.loc[blank, "reason"] = self._blank(NOT_CHECKED)
        for name in ("expected_change", "effect", "ci_low", "ci_high"):
            rows[name] = np.nan
        found = self._expected()
        if isinstance(found, str):
            rows.loc[~blank, "reason"] = found
            return rows
        expected, squares, df = found
        mine = np.flatnonzero(self.trained)
        rows["expected_change"] = (expected[mine] - rows["before"]).where(~blank)
        rows["effect"] = rows["change"] - rows["expected_change"]
        tested = t_test(rows["effect"], np.sqrt(squares[mine]), df, confidence=confidence)
        return rows.assign(ci_low=tested.ci_low, ci_high=tested.ci_high)

    def _expected(self) -> tuple[NDArray[np.float64], NDArray[np.float64], float] | str:
        """Return what was to be expected of each agent, its squared error and degrees of freedom.

        Or why nothing was: ``too few cases`` where fewer than two agents were not trained, ``no
        variation`` where an agent's calls do not differ.
        """
        there = (self.agents["n_before"] > 0).to_numpy()
        n, before, sd = (
            self.agents[name][there].to_numpy(float) for name in ("n_before", "before", "sd_before")
        )
        rest = np.isfinite(self.agents["after"].to_numpy(float)) & there & ~self.trained
        if rest.sum() < FEWEST_OTHERS or n.sum() <= len(n):
            return TOO_FEW_CASES
        spread = intraclass(Moments.of(n, before, sd))
        if not spread.within > 0:
            return NO_VARIATION
        found = expected_after(before, n, spread.tau2, spread.within)
        expected, variance = np.full(len(there), np.nan), np.full(len(there), np.nan)
        expected[there], variance[there] = found.mean, found.variance
        after, n_after = (self.agents[name].to_numpy(float) for name in ("after", "n_after"))
        squares = variance + spread.within / np.where(n_after > 0, n_after, np.nan)
        beyond = (after - expected)[rest]
        expected += beyond.mean()
        return expected, squares + squares[rest].sum() / len(beyond) ** 2, float(n.sum() - len(n))


def _took_part(agents: pd.DataFrame, taken: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which agents took part in trainings, by name or as a whole unit."""
    names, teams = taken.loc[taken["agent"] != "", "agent"], taken.loc[taken["agent"] == "", "unit"]
    took: NDArray[np.bool_] = (agents["unit"].isin(teams) | agents["agent"].isin(names)).to_numpy()
    return took
