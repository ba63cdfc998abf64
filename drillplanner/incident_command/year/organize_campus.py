"""Organises drills: opens posts, fits them to those who are there, names alternates, tells what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drillplanner.files.errors import InputError
from drillplanner.incident_command.activation.activated_positions import activate_positions
from drillplanner.incident_command.assignment.availability import staff_availability
from drillplanner.incident_command.assignment.drill_chart import attending_agencies, make_chart
from drillplanner.incident_command.assignment.staffing import Staffing, fit_to_people
from drillplanner.incident_command.assignment.succession import Succession, name_alternates
from drillplanner.incident_command.assignment.suitability import Candidate
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.catalog import BandShape, PositionCatalog, PositionId
from drillplanner.incident_command.positions.load_catalog import load_catalog, unknown_positions
from drillplanner.incident_command.year.crews import Crew, crews_of, leading_members, with_alternates
from drillplanner.incident_command.year.practice import practice_by_post
from drillplanner.incident_command.year.rotation import rotate_leads
from drillplanner.model import Agency, Audience, Campus, Drill, Route, Scenario, StaffMember

#: So often leads are dealt out and alternates named in turn; two or three rounds mostly are enough.
_ROUNDS = 6


@dataclass(frozen=True)
class _CampusCache:
    """What the drills of a campus share: people whose certificates have no dates, and drills that are alike."""

    known: dict[str, Candidate] = field(default_factory=dict)
    staffed: dict[object, Staffing] = field(default_factory=dict)


@dataclass(frozen=True)
class OrganizedDrill:
    """A drill with its people: all that its chart is made of."""

    drill: Drill
    staffing: Staffing
    succession: Succession
    shape: BandShape | None
    agencies: tuple[Agency, ...]

    def chart(self, catalogue: PositionCatalog) -> RoleChart:
        """The chart, made anew."""
        band = None if self.shape is None else self.shape.band
        return make_chart(self.drill, self.staffing, self.succession, self.agencies, catalogue, band)


def organize_drill(
    drill: Drill,
    scenario: Scenario | None,
    campus: Campus,
    staff: tuple[StaffMember, ...],
    agencies: tuple[Agency, ...],
    *,
    turn: int = 0,
    catalogue: PositionCatalog | None = None,
) -> RoleChart:
    """The role chart of one ``drill`` at ``campus``, alone; :mod:`.organise_year` looks at the whole year.

    The scenario's positions are opened, the incident commander always; without a scenario, what the catalogue
    opens for that kind of drill. Only people of the campus who are at work and hold no class lead a post.
    ``staff`` and ``agencies`` may be the whole district's. ``turn`` counts the drills of the campus
    (0, 1, 2, …) and decides among people who fit equally well.

    Raises InputError when the scenario names a position that the catalogue does not have.
    """
    catalogue = catalogue or load_catalog()
    check_positions([scenario] if scenario is not None else [], catalogue)
    here = [member for member in staff if member.campus_id == campus.campus_id]
    staffing, shape = staff_drill(drill, scenario, here, agencies, catalogue, turn)
    succession = name_alternates(staffing, catalogue, turn=turn)
    return OrganizedDrill(drill, staffing, succession, shape, attending_agencies(drill, agencies)).chart(catalogue)


def organize_campus(
    drills: Sequence[Drill],
    scenarios: dict[str, Scenario],
    people: Sequence[StaffMember],
    agencies: tuple[Agency, ...],
    catalogue: PositionCatalog,
) -> tuple[OrganizedDrill, ...]:
    """The drills of one campus's year, in the order of time, organised together."""
    memory = _CampusCache()
    staffed = [
        staff_drill(drill, scenarios.get(drill.scenario_id or ""), people, agencies, catalogue, memory=memory)
        for drill in drills
    ]
    shapes = [shape for _, shape in staffed]
    led, successions = assign_over_year([staffing for staffing, _ in staffed], catalogue)
    return tuple(
        OrganizedDrill(drill, staffing, succession, shape, attending_agencies(drill, agencies))
        for drill, staffing, succession, shape in zip(drills, led, successions, shapes, strict=True)
    )


