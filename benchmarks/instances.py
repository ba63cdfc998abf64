"""Districts to measure on: real lists of schools, cut or repeated to any size, with scarce or ample agencies.

A list is the bundled example, or a table of schools that ``drillplanner init`` can read. The calendar, the bells
and the agencies of a list are assumed or invented, so what is measured on them tells of the search alone.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from drillplanner import api
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.law import Duty, LawBook, derive_duties, stand_ins_at
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.requirement import Demand
from drillplanner.model import Agency, AgencyKind, Campus, DayKind, GoalWeights, Screening, Workspace
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.prepare import developmental_limits
from drillplanner.workflow.prepared import Prepared

YEAR = "2025-26"
VISITS_OF_A_CREW = 3
TRAVEL_MINUTES = 15
SCARCE_KINDS = (AgencyKind.POLICE, AgencyKind.FIRE)


class Capacity(StrEnum):
    """How much room the agencies have for visits."""

    TIGHT = "tight"
    """A twentieth more visits a day than the busiest window needs on average; a crew for each three visits."""
    LOOSE = "loose"
    """Twice as many as it needs."""
    NONE = "none"
    """As the workspace has them: without limit where ``init`` assumed them."""


#: By how much the agencies' visits a day exceed the need of the busiest window.
ROOM: Mapping[Capacity, float] = {Capacity.TIGHT: 1.05, Capacity.LOOSE: 2.0}


@dataclass(frozen=True)
class SchoolList:
    """Where campuses come from: the table of schools and the state whose law binds them.

    Without a table it is the bundled example.
    """

    name: str
    state: str
    table: Path | None = None

    def prepared(self, folder: Path) -> Prepared:
        """A workspace of all its campuses in ``folder``. Raises InputError where the table cannot be read."""
        if self.table is None:
            copy_example(folder, self.state)
        else:
            initialize(folder, self.state, year=YEAR, campuses=self.table)
        return api.prepare(folder)


def instance_of(schools: SchoolList, campuses: int, capacity: Capacity) -> YearToPlan:
    """So many campuses of the list, with agencies of that capacity."""
    with tempfile.TemporaryDirectory() as place:
        prepared = schools.prepared(Path(place) / "district")
    return resized(prepared.workspace, prepared.law, prepared.screenings, campuses, capacity)


def resized(
    workspace: Workspace, law: LawBook, screenings: Mapping[str, Screening], campuses: int, capacity: Capacity
) -> YearToPlan:
    """The district with so many campuses and agencies of that capacity."""
    workspace = workspace.model_copy(update={"campuses": of_size(workspace.campuses, campuses)})
    duties = derive_duties(law, workspace)
    agencies = agencies_for(workspace, duties, capacity)
    # ``init`` leaves the agencies' days out while their limits are assumed; here they are given.
    usual = GoalWeights()
    weighed = {"agency_load": usual.agency_load, "lone_trip": usual.lone_trip}
    weights = workspace.district.weights.model_copy(update=weighed)
    district = workspace.district.model_copy(update={"agencies": agencies, "weights": weights})
    workspace = workspace.model_copy(update={"district": district})
    return YearToPlan(
        workspace=workspace,
        duties=duties,
        screenings=screenings,
        stand_ins={campus.campus_id: stand_ins_at(law, workspace, campus) for campus in workspace.campuses},
        limits=developmental_limits(workspace),
    )


def of_size(listed: Sequence[Campus], size: int) -> tuple[Campus, ...]:
    """So many campuses in a fixed order: evenly from the list, or the list over again with new ids."""
    if size <= len(listed):
        return tuple(listed[number * len(listed) // size] for number in range(size))
    made = []
    for number in range(size):
        copy, place = divmod(number, len(listed))
        one = listed[place]
        again = {"campus_id": f"{one.campus_id}-{copy}", "name": f"{one.name} ({copy})"}
        made.append(one.model_copy(update=again) if copy else one)
    return tuple(made)


def agencies_for(workspace: Workspace, duties: Sequence[Duty], capacity: Capacity) -> tuple[Agency, ...]:
    """Police and fire with so much room; the others as they are."""
    if capacity not in ROOM:
        return workspace.district.agencies
    return tuple(
        _limited(agency, workspace, duties, ROOM[capacity]) if agency.kind in SCARCE_KINDS else agency
        for agency in workspace.district.agencies
    )


def _limited(agency: Agency, workspace: Workspace, duties: Sequence[Duty], room: float) -> Agency:
    # A hair is taken off before rounding up, so that floating point does not make a visit more.
    visits = max(1, -(-round(1000 * room * _busiest(agency, workspace, duties)) // 1000))
    return agency.model_copy(
        update={
            "visits_per_day": visits,
            "crews": -(-visits // VISITS_OF_A_CREW),
            "travel_minutes": TRAVEL_MINUTES,
        }
    )


def _busiest(agency: Agency, workspace: Workspace, duties: Sequence[Duty]) -> float:
    """Visits a day that the busiest window needs on the days on which the agency can come."""
    needed: Counter[tuple[date, date]] = Counter()
    for duty in duties:
        needed[duty.window.first, duty.window.last] += visits_owed(duty, agency.kind)
    coming = [
        day.date
        for day in workspace.calendar.days
        if agency.can_come_on(day.date)
        and any(day.kind_at(campus.campus_id) is not DayKind.CLOSED for campus in workspace.campuses)
    ]
    open_days = {(first, last): sum(first <= on <= last for on in coming) for first, last in needed}
    return max((many / max(1, open_days[window]) for window, many in needed.items()), default=0.0)


def visits_owed(duty: Duty, kind: AgencyKind) -> int:
    """How many visits of such an agency the duty asks for."""
    requirement = duty.mandate.requirement
    demand = Demand(requirement.match, 1) if isinstance(requirement, Offer) else duty.demand
    return demand.number if demand is not None and demand.match.agency == kind else 0
