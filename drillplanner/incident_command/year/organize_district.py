"""Make the role charts of a district's year; the front door of this room.

A campus is organized when one of its charts is first requested. Only who holds which post is stored, so that
districts of hundreds of campuses can be read in any order; charts are built from it on request.
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
    """The charts of a campus in order of date, the remedies for their gaps, and who practices which post."""

    campus_id: str
    charts: tuple[RoleChart, ...]
    remedies: tuple[Remedy, ...]
    practice: tuple[Practice, ...]


@dataclass(frozen=True)
class _OrganizedCampus:
    drills: dict[str, OrganizedDrill]
    requests: dict[str, tuple[Remedy, ...]]
    courses: tuple[Remedy, ...]


class OrganizedYear:
    """The charts of all drills, independent of the order of requests. Made by :func:`organize_year`."""

    def __init__(self, drills: Iterable[Drill], workspace: Workspace, catalog: PositionCatalog) -> None:
        self.drills = tuple(sorted(drills, key=_sort_key))
        self.workspace = workspace
        self.catalog = catalog
        self._campuses: dict[str, _OrganizedCampus] = {}

    def chart(self, drill_id: str) -> RoleChart:
        """Return the chart of one drill. Raises KeyError for a drill that is not in ``drills``."""
        campus = self._campus(self._campus_of[drill_id])
        chart = campus.drills[drill_id].chart(self.catalog)
        return with_remedies(chart, campus.requests[drill_id], campus.courses)

    def charts(self, campus_id: str | None = None) -> Iterator[RoleChart]:
        """Yield the charts of one campus, or of all, by campus and then in order of date."""
        for drill in self.drills:
            if campus_id in (None, drill.campus_id):
                yield self.chart(drill.drill_id)

    def campus(self, campus_id: str) -> CampusCharts:
        """Return the charts, remedies, and practice of one campus."""
        campus = self._campus(campus_id)
        charts = tuple(self.charts(campus_id))
        requests = [remedy for remedies in campus.requests.values() for remedy in remedies]
        if any(remedy.kind is RemedyKind.ENTER_STAFF for remedy in requests):
            requests = requests[:1]  # the same for each drill, and done once
        organized_drills = campus.drills.values()
        by_post = practice_by_post(
            [organized.staffing for organized in organized_drills],
            [organized.succession for organized in organized_drills],
            self.catalog,
        )
        return CampusCharts(
            campus_id=campus_id,
            charts=charts,
            remedies=(
                *dict.fromkeys(requests),
                *campus.courses,
                *practice_remedies(charts, by_post, self.catalog),
            ),
            practice=practice_records(charts, by_post, self.catalog),
        )

    def campuses(self) -> Iterator[CampusCharts]:
        """Yield the same for all campuses that have a drill, by id."""
        for campus_id in dict.fromkeys(drill.campus_id for drill in self.drills):
            yield self.campus(campus_id)

    @cached_property
    def _campus_of(self) -> dict[str, str]:
        return {drill.drill_id: drill.campus_id for drill in self.drills}

    @cached_property
    def _drills_of(self) -> dict[str, list[Drill]]:
        by_campus: dict[str, list[Drill]] = {}
        for drill in self.drills:
            by_campus.setdefault(drill.campus_id, []).append(drill)
        return by_campus

    @cached_property
    def _people_of(self) -> dict[str, list[StaffMember]]:
        by_campus: dict[str, list[StaffMember]] = {}
        for person in sorted(self.workspace.staff, key=lambda member: member.staff_id):
            by_campus.setdefault(person.campus_id, []).append(person)
        return by_campus

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
        organized = organize_campus(
            drills,
            self.workspace.scenario_by_id,
            self._people_of.get(campus_id, []),
            self.workspace.district.agencies,
            self.catalog,
            campus.wings if (campus := self.workspace.campus_by_id.get(campus_id)) is not None else (),
        )
        charts = [organized.chart(self.catalog) for organized in organized]
        requests = {
            drill.drill_id: staff_requests(chart, drill, self._neighbors, self._campus_names, self.catalog)
            for drill, chart in zip(drills, charts, strict=True)
        }
        return _OrganizedCampus(
            drills={
                drill.drill_id: organized_drill for drill, organized_drill in zip(drills, organized, strict=True)
            },
            requests=requests,
            courses=course_remedies(
                charts, [organized.staffing.availability.free for organized in organized], self.catalog
            ),
        )


def organize_year(
    drills: Iterable[Drill], workspace: Workspace, *, catalog: PositionCatalog | None = None
) -> OrganizedYear:
    """Organize the drills of a year for the people of ``workspace``.

    Leaders are chosen over the whole year of a campus: every alternate of a post leads it at least once, as far
    as there are enough drills.

    Raises InputError if a scenario in use names an unknown position.
    """
    catalog = catalog or load_catalog()
    drills = tuple(drills)
    used_ids = {drill.scenario_id for drill in drills}
    scenarios = sorted(workspace.scenario_by_id.items())
    check_positions([scenario for name, scenario in scenarios if name in used_ids], catalog)
    return OrganizedYear(drills, workspace, catalog)


def _sort_key(drill: Drill) -> tuple[str, str, int, str]:
    start = -1 if drill.start is None else minutes_of(drill.start)
    return drill.campus_id, drill.date.isoformat(), start, drill.drill_id
