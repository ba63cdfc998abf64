"""Until when a district keeps its records, and from when they may be destroyed; nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drillplanner.records.fields import asked_of
from drillplanner.records.retention import RetainedGroup, retained_groups
from drillplanner.store.place import place_of
from drillplanner.workflow.kept_records.kept_log import reading_log
from drillplanner.workflow.kept_records.log_by_school import as_recorded
from drillplanner.workflow.recording.schools_and_days import read_schools_and_days


@dataclass(frozen=True)
class RetentionList:
    """The records of a district of a state, by school year.

    ``asks_marshal`` says that the district has no word of the local fire authority on which fire code binds.
    """

    state: str
    groups: tuple[RetainedGroup, ...]
    asks_marshal: bool


def retention_list(folder: Path, years_given: int | None = None) -> RetentionList:
    """Return the records of a workspace with the days until which they are kept.

    ``years_given`` is the period that the district was told, for records of which no period was found.

    Raises InputError: the records cannot be read, or an event is not as it was recorded.
    """
    schools = read_schools_and_days(folder).schools_and_days
    with reading_log(folder, schools) as log:
        events = log.events
    district = schools.district
    with as_recorded(place_of(folder).shown, "an event is not as drillplanner records one"):
        groups = retained_groups(events, asked_of(district), district.fire_codes != (), years_given)
    return RetentionList(district.state, groups, asks_marshal=district.fire_codes is None)
