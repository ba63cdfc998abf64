"""What an entry of the drill log is checked against: a small view of the workspace, and the log.

A whole workspace takes seconds to read for hundreds of schools; the schools, the calendar, and the log do not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from drillplanner.intake.workspace.reader import read_for_recording
from drillplanner.model import DrillRecord, Workspace
from drillplanner.records import DrillLog
from drillplanner.workflow.kept_records.kept_log import read_kept_log
from drillplanner.workflow.recording.planned_drills import PlanDrills, planned_drills


@dataclass(frozen=True)
class CheckedAgainst:
    """The schools and the calendar of a workspace, and its log.

    ``records`` are the entries that count, and ``records_of_others`` those of campuses that are not listed.
    """

    folder: Path
    workspace: Workspace
    records: tuple[DrillRecord, ...]
    records_of_others: tuple[DrillRecord, ...]

    @property
    def all_records(self) -> tuple[DrillRecord, ...]:
        """The entries that count, those of closed campuses included, in the order of the log."""
        return tuple(sorted((*self.records, *self.records_of_others), key=lambda record: record.row or 0))

    def planned(self, has_date: bool) -> PlanDrills | None:
        """Return the drills of the plan; None before the first one.

        A row of ``schedule.csv`` that cannot be taken over is in the way only of a request that says no date
        itself (``has_date``).

        Raises InputError: the plan cannot be read.
        """
        held = frozenset(record.drill_id for record in self.records if record.held)
        return planned_drills(self.folder, self.workspace, held, edits_must_be_clear=not has_date)

    def with_log(self, log: DrillLog) -> CheckedAgainst:
        """Return the same with the log as it is now."""
        if (log.entries, log.unlisted) == (self.records, self.records_of_others):
            return self
        return replace(self, records=log.entries, records_of_others=log.unlisted)


def read_checked_against(folder: Path, with_scenarios: bool = False) -> CheckedAgainst:
    """Read what an entry is checked against; scenarios only if the entry names one.

    Raises InputError with every problem of the files that are read.
    """
    workspace = read_for_recording(folder, with_scenarios)
    log = read_kept_log(folder, workspace, scenarios_are_known=False)
    return CheckedAgainst(folder, workspace, log.entries, log.unlisted)
