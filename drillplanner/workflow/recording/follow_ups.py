"""Record that an action after a drill is done, and list the actions that records of drills name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.records.follow_ups import DoneFollowUp, FollowUp, done_event, follow_ups
from drillplanner.workflow.kept_records.kept_log import reading_log, recorded_now, said_now, writing_log
from drillplanner.workflow.kept_records.log_by_school import LogBySchool
from drillplanner.workflow.recording.schools_and_days import read_schools_and_days


@dataclass(frozen=True)
class RecordedFollowUp:
    """An action that a record names, and that it is done; None: it is open."""

    action: FollowUp
    done: DoneFollowUp | None


def recorded_follow_ups(folder: Path) -> tuple[RecordedFollowUp, ...]:
    """Return the actions of the records of drills, in the order of the log.

    Raises InputError: the records cannot be read, or an event is not as it was recorded.
    """
    schools = read_schools_and_days(folder).schools_and_days
    with reading_log(folder, schools) as log:
        return _of_log(log)


def record_done(
    folder: Path, action_id: str, on: date, by_name: str, today: date, note: str = ""
) -> RecordedFollowUp:
    """Record that an action is done, and return it; one that is done already is returned as it was recorded.

    Raises InputError: no record names such an action, or the day is to come or before the drill; nothing is
    written then.
    """
    schools = read_schools_and_days(folder).schools_and_days
    if on > today:
        raise InputError(
            Problem("--date", None, "this day is still to come", on.isoformat(), f"{today} or earlier")
        )
    with writing_log(folder, schools) as kept:
        found = _of_log(kept.log)
        meant = next((one for one in found if one.action.action_id == action_id), None)
        if meant is None:
            raise InputError(_unknown(action_id, found))
        if on < meant.action.held_on:
            raise InputError(_too_early(meant.action, on))
        if meant.done is None:
            event = done_event(meant.action, on, by_name, note, said_now("record"))
            kept.store.append((event,), recorded_now())
            done = DoneFollowUp(meant.action.drill_id, meant.action.action, meant.action.copy, on, by_name)
            meant = RecordedFollowUp(meant.action, done)
    return meant


def _of_log(log: LogBySchool) -> tuple[RecordedFollowUp, ...]:
    done = {one.key: one for one in log.done}
    return tuple(RecordedFollowUp(action, done.get(action.key)) for action in follow_ups(log.whole.entries))


def _too_early(action: FollowUp, on: date) -> Problem:
    allowed = f"{action.held_on} or later"
    return Problem("--date", None, "this day is before the drill", on.isoformat(), allowed)


def _unknown(action_id: str, found: tuple[RecordedFollowUp, ...]) -> Problem:
    ids = [one.action.action_id for one in found]
    if not ids:
        hint = "Add one to the record of its drill: drillplanner record DIR --drill ID --held --field actions=…"
        return Problem("--done", None, "no record of a drill names an action", action_id, maybe=hint)
    return Problem(
        "--done", None, "no record names this action", action_id, listed(ids), maybe_meant(action_id, ids)
    )
