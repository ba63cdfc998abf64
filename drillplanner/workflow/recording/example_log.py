"""Half a year of records for the bundled example district, invented and marked so, made from its plan.

It goes into a copy of the example, so that the example itself stays as it is: a district before its first record.
The same plan gives the same log: misses that were made up, corrections, one miss that is still open, one drill of
which two people say different days, and letters home that went out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from drillplanner.model import Drill, DrillRecord, Plan, ToldGroup, Workspace, minutes_of
from drillplanner.model.calendar.events import MissedBecause
from drillplanner.records import EntryStatus
from drillplanner.records.notices import BeforeOrAfter, NoticeReport, notice_event
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.kept_records.kept_log import recorded_now, said_now, writing_log

#: Who recorded what; no person of the district.
OFFICE, PRINCIPAL = "Front office (invented)", "Principal (invented)"
_NOTE = "Invented."
#: Of every 17 drills by date one was missed, of every 23 one was recorded wrongly at first: at these places.
_MISSED, _CORRECTED = (17, 5), (23, 7)
#: The last day with records, in the second calendar year of the school year.
_LAST = (1, 30)


def write_example_with_records(folder: Path, state: str, planned: Path, plan: Plan, workspace: Workspace) -> date:
    """Write a copy of the example with its plan and half a year of records into ``folder``; return the last day.

    ``planned`` is the folder of the example with the plan. Raises InputError: the folder cannot be written.
    """
    copy_example(folder, state)
    shutil.copytree(planned / "plan", folder / "plan", dirs_exist_ok=True)
    last = date(workspace.district.first_year + 1, *_LAST)
    drills = sorted(
        (drill for drill in plan.drills if drill.date <= last), key=lambda one: (one.date, one.drill_id)
    )
    # Twice written, the same log would be corrections of itself.
    if not (folder / "records").exists():
        with writing_log(folder, workspace) as kept:
            for entries in _reports(drills, workspace, last):
                kept.append(entries, source="example")
            said = said_now("example")
            kept.store.append([notice_event(notice, said) for notice in _notices(plan, last)], recorded_now())
    return last


def _reports(
    drills: Sequence[Drill], workspace: Workspace, last: date
) -> Iterator[list[tuple[EntryStatus, DrillRecord]]]:
    """Yield entries that are recorded together: first accounts, corrections, the other word of a dispute."""
    first, then = list[DrillRecord](), list[DrillRecord]()
    missed = [drill for place, drill in enumerate(drills) if place % _MISSED[0] == _MISSED[1]]
    open_miss, disputed = missed[-1:], [drill for drill in drills if drill not in missed][-1:]
    for place, drill in enumerate(drills):
        if drill in missed:
            first.append(_entry(drill, drill.date, held=False))
            later = _next_day(drill, workspace)
            if drill not in open_miss and later <= last:
                then.append(_entry(drill, later))
        elif place % _CORRECTED[0] == _CORRECTED[1]:
            first.append(_entry(drill, drill.date, minutes=1))
            then.append(_entry(drill, drill.date, by=PRINCIPAL))
        else:
            first.append(_entry(drill, drill.date))
    yield [(_status(entry), entry) for entry in first]
    yield [(_status(entry), entry) for entry in then]
    yield [(EntryStatus.HELD, _entry(drill, _day_before(drill, workspace), by=PRINCIPAL)) for drill in disputed]


def _status(entry: DrillRecord) -> EntryStatus:
    return EntryStatus.HELD if entry.held else EntryStatus.NOT_HELD


def _entry(
    drill: Drill, on: date, *, held: bool = True, minutes: int | None = None, by: str = OFFICE
) -> DrillRecord:
    planned = None if drill.start is None or drill.end is None else minutes_of(drill.end) - minutes_of(drill.start)
    return DrillRecord(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=on,
        held=held,
        start=drill.start if held else None,
        minutes=(minutes or planned) if held else None,
        recorded_by=by,
        cause=None if held else MissedBecause.STAFFING,
        note=_NOTE,
        fields=_fields(drill) if held else {},
    )


def _fields(drill: Drill) -> Mapping[str, str]:
    """Return what is written down of every second drill beyond the rest, so that some records lack a field."""
    return {"weather": "clear"} if drill.drill_id.endswith(("1", "3", "5", "7", "9")) else {}


def _next_day(drill: Drill, workspace: Workspace) -> date:
    """Return the second school day after the drill's; the drill's own at the end of the year."""
    days = [day for day in workspace.calendar.dates_at(drill.campus_id) if day > drill.date]
    return days[1] if len(days) > 1 else drill.date


def _day_before(drill: Drill, workspace: Workspace) -> date:
    """Return the school day before the drill's; the drill's own at the start of the year."""
    days = [day for day in workspace.calendar.dates_at(drill.campus_id) if day < drill.date]
    return days[-1] if days else drill.date


def _notices(plan: Plan, last: date) -> Iterator[NoticeReport]:
    """Yield the letters after drills that went out on their day; each tenth was forgotten."""
    owed = [
        task
        for task in plan.tasks
        if task.kind == "notify_after" and ToldGroup.FAMILIES in task.tells and task.due <= last and task.drill_id
    ]
    for place, task in enumerate(owed):
        if place % 10 != 9:
            yield NoticeReport(
                drill_id=str(task.drill_id),
                campus_id=task.campus_id,
                time=BeforeOrAfter.AFTER,
                on=task.due,
                by_name=OFFICE,
                channel="text message",
                languages=("en", "es"),
                note=_NOTE,
            )
