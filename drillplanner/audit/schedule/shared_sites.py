"""Sites that cannot take all the drills that a schedule brings there at one time."""

from __future__ import annotations

from collections import defaultdict

from drillplanner.model import Drill, DrillType, EntryProblem, Route, Site, Workspace, minutes_of


def overfull_sites(drills: tuple[Drill, ...], workspace: Workspace) -> list[EntryProblem]:
    """One problem for each drill that comes to a site when it already has as many as it can take."""
    sites = {site.site_id: site for site in workspace.district.sites}
    of_campus = {one.campus_id: one.evacuation_site for one in workspace.campuses}
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
        at_once = [one for one in drills if one.date == coming.date and _is_there(one, coming, site)]
        if len(at_once) > site.drills_at_once:
            names = ", ".join(one.drill_id for one in at_once)
            message = f"{site.name} takes {site.words}; on {coming.date} there are {names}"
            problems.append(EntryProblem.about(coming, "site_overfull", message))
    return problems


def _is_there(one: Drill, coming: Drill, site: Site) -> bool:
    """Whether the drill has begun, and the site is not free again, when the other comes."""
    if one.start is None or one.end is None or coming.start is None:
        return False
    free_again = minutes_of(one.end) + site.minutes_between
    return minutes_of(one.start) <= minutes_of(coming.start) < free_again
