"""Everything read for one district, as one value."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from drillplanner.model.calendar.bells import BellSchedule, Period, StaffHours
from drillplanner.model.calendar.events import Event, FiledDrill
from drillplanner.model.calendar.school_days import SchoolDay
from drillplanner.model.district.district import Campus
from drillplanner.model.district.school_site import SchoolSite
from drillplanner.model.district.schools_and_days import SchoolsAndDays
from drillplanner.model.people.staff import StaffMember
from drillplanner.model.scenarios.scenario import Scenario


class Workspace(SchoolsAndDays):
    """A district with its campuses, calendar, bell schedules, people, and scenarios.

    ``assumptions`` are sentences about what had to be assumed because no file says it. ``inputs_hash`` is the
    SHA-256 over all files read, including their names.
    """

    bells: dict[str, BellSchedule]
    staff: tuple[StaffMember, ...]
    scenarios: tuple[Scenario, ...]
    events: tuple[Event, ...] = ()
    filed: tuple[FiledDrill, ...] = ()
    assumptions: tuple[str, ...] = ()
    inputs_hash: str = ""
    school_sites: dict[str, SchoolSite] = Field(default_factory=dict)
    """What ``site.yaml`` says of each school's place, by campus id; it decides no date and is only printed."""

    @cached_property
    def scenario_by_id(self) -> dict[str, Scenario]:
        """Scenarios by id."""
        return {scenario.scenario_id: scenario for scenario in self.scenarios}

    def site_of(self, campus_id: str) -> SchoolSite:
        """Return what is known of a school's place; empty if ``site.yaml`` says nothing of it.

        If it names no relocation place, that is the site to which ``campuses.csv`` sends the school.
        """
        site, campus = self.school_sites.get(campus_id, SchoolSite()), self.campus_by_id.get(campus_id)
        named = {place.site_id: place.name for place in self.district.sites}
        place = named.get((campus.evacuation_site if campus else None) or "", "")
        if not place or site.relocation.place:
            return site
        return site.model_copy(update={"relocation": site.relocation.model_copy(update={"place": place})})

    def periods(self, campus: Campus, day: SchoolDay) -> tuple[Period, ...]:
        """Return the bell periods of a campus on a day; empty if it is closed or has no schedule for the day."""
        if campus.bell_schedule is None:
            return ()
        return self.bells[campus.bell_schedule].periods_on(day.kind_at(campus.campus_id), day.date)

    def periods_by_grades(
        self, campus: Campus, day: SchoolDay
    ) -> tuple[tuple[tuple[str, ...], tuple[Period, ...]], ...]:
        """Return groups of grades with bells of their own and their periods on a day; empty if there are none."""
        if campus.bell_schedule is None:
            return ()
        return self.bells[campus.bell_schedule].groups_on(day.kind_at(campus.campus_id), day.date)

    def staff_hours(self, campus: Campus, day: SchoolDay) -> StaffHours | None:
        """Return the time when adults are on duty without students, named or assumed; None if there is none."""
        if campus.bell_schedule is None:
            return None
        assumed = self.district.staff_minutes_after_last_bell
        kind = day.kind_at(campus.campus_id)
        return self.bells[campus.bell_schedule].staff_hours_on(kind, assumed, day.date)
