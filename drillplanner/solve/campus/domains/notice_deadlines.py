"""Find days of a replan for which a notice required by law would come too late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.window import Setting
from drillplanner.model import Scenario
from drillplanner.solve.problem.campus_problem import DayChoice


@dataclass(frozen=True)
class LateNotice:
    """A chore before each drill of some scenarios, and the days whose chore is due before today."""

    chore: Chore
    days: frozenset[int]

    def concerns(self, scenario: Scenario) -> bool:
        """Check whether drills of the scenario may need the chore, assuming that any agency may come."""
        return self.chore.match is not None and self.chore.match.selects_scenario(scenario) is not False


def late_notices(
    duties: Iterable[Duty], days: Sequence[DayChoice], setting: Setting, as_of: date
) -> tuple[LateNotice, ...]:
    """Return for each chore required before drills the days from ``as_of`` on for which it would be late.

    A chore that is due on ``as_of`` itself can still be done.
    """
    all_year = replace(setting, with_summer=True)
    found = []
    for chore in dict.fromkeys(_before_drills(duties)):
        late = set()
        for day in days:
            if day.date < as_of:
                continue
            if chore.by_drill is None or chore.by_drill.dates(day.date, all_year)[1] >= as_of:
                break  # a later drill has a later notice
            late.add(day.index)
        if late:
            found.append(LateNotice(chore, frozenset(late)))
    return tuple(found)


def _before_drills(duties: Iterable[Duty]) -> Iterable[Chore]:
    for duty in duties:
        requirement = duty.mandate.requirement
        if (
            isinstance(requirement, Chore)
            and requirement.by_drill is not None
            and requirement.by_drill.before is not None
        ):
            yield requirement


def late_days(scenario: Scenario, chores: Collection[LateNotice]) -> frozenset[int]:
    """Return the days on which a drill of the scenario would be too soon for its chores."""
    return frozenset().union(*(chore.days for chore in chores if chore.concerns(scenario)))
