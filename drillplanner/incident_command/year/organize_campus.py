"""Organize the drills of one campus, or a single drill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drillplanner.files.errors import InputError
from drillplanner.incident_command.activation.activated_positions import activate_positions
from drillplanner.incident_command.assignment.availability import staff_availability
from drillplanner.incident_command.assignment.drill_chart import make_chart
from drillplanner.incident_command.assignment.relief import relieve_commander
from drillplanner.incident_command.assignment.responders import attending_agencies
from drillplanner.incident_command.assignment.staffing import Staffing, fit_to_people
from drillplanner.incident_command.assignment.succession import Succession, name_alternates
from drillplanner.incident_command.assignment.suitability import Candidate
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.catalog import BandShape, PositionCatalog, PositionId
from drillplanner.incident_command.positions.load_catalog import load_catalog, unknown_positions
from drillplanner.incident_command.year.crews import Crew, crews_of, leading_members, with_alternates
from drillplanner.incident_command.year.practice import practice_by_post
from drillplanner.incident_command.year.rotation import rotate_leads
from drillplanner.model import (
    Agency,
    Audience,
    Campus,
    Drill,
    DrillFormat,
    DrillType,
    Route,
    Scenario,
    StaffMember,
)

#: The most rounds of distributing leads and naming alternates; two or three are usually enough.
_ROUNDS = 6


@dataclass(frozen=True)
class _CampusCache:
    """Results that the drills of a campus share.

    ``candidates`` are people whose certificates have no dates; ``staffings`` are keyed by everything that
    decides them.
    """

    candidates: dict[str, Candidate] = field(default_factory=dict)
    staffings: dict[object, Staffing] = field(default_factory=dict)


@dataclass(frozen=True)
class OrganizedDrill:
    """A drill with its people: everything that its chart is made from."""

    drill: Drill
    scenario: Scenario | None
    staffing: Staffing
    succession: Succession
    shape: BandShape | None
    agencies: Mapping[str, Agency]
    wings: tuple[str, ...] = ()

    def chart(self, catalog: PositionCatalog) -> RoleChart:
        """Build the chart."""
        band = None if self.shape is None else self.shape.band
        return make_chart(
            self.drill,
            self.scenario,
            self.staffing,
            self.succession,
            self.agencies,
            catalog,
            band,
            self.wings,
        )


def organize_drill(
    drill: Drill,
    scenario: Scenario | None,
    campus: Campus,
    staff: tuple[StaffMember, ...],
    agencies: tuple[Agency, ...],
    *,
    turn: int = 0,
    catalog: PositionCatalog | None = None,
) -> RoleChart:
    """Return the role chart of one drill by itself; :mod:`.organize_district` organizes a whole year.

    The scenario's positions are opened, and always the incident commander; without a scenario, what the catalog
    opens for that type of drill. Only people of the campus who are at work without a class lead a post.
    ``staff`` and ``agencies`` may be the whole district's. ``turn`` counts the drills of the campus (0, 1, 2, …)
    and decides between people who fit equally well.

    Raises InputError if the scenario names an unknown position.
    """
    catalog = catalog or load_catalog()
    check_positions([scenario] if scenario is not None else [], catalog)
    campus_staff = [member for member in staff if member.campus_id == campus.campus_id]
    staffing, shape = staff_drill(drill, scenario, campus_staff, agencies, catalog, turn)
    succession = name_alternates(staffing, catalog, turn=turn)
    attending = attending_agencies(drill, agencies, scenario)
    return OrganizedDrill(drill, scenario, staffing, succession, shape, attending, campus.wings).chart(catalog)


def organize_campus(
    drills: Sequence[Drill],
    scenarios: dict[str, Scenario],
    people: Sequence[StaffMember],
    agencies: tuple[Agency, ...],
    catalog: PositionCatalog,
    wings: tuple[str, ...] = (),
) -> tuple[OrganizedDrill, ...]:
    """Organize the drills of one campus's year together; ``drills`` are in order of date."""
    cache = _CampusCache()
    of_drills = [scenarios.get(drill.scenario_id or "") for drill in drills]
    staffed = [
        staff_drill(drill, scenario, people, agencies, catalog, cache=cache)
        for drill, scenario in zip(drills, of_drills, strict=True)
    ]
    shapes = [shape for _, shape in staffed]
    staffings, successions = assign_over_year([staffing for staffing, _ in staffed], catalog)
    return tuple(
        OrganizedDrill(
            drill, scenario, staffing, succession, shape, attending_agencies(drill, agencies, scenario), wings
        )
        for drill, scenario, staffing, succession, shape in zip(
            drills, of_drills, staffings, successions, shapes, strict=True
        )
    )


