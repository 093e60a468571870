"""The charts of each result: a table of names, resolved when a chart is first called."""

from __future__ import annotations

from importlib import import_module
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gapkit.results.result import Result

__all__ = ["CHARTS", "Plots"]

CHARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "gaps": {
        "profile": "gapkit.plots.profile:profile",
        "gaps": "gapkit.plots.bars:gaps",
        "heatmap": "gapkit.plots.heatmap:heatmap",
        "dashboard": "gapkit.plots.dashboard:dashboard",
        "five_gaps": "gapkit.plots.five_gaps:five_gaps",
        "five_gaps_small": "gapkit.plots.five_gaps_small:five_gaps_small",
        "dumbbells": "gapkit.plots.dumbbells:dumbbells",
        "waves_of_three": "gapkit.plots.waves_of_three:waves_of_three",
        "five_gaps_by_dimension": "gapkit.plots.gaps_by_dimension:five_gaps_by_dimension",
    },
    "scores": {"priorities": "gapkit.plots.priorities:priorities"},
    "answers": {"distribution": "gapkit.plots.distribution:distribution"},
    "zones": {"zones": "gapkit.plots.zones:zones"},
    "consensus": {"consensus": "gapkit.plots.consensus:consensus"},
    "answer_quality": {"answer_quality": "gapkit.plots.answer_quality:answer_quality"},
    "reliability": {"reliability": "gapkit.plots.reliability:reliability"},
    "factors": {"loadings": "gapkit.plots.loadings:loadings"},
    "drivers": {"drivers": "gapkit.plots.drivers:drivers"},
    "kano": {"kano": "gapkit.plots.kano:kano"},
    "trends": {"slopes": "gapkit.plots.slopes:slopes"},
    "mix_rate": {"mix_rate": "gapkit.plots.mix_rate:mix_rate"},
    "control": {"run_chart": "gapkit.plots.run_chart:run_chart"},
    "league": {"league": "gapkit.plots.league:league"},
    "attribution": {"waterfall": "gapkit.plots.waterfall:waterfall"},
    "causes": {"causes": "gapkit.plots.causes:causes"},
    "tags": {"origin_aspect": "gapkit.plots.origin_aspect:origin_aspect"},
    "unit_terms": {"unit_scatter": "gapkit.plots.unit_scatter:unit_scatter"},
    "monitoring": {"coverage": "gapkit.plots.coverage:coverage"},
    "limits": {"control_chart": "gapkit.plots.control_chart:control_chart"},
    "zeros": {"zeros": "gapkit.plots.zeros:zeros"},
    "actions": {"action_map": "gapkit.plots.action_map:action_map"},
    "contacts": {"contacts": "gapkit.plots.contacts:contacts"},
    "complaints": {"complaints": "gapkit.plots.complaints:complaints"},
    "recovery": {"recovery": "gapkit.plots.recovery:recovery"},
    "funnel": {"funnel": "gapkit.plots.funnel:funnel"},
    "guarantee": {"guarantee": "gapkit.plots.guarantee:guarantee"},
}
"""Result → chart → ``module:function``; the function takes the result and ``ax=``."""


class Plots:
    """The charts that a result knows; each is called with ``ax=None`` and returns its `Axes`."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._charts = CHARTS.get(result.name, {})

    def __getattr__(self, chart: str) -> Callable[..., Any]:
        if chart.startswith("_") or chart not in self._charts:
            known = ", ".join(self._charts) or "none"
            raise AttributeError(f"{self._result.name} has no chart '{chart}'. Known: {known}.")
        module, _, function = self._charts[chart].partition(":")
        draw: Callable[..., Any] = getattr(import_module(module), function)
        return _of(self._result, chart, draw)

    def __repr__(self) -> str:
        return f"<charts of {self._result.name}: {', '.join(self._charts) or 'none'}>"

    def __dir__(self) -> list[str]:
        return sorted(self._charts)


def _of(result: Result, chart: str, draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return a chart that needs no result; `help` shows its words and what may be chosen."""

    def drawn(*args: Any, **kwargs: Any) -> Any:
        return draw(result, *args, **kwargs)

    takes = signature(draw)
    chosen = [
        p for p in list(takes.parameters.values())[1:] if p.kind is not Parameter.VAR_POSITIONAL
    ]
    drawn.__name__ = drawn.__qualname__ = chart
    drawn.__doc__, drawn.__module__ = draw.__doc__, draw.__module__
    drawn.__signature__ = takes.replace(parameters=chosen)  # type: ignore[attr-defined]
    return drawn
