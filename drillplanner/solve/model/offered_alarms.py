"""Constraints on the dates that campuses of one building offer for a drill that all of it hears.

Until the agency has picked a date, the drill can move to each offered one, and the building moves with it. So a
campus that hears the drill on an offered date, and takes part in such drills, keeps the date ready too: if it has
such an offer itself, the date is one of its own, and both drills stand on one date; otherwise it holds nothing on
the date but this drill, for which it must have a time.

The rule is ours and no law, so it is part of every model with open alarms, careful or not: bounds, and the words
"optimal" and "impossible", are about plans that follow it. Without periods, a date counts as heard only if the
drill is heard at each time of day that it may have. That is less than the rule asks, so the cost is a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import permutations

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import DrillType
from drillplanner.solve.model.alarm_coupling import (
    audible_groups,
    is_during_school,
    is_one_minute,
    is_settled,
    shared_drill_types,
)
from drillplanner.solve.model.rows import Offering
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.slots import PeriodGroup, Slot

#: A group of scenarios of one type, and its place in the problem.
_NumberedGroup = tuple[int, PeriodGroup]


def couple_offers(campuses: Sequence[CampusVariables]) -> None:
    """Constrain the offers of campuses that share a building and have not agreed on their alarms."""
    undecided = [campus for campus in campuses if campus.problem.open_alarm_scenarios]
    for campus, other in permutations(undecided, 2):
        if campus.problem.campus.building == other.problem.campus.building:
            for offering in campus.offerings.values():
                for drill_type in sorted(shared_drill_types(campus.problem) & shared_drill_types(other.problem)):
                    _couple(campus, offering, other, drill_type)


def _couple(campus: CampusVariables, offering: Offering, other: CampusVariables, drill_type: DrillType) -> None:
    """Keep the dates ready at ``other`` on which it would hear the offered drill, if that has this type."""
    groups = _groups(campus.problem, offering, drill_type)
    if not groups:
        return
    heard = _OfferedDates(campus, offering, groups).heard_at(other, drill_type)
    its_offers = [offer for offer in other.offerings.values() if _groups(other.problem, offer, drill_type)]
    number_of = {day.date: day.index for day in other.problem.days}
    is_on = {campus.problem.days[day].date: is_on for day, is_on in offering.is_on.items()}
    for on, is_heard in heard.items():
        day = number_of[on]
        if its_offers:
            same = [offer.dates[day] for offer in its_offers if day in offer.dates]
            campus.model.add(is_heard <= LinearExpr.sum(same))
        else:
            campus.model.add(LinearExpr.sum(other.held_on(day)) + is_heard <= 1 + is_on[on])
    for offer in its_offers:
        is_joint = campus.model.new_bool_var("")
        for on, is_heard in heard.items():
            if number_of[on] in offer.dates:
                campus.model.add(is_joint >= is_heard + offer.dates[number_of[on]] - 1)
        others = {other.problem.days[day].date: is_its for day, is_its in offer.is_on.items()}
        for on in sorted(is_on.keys() | others.keys()):
            campus.model.add(is_on.get(on, 0) == others.get(on, 0)).only_enforce_if(is_joint)


class _OfferedDates:
    """The dates of one offer, with the ways in which the drill can be held that has one of the groups."""

    def __init__(self, campus: CampusVariables, offering: Offering, groups: list[_NumberedGroup]) -> None:
        self._campus = campus
        self._offering = offering
        self._groups = groups
        inside = {scenario for _, group in groups for scenario in group.scenarios}
        self._is_surely_inside = offering.scenarios <= inside
        #: Whether the drill is in the period, or without periods in the group, wherever it is held.
        self._chosen: dict[tuple[int, str], LinearExpr] = {}

    def heard_at(self, other: CampusVariables, drill_type: DrillType) -> dict[date, IntVar]:
        """Return variables that are 1 for offered dates on which the other campus would hear the drill.

        A date is not offered for a time of day at which the other campus hears it and can hold no such drill.
        """
        problem, model = self._campus.problem, self._campus.model
        its_days = {
            day.date: day for day in other.problem.days if day.periods and not is_settled(other.problem, day)
        }
        found: dict[date, IntVar] = {}
        for number, is_offered in self._offering.dates.items():
            day = problem.days[number]
            if day.date not in its_days or is_settled(problem, day):
                continue
            its_day = its_days[day.date]
            its_slots = [
                slot
                for _, group, its_type in audible_groups(other.problem)
                if its_type is drill_type
                for slot in group.slots(its_day.index)
            ]
            ways = [
                (group, slots, [slot for slot in slots if any(is_one_minute(slot, its) for its in its_slots)])
                for group, slots in self._ways(number)
            ]
            is_surely_heard = self._is_surely_inside
            heard = []
            for (place, group), slots, possible in ways:
                if not all(is_during_school(slot, _minutes(problem, group), its_day) for slot in slots):
                    is_surely_heard = False
                elif not possible:
                    model.add(self._is_chosen(place, group, slots) + is_offered <= 1)
                else:
                    heard.append(self._is_chosen(place, group, slots))
            if heard and is_surely_heard:
                found[day.date] = is_offered
            elif heard:
                is_heard = found[day.date] = model.new_bool_var("")
                for chosen in heard:
                    model.add(is_heard >= chosen + is_offered - 1)
        return found

    def _ways(self, day: int) -> Iterator[tuple[_NumberedGroup, tuple[Slot, ...]]]:
        """Yield each group with each of its slots of the day, or without periods with all of them."""
        for number, group in self._groups:
            slots = group.slots(day)
            if self._campus.has_periods:
                for slot in slots:
                    yield (number, group), (slot,)
            elif slots:
                yield (number, group), slots

    def _is_chosen(self, number: int, group: PeriodGroup, slots: tuple[Slot, ...]) -> LinearExpr:
        """Return 1 if the drill is of the group and, with periods, in the slot's period, on any date."""
        key = number, slots[0].period if self._campus.has_periods else ""
        if key not in self._chosen:
            self._chosen[key] = self._in_period(number, group, key[1]) if key[1] else self._in_group(group)
        return self._chosen[key]

    def _in_group(self, group: PeriodGroup, day: int | None = None) -> LinearExpr:
        inside = set(group.scenarios)
        offers = self._offering.offers.items()
        return LinearExpr.sum(
            [offered for (scenario, on), offered in offers if scenario in inside and day in (None, on)]
        )

    def _in_period(self, number: int, group: PeriodGroup, period: str) -> IntVar:
        model = self._campus.model
        is_in_period = model.new_bool_var("")
        for day in self._offering.dates:
            placed = self._campus.placed.get((number, day, period))
            if placed is not None:
                model.add(is_in_period >= placed + self._in_group(group, day) - 1)
        return is_in_period


def _groups(problem: CampusProblem, offering: Offering, drill_type: DrillType) -> list[_NumberedGroup]:
    """Return the groups of this type that the building hears and that can be the offered drill."""
    return [
        (number, group)
        for number, group, its_type in audible_groups(problem)
        if its_type is drill_type and not offering.scenarios.isdisjoint(group.scenarios)
    ]


def _minutes(problem: CampusProblem, group: PeriodGroup) -> int:
    return max(problem.scenarios[scenario].minutes for scenario in group.scenarios)
