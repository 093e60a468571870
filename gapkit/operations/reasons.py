"""Why a figure of the systems around the gaps is blank, or smaller than it looks.

The words of the column `reason`; those that `gapkit.stats.reasons` has are used from there.
"""

from __future__ import annotations

from typing import Final

__all__ = ["NOT_ASKED", "NOT_CHECKED", "NOT_RECORDED", "NO_SHARED_CALL", "PART_OF_MONTH"]

NOT_ASKED: Final = "not asked"
"""No file has a column for it, and no questionnaire a question."""

NOT_RECORDED: Final = "not recorded"
"""There is a place for it, and nobody wrote anything down."""

NOT_CHECKED: Final = "not checked"
"""No call was listened to."""

NO_SHARED_CALL: Final = "no shared call"
"""No other monitor scored the same call."""

PART_OF_MONTH: Final = "part of month"
"""The log's beginning or end cuts the month short."""
