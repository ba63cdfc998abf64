"""Visits that an agency cannot make, drills at a relocation site that is full, and dates with too many schools.

An agency has a number of visits per day, of crews at once, days on which it comes, and hours. A site takes a
number of drills at once. Only so many schools of a level should hold the same kind of drill on one date: that is
practice, so a date with more breaks nothing. The solver has the same limits as ``Resource``; this module shares no
code with it. A new limit needs its own function here and a line in ``judge.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from drillplanner.audit.schedule.own_rules.crowded_days import interrupts_school_day
from drillplanner.audit.schedule.same_day import common_day
from drillplanner.law import Duty
from drillplanner.model import (
    Agency,
    BusyDate,
    Drill,
    DrillType,
    EntryProblem,
    Pin,
    Route,
    SameDay,
    SchoolLevel,
    Site,
    Workspace,
    fulfills_pin,
    level_of,
    minutes_of,
    most_schools_a_day,
)
from drillplanner.model.district.district import shared_buildings


def impossible_visits(
    drills: tuple[Drill, ...],
    agencies: tuple[Agency, ...],
    buildings: Mapping[str, str] = MappingProxyType({}),
) -> list[EntryProblem]:
    """Return the problems of each agency on each day, by date, and each agency that is not known.

    ``buildings`` is the building of each campus that shares one, by campus id. Drills in one building that begin
    at the same time need a single visit.
    """
    visits: dict[tuple[date, str], list[Drill]] = defaultdict(list)
    problems = []
    kinds = {agency.kind for agency in agencies}
    for drill in drills:
        for name in dict.fromkeys(drill.agencies or ()):
            agency = agency_named(name, agencies)
            if agency is not None:
                attended = visits[drill.date, agency.agency_id]
                # Its id and its kind may both be named.
                if attended[-1:] != [drill]:
                    attended.append(drill)
            elif name not in kinds:
                known = ", ".join(agency.agency_id for agency in agencies) or "none is listed in district.yaml"
                message = f"there is no agency '{name}'; known: {known}"
                problems.append(EntryProblem.about(drill, "unknown_agency", message))
    by_id = {agency.agency_id: agency for agency in agencies}
    for (_, agency_id), on_day in sorted(visits.items()):
        problems += _day_problems(by_id[agency_id], on_day, buildings)
    return problems


def agency_named(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """Return the agency of that id; if there is none, the only agency of that kind; otherwise None."""
    for agency in agencies:
        if agency.agency_id == name:
            return agency
    of_kind = [agency for agency in agencies if agency.kind == name]
    return of_kind[0] if len(of_kind) == 1 else None


def _visits(drills: list[Drill], buildings: Mapping[str, str]) -> int:
    """Return the number of visits for these drills; drills at one time in one building are one visit."""
    alone, shared = 0, set()
    for drill in drills:
        building = buildings.get(drill.campus_id)
        if building is None or drill.start is None:
            alone += 1
        else:
            shared.add((building, drill.start))
    return alone + len(shared)


def _day_problems(agency: Agency, attended: list[Drill], buildings: Mapping[str, str]) -> list[EntryProblem]:
    drill_ids = ", ".join(drill.drill_id for drill in attended)
    last = attended[-1]
    if (visits := _visits(attended, buildings)) > agency.visits_per_day:
        return [
            EntryProblem.about(
                last,
                "agency_overbooked",
                f"{agency.name} can make {agency.visits_per_day} visits a day and is entered for "
                f"{visits} on {last.date}: {drill_ids}",
            )
        ]
    problems = []
    if not agency.can_come_on(last.date):
        problems.append(
            EntryProblem.about(
                last, "agency_unavailable", f"{agency.name} cannot come on {last.date:%A} {last.date}: {drill_ids}"
            )
        )
    problems += [
        EntryProblem.about(
            drill,
            "agency_unavailable",
            f"{agency.name} cannot come at {drill.start:%H:%M}; its hours are {_hours(agency)}",
        )
        for drill in attended
        if drill.start is not None and not _is_within_hours(agency, drill)
    ]
    for drill in attended:
        at_once = _under_way(attended, drill, agency.travel_minutes)
        if _visits(at_once, buildings) > agency.crews:
            names = " and ".join(visit.drill_id for visit in at_once)
            message = f"{agency.name} cannot be at {names} at once, travel counted"
            return [*problems, EntryProblem.about(drill, "agency_overbooked", message)]
    return problems


def _under_way(drills: Sequence[Drill], beginning: Drill, minutes_between: int) -> list[Drill]:
    """Return the drills that occupy a shared agency or site when one of them begins, itself included.

    All limits on drills at the same time are checked with this. ``minutes_between`` pass after the end of a drill
    before the agency or site is free. Drills without known times occupy nothing.
    """
    return [
        drill
        for drill in drills
        if drill.date == beginning.date
        and drill.start is not None
        and drill.end is not None
        and beginning.start is not None
        and minutes_of(drill.start) <= minutes_of(beginning.start) < minutes_of(drill.end) + minutes_between
    ]


def _hours(agency: Agency) -> str:
    opens = f"{agency.available_from:%H:%M}" if agency.available_from else "the start of the day"
    closes = f"{agency.available_until:%H:%M}" if agency.available_until else "its end"
    return f"from {opens} to {closes}"


def _is_within_hours(agency: Agency, drill: Drill) -> bool:
    start, end = drill.start, drill.end or drill.start
    if agency.available_from is not None and start is not None and start < agency.available_from:
        return False
    return agency.available_until is None or end is None or end <= agency.available_until


def overfull_sites(drills: tuple[Drill, ...], workspace: Workspace) -> list[EntryProblem]:
    """Return one problem for each drill that comes to a site when the site is already full."""
    sites = {site.site_id: site for site in workspace.district.sites}
    site_of_campus = {campus.campus_id: campus.evacuation_site for campus in workspace.campuses}
    at_site: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        leaves = drill.route is Route.OFF_SITE or drill.drill_type is DrillType.REUNIFICATION
        site_id = site_of_campus.get(drill.campus_id)
        if leaves and site_id in sites and drill.start is not None and drill.end is not None:
            at_site[site_id].append(drill)
    return [
        problem
        for site_id, site_drills in sorted(at_site.items())
        for problem in _site_problems(sites[site_id], site_drills)
    ]


def _site_problems(site: Site, drills: list[Drill]) -> list[EntryProblem]:
    problems = []
    for arriving in sorted(drills, key=lambda drill: (drill.date, drill.start, drill.drill_id)):
        at_once = _under_way(drills, arriving, site.minutes_between)
        if len(at_once) > site.drills_at_once:
            names = ", ".join(drill.drill_id for drill in at_once)
            message = f"{site.name} takes {site.capacity_phrase}; on {arriving.date} there are {names}"
            problems.append(EntryProblem.about(arriving, "site_overfull", message))
    return problems


def busy_dates(drills: Iterable[Drill], workspace: Workspace, duties: Iterable[Duty]) -> tuple[BusyDate, ...]:
    """Return the dates on which more schools of a level hold one kind of drill than ``schools_a_day`` allows.

    Lessons, tabletops, and drills of staff alone are not counted, nor are drills whose date leaves no choice:
    those of a pin, a drill on one day for all, a filed date, the law's only date, and the alarm of a building.
    """
    most = most_schools_a_day(workspace.district, workspace.campuses)
    if not most:
        return ()
    held = list(drills)
    level = {campus.campus_id: level_of(campus) for campus in workspace.campuses}
    is_fixed = _FixedDrills.of(held, workspace, duties)
    schools: dict[tuple[date, SchoolLevel, DrillType], set[str]] = defaultdict(set)
    for drill in held:
        if drill.campus_id in level and interrupts_school_day(drill) and not is_fixed.includes(drill):
            schools[drill.date, level[drill.campus_id], drill.drill_type].add(drill.campus_id)
    return tuple(
        BusyDate(date=on, level=of_level, drill_type=drill_type, campuses=tuple(sorted(ids)), most=most[of_level])
        for (on, of_level, drill_type), ids in sorted(schools.items())
        if len(ids) > most[of_level]
    )


@dataclass(frozen=True)
class _FixedDrills:
    """What leaves a drill no choice of its date; ``dates`` are by campus and type of drill."""

    dates: frozenset[tuple[str, DrillType, date]]
    pins: tuple[Pin, ...]
    same_day: tuple[tuple[SameDay, date | None], ...]
    heard_by_all: frozenset[tuple[str, DrillType]]

    @classmethod
    def of(cls, drills: list[Drill], workspace: Workspace, duties: Iterable[Duty]) -> _FixedDrills:
        district = workspace.district
        by_law = (
            (duty.campus_id, drill_type, duty.window.first)
            for duty in duties
            if duty.window.first == duty.window.last and (demand := duty.mandate.requirement.asks(duty.window))
            for drill_type in demand.match.types
        )
        filed = ((drill.campus_id, drill.drill_type, drill.effective_date) for drill in workspace.filed)
        return cls(
            frozenset((*by_law, *filed)),
            district.pins,
            tuple((order, common_day(order, drills, workspace)) for order in district.same_day),
            frozenset(
                (campus.campus_id, drill_type)
                for sharing in shared_buildings(workspace.campuses).values()
                for campus in sharing
                for drill_type in district.whole_building
            ),
        )

    def includes(self, drill: Drill) -> bool:
        """Check whether the drill had to be on its date."""
        return (
            (drill.campus_id, drill.drill_type) in self.heard_by_all
            or (drill.campus_id, drill.drill_type, drill.date) in self.dates
            or any(fulfills_pin(pin, drill) for pin in self.pins)
            or any(drill.date == on and order.could_be_fulfilled_by(drill) for order, on in self.same_day)
        )
