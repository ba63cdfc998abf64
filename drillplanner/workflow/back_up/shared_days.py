"""What campuses share on a back-up date: agencies, relocation sites, and the alarm of one building.

On its own because a back-up date is chosen campus by campus, and these limits are of the district as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from drillplanner.audit.schedule.resource_capacity import impossible_visits, overfull_sites
from drillplanner.model import Audience, DayKind, Drill, DrillFormat, DrillType, Route, Workspace
from drillplanner.model.district.district import buildings_by_campus

#: Why a day is no back-up date, as a phrase that a number can follow.
BUSY_AGENCY = "an agency that has to come cannot"
BUSY_SITE = "the relocation site is taken"
HEARD_BY_OTHERS = "another school in the building would hear it"


def held_together(drills: Iterable[Drill], workspace: Workspace) -> tuple[tuple[Drill, ...], ...]:
    """Return the drills in groups that can be made up only together: those of one alarm in one building."""
    groups: dict[object, list[Drill]] = defaultdict(list)
    for drill in drills:
        building = _building_that_hears(drill, workspace)
        groups[drill.drill_id if building is None else (building, drill.date, drill.start)].append(drill)
    return tuple(map(tuple, groups.values()))


def _building_that_hears(drill: Drill, workspace: Workspace) -> str | None:
    """Return the building in which everyone hears the drill; None if it is heard at its campus alone."""
    campus = workspace.campus_by_id.get(drill.campus_id)
    is_heard = (
        drill.drill_type in workspace.district.whole_building
        and drill.format is DrillFormat.PHYSICAL
        and drill.audience is not Audience.STAFF
    )
    return campus.building if campus is not None and is_heard else None


class SharedDays:
    """The visits and trips of the district on each day, as planned and as they would be made up.

    If a whole day is lost, all of its drills are made up on their back-up dates. So a date has to have room for
    what is planned on it and for the drills of one lost day, whichever that is.
    """

    def __init__(self, drills: Sequence[Drill], workspace: Workspace) -> None:
        self._workspace = workspace
        self._buildings = buildings_by_campus(workspace.campuses)
        self._sharing: dict[date, list[Drill]] = defaultdict(list)
        self._made_up: dict[tuple[date, date], list[Drill]] = defaultdict(list)
        self._types_at: dict[str, set[DrillType]] = defaultdict(set)
        self._in_building: dict[str, list[str]] = defaultdict(list)
        for campus_id, building in self._buildings.items():
            self._in_building[building].append(campus_id)
        for drill in drills:
            self._types_at[drill.campus_id].add(drill.drill_type)
            if _is_shared(drill):
                self._sharing[drill.date].append(drill)

    def refusal(self, group: Sequence[Drill], moved: Sequence[Drill]) -> str | None:
        """Return why the district has no room for the drills of a group on their new day; None if it has."""
        if self._is_heard_by_others(moved):
            return HEARD_BY_OTHERS
        on, lost = moved[0].date, group[0].date
        if not any(map(_is_shared, moved)):
            return None
        present = (*self._sharing.get(on, ()), *self._made_up.get((lost, on), ()), *moved)
        agencies = self._workspace.district.agencies
        coming = {name for drill in moved for name in drill.agencies or ()}
        visited = tuple(drill for drill in present if coming.intersection(drill.agencies or ()))
        if coming and impossible_visits(visited, agencies, self._buildings):
            return BUSY_AGENCY
        if any(map(_leaves_for_site, moved)) and overfull_sites(present, self._workspace):
            return BUSY_SITE
        return None

    def make_up(self, group: Sequence[Drill], moved: Sequence[Drill]) -> None:
        """Keep room for a group of drills on its back-up date."""
        self._made_up[group[0].date, moved[0].date].extend(filter(_is_shared, moved))

    def _is_heard_by_others(self, moved: Sequence[Drill]) -> bool:
        """Check whether a campus that holds such drills would hear these, and is not among theirs."""
        building = _building_that_hears(moved[0], self._workspace)
        if building is None:
            return False
        taking_part = {drill.campus_id for drill in moved}
        calendar = self._workspace.calendar
        return any(
            campus_id not in taking_part
            and moved[0].drill_type in self._types_at[campus_id]
            and calendar.kind_at(moved[0].date, campus_id) is not DayKind.CLOSED
            for campus_id in self._in_building[building]
        )


def _leaves_for_site(drill: Drill) -> bool:
    return drill.route is Route.OFF_SITE or drill.drill_type is DrillType.REUNIFICATION


def _is_shared(drill: Drill) -> bool:
    return bool(drill.agencies) or _leaves_for_site(drill)
