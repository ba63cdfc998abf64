"""Districts to measure on: real lists of schools of any size, with scarce or ample agencies.

A list is the bundled example, or a table of schools that ``drillplanner init`` can read; it is cut or repeated
to the size. The calendar, bells, and agencies of a list are assumed or invented, so a measurement is about the
search only.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from drillplanner import api
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.law import Duty, LawBook, derive_duties, stand_ins_at
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.requirement import Demand
from drillplanner.model import (
    Agency,
    AgencyKind,
    Campus,
    DayKind,
    DevelopmentalLimits,
    GoalWeights,
    Screening,
    Workspace,
)
from drillplanner.practice import PracticePack
from drillplanner.practice.district import practice_limits
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.prepare import limits_with_practice
from drillplanner.workflow.prepared import Prepared

YEAR = "2025-26"
VISITS_OF_A_CREW = 3
TRAVEL_MINUTES = 15
#: The dates that good practice avoids, by scenario id.
AvoidedDates = Mapping[str, frozenset[date]]
SCARCE_KINDS = (AgencyKind.POLICE, AgencyKind.FIRE)


class Capacity(StrEnum):
    """The agencies' capacity for visits."""

    SHORT = "short"
    """A twentieth more visits a day than the law's busiest window needs on average; one crew for three visits.

    Where good practice avoids more than a twentieth of its days, it cannot be kept everywhere.
    """
    TIGHT = "tight"
    """The same, over the days that good practice leaves: without a practice, as ``SHORT``."""
    LOOSE = "loose"
    """Twice as many as it needs."""
    NONE = "none"
    """As in the workspace: unlimited if ``init`` assumed them."""


#: The agencies' visits a day as a multiple of what the busiest window needs.
ROOM: Mapping[Capacity, float] = {Capacity.SHORT: 1.05, Capacity.TIGHT: 1.05, Capacity.LOOSE: 2.0}


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

    def with_practice(self, practice: str) -> SchoolList:
        """Return the list with this level of good practice, and its name with it."""
        return replace(self, name=f"{self.name}, {practice}", practice=practice)

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
    limits = limits_with_practice(workspace, practice_limits(practice, law, duties, workspace)[0])
    avoided = {} if capacity is Capacity.SHORT else _avoided_dates(limits)
    agencies = agencies_for(workspace, duties, capacity, avoided)
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
        limits=limits,
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


def agencies_for(
    workspace: Workspace, duties: Sequence[Duty], capacity: Capacity, avoided: AvoidedDates
) -> tuple[Agency, ...]:
    """Return the agencies: police and fire with this capacity, the others unchanged."""
    if capacity not in ROOM:
        return workspace.district.agencies
    return tuple(
        _limited(agency, workspace, duties, avoided, ROOM[capacity]) if agency.kind in SCARCE_KINDS else agency
        for agency in workspace.district.agencies
    )


def _avoided_dates(limits: Mapping[str, DevelopmentalLimits]) -> AvoidedDates:
    """Return the dates on which good practice avoids drills of each scenario at some campus."""
    found: dict[str, set[date]] = defaultdict(set)
    for of_campus in limits.values():
        for limit in of_campus.avoided:
            for scenario in limit.scenarios if limit.practice is not None else ():
                found[scenario].update(limit.dates)
    return {scenario: frozenset(dates) for scenario, dates in found.items()}


def _limited(
    agency: Agency, workspace: Workspace, duties: Sequence[Duty], avoided: AvoidedDates, room: float
) -> Agency:
    # Rounded to thousandths before rounding up, so that a floating-point error does not add a visit.
    visits = max(1, -(-round(1000 * room * _busiest(agency, workspace, duties, avoided)) // 1000))
    return agency.model_copy(
        update={
            "visits_per_day": visits,
            "crews": -(-visits // VISITS_OF_A_CREW),
            "travel_minutes": TRAVEL_MINUTES,
        }
    )


def _busiest(agency: Agency, workspace: Workspace, duties: Sequence[Duty], avoided: AvoidedDates) -> float:
    """Return the visits a day that the busiest window needs, over the days on which the agency can come.

    Not over days on which every scenario that could count is avoided.
    """
    needed: Counter[tuple[date, date, frozenset[date]]] = Counter()
    for duty in duties:
        if owed := visits_owed(duty, agency.kind):
            needed[duty.window.first, duty.window.last, _avoided_by(duty, workspace, avoided)] += owed
    coming = [
        day.date
        for day in workspace.calendar.days
        if agency.can_come_on(day.date)
        and any(day.kind_at(campus.campus_id) is not DayKind.CLOSED for campus in workspace.campuses)
    ]
    return max(
        (
            visits / max(1, sum(first <= on <= last and on not in closed for on in coming))
            for (first, last, closed), visits in needed.items()
        ),
        default=0.0,
    )


def _avoided_by(duty: Duty, workspace: Workspace, avoided: AvoidedDates) -> frozenset[date]:
    """Return the dates on which every scenario whose drills could count for the duty is avoided."""
    demand = _demand_of(duty)
    counting = [
        avoided.get(scenario.scenario_id, frozenset())
        for scenario in workspace.scenarios
        if demand is not None and demand.match.selects_scenario(scenario) is not False
    ]
    return frozenset.intersection(*counting) if counting else frozenset()


def _demand_of(duty: Duty) -> Demand | None:
    requirement = duty.mandate.requirement
    return Demand(requirement.match, 1) if isinstance(requirement, Offer) else duty.demand


def visits_owed(duty: Duty, kind: AgencyKind) -> int:
    """Return the number of visits by this kind of agency that the duty requires."""
    demand = _demand_of(duty)
    return demand.number if demand is not None and demand.match.agency == kind else 0
