"""Districts to measure on: real lists of schools of any size, with scarce or ample agencies.

A list is the bundled example, or a table of schools that ``drillplanner init`` can read; it is cut or repeated
to the size. The calendar, bells, and agencies of a list are assumed or invented, so a measurement is about the
search only.
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
from drillplanner.practice import PracticePack
from drillplanner.practice.district import practice_limits
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.prepare import limits_with_practice
from drillplanner.workflow.prepared import Prepared

YEAR = "2025-26"
VISITS_OF_A_CREW = 3
TRAVEL_MINUTES = 15
SCARCE_KINDS = (AgencyKind.POLICE, AgencyKind.FIRE)


class Capacity(StrEnum):
    """The agencies' capacity for visits."""

    TIGHT = "tight"
    """A twentieth more visits a day than the busiest window needs on average; one crew for three visits."""
    LOOSE = "loose"
    """Twice as many as it needs."""
    NONE = "none"
    """As in the workspace: unlimited if ``init`` assumed them."""


#: The agencies' visits a day as a multiple of what the busiest window needs.
ROOM: Mapping[Capacity, float] = {Capacity.TIGHT: 1.05, Capacity.LOOSE: 2.0}


@dataclass(frozen=True)
class SchoolList:
    """The source of campuses: a table of schools, and the state whose law applies.

    Without a table, the bundled example.
    """

    name: str
    state: str
    table: Path | None = None
    practice: str = "none"
    """The level of good practice; a district of ``init`` has one in its file, which this replaces."""

    def prepared(self, folder: Path) -> Prepared:
        """Make a workspace of all campuses in ``folder``. Raises InputError if the table cannot be read."""
        if self.table is None:
            copy_example(folder, self.state)
        else:
            initialize(folder, self.state, year=YEAR, campuses=self.table)
        set_practice(folder / "district.yaml", self.practice)
        return api.prepare(folder)


def set_practice(file: Path, practice: str) -> None:
    """Write the level of good practice into this district.yaml, in place of the one that it has."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("practice:")]
    file.write_text("\n".join([*lines, f"practice: {practice}", ""]), encoding="utf-8")


def instance_of(schools: SchoolList, campuses: int, capacity: Capacity) -> YearToPlan:
    """Return a district with this number of campuses of the list, and agencies of this capacity."""
    with tempfile.TemporaryDirectory() as place:
        prepared = schools.prepared(Path(place) / "district")
    return resized(
        prepared.workspace, prepared.law, prepared.screenings, campuses, capacity, practice=prepared.practice
    )


def resized(
    workspace: Workspace,
    law: LawBook,
    screenings: Mapping[str, Screening],
    campuses: int,
    capacity: Capacity,
    practice: PracticePack | None = None,
) -> YearToPlan:
    """Return the district with another number of campuses, agencies of this capacity, and a level of practice."""
    workspace = workspace.model_copy(update={"campuses": of_size(workspace.campuses, campuses)})
    duties = derive_duties(law, workspace)
    agencies = agencies_for(workspace, duties, capacity)
    # ``init`` turns these two goals off while the agencies' limits are assumed; here the limits are given.
    defaults = GoalWeights()
    agency_weights = {"agency_load": defaults.agency_load, "lone_trip": defaults.lone_trip}
    weights = workspace.district.weights.model_copy(update=agency_weights)
    district = workspace.district.model_copy(update={"agencies": agencies, "weights": weights})
    workspace = workspace.model_copy(update={"district": district})
    return YearToPlan(
        workspace=workspace,
        duties=duties,
        screenings=screenings,
        stand_ins={campus.campus_id: stand_ins_at(law, workspace, campus) for campus in workspace.campuses},
        limits=limits_with_practice(workspace, practice_limits(practice, law, duties, workspace)[0]),
    )


def of_size(listed: Sequence[Campus], size: int) -> tuple[Campus, ...]:
    """Return ``size`` campuses: taken evenly from the list, or the list repeated with new ids."""
    if size <= len(listed):
        return tuple(listed[number * len(listed) // size] for number in range(size))
    made = []
    for number in range(size):
        copy, place = divmod(number, len(listed))
        campus = listed[place]
        identity = {"campus_id": f"{campus.campus_id}-{copy}", "name": f"{campus.name} ({copy})"}
        made.append(campus.model_copy(update=identity) if copy else campus)
    return tuple(made)


def agencies_for(workspace: Workspace, duties: Sequence[Duty], capacity: Capacity) -> tuple[Agency, ...]:
    """Return the agencies: police and fire with this capacity, the others unchanged."""
    if capacity not in ROOM:
        return workspace.district.agencies
    return tuple(
        _limited(agency, workspace, duties, ROOM[capacity]) if agency.kind in SCARCE_KINDS else agency
        for agency in workspace.district.agencies
    )


def _limited(agency: Agency, workspace: Workspace, duties: Sequence[Duty], room: float) -> Agency:
    # Rounded to thousandths before rounding up, so that a floating-point error does not add a visit.
    visits = max(1, -(-round(1000 * room * _busiest(agency, workspace, duties)) // 1000))
    return agency.model_copy(
        update={
            "visits_per_day": visits,
            "crews": -(-visits // VISITS_OF_A_CREW),
            "travel_minutes": TRAVEL_MINUTES,
        }
    )


def _busiest(agency: Agency, workspace: Workspace, duties: Sequence[Duty]) -> float:
    """Return the visits a day that the busiest window needs, over the days on which the agency can come."""
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
    return max((visits / max(1, open_days[window]) for window, visits in needed.items()), default=0.0)


def visits_owed(duty: Duty, kind: AgencyKind) -> int:
    """Return the number of visits by this kind of agency that the duty requires."""
    requirement = duty.mandate.requirement
    demand = Demand(requirement.match, 1) if isinstance(requirement, Offer) else duty.demand
    return demand.number if demand is not None and demand.match.agency == kind else 0
