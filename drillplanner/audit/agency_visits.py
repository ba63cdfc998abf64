"""Visits that an agency cannot make: too many on a day, two at once, on a day or at an hour when it is away."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from drillplanner.model import Agency, Drill, EntryProblem


def impossible_visits(drills: tuple[Drill, ...], agencies: tuple[Agency, ...]) -> list[EntryProblem]:
    """One problem for each agency and day that cannot be, and for each visit out of its hours; by date."""
    visits: dict[tuple[date, str], list[Drill]] = defaultdict(list)
    problems = []
    for drill in drills:
        for name in drill.agencies or ():
            agency = named(name, agencies)
            if agency is None:
                known = ", ".join(one.agency_id for one in agencies) or "none is listed in district.yaml"
                message = f"there is no agency '{name}'; known: {known}"
                problems.append(EntryProblem.about(drill, "unknown_agency", message))
            else:
                visits[drill.date, agency.agency_id].append(drill)
    by_id = {agency.agency_id: agency for agency in agencies}
    for (_, agency_id), attended in sorted(visits.items()):
        problems += _day_problems(by_id[agency_id], attended)
    return problems


def named(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """The agency of that id; else the only one of that kind; else None."""
    for agency in agencies:
        if agency.agency_id == name:
            return agency
    of_kind = [agency for agency in agencies if agency.kind == name]
    return of_kind[0] if len(of_kind) == 1 else None


def _day_problems(agency: Agency, attended: list[Drill]) -> list[EntryProblem]:
    where = ", ".join(drill.drill_id for drill in attended)
    last = attended[-1]
    if len(attended) > agency.visits_per_day:
        return [
            EntryProblem.about(
                last,
                "agency_overbooked",
                f"{agency.name} can make {agency.visits_per_day} visits a day and is entered for "
                f"{len(attended)} on {last.date}: {where}",
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
        EntryProblem.about(drill, "agency_unavailable", f"{agency.name} cannot come from {drill.start:%H:%M}")
        for drill in attended
        if drill.start is not None and not _at_work(agency, drill)
    ]
    for drill in attended:
        others = [one for one in attended if one is not drill and one.overlaps(drill, agency.travel_minutes)]
        if len(others) >= agency.crews:
            message = f"{agency.name} cannot be at {drill.drill_id} and {others[0].drill_id}, travel counted"
            return [*problems, EntryProblem.about(drill, "agency_overbooked", message)]
    return problems


def _at_work(agency: Agency, drill: Drill) -> bool:
    start, end = drill.start, drill.end or drill.start
    if agency.available_from is not None and start is not None and start < agency.available_from:
        return False
    return agency.available_until is None or end is None or end <= agency.available_until
