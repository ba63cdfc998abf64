"""Visits that an agency cannot make, and drills at a relocation site that is already full.

An agency has a number of visits per day, of crews at once, days on which it comes, and hours. A site takes a
number of drills at once. The solver has the same limits as ``Resource``; this module shares no code with it. A new
limit needs its own function here and a line in ``judge.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from drillplanner.model import Agency, Drill, DrillType, EntryProblem, Route, Site, Workspace, minutes_of


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
                visits[drill.date, agency.agency_id].append(drill)
            elif name not in kinds:
                known = ", ".join(agency.agency_id for agency in agencies) or "none is listed in district.yaml"
                message = f"there is no agency '{name}'; known: {known}"
                problems.append(EntryProblem.about(drill, "unknown_agency", message))
    by_id = {agency.agency_id: agency for agency in agencies}
    for (_, agency_id), attended in sorted(visits.items()):
        problems += _day_problems(by_id[agency_id], attended, buildings)
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
