"""What columns of tables are: keys, counts, words, and what the firm counted itself."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ANSWERED_BY",
    "BEHIND_UNITS",
    "COUNTS",
    "FOUND",
    "FROM_REGISTERS",
    "GIVEN",
    "KEYS",
    "OF_COMPLAINTS",
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
        "week",
        "month",
        "duty",
        "weekday",
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
        "agent",
        "monitor",
        "call",
        "day",
        "chart",
        "scope",
        "trained",
        "zero",
        "promise",
        "rule",
        "campaign",
        "word",
        "language",
        "place",
        "said_in",
    }
)
"""Columns that name a row; never altered, never blanked."""

BEHIND_UNITS: Final = ("people_left", "people_right")
"""Where n counts units: the people of these units, whom the gate looks at instead."""

OF_PROMISES: Final = frozenset(
    {"claims", "failures", "granted", "rules_met", "campaigns", "agreed", "n_agreed", "n_other", "dimensions_agreed", "at",
     "dimensions_other", "unsaid_agreed", "unsaid_kept"}
)  # fmt: skip
"""Columns that count promises, claims and campaigns, and the place of a character."""

OF_FORMS: Final = frozenset({"alike", "answers", "same", "devices", "questions", "kept", "step"})
"""Columns that count forms and questions."""

OF_COMPLAINTS: Final = frozenset(
    {"received", "chased", "escalated", "skipped", "reported", "called_back", "recovered", "open",
     "repeated", "at_risk", "taken", "kept_n", "without_n", "known", "days", "open_days",
     "limit_days"}
)  # fmt: skip
"""Columns that count complaints, and days."""

OF_CHECKS: Final = frozenset({"checks", "critical_errors", "calls"})
"""Columns that count calls that were scored, and what was found in them."""

OF_LOGS: Final = frozenset({"contacts", "closed_same_day", "complaints", "praise", "times"})
"""Columns that count what was logged day by day."""

COUNTS: Final = frozenset(
    {"n", "n_left", "n_right", "n_complete", "inverted", "n_low", "n_high", "flagged", "n_flagged", "n_without",
     "n_from", "n_to", "n_both", "told_higher", "told_lower", "block", "items", "units",
     "units_left", "units_right", *BEHIND_UNITS, *OF_FORMS, *OF_PROMISES, *OF_COMPLAINTS, *OF_CHECKS, *OF_LOGS}
)  # fmt: skip
"""Columns that count: whole numbers, never weighted."""

PEOPLE: Final = (
    "n", "n_left", "n_right", "n_complete", "answered", "n_flagged", "n_without", "n_from", "n_to",
    *BEHIND_UNITS,
)  # fmt: skip
"""Those of them that say how many stand behind a row; they stay where its figures are blanked."""

FROM_REGISTERS: Final = frozenset(
    {
        "contacts",
        "duty",
        "hard_cases",
        "calendar",
        "complaints",
        "recovery",
        "recovery_steps",
        "funnel",
        "overdue",
        "monitoring",
        "monitors",
        "limits",
        "training",
        "training_effect",
        "check_sheets",
        "guarantee",
        "zeros",
    }
)
"""Tables that count the firm's own records, not people who answered: the gate does not hold their
counts to `min_n`, since shares of few are blank in them from the start."""

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
        "covered",
        "complete",
        "outside",
        "drifts",
        "reading",
        "met",
    }
)
"""Words that say what was found, and are blanked with the figures."""

WRITTEN: Final = frozenset(
    {"owner", "due", "measure", "cause_label", "remedy", "whose", "rule", "case", "notes"}
)
"""Texts that people wrote: who does what until when, and what would fit."""

ON_CAUSES: Final = frozenset({"class", "exposure", "antecedent", "with_gap", "exposed"})
"""What the catalogue says of a cause, and what a figure was set against."""

TEXTS: Final = frozenset({"label", "reason", "pairing", *FOUND, *WRITTEN, *ON_CAUSES})
"""Columns of words, beside the keys."""

ANSWERED_BY: Final = ("wave", "segment", "value", "battery", "key")
"""What an answer's total is taken over in the table `answers`."""
