"""The tables on the systems around the gaps, in the order in which a report speaks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gapkit.operations.agenda import agenda
from gapkit.operations.calendar import calendar
from gapkit.operations.complaints.tables import complaint_tables
from gapkit.operations.logs.contacts import contacts
from gapkit.operations.logs.duty import duty
from gapkit.operations.monitoring.agents import monitoring
from gapkit.operations.monitoring.limits import limits
from gapkit.operations.monitoring.monitors import monitors
from gapkit.operations.monitoring.sheets import check_sheets
from gapkit.operations.promises.campaigns import campaigns
from gapkit.operations.promises.guarantee import guarantee
from gapkit.operations.training.effect import training_effect
from gapkit.operations.training.plan import training
from gapkit.operations.zeros.table import zeros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gapkit.operations.desk import Desk
    from gapkit.results import Result

__all__ = ["tables"]

MAKERS: Final[tuple[Callable[[Desk], Iterator[Result]], ...]] = (
    monitoring,
    limits,
    monitors,
    training,
    training_effect,
    check_sheets,
    contacts,
    duty,
    complaint_tables,
    guarantee,
    campaigns,
    zeros,
    calendar,
)
"""Each takes the desk and yields the tables of one system."""


def tables(desk: Desk) -> Iterator[Result]:
    """Yield the tables that the registers at hand allow; last of them what these ask for."""
    made = {}
    for make in MAKERS:
        for result in make(desk):
            made[result.name] = result
            yield result
    yield from agenda(desk, made)
