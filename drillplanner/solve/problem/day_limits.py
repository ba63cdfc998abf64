"""How many drills a campus may hold on each day.

Most days have the usual number: one, unless the district chose more. A day may hold more if the previous plan has
more on it, or if the law leaves no other way (``campus/crowding.py``). All of the latter days together share a
number of extra drills.

Drills that interrupt the school day are counted apart from all that is held: a lesson, a tabletop, or a meeting of
staff may share a day with a drill before a second drill may.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from drillplanner.model import MOST_DRILLS_A_DAY, QUIET_FORMATS, QUIET_TYPES, Audience, Drill, Scenario

#: The most that one campus holds on one day, lessons and meetings of staff included.
MOST_HELD_A_DAY = MOST_DRILLS_A_DAY + 2


@dataclass(frozen=True)
class DayLimits:
    """The limits of one campus's days.

    ``usual`` is the number of drills that any day may hold. ``granted`` lists (day, drills, of them interrupting)
    for days to which the previous plan gave more. ``crowdable`` lists the days that may hold up to ``most_a_day``.
    All days together have at most ``extra`` drills beyond what is usual or granted, of which at most
    ``extra_interrupting`` interrupt the school day; None is no limit. ``has_rules`` is False only to ask whether
    drillplanner's own rules for such days cause a conflict.
    """

    usual: int = 1
    granted: tuple[tuple[int, int, int], ...] = ()
    crowdable: tuple[int, ...] = ()
    most_a_day: int = 1
    extra: int | None = 0
    extra_interrupting: int | None = 0
    has_rules: bool = True

    @cached_property
    def _granted_on(self) -> dict[int, tuple[int, int]]:
        return {day: (number, interrupting) for day, number, interrupting in self.granted}

    @cached_property
    def _crowdable(self) -> frozenset[int]:
        return frozenset(self.crowdable)

    def free_on(self, day: int) -> int:
        """Return the drills that the day may hold without an extra one."""
        return max(self.usual, self._granted_on.get(day, (0, 0))[0])

    def free_interrupting_on(self, day: int) -> int:
        """Return the interrupting drills that the day may hold without an extra one."""
        return max(self.usual, self._granted_on.get(day, (0, 0))[1])

    def most_on(self, day: int) -> int:
        """Return the most drills that the day may hold."""
        return max(self.free_on(day), self.most_a_day) if day in self._crowdable else self.free_on(day)

    @cached_property
    def most(self) -> int:
        """The most drills that any day may hold."""
        return max([self.usual, *(self.most_on(day) for day in (*self.crowdable, *self._granted_on))])


def interrupts_school_day(held: Scenario | Drill) -> bool:
    """Check whether a drill or a scenario interrupts the school day: students practice, and do not only talk."""
    return (
        held.format not in QUIET_FORMATS
        and held.drill_type not in QUIET_TYPES
        and held.audience is not Audience.STAFF
    )
