"""Draw every chart from the samples, and write the gallery ``docs/charts.md``.

    python docs/make_charts.py              # all of them
    python docs/make_charts.py kano zones   # the pictures of these, and the gallery

Each chart is one line of code, which is run as it is printed. What no sample asked (zones of
tolerance, Kano's pairs) is drawn from answers that are made up here.
"""

from __future__ import annotations

import inspect
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image

import gapkit as gk
from gapkit.instrument import load_instrument
from gapkit.results import CHARTS
from gapkit.samples import sample

HERE = Path(__file__).parent
IMAGES = HERE / "images" / "charts"
DPI = 110
COLOURS = 64

GALLERY = {
    "The gaps": {
        "five_gaps": "survey.gaps(by=()).plot.five_gaps()",
        "five_gaps_by_dimension": "survey.gaps(by=()).plot.five_gaps_by_dimension()",
        "five_gaps_small": "survey.gaps(by=()).plot.five_gaps_small()",
        "profile": 'survey.gaps(by=()).plot.profile(level="dimension")',
        "dumbbells": 'survey.gaps(by=()).plot.dumbbells(targets={"responsiveness": -0.6})',
        "gaps": 'survey.gaps(by=()).plot.gaps(level="item")',
        "heatmap": 'survey.gaps(by="branch").plot.heatmap(segment="branch")',
        "dashboard": 'survey.gaps(by="branch").plot.dashboard(segment="branch")',
        "zones": 'zones.zones().plot.zones(level="dimension")',
        "distribution": 'survey.distribution(by=()).plot.distribution(battery="perception")',
    },
    "Roles and units": {
        "consensus": 'survey.consensus(by=()).plot.consensus(level="dimension")',
        "league": "survey.league().plot.league()",
        "unit_scatter": 'survey.unit_terms().plot.unit_scatter(dimension="responsiveness")',
    },
    "From wave to wave": {
        "waves_of_three": "survey.gaps(by=()).plot.waves_of_three()",
        "slopes": "survey.trends().plot.slopes()",
        "mix_rate": 'survey.mix_rate(by="channel").plot.mix_rate()',
        "run_chart": "survey.control().plot.run_chart()",
    },
    "Where it comes from": {
        "waterfall": 'survey.attribution(by=()).plot.waterfall(dimension="responsiveness")',
        "causes": 'survey.causes().plot.causes(gap="3")',
        "origin_aspect": "survey.tags(by=()).plot.origin_aspect()",
    },
    "What matters": {
        "drivers": 'survey.drivers(outcome="overall", by=()).plot.drivers()',
        "priorities": "kiosk.scores(by=()).plot.priorities()",
        "action_map": "survey.actions(by=()).plot.action_map()",
        "kano": "kano.kano().plot.kano()",
    },
    "The department": {
        "contacts": 'department["contacts"].plot.contacts()',
        "complaints": 'department["complaints"].plot.complaints()',
        "recovery": 'department["recovery"].plot.recovery()',
        "funnel": 'department["funnel"].plot.funnel()',
        "coverage": 'department["monitoring"].plot.coverage()',
        "control_chart": 'department["limits"].plot.control_chart()',
        "guarantee": 'department["guarantee"].plot.guarantee()',
        "zeros": 'department["zeros"].plot.zeros()',
    },
    "The questionnaire and the answers": {
        "reliability": 'survey.reliability(by=()).plot.reliability(battery="perception")',
        "loadings": 'survey.factors("perception", factors=5).plot.loadings()',
        "answer_quality": 'survey.answer_quality(by=()).plot.answer_quality(role="customer")',
    },
}
"""Heading → chart → the line of code that draws it."""

HEAD = """\
# Charts

Every chart is a method of a result: `gaps.plot.profile(ax=None)`. Tab completes the names, `help(gaps.plot.profile)`
says what may be chosen; with `ax=` it is drawn on axes of your own. Verdicts have one colour and one mark
everywhere, which also read in grey print and under colour blindness; n stands beside.

Below, `survey` is the bank sample and `kiosk` the kiosk sample:

```python
import gapkit as gk
from gapkit.samples import sample

survey = gk.read_study(sample("bank")).survey
kiosk = gk.read_study(sample("kiosk")).survey
```

`department` holds the tables of the call centre's run, `gk.read_study(sample("call-centre")).run().results`.
`zones` and `kano` stand for surveys that asked for a zone of tolerance and for Kano's pairs of questions (made-up
answers). The pictures are drawn by `docs/make_charts.py`.
"""


