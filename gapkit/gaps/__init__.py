"""The five-gap model: which battery is set against which, how they are paired, and what follows.

The tables are made in modules of their own (`table`, `scores`, `zones`), which are imported where
they are used: naming the gaps of a study needs no statistics.
"""

from gapkit.gaps.inventory import Inventory, Pair
from gapkit.gaps.model import GAPS, NOT_PEOPLE, ROLES, Gap, Side

__all__ = ["GAPS", "NOT_PEOPLE", "ROLES", "Gap", "Inventory", "Pair", "Side"]
