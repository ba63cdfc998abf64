"""Writing down what happened to a drill: one entry in the log, held against the plan and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.model import DayKind, Drill, DrillRecord, DrillType, EventKind, Plan, Workspace
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.records import EntryStatus, append_entries
from drillplanner.workflow.accept import PLAN_FILE, read_plan
from drillplanner.workflow.prepare import Prepared, prepare


@dataclass(frozen=True)
class Entry:
    """What somebody says of a drill: of one of the plan by its id, or of another by campus, type and date.

    ``date`` None is the day of the plan. ``correct`` takes back what the log says of the drill so far.
    """

    held: bool
    recorded_by: str
    drill_id: str | None = None
    campus_id: str | None = None
    drill_type: DrillType | None = None
    scenario_id: str | None = None
    date: date | None = None
    start: time | None = None
    minutes: int | None = None
    cause: EventKind | None = None
    note: str = ""
    correct: bool = False


def recorded(folder: Path) -> tuple[DrillRecord, ...]:
    """The entries of the log that count, of closed campuses too.

    Raises InputError where the workspace or its log cannot be read.
    """
    return _entries_of(prepare(folder))


def _entries_of(prepared: Prepared) -> tuple[DrillRecord, ...]:
    return tuple(sorted((*prepared.records, *prepared.records_of_others), key=lambda one: one.row or 0))


def record(folder: Path, entry: Entry) -> DrillRecord:
    """Write the entry into the log, and return it.

    Raises InputError where it names no drill, contradicts the calendar, or the drill is in the log already and
    the entry is not a correction; nothing is written then.
    """
    prepared = prepare(folder)
    made = read_plan(folder) if (folder / PLAN_FILE).is_file() else None
    told = _told(entry, prepared, made)
    earlier = [one for one in prepared.records if one.drill_id == told.drill_id and _speaks_of(one, told)]
    if earlier and not entry.correct:
        last = earlier[-1]
        said = "held" if last.held else "not held"
        raise InputError(
            Problem(
                "--drill",
                None,
                f"the log already says of this drill that it was {said} on {last.date} (line {last.row})",
                told.drill_id,
                maybe="Maybe add --correct, which takes that entry back.",
            )
        )
    if entry.correct and not earlier:
        raise InputError(Problem("--correct", None, "the log says nothing yet of this drill", told.drill_id))
    taken_back = [(EntryStatus.WITHDRAWN, one) for one in earlier if one.key != told.key]
    append_entries(folder, [*taken_back, (EntryStatus.HELD if told.held else EntryStatus.NOT_HELD, told)])
    return told


def _speaks_of(earlier: DrillRecord, told: DrillRecord) -> bool:
    """Whether both cannot be true: a drill is held once, and one that was not held may be held on a later day."""
    return earlier.held or earlier.date == told.date


def _told(entry: Entry, prepared: Prepared, made: Plan | None) -> DrillRecord:
    workspace = prepared.workspace
    planned = _planned(entry, _entries_of(prepared), made)
    drill_type = planned.drill_type if planned else entry.drill_type
    campus_id = planned.campus_id if planned else entry.campus_id
    on = entry.date or (planned.date if planned else None)
    missing = [
        name for name, value in (("--campus", campus_id), ("--type", drill_type), ("--date", on)) if not value
    ]
    if missing or campus_id is None or drill_type is None or on is None:
        message = f"of a drill that no plan knows, {', '.join(missing)} must be told"
        raise InputError(
            Problem(missing[0], None, message, allowed="a value, or --drill with the id of a planned drill")
        )
    problems = list(_problems(entry, campus_id, on, workspace))
    if problems:
        raise InputError(problems)
    return DrillRecord(
        drill_id=planned.drill_id if planned else _own_id(campus_id, drill_type, on),
        campus_id=campus_id,
        drill_type=drill_type,
        date=on,
        held=entry.held,
        scenario_id=entry.scenario_id or (planned.scenario_id if planned else None),
        start=entry.start,
        minutes=entry.minutes,
        recorded_by=" ".join(entry.recorded_by.split()),
        cause=entry.cause,
        note=entry.note,
    )


def _planned(entry: Entry, records: tuple[DrillRecord, ...], made: Plan | None) -> Drill | None:
    """The drill of that id, of the plan or else of the log; None where no id is given."""
    if entry.drill_id is None:
        return None
    known = {one.drill_id: _of_log(one) for one in records}
    known |= {drill.drill_id: drill for drill in made.drills} if made is not None else {}
    if entry.drill_id in known:
        return known[entry.drill_id]
    if made is None:
        message = "there is no plan yet whose drill this could be"
        raise InputError(Problem("--drill", None, message, entry.drill_id, "--campus, --type and --date instead"))
    message = "neither the plan nor the log has a drill with this id"
    maybe = maybe_meant(entry.drill_id, known)
    raise InputError(Problem("--drill", None, message, entry.drill_id, listed(known), maybe))


def _of_log(record: DrillRecord) -> Drill:
    return Drill(
        drill_id=record.drill_id,
        campus_id=record.campus_id,
        drill_type=record.drill_type,
        date=record.date,
        scenario_id=record.scenario_id,
    )


def _problems(entry: Entry, campus_id: str, on: date, workspace: Workspace) -> list[Problem]:
    problems = []
    known = sorted(workspace.campus_by_id)
    if campus_id not in known:
        maybe = maybe_meant(campus_id, known)
        if entry.campus_id is None:
            message = "campuses.csv no longer has the campus of this drill, so that nothing of it can be recorded"
            put_back = "Maybe put its row back, record the drill, and take it out again: the log keeps the entry."
            return [Problem("--drill", None, message, campus_id, listed(known), put_back)]
        return [Problem("--campus", None, "there is no such campus", campus_id, listed(known), maybe)]
    scenarios = sorted(workspace.scenario_by_id)
    if entry.scenario_id is not None and entry.scenario_id not in scenarios:
        maybe = maybe_meant(entry.scenario_id, scenarios)
        problems.append(
            Problem("--scenario", None, "there is no such scenario", entry.scenario_id, listed(scenarios), maybe)
        )
    if not entry.recorded_by.strip():
        problems.append(Problem("--by", None, "nobody is named who records this", allowed="a name or a role"))
    if entry.held and entry.cause is not None:
        message = "a drill that was held has no cause for not being held"
        problems.append(Problem("--cause", None, message, entry.cause.value, "--not-held, or no cause"))
    if not entry.held and (entry.start is not None or entry.minutes is not None):
        message = "a drill that was not held has neither start nor length"
        problems.append(Problem("--not-held", None, message, allowed="--held, or neither --start nor --minutes"))
    calendar = workspace.calendar
    if entry.held and calendar.kind_at(on, campus_id) is DayKind.CLOSED:
        message, maybe = no_school_message(calendar, on, campus_id)
        problems.append(Problem("--date", None, message, str(on), "a school day of the campus", maybe))
    return problems


def _own_id(campus_id: str, drill_type: DrillType, on: date) -> str:
    """The id of a drill that no plan knows: the same for the same campus, type and day."""
    return f"{campus_id}-{drill_type.replace('_', '-')}-on-{on.isoformat()}"