def assign_over_year(
    year: Sequence[Staffing], catalog: PositionCatalog
) -> tuple[Sequence[Staffing], Sequence[Succession]]:
    """Return leaders and alternates of all drills, so that each alternate practices.

    Alternates are chosen from the people who lead the post in the year. If another person has to stand in,
    because they are busy or away, that person joins the crew and the leads are distributed again: until everyone
    who stands in and could lead does lead, or else the best of some rounds is used.
    """
    crews = crews_of(year, catalog)
    rounds: list[tuple[int, Sequence[Staffing], Sequence[Succession]]] = []
    tried: list[Mapping[PositionId, Crew]] = []
    while crews not in tried and len(tried) < _ROUNDS:
        tried.append(crews)
        staffings = rotate_leads(year, crews, catalog)
        successions = _alternates_of(staffings, crews, catalog)
        avoidable = sum(
            practice.avoidable for practice in practice_by_post(staffings, successions, catalog).values()
        )
        rounds.append((avoidable, staffings, successions))
        if not avoidable:
            break
        crews = with_alternates(crews, staffings, successions)
    return min(rounds, key=lambda tried_round: tried_round[0])[1:]


def _alternates_of(
    year: Sequence[Staffing], crews: Mapping[PositionId, Crew], catalog: PositionCatalog
) -> list[Succession]:
    """Return the alternates of each drill. Drills with the same people in the same posts share a result."""
    leading = leading_members(crews, year)
    known: dict[object, Succession] = {}
    successions = []
    for staffing in year:
        key = (
            tuple(staffing.activated.opened),
            tuple(staffing.activated.on_call),
            tuple(staffing.merged.items()),
            tuple(
                sorted(
                    (post, leader_id) for post, members in staffing.people.items() for leader_id in _ids(members)
                )
            ),
            *map(
                _ids, (staffing.availability.free, staffing.availability.standby, staffing.availability.with_class)
            ),
        )
        if key not in known:
            known[key] = name_alternates(staffing, catalog, crews=crews, leading=leading)
        successions.append(known[key])
    return successions


def _ids(people: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(person.staff_id for person in people)


def staff_drill(
    drill: Drill,
    scenario: Scenario | None,
    people: Iterable[StaffMember],
    agencies: tuple[Agency, ...],
    catalog: PositionCatalog,
    turn: int = 0,
    cache: _CampusCache | None = None,
) -> tuple[Staffing, BandShape | None]:
    """Open the posts of a drill and fill them with the ``people`` of its campus; also return its band shape."""
    cache = cache or _CampusCache()
    availability = staff_availability(drill, people, cache.candidates)
    # Without a staff list the number of adults is unknown: all posts stay open, to be filled by hand.
    shape = catalog.band_of(len(availability.free)) if availability.has_staff_list else None
    scenario_positions = None if scenario is None else scenario.positions
    agency_attends = bool(attending_agencies(drill, agencies, scenario))
    students_attend = drill.audience is not Audience.STAFF
    off_site = drill.route is Route.OFF_SITE
    people_at_work = tuple((candidate.staff_id, candidate.credentials) for candidate in availability.at_work)
    numbers = (
        len(availability.free),
        len(availability.standby),
        tuple(person.staff_id for person in availability.away),
    )
    at_a_table = (
        drill.format in (DrillFormat.TABLETOP, DrillFormat.LESSON) or drill.drill_type is DrillType.TABLETOP
    )
    situation = (
        drill.drill_type,
        at_a_table,
        scenario_positions,
        agency_attends,
        students_attend,
        off_site,
        people_at_work,
        numbers,
        turn,
    )
    if situation not in cache.staffings:
        activated = activate_positions(
            drill.drill_type,
            scenario_positions,
            catalog,
            agency_attends=agency_attends,
            students_attend=students_attend,
            off_site=off_site,
            shape=shape,
        )
        staffing = fit_to_people(activated, availability, shape, catalog, turn)
        # At a table nobody does a function; whoever has no post there can help to hold the exercise.
        cache.staffings[situation] = staffing if at_a_table else relieve_commander(staffing, shape, catalog)
    return cache.staffings[situation], shape


def check_positions(scenarios: Iterable[Scenario], catalog: PositionCatalog) -> None:
    """Raises InputError if a scenario names an unknown position."""
    problems = [problem for scenario in scenarios for problem in unknown_positions(scenario, catalog)]
    if problems:
        raise InputError(problems)
