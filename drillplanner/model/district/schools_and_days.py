"""The schools and the calendar of a district: what an entry of the drill log is checked against."""

from __future__ import annotations

from functools import cached_property

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.school_days import AcademicCalendar
from drillplanner.model.district.district import Campus, District, LeftOutSchool


class SchoolsAndDays(Frozen):
    """A district with its campuses and its calendar.

    ``left_out`` are schools of the list that are not planned, each with the reason.
    """

    district: District
    campuses: tuple[Campus, ...]
    calendar: AcademicCalendar
    left_out: tuple[LeftOutSchool, ...] = ()

    @cached_property
    def campus_by_id(self) -> dict[str, Campus]:
        """Campuses by id."""
        return {campus.campus_id: campus for campus in self.campuses}
