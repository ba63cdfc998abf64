"""What an entry of the drill log is checked against: a small view of the workspace, and the log.

A whole workspace takes seconds to read for hundreds of schools; the schools, the calendar, and the log of one
school do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from drillplanner.files.changes.workspace_lock import finish_if_interrupted
from drillplanner.model import DrillRecord, SchoolsAndDays
from drillplanner.workflow.kept_records.kept_log import reading_log
from drillplanner.workflow.kept_records.log_by_school import LogBySchool
from drillplanner.workflow.recording.planned_drills import PlanDrills, planned_drills
from drillplanner.workflow.recording.schools_and_days import ReadSchools, read_schools_and_days


@dataclass(frozen=True)
class CheckedAgainst:
    """The schools and the calendar of a workspace, and its log.

    Entries of campuses that are not listed count for no campus.
    """

    folder: Path
    read: ReadSchools
    log: LogBySchool

    @property
    def schools_and_days(self) -> SchoolsAndDays:
        """The schools and the calendar."""
        return self.read.schools_and_days

    def records_at(self, campus_id: str) -> Sequence[DrillRecord]:
        """Return the entries that count of a campus. Raises InputError: the log cannot be read."""
        return self.log.of_school(campus_id).entries

    @property
    def records(self) -> tuple[DrillRecord, ...]:
        """The entries that count. Raises InputError: the log cannot be read."""
        return self.log.whole.entries

    @property
    def all_records(self) -> tuple[DrillRecord, ...]:
        """The same with those of campuses that are not listed, in the order of the log."""
        log = self.log.whole
        return tuple(sorted((*log.entries, *log.unlisted), key=lambda record: record.row or 0))

    def planned(self, has_date: bool) -> PlanDrills | None:
        """Return the drills of the plan; None before the first one.

        A row of ``schedule.csv`` that cannot be taken over is in the way only of a request that says no date
        itself (``has_date``).

        Raises InputError: the plan cannot be read.
        """

        def held() -> frozenset[str]:
            return frozenset(record.drill_id for record in self.records if record.held)

        return planned_drills(self.folder, self.schools_and_days, held, edits_must_be_clear=not has_date)

    def with_log(self, log: LogBySchool) -> CheckedAgainst:
        """Return the same with the log as it is now; itself if nothing was recorded meanwhile."""
        if log.head is not None and log.head == self.log.head:
            return self
        return replace(self, log=log)


@contextmanager
def checked_against(folder: Path, with_scenarios: bool = False) -> Iterator[CheckedAgainst]:
    """Read what an entry is checked against, with the log open for the block; scenarios only if it names one.

    Raises InputError with every problem of the files that are read.
    """
    finish_if_interrupted(folder)
    read = read_schools_and_days(folder, with_scenarios)
    with reading_log(folder, read.schools_and_days) as log:
        yield CheckedAgainst(folder, read, log)
