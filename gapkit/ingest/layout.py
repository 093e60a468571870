"""What the coded batches hold: their columns by role, battery and item, and their keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gapkit.instrument import Scale

__all__ = ["Column", "Layout"]


@dataclass(frozen=True)
class Column:
    """One column of codes.

    Parameters
    ----------
    name
        ``role.battery.item``, as in the batches.
    role, battery, item
        Its parts; an outcome's battery is ``outcome`` and a cause's ``cause``, the item its name.
    scale
        What the codes mean: code k is the k-th point from below. Reversed items are turned already.
    """

    name: str
    role: str
    battery: str
    item: str
    scale: Scale

    @property
    def none(self) -> int:
        """The code that stands for no answer: 255, or 65535 where codes take 16 bits."""
        return 255 if self.scale.points <= 254 else 65535


@dataclass(frozen=True)
class Layout:
    """What the batches hold, the same for every batch of a role.

    Parameters
    ----------
    columns
        All columns of codes.
    keys
        Role → its key columns: ``wave``, the unit, segments; those that at least one of its files has.
    points
        Role → dimensions with importance points, in columns ``points.<dimension>``.
    extras
        Role → those of ``weight``, ``id``, ``cluster``, ``strata`` that the batches carry, and what
        is known of the form: ``form.duration``, ``form.submitted``, ``form.device``; of a monitor's
        sheet: ``check.agent``, ``check.date``, …
    """

    columns: tuple[Column, ...]
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles that answer something, in the study's order."""
        return tuple(dict.fromkeys(c.role for c in self.columns))

    def batteries(self, role: str) -> tuple[str, ...]:
        """Return the batteries of a role, ``outcome`` and ``cause`` among them."""
        return tuple(dict.fromkeys(c.battery for c in self.columns if c.role == role))

    def of(self, role: str, battery: str) -> tuple[Column, ...]:
        """Return the columns of a battery, in item order."""
        return tuple(c for c in self.columns if (c.role, c.battery) == (role, battery))
