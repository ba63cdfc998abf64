"""The decision variables of one campus on a CP-SAT model, and questions that constraints ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from drillplanner.mandates import Match
from drillplanner.model import Agency, Period, minutes_of
from drillplanner.solve.problem import CampusProblem, costs_a_lesson, placed_at, selects

Interval = tuple[int, int]


@dataclass(frozen=True)
class Taken:
    """What other campuses already took of the agencies: visits by (agency, date), as minutes from–to."""

    visits: Mapping[tuple[str, date], tuple[Interval, ...]] = field(default_factory=dict)

    def leaves_room(self, agency: Agency, on: date, wanted: Interval) -> bool:
        """Whether the agency can come to one more drill on that date at that time."""
        visits = self.visits.get((agency.agency_id, on), ())
        if len(visits) >= agency.visits_per_day:
            return False
        with_it = [*visits, wanted]
        return all(running_at(moment, with_it, agency) <= agency.crews for moment, _ in with_it)


def running_at(moment: int, visits: Sequence[Interval], agency: Agency) -> int:
    """How many visits have begun and are not over, travel counted, at that minute of the day.

    Visits begin and end like intervals on a line, so it is enough to ask this at the minutes at which one begins.
    """
    return sum(1 for start, end in visits if start <= moment < end + agency.travel_minutes)


class CampusVariables:
    """Variables of one campus. Only possible choices have one.

    With ``periods`` False days are chosen and periods left open: a relaxation that is much quicker to solve, in
    which a visit only needs some period at which the agency can come.

    ``held[s, d]``       scenario s is held on day d
    ``placed[d, p]``     the drill of day d is in the period named p (of a group of scenarios)
    ``visit[a, g, d]``   agency a attends a scenario of the set g on day d
    ``visit_at[a, g, d, p]`` and it does so in period p
    """

    def __init__(self, model: CpModel, problem: CampusProblem, periods: bool) -> None:
        self.model = model
        self.problem = problem
        self.held: dict[tuple[int, int], IntVar] = {
            (scenario, day): model.new_bool_var("")
            for scenario, days in enumerate(problem.possible_days)
            for day in days
        }
        self.placed: dict[tuple[int, int, str], IntVar] = {}
        self.visit: dict[tuple[str, frozenset[int], int], IntVar] = {}
        self.visit_at: dict[tuple[str, frozenset[int], int, str], IntVar] = {}
        self._held_on: dict[int, list[IntVar]] = defaultdict(list)
        for (_, day), variable in self.held.items():
            self._held_on[day].append(variable)
        self._one_drill_a_day()
        self.has_periods = periods
        if periods:
            self._place()

    def _one_drill_a_day(self) -> None:
        for variables in self._held_on.values():
            self.model.add_at_most_one(variables)

    def _place(self) -> None:
        for number, group in enumerate(self.problem.groups):
            for day, names in enumerate(group.periods):
                held = [self.held[s, day] for s in group.scenarios if (s, day) in self.held]
                if not held:
                    continue
                choices = [self.model.new_bool_var("") for _ in names]
                self.placed.update({(number, day, name): var for name, var in zip(names, choices, strict=True)})
                self.model.add(LinearExpr.sum(choices) == LinearExpr.sum(held))

    def add_visits(self, agency: Agency, sets: Sequence[frozenset[int]], taken: Taken) -> None:
        """Let the agency attend scenarios of these disjoint sets, on days and at hours when it can come.

        A set holds scenarios of one length at which a visit counts for the same duties, so one variable stands
        for all.
        """
        for day in self.problem.days:
            if agency.can_come_on(day.date):
                for some in sets:
                    self._add_visit(agency, some, day.index, taken)

    def _add_visit(self, agency: Agency, some: frozenset[int], day: int, taken: Taken) -> None:
        held = [self.held[s, day] for s in sorted(some) if (s, day) in self.held]
        names = self._visiting_periods(agency, some, day, taken) if held else {}
        if not names:
            return
        visit = self.visit[agency.agency_id, some, day] = self.model.new_bool_var("")
        self.model.add(visit <= LinearExpr.sum(held))
        if not self.has_periods:
            return
        choices = []
        for name, groups in names.items():
            choice = self.visit_at[agency.agency_id, some, day, name] = self.model.new_bool_var("")
            here = [self.placed[number, day, name] for number in groups if (number, day, name) in self.placed]
            self.model.add(choice <= LinearExpr.sum(here))
            choices.append(choice)
        self.model.add(visit == LinearExpr.sum(choices))

    def _visiting_periods(
        self, agency: Agency, some: frozenset[int], day: int, taken: Taken
    ) -> dict[str, list[int]]:
        """The periods in which the agency could come, each with the groups whose drills could be in it."""
        names: dict[str, list[int]] = {}
        for period in self.problem.days[day].periods:
            here = [
                number
                for number, group in enumerate(self.problem.groups)
                if some & set(group.scenarios) and period.name in group.periods[day]
            ]
            if not here:
                continue
            interval = self.interval(some, period)
            on = self.problem.days[day].date
            if _works_through(agency, interval) and taken.leaves_room(agency, on, interval):
                names[period.name] = here
        return names

    def interval(self, some: frozenset[int], period: Period) -> Interval:
        """When a drill of this set takes place in the period, in minutes since midnight."""
        return placed_at(self.problem.scenarios[min(some)].minutes, period)

    def one_visit_of_a_kind(self) -> None:
        """At most one agency of a kind comes to a drill: two officers at one drill are no two drills."""
        kinds = {agency.agency_id: agency.kind for agency in self.problem.agencies}
        together: dict[tuple[str, int], list[IntVar]] = defaultdict(list)
        for (agency_id, _, day), variable in self.visit.items():
            together[kinds[agency_id], day].append(variable)
        for variables in together.values():
            if len(variables) > 1:
                self.model.add_at_most_one(variables)

    def matching(self, match: Match, first: date, last: date) -> list[IntVar]:
        """Variables that are 1 for each drill of the window that the match selects."""
        inside = [day.index for day in self.problem.days if first <= day.date <= last]
        chosen = self.scenarios_of(match)
        if match.agency is None:
            return [self.held[s, day] for day in inside for s in chosen if (s, day) in self.held]
        days, wanted = set(inside), set(chosen)
        kinds = {agency.agency_id for agency in self.problem.agencies if agency.kind == match.agency}
        return [
            variable
            for (agency_id, some, day), variable in self.visit.items()
            if agency_id in kinds and some <= wanted and day in days
        ]

    def scenarios_of(self, match: Match) -> list[int]:
        """Indices of the scenarios that a match selects, agencies left aside."""
        return [index for index, scenario in enumerate(self.problem.scenarios) if selects(match, scenario)]

    def held_on(self, day: int) -> list[IntVar]:
        """All drills that could be held on a day; at most one is."""
        return self._held_on.get(day, [])

    def lessons(self) -> Iterator[tuple[int, str, IntVar]]:
        """(day, period name, variable) for every way in which a drill takes a lesson."""
        for (_, day, name), variable in self.placed.items():
            if costs_a_lesson(self.problem.period(day, name)):
                yield day, name, variable


def _works_through(agency: Agency, interval: Interval) -> bool:
    opens = minutes_of(agency.available_from) if agency.available_from else 0
    closes = minutes_of(agency.available_until) if agency.available_until else 24 * 60
    return opens <= interval[0] and interval[1] <= closes
