"""What columns of tables are: keys, counts, words, and what the firm counted itself."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ANSWERED_BY",
    "BEHIND_UNITS",
    "COUNTS",
    "FOUND",
    "GIVEN",
    "KEYS",
    "OF_FORMS",
    "PEOPLE",
    "TEXTS",
    "WRITTEN",
]

KEYS: Final = frozenset(
    {
        "wave",
        "segment",
        "value",
        "gap",
        "level",
        "key",
        "battery",
        "dimension",
        "answer",
        "unit",
        "role_left",
        "role_right",
        "role",
        "check",
        "outcome",
        "kind",
        "importance_kind",
        "model",
        "item",
        "other",
        "factor",
        "wave_from",
        "wave_to",
        "by",
        "term",
        "cause",
        "tag",
        "determinant",
    }
)
"""Columns that name a row; never altered, never blanked."""

BEHIND_UNITS: Final = ("people_left", "people_right")
"""Where n counts units: the people of these units, whom the gate looks at instead."""

OF_FORMS: Final = frozenset({"alike", "answers", "same", "devices", "questions", "kept", "step"})
"""Columns that count forms and questions."""

COUNTS: Final = frozenset(
    {"n", "n_left", "n_right", "n_complete", "inverted", "n_low", "n_high", "flagged", "n_flagged", "n_without",
     "n_from", "n_to", "n_both", "told_higher", "told_lower", "block", "items", "units",
     "units_left", "units_right", *BEHIND_UNITS, *OF_FORMS}
)  # fmt: skip
"""Columns that count: whole numbers, never weighted."""

PEOPLE: Final = (
    "n", "n_left", "n_right", "n_complete", "answered", "n_flagged", "n_without", "n_from", "n_to",
    *BEHIND_UNITS,
)  # fmt: skip
"""Those of them that say how many stand behind a row; they stay where its figures are blanked."""

GIVEN: Final = frozenset({"customers", "sent", "rate"})
"""What the firm counted itself, and the share that answered: no answer shows in them where they
stand beside each other."""

FOUND: Final = frozenset(
    {
        "verdict",
        "material",
        "target_met",
        "quadrant",
        "above_chance",
        "category",
        "told",
        "holds",
        "improper",
        "advice",
        "carrier",
        "carrier_tied",
        "overpromised",
        "closed_by",
        "mix_by",
        "signal",
    }
)
"""Words that say what was found, and are blanked with the figures."""

WRITTEN: Final = frozenset({"owner", "due", "measure", "cause_label", "remedy"})
"""Texts that people wrote: who does what until when, and what would fit."""

ON_CAUSES: Final = frozenset({"class", "exposure", "antecedent", "with_gap", "exposed"})
"""What the catalogue says of a cause, and what a figure was set against."""

TEXTS: Final = frozenset({"label", "reason", "pairing", *FOUND, *WRITTEN, *ON_CAUSES})
"""Columns of words, beside the keys."""

ANSWERED_BY: Final = ("wave", "segment", "value", "battery", "key")
"""What an answer's total is taken over in the table `answers`."""
