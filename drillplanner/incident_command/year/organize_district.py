"""The one door to the role charts of a year: every drill of a district, campus by campus.

A campus is organised when one of its charts is first asked for. What is kept then is who holds which post, so that
a district of hundreds of campuses can be walked through in any order; charts are made from it when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from drillplanner.incident_command.chart.remedy import Remedy, RemedyKind
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.catalog import PositionCatalog
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.remedies.courses import course_remedies
from drillplanner.incident_command.remedies.neighbors import Neighbors
from drillplanner.incident_command.remedies.staff_requests import staff_requests, with_remedies
from drillplanner.incident_command.year.organize_campus import OrganizedDrill, check_positions, organize_campus
from drillplanner.incident_command.year.practice import (
    Practice,
    practice_by_post,
    practice_records,
    practice_remedies,
)
from drillplanner.model import Drill, Frozen, StaffMember, Workspace
from drillplanner.model.calendar.bells import minutes_of


class CampusCharts(Frozen):
    """The charts of a campus in the order of time, what to do about what they lack, and who practises what."""

    campus_id: str
    charts: tuple[RoleChart, ...]
    remedies: tuple[Remedy, ...]
    practice: tuple[Practice, ...]


@dataclass(frozen=True)
class _OrganizedCampus:
    organised: dict[str, OrganizedDrill]
    asked: dict[str, tuple[Remedy, ...]]
    courses: tuple[Remedy, ...]


class OrganizedYear:
    """The charts of all drills, the same for every order of asking. Make it with :func:`organize_year`."""

    def __init__(self, drills: Iterable[Drill], workspace: Workspace, catalogue: PositionCatalog) -> None:
        self.drills = tuple(sorted(drills, key=_sort_key))
        self.workspace = workspace
        self.catalogue = catalogue
        self._campuses: dict[str, _OrganizedCampus] = {}

    def chart(self, drill_id: str) -> RoleChart:
        """The chart of one drill. Raises KeyError for a drill that is not among ``drills``."""
        campus = self._campus(self._campus_of[drill_id])
        chart = campus.organised[drill_id].chart(self.catalogue)
        return with_remedies(chart, campus.asked[drill_id], campus.courses)

    def charts(self, campus_id: str | None = None) -> Iterator[RoleChart]:
        """The charts of one campus, or of all, by campus and then in the order of time."""
        for drill in self.drills:
            if campus_id in (None, drill.campus_id):
                yield self.chart(drill.drill_id)

    def campus(self, campus_id: str) -> CampusCharts:
        """The year of one campus, with all that is to be done there."""
        campus = self._campus(campus_id)
        charts = tuple(self.charts(campus_id))
        asked = [remedy for remedies in campus.asked.values() for remedy in remedies]
        if any(one.kind is RemedyKind.ENTER_STAFF for one in asked):
            asked = asked[:1]  # it is true of each drill, and done once
        made = campus.organised.values()
        by_post = practice_by_post([one.staffing for one in made], [one.succession for one in made])
        return CampusCharts(
            campus_id=campus_id,
            charts=charts,
            remedies=(*dict.fromkeys(asked), *campus.courses, *practice_remedies(charts, by_post, self.catalogue)),
            practice=practice_records(charts, by_post, self.catalogue),
        )

    def campuses(self) -> Iterator[CampusCharts]:
        """The years of all campuses that have a drill, by id."""
        for campus_id in dict.fromkeys(drill.campus_id for drill in self.drills):
            yield self.campus(campus_id)

    @cached_property
    def _campus_of(self) -> dict[str, str]:
        return {drill.drill_id: drill.campus_id for drill in self.drills}

    @cached_property
    def _drills_of(self) -> dict[str, list[Drill]]:
        found: dict[str, list[Drill]] = {}
        for drill in self.drills:
            found.setdefault(drill.campus_id, []).append(drill)
        return found

    @cached_property
    def _people_of(self) -> dict[str, list[StaffMember]]:
        found: dict[str, list[StaffMember]] = {}
        for person in sorted(self.workspace.staff, key=lambda one: one.staff_id):
            found.setdefault(person.campus_id, []).append(person)
        return found

    @cached_property
    def _neighbors(self) -> Neighbors:
        return Neighbors(
            self.workspace.staff, [campus.campus_id for campus in self.workspace.campuses], self.drills
        )

    @cached_property
    def _campus_names(self) -> dict[str, str]:
        return {campus.campus_id: campus.name for campus in self.workspace.campuses}

    def _campus(self, campus_id: str) -> _OrganizedCampus:
        if campus_id not in self._campuses:
            self._campuses[campus_id] = self._organize(campus_id)
        return self._campuses[campus_id]

    def _organize(self, campus_id: str) -> _OrganizedCampus:
        drills = self._drills_of.get(campus_id, [])
        organised = organize_campus(
            drills,
            self.workspace.scenario_by_id,
            self._people_of.get(campus_id, []),
            self.workspace.district.agencies,
            self.catalogue,
        )
        charts = [one.chart(self.catalogue) for one in organised]
        asked = {
            drill.drill_id: staff_requests(chart, drill, self._neighbors, self._campus_names, self.catalogue)
            for drill, chart in zip(drills, charts, strict=True)
        }
        return _OrganizedCampus(
            organised={drill.drill_id: one for drill, one in zip(drills, organised, strict=True)},
            asked=asked,
            courses=course_remedies(charts, [one.staffing.presence.free for one in organised], self.catalogue),
        )


def organize_year(
    drills: Iterable[Drill], workspace: Workspace, *, catalogue: PositionCatalog | None = None
) -> OrganizedYear:
    """Organise the drills of a year for the people of ``workspace``.

    Who leads is decided over the whole year of a campus: every alternate of a post leads it at least once, as far
    as there are drills enough. Raises InputError where a scenario that is used names a position that the catalogue
    does not have.
    """
    catalogue = catalogue or load_catalog()
    drills = tuple(drills)
    used = {drill.scenario_id for drill in drills}
    scenarios = sorted(workspace.scenario_by_id.items())
    check_positions([one for name, one in scenarios if name in used], catalogue)
    return OrganizedYear(drills, workspace, catalogue)


def _sort_key(drill: Drill) -> tuple[str, str, int, str]:
    start = -1 if drill.start is None else minutes_of(drill.start)
    return drill.campus_id, drill.date.isoformat(), start, drill.drill_id