def surveys() -> dict[str, Any]:
    """Return what the lines of code draw from."""
    return {
        "survey": gk.read_study(sample("bank")).survey,
        "kiosk": gk.read_study(sample("kiosk")).survey,
        "department": gk.read_study(sample("call-centre")).run().results,
        "zones": zones_survey(),
        "kano": kano_survey(),
    }


def zones_survey() -> Any:
    """Return made-up answers to the questionnaire with minimum, desired level and perception."""
    rng = np.random.default_rng(1)
    instrument = load_instrument("servqual-zones")
    places = {d.id: k for k, d in enumerate(instrument.dimensions)}
    columns = {}
    for item in instrument.items:
        middle = 6.6 + rng.normal(0, 0.2) + rng.normal(0, 0.8, 240)
        felt = (-0.2, -1.6, 0.4, 1.3, -0.7)[places[item.dimension]]
        for letter, level in (("M", -1.1), ("D", 1.0), ("P", felt)):
            answers = np.round(middle + level + rng.normal(0, 0.5, 240))
            columns[f"{letter}{item.n}"] = np.clip(answers, 1, 9).astype(int)
    return gk.read_survey(
        pd.DataFrame(columns), instrument="servqual-zones",
        minimum="M{n}", desired="D{n}", perception="P{n}",
    )  # fmt: skip


def kano_survey() -> Any:
    """Return made-up answers to Kano's pairs of questions about the bank's items."""
    rng = np.random.default_rng(2)
    instrument = gk.read_study(sample("bank")).survey.instrument
    # from like (1) to dislike (5): how often each is said if it is there, and if it is not
    must, more, charm, none = (
        ([0.1, 0.7, 0.15, 0.05, 0], [0, 0, 0.1, 0.2, 0.7]),
        ([0.75, 0.15, 0.1, 0, 0], [0, 0.05, 0.1, 0.15, 0.7]),
        ([0.75, 0.1, 0.15, 0, 0], [0, 0.1, 0.5, 0.3, 0.1]),
        ([0.1, 0.15, 0.6, 0.15, 0], [0.05, 0.1, 0.65, 0.15, 0.05]),
    )
    columns = {}
    for item, kind in zip(instrument.items, [must, more, charm, none] * 4, strict=False):
        for letter, odds in zip("FD", kind, strict=True):
            columns[f"{letter}{item.n}"] = rng.choice([1, 2, 3, 4, 5], 150, p=odds)
    return gk.read_survey(
        pd.DataFrame(columns), instrument=instrument, functional="F{n}", dysfunctional="D{n}"
    )


def draw(code: str, known: dict[str, Any], path: Path) -> None:
    """Run a line of code and save the figure that it returns, in few colours."""
    drawn = eval(code, dict(known))  # noqa: S307  (our own lines, from the table above)
    figure = drawn if hasattr(drawn, "savefig") else drawn.get_figure(root=True)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    picture = Image.open(buffer).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def words_of(chart: str) -> str:
    """Return the first sentence of a chart's docstring."""
    place = next(charts[chart] for charts in CHARTS.values() if chart in charts)
    module, _, function = place.partition(":")
    doc = inspect.getdoc(getattr(__import__(module, fromlist=[function]), function)) or ""
    return doc.splitlines()[0]


def main(only: list[str]) -> None:
    """Draw all charts, or some, and write the gallery."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    known = surveys()
    lines = [HEAD]
    for heading, charts in GALLERY.items():
        lines.append(f"## {heading}\n")
        for chart, code in charts.items():
            if not only or chart in only:
                draw(code, known, IMAGES / f"{chart}.png")
            said = words_of(chart)
            lines.append(
                f"### {chart}\n\n{said}\n\n```python\n{code}\n```\n\n"
                f"![{said}](images/charts/{chart}.png)\n"
            )
    (HERE / "charts.md").write_text("\n".join(lines), encoding="utf-8")
    print(f"{sum(p.stat().st_size for p in IMAGES.iterdir()) // 1024} KB of pictures")


if __name__ == "__main__":
    main(sys.argv[1:])
