"""Constraints of days that may hold several drills: how many, in which order, and how far apart.

The drills of a day are held in the order of their ordinals. Those with students are at least ``MINUTES_APART``
minutes apart, talks included, and no class loses one lesson twice. Of those that interrupt the school day, the
first is announced. These rules are ours, not law, so a conflict that they cause names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import MINUTES_APART, MOST_DRILLS_A_DAY, Audience
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.day_limits import interrupts_school_day
from drillplanner.solve.problem.slots import Slot

#: More minutes than a day has, so that a row with this weight on a drill that is not held says nothing.
_WHOLE_DAY = 2 * 24 * 60


def constrain_crowded_days(variables: CampusVariables) -> None:
    """Add the rows of each day that may hold several drills, and limit what all hold beyond the usual."""
    days = _crowded_days(variables)
    for day in days:
        day.constrain()
    limits = variables.problem.day_limits
    if days and limits.extra is not None:
        variables.model.add(LinearExpr.sum([drill for day in days for drill in day.extra]) <= limits.extra)
    if days and limits.extra_interrupting is not None:
        interrupting = [extra for day in days for extra in day.extra_interrupting()]
        variables.model.add(LinearExpr.sum(interrupting) <= limits.extra_interrupting)


def extra_drills(variables: CampusVariables) -> tuple[list[IntVar], dict[int, list[IntVar]]]:
    """Return variables whose sum is to be minimized: of extra drills that interrupt the day, and of all by day.

    The first ones are at least the number of these drills.
    """
    days = _crowded_days(variables)
    interrupting = [extra for day in days for extra in day.extra_interrupting()]
    return interrupting, {day.day: day.extra for day in days if day.extra}


def _crowded_days(variables: CampusVariables) -> list[_CrowdedDay]:
    return [_CrowdedDay(variables, day) for day in sorted(variables.crowded_days - variables.recorded_days)]


class _CrowdedDay:
    """One day of a campus that may hold several drills, with the variables of each ordinal."""

    def __init__(self, variables: CampusVariables, day: int) -> None:
        problem = variables.problem
        self.day = day
        self._variables = variables
        self._model = variables.model
        self._limits = problem.day_limits
        self._held: dict[int, list[tuple[int, IntVar]]] = defaultdict(list)
        for scenario in range(len(problem.scenarios)):
            if (scenario, day) in variables.held:
                self._held[problem.ordinal_of(scenario)].append((scenario, variables.held[scenario, day]))
        self._with_students = {
            ordinal: [drill for index, drill in drills if problem.scenarios[index].audience is not Audience.STAFF]
            for ordinal, drills in self._held.items()
        }
        self._interrupts = {
            ordinal: [drill for index, drill in drills if interrupts_school_day(problem.scenarios[index])]
            for ordinal, drills in self._held.items()
        }

    @property
    def extra(self) -> list[IntVar]:
        """The variables of drills beyond those that the day may hold anyway."""
        free = self._limits.free_on(self.day)
        return [drill for ordinal, drills in self._held.items() if ordinal >= free for _, drill in drills]

    def extra_interrupting(self) -> list[IntVar]:
        """Return a variable that is at least the number of extra drills that interrupt the school day."""
        every = [drill for drills in self._interrupts.values() for drill in drills]
        free = self._limits.free_interrupting_on(self.day)
        most = min(len(every), self._limits.most_on(self.day))
        if most <= free:
            return []
        extra = self._model.new_int_var(0, most - free, "")
        self._model.add(LinearExpr.sum(every) - extra <= free)
        return [extra]

    def constrain(self) -> None:
        """Add the rows of the day."""
        for earlier, later in combinations(sorted(self._held), 2):
            if later == earlier + 1:
                used = LinearExpr.sum([drill for _, drill in self._held[later]])
                self._model.add(used <= LinearExpr.sum([drill for _, drill in self._held[earlier]]))
            if self._variables.has_periods:
                self._hold_apart(earlier, later)
            if self._limits.has_rules:
                self._announce_first(earlier, later)
        if not self._limits.has_rules:
            return
        every = [drill for drills in self._interrupts.values() for drill in drills]
        self._model.add(
            LinearExpr.sum(every) <= max(MOST_DRILLS_A_DAY, self._limits.free_interrupting_on(self.day))
        )
        if self._variables.has_periods:
            self._one_drill_in_a_lesson()

    def _hold_apart(self, earlier: int, later: int) -> None:
        """Start the later drill after the end of the earlier one; if both are with students, some minutes after.

        While a building has not agreed on the start of an alarm, any start that its slots allow will do.
        """
        problem, model = self._variables.problem, self._model
        starts = LinearExpr.weighted_sum(
            [placed for _, placed in self._placed(later)], [slot.latest for slot, _ in self._placed(later)]
        )
        ends = LinearExpr.weighted_sum(
            [*(placed for _, placed in self._placed(earlier)), *(drill for _, drill in self._held[earlier])],
            [
                *(slot.earliest for slot, _ in self._placed(earlier)),
                *(problem.scenarios[index].minutes for index, _ in self._held[earlier]),
            ],
        )
        is_used = LinearExpr.sum([drill for _, drill in self._held[later]])
        model.add(starts - ends - _WHOLE_DAY * is_used >= -_WHOLE_DAY)
        if self._limits.has_rules and self._with_students[earlier] and self._with_students[later]:
            both = LinearExpr.sum([*self._with_students[earlier], *self._with_students[later]])
            model.add(starts - ends - _WHOLE_DAY * both >= MINUTES_APART - 2 * _WHOLE_DAY)

    def _placed(self, ordinal: int) -> Iterator[tuple[Slot, IntVar]]:
        """Yield the slots of the drill of that ordinal, with the variables of its placement."""
        problem = self._variables.problem
        for number, group in enumerate(problem.groups):
            if problem.ordinal_of(group.scenarios[0]) == ordinal:
                for slot in group.slots(self.day):
                    if (placed := self._variables.placed.get((number, self.day, slot.period))) is not None:
                        yield slot, placed

    def _announce_first(self, earlier: int, later: int) -> None:
        """Forbid an unannounced drill to be the first of several that interrupt the school day."""
        scenarios = self._variables.problem.scenarios
        unannounced = [
            drill
            for index, drill in self._held[earlier]
            if interrupts_school_day(scenarios[index]) and not scenarios[index].announced
        ]
        if unannounced and self._interrupts[later]:
            before = [
                drill for ordinal, drills in self._interrupts.items() if ordinal < earlier for drill in drills
            ]
            surprise = LinearExpr.sum([*unannounced, *self._interrupts[later]])
            self._model.add(surprise - LinearExpr.sum(before) <= 1)

    def _one_drill_in_a_lesson(self) -> None:
        taken: dict[str, list[IntVar]] = defaultdict(list)
        for ordinal in self._held:
            for slot, placed in self._placed(ordinal):
                for lesson in slot.lessons:
                    taken[lesson].append(placed)
        for drills in taken.values():
            if len(drills) > 1:
                self._model.add_at_most_one(drills)
