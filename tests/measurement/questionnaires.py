"""Small questionnaires and answers that a common factor stands behind."""

import numpy as np
import pandas as pd

from gapkit.instrument import instrument_from_text


def questionnaire(dimensions, high=7, reversed_item=0):
    """An instrument: dimension → how many items it has; items are numbered through."""
    return instrument_from_text(questionnaire_text(dimensions, high, reversed_item))


def questionnaire_text(dimensions, high=7, reversed_item=0):
    """The same as its file says it."""
    lines, n = [f'[instrument]\nname = "made"\nscale = {{low = 1, high = {high}}}'], 0
    for name, items in dimensions.items():
        lines.append(f'[[dimension]]\nid = "{name}"\nlabel = "{name}"')
        for _ in range(items):
            n += 1
            lines.append(f'[[item]]\nid = "i{n}"\nn = {n}\ndimension = "{name}"\ntext = "item {n}"')
            lines.append(f"reversed = {str(n == reversed_item).lower()}")
    return "\n".join(lines)


def answers(rng, people, items, battery="P", factor=None):
    """Answers of 1 to 7 that go together: about half of their variance is shared."""
    common = rng.standard_normal((people, 1)) if factor is None else factor
    scores = np.rint(4 + 1.1 * common + rng.standard_normal((people, items)))
    return pd.DataFrame(np.clip(scores, 1, 7), columns=[f"{battery}{k + 1}" for k in range(items)])
