"""A lower bound on the points of agency days, counted from the visits that duties require.

An odd number of visits cannot be made in pairs. If three on a date are more than a level day, one visit is too
many or single. That is certain only if the duties determine how many visits there are and when: their sum must be
the number of visits the campuses need alone, since otherwise a plan could use another agency instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.model import AgencyKind
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.requirements import demanded_visits


@dataclass(frozen=True)
class RequiredVisits:
    """A number of visits by agencies of one kind between two dates."""

    kind: AgencyKind
    first: date
    last: date
    visits: int

    def meets(self, other: RequiredVisits) -> bool:
        """Check whether one visit could count for both."""
        return self.kind is other.kind and self.first <= other.last and other.first <= self.last


def visit_lower_bound(classes: Sequence[CampusClass], agency_days: AgencyDayCosts) -> int:
    """Return points that agency days cost in every plan with as few visits as the campuses need alone."""
    found: list[RequiredVisits] = []
    for campus_class in classes:
        required = list(_disjoint(_required_at(campus_class.problem)))
        if sum(need.visits for need in required) != campus_class.alone.visits:
            return 0
        found += [
            RequiredVisits(need.kind, need.first, need.last, need.visits * campus_class.campuses)
            for need in required
        ]
    return sum(_least_for(need, agency_days) for need in _merged_by_date(found))


def _required_at(problem: CampusProblem) -> Iterator[RequiredVisits]:
    replaceable = {allowance.instead_of for allowance in problem.allowances}
    for duty in problem.duties:
        if duty.mandate.mandate_id in replaceable:
            continue
        visits = demanded_visits(duty, problem.events)
        if visits is not None and visits.match.agency is not None:
            yield RequiredVisits(visits.match.agency, duty.window.first, duty.window.last, visits.number)


def _disjoint(required: Iterable[RequiredVisits]) -> Iterator[RequiredVisits]:
    """Yield requirements that share no visit, those with most visits first."""
    chosen: list[RequiredVisits] = []
    for need in sorted(required, key=lambda need: (-need.visits, need.last - need.first, need.first)):
        if not any(need.meets(other) for other in chosen):
            chosen.append(need)
            yield need


def _merged_by_date(required: Iterable[RequiredVisits]) -> list[RequiredVisits]:
    """Merge requirements that share dates, so that no date belongs to two."""
    joined: list[RequiredVisits] = []
    for need in sorted(required, key=lambda need: (need.kind, need.first, need.last)):
        if joined and joined[-1].meets(need):
            before = joined.pop()
            last = max(before.last, need.last)
            joined.append(RequiredVisits(need.kind, before.first, last, before.visits + need.visits))
        else:
            joined.append(need)
    return joined


def _least_for(required: RequiredVisits, days: AgencyDayCosts) -> int:
    """Return the least points of these visits on any dates: 0 if they make pairs."""
    if required.visits % 2 == 0:
        return 0
    agencies = [agency for agency in days.agencies.values() if agency.kind == required.kind]
    return min((_odd_one(required.visits, agency.agency_id, days) for agency in agencies), default=0)


def _odd_one(visits: int, agency_id: str, days: AgencyDayCosts) -> int:
    """Return the least points of the odd visit with that agency: single, or third on a date."""
    if not days.has_lone_trips(agency_id):
        return 0
    if visits < 3 or days.agencies[agency_id].visits_per_day < 3:
        return days.single_points
    return 0 if days.level_visits(agency_id) >= 3 else min(days.single_points, days.extra_points)
