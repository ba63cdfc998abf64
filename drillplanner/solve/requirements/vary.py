"""Encoder of ``vary``: no value twice, or a number of different values of weekday, period, time, or route."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.vary import Varied, Vary
from drillplanner.model import Route
from drillplanner.solve.model.rows import LinearRow, Terms
from drillplanner.solve.problem.slots import Slot
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables

#: Fields whose value the slot of a drill decides.
_OF_SLOT: dict[Varied, Callable[[Slot], Hashable]] = {
    Varied.PERIOD: lambda slot: slot.period,
    Varied.HOUR: lambda slot: slot.start // 60,
    Varied.HALF_DAY: lambda slot: slot.start < 12 * 60,
}


class VaryEncoder(Encoder[Vary]):
    """At most one drill for each value, or a variable for each value that some drill has it.

    If grades have their own bells, ``period`` means each period of theirs. Times of day need periods: without them
    the duty is left out, and only the number of values limits the number of drills.
    """

    def distinguishing_matches(self, requirement: Vary, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that vary, and the drills of each route if the route varies."""
        match = requirement.match
        if requirement.field is not Varied.ROUTE:
            return (match,)
        routes = match.routes or tuple(Route)
        return match, *(match.model_copy(update={"routes": (route,)}) for route in dict.fromkeys(routes))

    def timed_matches(self, requirement: Vary, duty: Duty) -> tuple[Match, ...]:
        """Return the drills, if the time of day varies."""
        if requirement.field in _OF_SLOT:
            return self.distinguishing_matches(requirement, duty)
        return super().timed_matches(requirement, duty)

    def constrain(self, requirement: Vary, duty: Duty, variables: CampusVariables) -> None:
        """Add the rows for "all different" or for "at least so many values"."""
        of_slot = requirement.field in _OF_SLOT
        if of_slot and not variables.has_periods:
            if requirement.all_different:
                self._no_more_than_values(requirement, duty, variables)
            return
        values = _ValueVariables(requirement, self.distinguishing_matches(requirement, duty), variables)
        if requirement.all_different:
            self._all_different(requirement, duty, variables, values)
        else:
            self._at_least(requirement, duty, variables, values)

    def _no_more_than_values(self, requirement: Vary, duty: Duty, variables: CampusVariables) -> None:
        value = _OF_SLOT[requirement.field]
        groups = {
            variables.problem.group_of[scenario] for scenario in variables.matching_scenarios(requirement.match)[0]
        }
        days = variables.days_of(duty)
        slots = {
            slot
            for number in groups
            for group_slots in variables.problem.groups[number].slot_lists
            for slot in group_slots
        }
        most = len({value(slot) for slot in slots})
        variables.add_row(
            LinearRow(
                days,
                lambda day: [(-1, drill) for drill in variables.toward_maximum(requirement.match, day)],
                -most,
            )
        )

    def _all_different(
        self, requirement: Vary, duty: Duty, variables: CampusVariables, values: _ValueVariables
    ) -> None:
        """Add a row for each value, at most one drill, and forbid drills whose value would stay unknown."""
        days = variables.days_of(duty)
        for value in values.over(days):

            def of_value(day: int, value: Hashable = value) -> Terms:
                return [(-1, drill) for drill in values.on(day).get(value, ())]

            variables.add_row(LinearRow(days, of_value, -1))
        unknown = [drill for day in days for drill in values.unknown(day)]
        variables.model.add(LinearExpr.sum(unknown) == 0)
        variables.forbid_date_moves((requirement.match,), days, even_inside=bool(unknown))

    def _at_least(
        self, requirement: Vary, duty: Duty, variables: CampusVariables, values: _ValueVariables
    ) -> None:
        """Require that number of values, or as many as there are drills."""
        model, days = variables.model, variables.days_of(duty)
        used_values = []
        for value in values.over(days):
            is_used = model.new_bool_var("")
            of_value = [drill for day in days for drill in values.on(day).get(value, ())]
            model.add(is_used <= LinearExpr.sum(of_value))
            used_values.append(is_used)
        drills = [drill for day in days for drill in variables.toward_maximum(requirement.match, day)]
        has_enough = model.new_bool_var("")
        model.add(LinearExpr.sum(used_values) >= (requirement.at_least or 0)).only_enforce_if(has_enough)
        model.add(LinearExpr.sum(used_values) >= LinearExpr.sum(drills)).only_enforce_if(~has_enough)
        for day in days:
            for drill in variables.uncertain(requirement.match, day):
                model.add_implication(drill, has_enough)
        variables.forbid_date_moves((requirement.match,), days, even_inside=requirement.field is Varied.WEEKDAY)


class _ValueVariables:
    """The variables that give a drill of a day each value. Each day is computed once."""

    def __init__(self, requirement: Vary, matches: tuple[Match, ...], variables: CampusVariables) -> None:
        self.field, self.match, self.by_route = requirement.field, matches[0], matches[1:]
        self.of_grades = requirement.all_different and self.field is Varied.PERIOD
        self.variables = variables
        self.known: dict[int, dict[Hashable, list[IntVar]]] = {}

    def on(self, day: int) -> dict[Hashable, list[IntVar]]:
        """Return the variables of a day by value."""
        if day not in self.known:
            self.known[day] = self._sorted(day)
        return self.known[day]

    def over(self, days: Sequence[int]) -> list[Hashable]:
        """Return every value that a drill of these days could have, in order of days."""
        return list(dict.fromkeys(value for day in days for value in self.on(day)))

    def unknown(self, day: int) -> list[IntVar]:
        """Return the variables of drills that may match and whose value the schedule would not show."""
        unsure = self.variables.uncertain(self.match, day)
        if self.field is not Varied.ROUTE or self.match.routes is not None:
            return unsure
        return self.variables.uncertain(self.by_route[0], day)

    def _sorted(self, day: int) -> dict[Hashable, list[IntVar]]:
        if self.field is Varied.WEEKDAY:
            drills = self.variables.toward_minimum(self.match, day)
            return {self.variables.problem.days[day].date.weekday(): drills} if drills else {}
        by_value: dict[Hashable, list[IntVar]] = defaultdict(list)
        if self.field is Varied.ROUTE:
            for match in self.by_route:
                if drills := self.variables.toward_minimum(match, day):
                    by_value[match.routes] = drills
        else:
            value = _OF_SLOT[self.field]
            for slot, variable in self.variables.by_slot(self.match, day):
                by_value[value(slot)].append(variable)
                for moment in slot.by_grades if self.of_grades else ():
                    if moment.period is not None:
                        by_value[moment.grades, moment.period].append(variable)
        return by_value
