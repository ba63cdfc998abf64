"""A lower bound on the points of agency days, counted from the visits that duties require.

An odd number of visits cannot be made in pairs. If three on a date are more than a level day, one visit is too
many or single. That is certain only if the duties determine how many visits there are and when: their sum must be
the number of visits the campuses need alone, since otherwise a plan could use another agency instead.

Hours tell more. Exercises of the staff after class, at schools that end at other minutes, may never fit on one
date. Then a visit is single, or a school holds its drill while students are near. What that costs the school is
found by a search for its days alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations

from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpModel, IntVar, LinearExpr, LinearExprT
from drillplanner.law import Match
from drillplanner.model import AgencyKind, Audience
from drillplanner.solve.campus.search import best_days_alone
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.model.runs import rounded_up, search_once
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval
from drillplanner.solve.requirements import demanded_visits

#: With more visits than this, hours are not looked at.
_MOST_VISITS = 60
#: More points than a campus's surcharge has.
_MOST_POINTS = 1_000_000
#: The part of an effort for choosing which visits are in pairs; most choices need a hundredth of it.
_PART_OF_EFFORT = 0.05


@dataclass(frozen=True)
class RequiredVisits:
    """A number of visits to drills of a match, which names the kind of agency, between two dates."""

    kind: AgencyKind
    match: Match
    first: date
    last: date
    visits: int

    def meets(self, other: RequiredVisits) -> bool:
        """Check whether one visit could count for both."""
        return self.kind is other.kind and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class _RequiredVisit:
    """One visit that a campus requires: the places of its class and of the campus, and one of what it requires."""

    class_place: int
    campus: int
    need: RequiredVisits

    @property
    def key(self) -> tuple[int, RequiredVisits]:
        """What visits of like campuses have in common."""
        return self.class_place, self.need


#: What it costs a class to hold a drill that an agency attends beside students; None where it cannot.
_Surcharges = Mapping[tuple[int, RequiredVisits], int | None]


def visit_lower_bound(classes: Sequence[CampusClass], agency_days: AgencyDayCosts) -> int:
    """Return points that agency days cost in every plan with as few visits as the campuses need alone."""
    return sum(
        _least_for(together[0].need.kind, len(together), agency_days)
        for together in _sharing_dates(_required_visits(classes))
    )


def lower_bound_by_hours(
    classes: Sequence[CampusClass], bounds: Sequence[int], agency_days: AgencyDayCosts, effort: Effort
) -> int:
    """Return points that the campuses cost together beyond the sum of their ``bounds`` alone, one for each class.

    They are those of agency days, and what it costs a campus to hold a drill beside students so that an agency's
    visit fits another one of the date. Every plan costs them that has the drills, breaches, and visits of each
    campus alone.
    """
    plain = visit_lower_bound(classes, agency_days)
    visits = _required_visits(classes)
    if not visits or len(visits) > _MOST_VISITS or not all(_has_known_hours(each.problem) for each in classes):
        return plain
    fits = _FittingVisits(classes)
    keys = list(dict.fromkeys(visit.key for visit in visits))
    if _least_by_hours(visits, fits, dict.fromkeys(keys), agency_days, effort) <= plain:
        return plain
    surcharges = {key: _surcharge(classes[key[0]], bounds[key[0]], key[1], effort) for key in keys}
    return max(plain, _least_by_hours(visits, fits, surcharges, agency_days, effort))


def _has_known_hours(problem: CampusProblem) -> bool:
    return problem.past is None and not problem.open_alarm_scenarios


def _required_visits(classes: Sequence[CampusClass]) -> list[_RequiredVisit]:
    """Return all visits that are required; none if some campus could choose which it has."""
    found: list[_RequiredVisit] = []
    for place, campus_class in enumerate(classes):
        required = list(_disjoint(_required_at(campus_class.problem)))
        if sum(need.visits for need in required) != campus_class.alone.visits:
            return []
        found += [
            _RequiredVisit(place, campus, need)
            for campus in campus_class.indices
            for need in required
            for _ in range(need.visits)
        ]
    return found


def _required_at(problem: CampusProblem) -> Iterator[RequiredVisits]:
    replaceable = {allowance.instead_of for allowance in problem.allowances}
    for duty in problem.duties:
        if duty.mandate.mandate_id in replaceable:
            continue
        visits = demanded_visits(duty, problem.events)
        if visits is not None and visits.match.agency is not None:
            window = duty.window
            yield RequiredVisits(visits.match.agency, visits.match, window.first, window.last, visits.number)


def _disjoint(required: Iterable[RequiredVisits]) -> Iterator[RequiredVisits]:
    """Yield requirements that share no visit, those with most visits first."""
    chosen: list[RequiredVisits] = []
    for need in sorted(required, key=lambda need: (-need.visits, need.last - need.first, need.first)):
        if not any(need.meets(other) for other in chosen):
            chosen.append(need)
            yield need


def _sharing_dates(visits: Iterable[_RequiredVisit]) -> list[list[_RequiredVisit]]:
    """Group visits that could be on one date, so that no date belongs to two groups."""
    groups: list[list[_RequiredVisit]] = []
    last: date | None = None
    for visit in sorted(visits, key=lambda visit: (visit.need.kind, visit.need.first, visit.need.last)):
        if last is not None and groups[-1][0].need.kind is visit.need.kind and visit.need.first <= last:
            groups[-1].append(visit)
            last = max(last, visit.need.last)
        else:
            groups.append([visit])
            last = visit.need.last
    return groups


def _least_for(kind: AgencyKind, visits: int, days: AgencyDayCosts) -> int:
    """Return the least points of this many visits on any dates: 0 if they make pairs."""
    if visits % 2 == 0:
        return 0
    agencies = [agency for agency in days.agencies.values() if agency.kind == kind]
    return min((_odd_one(visits, agency.agency_id, days) for agency in agencies), default=0)


def _odd_one(visits: int, agency_id: str, days: AgencyDayCosts) -> int:
    """Return the least points of the odd visit with that agency: single, or third on a date."""
    if not days.has_lone_trips(agency_id):
        return 0
    if visits < 3 or days.agencies[agency_id].visits_per_day < 3:
        return days.single_points
    return 0 if days.level_visits(agency_id) >= 3 else min(days.single_points, days.extra_points)


class _FittingVisits:
    """Which required visits fit on one date while all drills for staff alone are at hours without students."""

    def __init__(self, classes: Sequence[CampusClass]) -> None:
        self._classes = classes
        self._times: dict[tuple[int, RequiredVisits], dict[Visit, frozenset[Interval]]] = {}
        self._known: dict[frozenset[tuple[int, RequiredVisits]], bool] = {}

    def fit(self, first: _RequiredVisit, second: _RequiredVisit) -> bool:
        """Check whether these visits of two drills fit on some date."""
        if first.campus == second.campus and self._classes[first.class_place].problem.day_limits.most == 1:
            return False
        key = frozenset((first.key, second.key))
        if key not in self._known:
            one, other = self._times_of(first), self._times_of(second)
            resources = self._classes[first.class_place].problem.resource_by_id
            self._known[key] = any(
                ResourceUse().with_visits([(*visit, time)]).leaves_room(resources[visit[0]], visit[1], wanted)
                for visit, times in one.items()
                for time in times
                for wanted in other.get(visit, ())
            )
        return self._known[key]

    def _times_of(self, visit: _RequiredVisit) -> dict[Visit, frozenset[Interval]]:
        if visit.key not in self._times:
            self._times[visit.key] = _times_apart(self._classes[visit.class_place].problem, visit.need)
        return self._times[visit.key]


def _times_apart(problem: CampusProblem, need: RequiredVisits) -> dict[Visit, frozenset[Interval]]:
    """Return when agencies could make such a visit, but not to a drill for staff alone in a bell period."""
    scenarios = [
        index
        for index, scenario in enumerate(problem.scenarios)
        if need.match.selects_scenario(scenario) is not False
    ]
    found: dict[Visit, frozenset[Interval]] = {}
    for agency in problem.agencies_for(need.match):
        for day in problem.days:
            if not (need.first <= day.date <= need.last and agency.is_open_on(day.date)):
                continue
            times = frozenset(
                time
                for scenario in scenarios
                if day.index in problem.possible_days[scenario]
                for slot in problem.groups[problem.group_of[scenario]].slots(day.index)
                if not (slot.is_bell_period and problem.scenarios[scenario].audience is Audience.STAFF)
                if agency.is_open_during(time := problem.interval(scenario, slot))
            )
            if times:
                found[agency.resource_id, day.date] = times
    return found


def _surcharge(campus_class: CampusClass, bound: int, need: RequiredVisits, effort: Effort) -> int | None:
    """Return the points that the class pays for its required visit to be to a drill beside students.

    None if it cannot be with as few drills, breaches, and visits; 0 if that is not known, or of several visits.
    """
    if need.visits > 1:
        return 0
    days = best_days_alone(campus_class.problem, effort, partial(_visit_beside_students, need))
    if isinstance(days, str):
        return None if days == "infeasible" else 0
    if days.fewest_drills is not None:
        return 0
    alone = full_cost_key(campus_class.alone)[:-1]
    found = days.moves, days.size, days.breaches, days.visits
    if found == alone:
        return max(0, days.bound - bound)
    return None if found > alone else 0


def _visit_beside_students(need: RequiredVisits, model: CpModel, campuses: list[CampusVariables]) -> None:
    """Leave only visits to drills for staff alone in a bell period, of those that can be the one required."""
    for variables in campuses:
        problem = variables.problem
        agencies = {agency.resource_id for agency in problem.agencies_for(need.match)}
        for key, visit in variables.visit.items():
            resource_id, scenarios, day = key
            if resource_id not in agencies or not need.first <= problem.days[day].date <= need.last:
                continue
            scenario = problem.scenarios[min(scenarios)]
            if need.match.selects_scenario(scenario) is False:
                continue
            beside = tuple(slot for slot in variables.visiting_slots[key] if slot.is_bell_period)
            if beside and scenario.audience is Audience.STAFF:
                variables.visiting_slots[key] = beside
            else:
                model.add(visit == 0)


def _least_by_hours(
    visits: Sequence[_RequiredVisit],
    fits: _FittingVisits,
    surcharges: _Surcharges,
    days: AgencyDayCosts,
    effort: Effort,
) -> int:
    """Return the least points of these visits: single ones, and surcharges for hours that fit another visit.

    A visit beside students is taken to fit any other, and to keep one more from being single: of two others on
    its date, each would keep the other. A campus pays its highest surcharge, since one year may hold all.
    """
    model = CpModel()
    points: list[LinearExprT] = []
    paid: dict[int, IntVar] = {}
    for together in _sharing_dates(visits):
        price, in_pairs = _price_of_single(together[0].need.kind, days)
        beside = [model.new_bool_var("") for _ in together]
        rescued = [model.new_bool_var("") for _ in together]
        model.add(LinearExpr.sum(rescued) <= LinearExpr.sum(beside))
        partners: list[list[IntVar]] = [[] for _ in together]
        for one, other in combinations(range(len(together)), 2):
            if fits.fit(together[one], together[other]):
                pair = model.new_bool_var("")
                for place in (one, other):
                    model.add(LinearExpr.sum([pair, beside[place]]) <= 1)
                    partners[place].append(pair)
        for place, (visit, pairs) in enumerate(zip(together, partners, strict=True)):
            single = model.new_bool_var("")
            model.add(LinearExpr.sum([single, beside[place], rescued[place], *pairs]) >= 1)
            points.append(price * single)
            if in_pairs:
                model.add(LinearExpr.sum(pairs) <= 1)
            surcharge = surcharges[visit.key]
            if surcharge is None:
                model.add(beside[place] == 0)
            elif surcharge:
                if visit.campus not in paid:
                    paid[visit.campus] = model.new_int_var(0, _MOST_POINTS, "")
                model.add(paid[visit.campus] >= surcharge * beside[place])
    model.minimize(LinearExpr.sum([*points, *paid.values()]))
    solver, status = search_once(model, effort.scaled(_PART_OF_EFFORT))
    return max(0, rounded_up(solver.best_objective_bound)) if status in (OPTIMAL, FEASIBLE) else 0


def _price_of_single(kind: AgencyKind, days: AgencyDayCosts) -> tuple[int, bool]:
    """Return the least points of a visit that is not one of a pair, and whether it cannot join one for nothing."""
    agencies = [agency for agency in days.agencies.values() if agency.kind == kind]
    if not agencies or not all(days.has_lone_trips(agency.agency_id) for agency in agencies):
        return 0, False
    if any(agency.visits_per_day >= 3 and days.level_visits(agency.agency_id) >= 3 for agency in agencies):
        return days.single_points, False
    if any(agency.visits_per_day >= 3 for agency in agencies):
        return min(days.single_points, days.extra_points), True
    return days.single_points, True
