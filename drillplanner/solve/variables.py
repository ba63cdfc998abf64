"""The decision variables of one campus on a CP-SAT model, and questions that constraints ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from drillplanner.mandates import Match
from drillplanner.model import Agency, minutes_of
from drillplanner.solve.problem import CampusProblem, costs_a_lesson, selects

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
        at_once = sum(
            1
            for start, end in visits
            if wanted[0] < end + agency.travel_minutes and start < wanted[1] + agency.travel_minutes
        )
        return at_once < agency.crews


class CampusVariables:
    """Variables of one campus. Only possible choices have one.

    ``held[s, d]``       scenario s is held on day d
    ``placed[d, p]``     the drill of day d is in the period named p (of a group of scenarios)
    ``visit[a, s, d]``   agency a attends scenario s on day d
    ``visit_at[a, d, p]`` and it does so in period p
    """

    def __init__(self, model: CpModel, problem: CampusProblem) -> None:
        self.model = model
        self.problem = problem
        self.held: dict[tuple[int, int], IntVar] = {
            (scenario, day): model.new_bool_var("")
            for scenario, days in enumerate(problem.possible_days)
            for day in days
        }
        self.placed: dict[tuple[int, int, str], IntVar] = {}
        self.visit: dict[tuple[str, int, int], IntVar] = {}
        self.visit_at: dict[tuple[str, int, str], IntVar] = {}
        self._held_on: dict[int, list[IntVar]] = defaultdict(list)
        for (_, day), variable in self.held.items():
            self._held_on[day].append(variable)
        self._one_drill_a_day()
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

    def add_visits(self, agency: Agency, scenarios: frozenset[int], taken: Taken) -> None:
        """Let the agency attend these scenarios, on days and at hours when it can come."""
        for day in self.problem.days:
            held = [s for s in sorted(scenarios) if (s, day.index) in self.held]
            if not held or not agency.can_come_on(day.date):
                continue
            choices = self._visit_choices(agency, day.index, held, taken)
            if not choices:
                continue
            self.visit_at.update({(agency.agency_id, day.index, name): var for name, var in choices.items()})
            visits = []
            for scenario in held:
                key = (agency.agency_id, scenario, day.index)
                visit = self.visit[key] = self.model.new_bool_var("")
                self.model.add_implication(visit, self.held[scenario, day.index])
                visits.append(visit)
            self.model.add(LinearExpr.sum(visits) == LinearExpr.sum(list(choices.values())))

    def _visit_choices(self, agency: Agency, day: int, held: list[int], taken: Taken) -> dict[str, IntVar]:
        choices: dict[str, IntVar] = {}
        for period in self.problem.days[day].periods:
            interval = (minutes_of(period.start), minutes_of(period.end))
            here = [
                self.placed[number, day, period.name]
                for number, group in enumerate(self.problem.groups)
                if set(group.scenarios) & set(held) and (number, day, period.name) in self.placed
            ]
            if not here or not _works_through(agency, interval):
                continue
            if not taken.leaves_room(agency, self.problem.days[day].date, interval):
                continue
            choices[period.name] = choice = self.model.new_bool_var("")
            self.model.add(choice <= LinearExpr.sum(here))
        return choices

    def matching(self, match: Match, first: date, last: date) -> list[IntVar]:
        """Variables that are 1 for each drill of the window that the match selects."""
        inside = [day.index for day in self.problem.days if first <= day.date <= last]
        chosen = self.scenarios_of(match)
        if match.agency is None:
            return [self.held[s, day] for day in inside for s in chosen if (s, day) in self.held]
        days = set(inside)
        kinds = {agency.agency_id for agency in self.problem.agencies if agency.kind == match.agency}
        return [
            variable
            for (agency_id, scenario, day), variable in self.visit.items()
            if agency_id in kinds and scenario in chosen and day in days
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
