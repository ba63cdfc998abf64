"""Visits that an agency cannot make: too many on a day, two at once, on a day or at an hour when it is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from drillplanner.model import Agency, Drill, DrillType, EntryProblem, Route, Site, Workspace, minutes_of


def impossible_visits(
    drills: tuple[Drill, ...],
    agencies: tuple[Agency, ...],
    buildings: Mapping[str, str] = MappingProxyType({}),
) -> list[EntryProblem]:
    """One problem for each agency and day that cannot be, and for each visit out of its hours; by date.

    ``buildings`` is by id of the campuses that share one: who is there is at drills of all that begin at once.
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
    """The agency of that id; else the only one of that kind; else None."""
    for agency in agencies:
        if agency.agency_id == name:
            return agency
    of_kind = [agency for agency in agencies if agency.kind == name]
    return of_kind[0] if len(of_kind) == 1 else None


def _visits(drills: list[Drill], buildings: Mapping[str, str]) -> int:
    """How many visits these drills are, those in one building that begin at once being one."""
    alone, together = 0, set()
    for drill in drills:
        building = buildings.get(drill.campus_id)
        if building is None or drill.start is None:
            alone += 1
        else:
            together.add((building, drill.start))
    return alone + len(together)


def _day_problems(agency: Agency, attended: list[Drill], buildings: Mapping[str, str]) -> list[EntryProblem]:
    where = ", ".join(drill.drill_id for drill in attended)
    last = attended[-1]
    if (made := _visits(attended, buildings)) > agency.visits_per_day:
        return [
            EntryProblem.about(
                last,
                "agency_overbooked",
                f"{agency.name} can make {agency.visits_per_day} visits a day and is entered for "
                f"{made} on {last.date}: {where}",
            )
        ]
    problems = []
    if not agency.can_come_on(last.date):
        problems.append(
            EntryProblem.about(
                last, "agency_unavailable", f"{agency.name} cannot come on {last.date:%A} {last.date}: {where}"
            )
        )
    problems += [
        EntryProblem.about(
            drill,
            "agency_unavailable",
            f"{agency.name} cannot come at {drill.start:%H:%M}; its hours are {_hours(agency)}",
        )
        for drill in attended
        if drill.start is not None and not _at_work(agency, drill)
    ]
    for drill in attended:
        at_once = [one for one in attended if _is_under_way(one, drill, agency)]
        if _visits(at_once, buildings) > agency.crews:
            names = " and ".join(one.drill_id for one in at_once)
            message = f"{agency.name} cannot be at {names} at once, travel counted"
            return [*problems, EntryProblem.about(drill, "agency_overbooked", message)]
    return problems


def _is_under_way(visit: Drill, beginning: Drill, agency: Agency) -> bool:
    """Whether the visit has begun and its crew is not free again when the other drill begins."""
    if visit.start is None or visit.end is None or beginning.start is None:
        return False
    free_again = minutes_of(visit.end) + agency.travel_minutes
    return minutes_of(visit.start) <= minutes_of(beginning.start) < free_again


def _hours(agency: Agency) -> str:
    opens = f"{agency.available_from:%H:%M}" if agency.available_from else "the start of the day"
    closes = f"{agency.available_until:%H:%M}" if agency.available_until else "its end"
    return f"from {opens} to {closes}"


def _at_work(agency: Agency, drill: Drill) -> bool:
    start, end = drill.start, drill.end or drill.start
    if agency.available_from is not None and start is not None and start < agency.available_from:
        return False
    return agency.available_until is None or end is None or end <= agency.available_until


def overfull_sites(drills: tuple[Drill, ...], workspace: Workspace) -> list[EntryProblem]:
    """One problem for each drill that comes to a site when it already has as many as it can take."""
    sites = {site.site_id: site for site in workspace.district.sites}
    of_campus = {campus.campus_id: campus.evacuation_site for campus in workspace.campuses}
    there: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        leaves = drill.route is Route.OFF_SITE or drill.drill_type is DrillType.REUNIFICATION
        site_id = of_campus.get(drill.campus_id)
        if leaves and site_id in sites and drill.start is not None and drill.end is not None:
            there[site_id].append(drill)
    return [problem for site_id, some in sorted(there.items()) for problem in _of_site(sites[site_id], some)]


def _of_site(site: Site, drills: list[Drill]) -> list[EntryProblem]:
    problems = []
    for coming in sorted(drills, key=lambda one: (one.date, one.start, one.drill_id)):
        at_once = [
            drill for drill in drills if drill.date == coming.date and _overlaps_at_site(drill, coming, site)
        ]
        if len(at_once) > site.drills_at_once:
            names = ", ".join(one.drill_id for one in at_once)
            message = f"{site.name} takes {site.capacity_phrase}; on {coming.date} there are {names}"
            problems.append(EntryProblem.about(coming, "site_overfull", message))
    return problems


def _overlaps_at_site(one: Drill, coming: Drill, site: Site) -> bool:
    """Whether the drill has begun, and the site is not free again, when the other comes."""
    if one.start is None or one.end is None or coming.start is None:
        return False
    free_again = minutes_of(one.end) + site.minutes_between
    return minutes_of(one.start) <= minutes_of(coming.start) < free_again
