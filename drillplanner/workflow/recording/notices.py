"""Record that a letter or message to families went out, or what came back of it, and whether it was in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.model import Task, ToldGroup
from drillplanner.records.notices import BeforeOrAfter, NoticeReport, SentNotice, notice_event
from drillplanner.store.place import place_of
from drillplanner.workflow.kept_records.kept_log import district_of, opened, recorded_now, said_now, writing_log
from drillplanner.workflow.kept_records.log_by_school import notices_of_store, whole_events
from drillplanner.workflow.plan_files import read_plan_if_any
from drillplanner.workflow.recording.checked_against import CheckedAgainst, checked_against
from drillplanner.workflow.recording.known_drill import campus_of_drill
from drillplanner.workflow.recording.schools_and_days import read_schools_and_days

#: The kinds of tasks that are notices, by the time of a notice.
_TASK_KINDS = {BeforeOrAfter.BEFORE: "notify", BeforeOrAfter.AFTER: "notify_after"}


@dataclass(frozen=True)
class RecordedNotice:
    """A notice that was recorded; ``late`` are tasks of the plan for which it went out too late or too early."""

    report: NoticeReport
    tasks: tuple[Task, ...]
    late: tuple[Task, ...]


def record_notice(folder: Path, report: NoticeReport, today: date, correct: bool = False) -> RecordedNotice:
    """Record that a notice went out, or a receipt of it; ``correct`` replaces what the records say of the
    notice by this channel, or of the only one.

    The campus is that of the drill.

    Raises InputError: no such drill, a day that is to come, a letter after a drill that is dated before it, a
    receipt without a notice, a notice that is recorded already, or a correction that does not say which of several
    it is about; nothing is written then.
    """
    with checked_against(folder) as against:
        report = replace(report, campus_id=campus_of_drill(report.drill_id, against))
        _refuse_wrong_day(report, against, today)
    # Before anything is written: a plan that cannot be read ends the command with nothing recorded.
    tasks = () if report.is_receipt else _tasks_of(folder, report)
    with writing_log(folder, against.schools_and_days) as kept:
        notices = notices_of_store(kept.store, kept.store.events_of_drills({report.drill_id}))
        earlier = [notice for notice in notices if notice.time is report.time]
        _refuse_unfitting(report, earlier, correct)
        corrected = _corrected(report, earlier) if correct and not report.is_receipt else []
        corrects = [notice.event_id for notice in corrected]
        kept.store.append((notice_event(report, said_now("record"), corrects),), recorded_now())
    return RecordedNotice(report, tasks, tuple(task for task in tasks if not _is_in_time(task, report.on)))


def recorded_notices(folder: Path) -> tuple[SentNotice, ...]:
    """Return the notices that the records have.

    Raises InputError: the records cannot be read, or an event is not as it was recorded.
    """
    schools = read_schools_and_days(folder).schools_and_days
    with opened(folder, place_of(folder), district_of(schools.district)) as store:
        return () if store is None else notices_of_store(store, whole_events(store))


def _refuse_wrong_day(report: NoticeReport, against: CheckedAgainst, today: date) -> None:
    if report.on > today:
        allowed = f"{today} or earlier"
        raise InputError(Problem("--date", None, "this day is still to come", report.on.isoformat(), allowed))
    plan = against.planned(has_date=True)
    planned = None if plan is None else plan.with_id(report.drill_id)
    days = [entry.date for entry in against.log.of_drill(report.drill_id).entries]
    days += [] if planned is None else [planned.date]
    if report.time is BeforeOrAfter.AFTER and report.on < min(days):
        message = "a letter after the drill cannot go out before it"
        raise InputError(Problem("--date", None, message, report.on.isoformat(), f"{min(days)} or later"))


def _refuse_unfitting(report: NoticeReport, earlier: list[SentNotice], correct: bool) -> None:
    if report.is_receipt and not earlier:
        message = f"no notice {report.time} this drill is recorded as sent"
        hint = "Record first that it went out, without --receipt."
        raise InputError(Problem("--receipt", None, message, report.drill_id, maybe=hint))
    same = [notice for notice in earlier if (notice.on, notice.channel) == (report.on, report.channel)]
    if same and not report.is_receipt and not correct:
        message = f"the records have this notice already, by {same[-1].by_name}"
        hint = "To replace what they say, add --correct."
        raise InputError(Problem("--drill", None, message, report.drill_id, maybe=hint))


def _corrected(report: NoticeReport, earlier: list[SentNotice]) -> list[SentNotice]:
    """Return the notices that a correction replaces: those of its channel, else the only one there is."""
    of_channel = [notice for notice in earlier if notice.channel == report.channel]
    if of_channel or len(earlier) <= 1:
        return of_channel or earlier
    channels = ", ".join(sorted({notice.channel or "(none)" for notice in earlier}))
    message = f"several notices {report.time} this drill are recorded, and none went this way"
    hint = "Say with --channel which of them to correct."
    raise InputError(Problem("--channel", None, message, report.channel or "(none)", channels, hint))


def _tasks_of(folder: Path, report: NoticeReport) -> tuple[Task, ...]:
    plan = read_plan_if_any(folder)
    return tuple(
        task
        for task in (() if plan is None else plan.tasks)
        if task.drill_id == report.drill_id
        and task.kind == _TASK_KINDS[report.time]
        and ToldGroup.FAMILIES in task.tells
    )


def _is_in_time(task: Task, on: date) -> bool:
    return (task.not_before is None or task.not_before <= on) and on <= task.due
