"""Results on root causes to draw: every look of a row occurs, and labels are as long as real ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gapkit.causes.catalogue import builtin_catalogue
from gapkit.options import Options
from gapkit.results import Result

from .made import instrument

TERMS = (("1", -0.62, 0.2), ("2", -0.1, 0.25), ("3", 0.3, 0.12), ("residue", -0.4, 0.2))


def attribution_result(language: str = "en") -> Result:
    keys = [*(d.id for d in instrument().dimensions), "overall"]
    rows = []
    for key in keys:
        place = {"wave": "2026Q3", "segment": "all", "value": "all", "dimension": key}
        for term, amount, half in TERMS:
            rows.append({**place, "term": term, "kind": "part", "estimate": amount,
                         "ci_low": amount - half, "ci_high": amount + half, "n_left": 120, "n_right": 31})  # fmt: skip
        total = sum(amount for _, amount, _ in TERMS)
        rows.append({**place, "term": "5", "kind": "total", "estimate": total,
                     "ci_low": total - 0.1, "ci_high": total + 0.1, "n_left": 120, "n_right": 120})  # fmt: skip
    frame = pd.DataFrame(rows).assign(reason="")
    return Result("attribution", frame, Options(language=language), instrument())


def causes_result(language: str = "en") -> Result:
    rows = []
    for gap in ("1", "2", "3", "4"):
        of_gap = [c for c in builtin_catalogue().causes if c.gap == gap]
        for k, cause in enumerate(of_gap):
            mean = 5.4 - 0.6 * k
            blank = gap == "4" and k == 3
            rows.append({
                "wave": "2026Q3", "gap": gap, "cause": cause.id, "class": cause.kind,
                "n": 0 if blank else 31, "agreement": np.nan if blank else mean,
                "ci_low": np.nan if blank else mean - 0.4, "ci_high": np.nan if blank else mean + 0.4,
                "rank": k + 1.0, "rank_low": np.nan if blank else max(k, 1.0),
                "rank_high": np.nan if blank else k + 2.0, "role": cause.asked[0],
                "label": cause.label(language), "remedy": cause.remedy(language),
                "share_agree": np.nan if blank else 0.7 - 0.1 * k,
                "reason": "nobody answered" if blank else "",
            })  # fmt: skip
    return Result("causes", pd.DataFrame(rows), Options(language=language), instrument())


def tags_result(language: str = "en") -> Result:
    cells = {
        ("all", "all"): -0.4, ("origin", "design"): 0.1, ("origin", "delivery"): -0.7,
        ("aspect", "technical"): -0.2, ("aspect", "functional"): -0.6,
        ("origin*aspect", "design*technical"): 0.5, ("origin*aspect", "delivery*technical"): -0.3,
        ("origin*aspect", "delivery*functional"): -1.1,
    }  # fmt: skip
    verdicts = {-0.2: "unclear", 0.1: "met", 0.5: "surplus"}
    frame = pd.DataFrame(
        {"wave": "2026Q3", "segment": "all", "value": "all", "gap": "5", "tag": tag, "key": key,
         "items": 4, "n": 118, "n_left": 118, "n_right": 118, "estimate": estimate,
         "ci_low": estimate - 0.2, "ci_high": estimate + 0.2,
         "verdict": verdicts.get(estimate, "shortfall"), "reason": ""}
        for (tag, key), estimate in cells.items()
    )  # fmt: skip
    return Result("tags", frame, Options(language=language), instrument())


def unit_terms_result(language: str = "en", units: int = 12) -> Result:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {"wave": "2026Q3", "dimension": key, "unit": f"Branch {k}", "n": 60, "n_left": 8,
         "gap_1": rng.normal(-0.3, 0.4), "gap_2": rng.normal(0, 0.3), "gap_3": rng.normal(0, 0.3),
         "gap_5": rng.normal(-0.6, 0.4), "perception": 5.0, "reason": ""}
        for key in ("overall", instrument().dimensions[0].id)
        for k in range(units)
    )  # fmt: skip
    return Result("unit_terms", frame, Options(language=language), instrument())


ROOT_RESULTS = {
    "attribution": attribution_result,
    "causes": causes_result,
    "tags": tags_result,
    "unit_terms": unit_terms_result,
}

ROOT_CHARTS = {
    "waterfall": lambda language: attribution_result(language).plot.waterfall(),
    "causes": lambda language: causes_result(language).plot.causes(gap="3"),
    "causes without figures": lambda language: causes_result(language).plot.causes(gap="4"),
    "origin and aspect": lambda language: tags_result(language).plot.origin_aspect(),
    "units": lambda language: unit_terms_result(language).plot.unit_scatter(),
    "many units": lambda language: unit_terms_result(language, 30).plot.unit_scatter(term="3"),
}