def assign_over_year(
    year: Sequence[Staffing], catalogue: PositionCatalog
) -> tuple[Sequence[Staffing], Sequence[Succession]]:
    """Leaders and alternates of all drills, so that each alternate practises.

    Alternates are named among those who lead the post some time in the year. Where somebody else has to stand in,
    because they are busy or away, that one joins the crew, and the leads are dealt out again: until nobody who
    could lead stands in without ever leading, or else the best of some rounds is kept.
    """
    at_first = crews = crews_of(year, catalogue)
    found: list[tuple[int, Sequence[Staffing], Sequence[Succession]]] = []
    tried: list[Mapping[PositionId, Crew]] = []
    while crews not in tried and len(tried) < _ROUNDS:
        tried.append(crews)
        led = rotate_leads(year, crews, catalogue)
        successions = _alternates_of(led, crews, catalogue)
        left = sum(one.avoidable for one in practice_by_post(led, successions).values())
        found.append((left, led, successions))
        if not left:
            break
        # Who stood in in an earlier round and no longer does is left out again: a crew does not grow without need.
        crews = with_alternates(at_first, led, successions)
    return min(found, key=lambda one: one[0])[1:]


def _alternates_of(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalogue: PositionCatalog
) -> list[Succession]:
    """The alternates of each drill; drills with the same people in the same posts have the same."""
    leading = leading_members(crews, year)
    known: dict[object, Succession] = {}
    successions = []
    for staffing in year:
        alike = (
            tuple(staffing.opening.opened),
            tuple(staffing.opening.on_call),
            tuple(staffing.merged.items()),
            tuple(sorted((post, one) for post, members in staffing.people.items() for one in _ids(members))),
            *map(_ids, (staffing.presence.free, staffing.presence.standby, staffing.presence.with_class)),
        )
        if alike not in known:
            known[alike] = name_alternates(staffing, catalogue, crews=crews, leading=leading)
        successions.append(known[alike])
    return successions


def _ids(people: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(person.staff_id for person in people)


def staff_drill(
    drill: Drill,
    scenario: Scenario | None,
    people: Iterable[StaffMember],
    agencies: tuple[Agency, ...],
    catalogue: PositionCatalog,
    turn: int = 0,
    memory: _CampusCache | None = None,
) -> tuple[Staffing, BandShape | None]:
    """Open the posts of a drill for the ``people`` of its campus and fill them; with the shape by their number."""
    memory = memory or _CampusCache()
    presence = staff_availability(drill, people, memory.known)
    # Without a staff list nobody has counted: all posts of the drill are then printed open, for the pen.
    shape = catalogue.band_of(len(presence.free)) if presence.has_staff_list else None
    named = None if scenario is None else scenario.positions
    agency_attends = bool(attending_agencies(drill, agencies))
    students_attend = drill.audience is not Audience.STAFF
    off_site = drill.route is Route.OFF_SITE
    there = tuple((one.staff_id, one.held) for one in presence.at_work)
    numbers = (len(presence.free), len(presence.standby), tuple(one.staff_id for one in presence.away))
    alike = (drill.drill_type, named, agency_attends, students_attend, off_site, there, numbers, turn)
    if alike not in memory.staffed:
        opening = activate_positions(
            drill.drill_type,
            named,
            catalogue,
            agency_attends=agency_attends,
            students_attend=students_attend,
            off_site=off_site,
            shape=shape,
        )
        memory.staffed[alike] = fit_to_people(opening, presence, shape, catalogue, turn)
    return memory.staffed[alike], shape


def check_positions(scenarios: Iterable[Scenario], catalogue: PositionCatalog) -> None:
    """Raises InputError where a scenario names a position that the catalogue does not have."""
    problems = [problem for scenario in scenarios for problem in unknown_positions(scenario, catalogue)]
    if problems:
        raise InputError(problems)
