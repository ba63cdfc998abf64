"""What the agencies' days must cost, whatever is planned: counted from the visits that the duties ask for.

An odd number of visits cannot be made in pairs. Where three on a date are more than a level day, one of them is
too many or one comes by itself. Even that is known only where the duties say how many visits there are and when:
as many as the campuses have in all when alone, or a plan could have another agency come instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.model import AgencyKind
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.requirements import demanded_visits


@dataclass(frozen=True)
class RequiredVisits:
    """So many visits of agencies of a kind between two dates."""

    kind: AgencyKind
    first: date
    last: date
    visits: int

    def meets(self, other: RequiredVisits) -> bool:
        """Whether a visit could be one of both."""
        return self.kind is other.kind and self.first <= other.last and other.first <= self.last


def visit_lower_bound(kinds: Sequence[CampusClass], agency_days: AgencyDayCosts) -> int:
    """Points that the agencies' days cost in every plan with as few visits as the campuses need alone."""
    found: list[RequiredVisits] = []
    for kind in kinds:
        owed = list(_disjoint(_required_at(kind.problem)))
        if sum(one.visits for one in owed) != kind.alone.visits:
            return 0
        found += [RequiredVisits(one.kind, one.first, one.last, one.visits * kind.campuses) for one in owed]
    return sum(_least_for(one, agency_days) for one in _merged_by_date(found))


def _required_at(problem: CampusProblem) -> Iterator[RequiredVisits]:
    replaceable = {allowance.instead_of for allowance in problem.allowances}
    for duty in problem.duties:
        if duty.mandate.mandate_id in replaceable:
            continue
        visits = demanded_visits(duty, problem.events)
        if visits is not None and visits.match.agency is not None:
            yield RequiredVisits(visits.match.agency, duty.window.first, duty.window.last, visits.number)


def _disjoint(owed: Iterable[RequiredVisits]) -> Iterator[RequiredVisits]:
    """Those of which no visit can be one of two: the ones with most visits first."""
    chosen: list[RequiredVisits] = []
    for one in sorted(owed, key=lambda one: (-one.visits, one.last - one.first, one.first)):
        if not any(one.meets(other) for other in chosen):
            chosen.append(one)
            yield one


def _merged_by_date(owed: Iterable[RequiredVisits]) -> list[RequiredVisits]:
    """Those that share dates as one, so that no date belongs to two of them."""
    joined: list[RequiredVisits] = []
    for one in sorted(owed, key=lambda one: (one.kind, one.first, one.last)):
        if joined and joined[-1].meets(one):
            before = joined.pop()
            one = RequiredVisits(one.kind, before.first, max(before.last, one.last), before.visits + one.visits)  # noqa: PLW2901
        joined.append(one)
    return joined


def _least_for(owed: RequiredVisits, days: AgencyDayCosts) -> int:
    """What so many visits cost at least, on however many dates: nothing where they make pairs."""
    if owed.visits % 2 == 0:
        return 0
    comers = [agency for agency in days.agencies.values() if agency.kind == owed.kind]
    return min((_odd_one(owed.visits, comer.agency_id, days) for comer in comers), default=0)


def _odd_one(visits: int, agency_id: str, days: AgencyDayCosts) -> int:
    """The least that the odd one of such visits costs with that agency: alone, or third on a date."""
    if not days.has_lone_trips(agency_id):
        return 0
    if visits < 3 or days.agencies[agency_id].visits_per_day < 3:
        return days.single_points
    return 0 if days.level_visits(agency_id) >= 3 else min(days.single_points, days.extra_points)
