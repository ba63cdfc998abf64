"""``vary``: no value twice, or so many different values of a weekday, a period, an hour or a route."""

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

#: Values that a slot decides.
_OF_SLOT: dict[Varied, Callable[[Slot], Hashable]] = {
    Varied.PERIOD: lambda slot: slot.period,
    Varied.HOUR: lambda slot: slot.start // 60,
    Varied.HALF_DAY: lambda slot: slot.start < 12 * 60,
}


class VaryEncoder(Encoder[Vary]):
    """All different: at most one drill a value; where grades have bells of their own, in each period of theirs.

    Otherwise a variable a value, for whether some drill has it.

    Values of the time of day need periods; without them the duty is left out, and only the number of values
    bounds the number of drills.
    """

    def distinguishing_matches(self, requirement: Vary, duty: Duty) -> tuple[Match, ...]:
        """The drills that vary; by route, where that is what varies."""
        match = requirement.match
        if requirement.field is not Varied.ROUTE:
            return (match,)
        routes = match.routes or tuple(Route)
        return match, *(match.model_copy(update={"routes": (route,)}) for route in dict.fromkeys(routes))

    def timed_matches(self, requirement: Vary, duty: Duty) -> tuple[Match, ...]:
        """The drills, where it is the time of day that varies."""
        if requirement.field in _OF_SLOT:
            return self.distinguishing_matches(requirement, duty)
        return super().timed_matches(requirement, duty)

    def constrain(self, requirement: Vary, duty: Duty, variables: CampusVariables) -> None:
        """See the two ways below."""
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
            slot for number in groups for some in variables.problem.groups[number].slot_lists for slot in some
        }
        most = len({value(slot) for slot in slots})
        variables.add_row(
            LinearRow(
                days, lambda day: [(-1, one) for one in variables.toward_maximum(requirement.match, day)], -most
            )
        )

    def _all_different(
        self, requirement: Vary, duty: Duty, variables: CampusVariables, values: _ValueVariables
    ) -> None:
        """A row a value, at most one; and no drill whose value a reader would not know."""
        days = variables.days_of(duty)
        for value in values.over(days):

            def of_value(day: int, value: Hashable = value) -> Terms:
                return [(-1, one) for one in values.on(day).get(value, ())]

            variables.add_row(LinearRow(days, of_value, -1))
        unknown = [one for day in days for one in values.unknown(day)]
        variables.model.add(LinearExpr.sum(unknown) == 0)
        variables.forbid_date_moves((requirement.match,), days, even_inside=bool(unknown))

    def _at_least(
        self, requirement: Vary, duty: Duty, variables: CampusVariables, values: _ValueVariables
    ) -> None:
        """So many values, or as many as there are drills."""
        model, days = variables.model, variables.days_of(duty)
        met = []
        for value in values.over(days):
            there_is_one = model.new_bool_var("")
            of_value = [one for day in days for one in values.on(day).get(value, ())]
            model.add(there_is_one <= LinearExpr.sum(of_value))
            met.append(there_is_one)
        drills = [one for day in days for one in variables.toward_maximum(requirement.match, day)]
        enough = model.new_bool_var("")
        model.add(LinearExpr.sum(met) >= (requirement.at_least or 0)).only_enforce_if(enough)
        model.add(LinearExpr.sum(met) >= LinearExpr.sum(drills)).only_enforce_if(~enough)
        for day in days:
            for one in variables.uncertain(requirement.match, day):
                model.add_implication(one, enough)
        variables.forbid_date_moves((requirement.match,), days, even_inside=requirement.field is Varied.WEEKDAY)


class _ValueVariables:
    """Which variables give a drill of a day which value; each day is worked out once."""

    def __init__(self, requirement: Vary, matches: tuple[Match, ...], variables: CampusVariables) -> None:
        self.field, self.match, self.by_route = requirement.field, matches[0], matches[1:]
        self.of_grades = requirement.all_different and self.field is Varied.PERIOD
        self.variables = variables
        self.known: dict[int, dict[Hashable, list[IntVar]]] = {}

    def on(self, day: int) -> dict[Hashable, list[IntVar]]:
        """Variables by value."""
        if day not in self.known:
            self.known[day] = self._sorted(day)
        return self.known[day]

    def over(self, days: Sequence[int]) -> list[Hashable]:
        """Every value that a drill of these days could have, in the order of the year."""
        return list(dict.fromkeys(value for day in days for value in self.on(day)))

    def unknown(self, day: int) -> list[IntVar]:
        """Variables of drills that may match and of which a reader would not know the value."""
        unsure = self.variables.uncertain(self.match, day)
        if self.field is not Varied.ROUTE or self.match.routes is not None:
            return unsure
        return self.variables.uncertain(self.by_route[0], day)

    def _sorted(self, day: int) -> dict[Hashable, list[IntVar]]:
        if self.field is Varied.WEEKDAY:
            drills = self.variables.toward_minimum(self.match, day)
            return {self.variables.problem.days[day].date.weekday(): drills} if drills else {}
        found: dict[Hashable, list[IntVar]] = defaultdict(list)
        if self.field is Varied.ROUTE:
            for match in self.by_route:
                if drills := self.variables.toward_minimum(match, day):
                    found[match.routes] = drills
        else:
            value = _OF_SLOT[self.field]
            for slot, variable in self.variables.by_slot(self.match, day):
                found[value(slot)].append(variable)
                for one in slot.by_grades if self.of_grades else ():
                    if one.period is not None:
                        found[one.grades, one.period].append(variable)
        return found
