"""Record what happened to a drill: one entry in the log, checked against the plan and the calendar.

The same call serves the command line, a page, and a table. Problems name fields of :class:`RecordRequest`; whoever
asks passes ``field_name`` to say what its users call a field (``--drill``, a label, a column).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.model import DayKind, Drill, DrillRecord, DrillType
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.records import EntryStatus
from drillplanner.records.fields import MissingEvidence, asked_of, evidence_gaps
from drillplanner.workflow.in_words.record_request import FieldName, RecordRequest
from drillplanner.workflow.in_words.resolve import resolved
from drillplanner.workflow.kept_records.kept_log import writing_log
from drillplanner.workflow.recording.checked_against import CheckedAgainst, checked_against
from drillplanner.workflow.recording.planned_drills import PlanDrills
from drillplanner.workflow.recording.schools_and_days import keep_schools_and_days


@dataclass(frozen=True)
class Recorded:
    """A new entry of the log, and the drill of the plan that it is about; None if it is in no plan.

    ``gap`` is what its record lacks of what is surely asked for; None: nothing.
    """

    entry: DrillRecord
    planned: Drill | None
    gap: MissingEvidence | None = None


def recorded_drills(folder: Path) -> tuple[DrillRecord, ...]:
    """Return the entries of the log that count, those of closed campuses included.

    Raises InputError if the workspace or its log cannot be read.
    """
    with checked_against(folder) as against:
        return against.all_records


def record(folder: Path, request: RecordRequest, field_name: FieldName = str) -> Recorded:
    """Write an entry into the log, and return it with the planned drill that it is about.

    Raises InputError if the request names no drill, may mean several, or contradicts the calendar, or if the log
    already has the drill and the request is not a correction; nothing is written then.
    """
    with checked_against(folder, with_scenarios=request.scenario_id is not None) as against:
        # A refused request makes no folder and no lock.
        entries, recorded = _entries_now(request, against, field_name)
    with writing_log(folder, against.schools_and_days) as kept:
        latest = against.with_log(kept.log)
        if latest is not against:
            entries, recorded = _entries_now(request, latest, field_name)
        kept.append(entries, source="record")
    keep_schools_and_days(folder, against.read)
    return recorded


def _entries_now(
    request: RecordRequest, against: CheckedAgainst, field_name: FieldName
) -> tuple[list[tuple[EntryStatus, DrillRecord]], Recorded]:
    return entries_for(request, against, against.planned(has_date=request.date is not None), field_name)


def entries_for(
    request: RecordRequest, against: CheckedAgainst, plan: PlanDrills | None, field_name: FieldName
) -> tuple[list[tuple[EntryStatus, DrillRecord]], Recorded]:
    """Return the entries of the log that a request asks for, and what :func:`record` returns; nothing is written.

    Raises InputError as :func:`record`.
    """
    if request.words is not None:
        request = resolved(
            request,
            request.words,
            against.schools_and_days,
            against.records_at,
            None if plan is None else plan.at,
            field_name,
        )
    if request.held is None:
        allowed = f"{field_name('held')} or {field_name('not_held')}"
        raise InputError(
            Problem(field_name("held"), None, "whether the drill was held is not said", None, allowed)
        )
    adds_fields = bool(request.fields)
    if adds_fields:
        # Imported here: a report without fields needs no reader of them.
        from drillplanner.workflow.recording.told_fields import with_told_fields

        request = with_told_fields(request, against.schools_and_days.district.first_year, field_name)
    entry = _Recorder(request, against, plan, field_name).entry()
    earlier = [before for before in against.log.of_drill(entry.drill_id).entries if _contradict(before, entry)]
    more = _completed(earlier[-1], entry) if earlier and adds_fields and not request.correct else None
    if more is not None and more is not earlier[-1]:
        entry = more
    elif earlier and not request.correct:
        last = earlier[-1]
        outcome = "held" if last.held else "not held"
        raise InputError(
            Problem(
                field_name("drill_id"),
                None,
                f"the log already says of this drill that it was {outcome} on {last.date} (line {last.row})",
                entry.drill_id,
                maybe=f"Maybe add {field_name('correct')}, which takes that entry back.",
            )
        )
    if request.correct and not earlier:
        message = "the log says nothing yet of this drill"
        raise InputError(Problem(field_name("correct"), None, message, entry.drill_id))
    taken_back = [(EntryStatus.WITHDRAWN, before) for before in earlier if before.key != entry.key]
    gap = next(
        iter(evidence_gaps([entry], asked_of(against.schools_and_days.district, with_presumed=False))), None
    )
    recorded = Recorded(entry, None if plan is None else plan.with_id(entry.drill_id), gap)
    return [*taken_back, (EntryStatus.HELD if entry.held else EntryStatus.NOT_HELD, entry)], recorded


def _completed(earlier: DrillRecord, entry: DrillRecord) -> DrillRecord | None:
    from drillplanner.workflow.recording.told_fields import completed

    return completed(earlier, entry)


def _contradict(earlier: DrillRecord, entry: DrillRecord) -> bool:
    """Check whether both cannot be true: a drill is held once, but may be held on a day after it was missed."""
    return earlier.held or earlier.date == entry.date


@dataclass(frozen=True)
class _Recorder:
    """One request with what it is checked against. ``plan`` is None before the first plan."""

    request: RecordRequest
    against: CheckedAgainst
    plan: PlanDrills | None
    field_name: FieldName

    def entry(self) -> DrillRecord:
        """Return the entry for the log. Raises InputError with every problem of the request."""
        request, planned = self.request, self._planned_drill()
        drill_type = planned.drill_type if planned else request.drill_type
        campus_id = planned.campus_id if planned else request.campus_id
        on = request.date or (planned.date if planned else None)
        if not campus_id or drill_type is None or on is None:
            raise InputError(self._missing_fields(campus_id, drill_type, on))
        if problems := self._problems(campus_id, on):
            raise InputError(problems)
        if planned is None and self.plan is not None and not request.held:
            raise InputError(self._not_in_the_plan(campus_id, drill_type, self.plan.at(campus_id)))
        return DrillRecord(
            drill_id=planned.drill_id if planned else _unplanned_drill_id(campus_id, drill_type, on),
            campus_id=campus_id,
            drill_type=drill_type,
            date=on,
            held=bool(request.held),
            scenario_id=request.scenario_id or (planned.scenario_id if planned else None),
            start=request.start,
            minutes=request.minutes,
            recorded_by=" ".join(request.recorded_by.split()),
            cause=request.cause,
            note=request.note,
            fields=dict(request.fields),
        )

    def _planned_drill(self) -> Drill | None:
        """Return the drill with the given id, from the plan or else from the log; None if no id is given."""
        drill_id, field = self.request.drill_id, self.field_name
        if drill_id is None:
            return None
        planned = None if self.plan is None else self.plan.with_id(drill_id)
        if planned is not None:
            return planned
        of_drill = self.against.log.of_drill(drill_id)
        if records := sorted((*of_drill.entries, *of_drill.unlisted), key=lambda record: record.row or 0):
            return _drill_of_record(records[-1])
        if self.plan is None:
            message = "there is no plan yet whose drill this could be"
            allowed = f"{field('campus_id')}, {field('drill_type')} and {field('date')} instead"
            raise InputError(Problem(field("drill_id"), None, message, drill_id, allowed))
        message = "neither the plan nor the log has a drill with this id"
        logged = (record.drill_id for record in self.against.all_records)
        ids = list(dict.fromkeys((*logged, *self.plan.campus_of)))
        maybe = maybe_meant(drill_id, ids)
        raise InputError(Problem(field("drill_id"), None, message, drill_id, listed(ids), maybe))

    def _missing_fields(self, campus_id: str | None, drill_type: DrillType | None, on: date | None) -> Problem:
        values = {"campus_id": campus_id, "drill_type": drill_type, "date": on}
        missing = [self.field_name(field) for field, value in values.items() if not value]
        message = f"of a drill that no plan knows, {', '.join(missing)} must be told"
        allowed = f"a value, or {self.field_name('drill_id')} with the id of a planned drill"
        return Problem(missing[0], None, message, allowed=allowed)

    def _not_in_the_plan(self, campus_id: str, drill_type: DrillType, planned: Sequence[Drill]) -> Problem:
        message = f"the plan has no such {drill_type.phrase} at '{campus_id}' that could have been missed"
        field = self.field_name("drill_id")
        ids = [f"{field} {drill.drill_id}" for drill in planned]
        return Problem(self.field_name("drill_type"), None, message, drill_type.value, listed(ids, 6))

    def _problems(self, campus_id: str, on: date) -> list[Problem]:
        known = self.against.schools_and_days
        if campus_id not in known.campus_by_id:
            return [self._unknown_campus(campus_id, sorted(known.campus_by_id))]
        request, field, problems = self.request, self.field_name, []
        scenarios = sorted(self.against.read.scenario_ids or ())
        if request.scenario_id is not None and request.scenario_id not in scenarios:
            maybe = maybe_meant(request.scenario_id, scenarios)
            message = "there is no such scenario"
            problems.append(
                Problem(field("scenario_id"), None, message, request.scenario_id, listed(scenarios), maybe)
            )
        if not request.recorded_by.strip():
            message = "nobody is named who records this"
            problems.append(Problem(field("recorded_by"), None, message, allowed="a name or a role"))
        if request.held and request.cause is not None:
            message = "a drill that was held has no cause for not being held"
            allowed = f"{field('not_held')}, or no cause"
            problems.append(Problem(field("cause"), None, message, request.cause.value, allowed))
        if not request.held and (request.start is not None or request.minutes is not None):
            message = "a drill that was not held has neither start nor length"
            allowed = f"{field('held')}, or neither {field('start')} nor {field('minutes')}"
            problems.append(Problem(field("not_held"), None, message, allowed=allowed))
        if request.held and known.calendar.kind_at(on, campus_id) is DayKind.CLOSED:
            message, hint = no_school_message(known.calendar, on, campus_id)
            problems.append(Problem(field("date"), None, message, str(on), "a school day of the campus", hint))
        return problems

    def _unknown_campus(self, campus_id: str, known: list[str]) -> Problem:
        if self.request.campus_id is None:
            message = "campuses.csv no longer has the campus of this drill, so that nothing of it can be recorded"
            put_back = "Maybe put its row back, record the drill, and take it out again: the log keeps the entry."
            return Problem(self.field_name("drill_id"), None, message, campus_id, listed(known), put_back)
        maybe = maybe_meant(campus_id, known)
        message = "there is no such campus"
        return Problem(self.field_name("campus_id"), None, message, campus_id, listed(known), maybe)


def _drill_of_record(record: DrillRecord) -> Drill:
    return Drill(
        drill_id=record.drill_id,
        campus_id=record.campus_id,
        drill_type=record.drill_type,
        date=record.date,
        scenario_id=record.scenario_id,
    )


def _unplanned_drill_id(campus_id: str, drill_type: DrillType, on: date) -> str:
    """Return the id of a drill that no plan has: the same for the same campus, type, and day."""
    return f"{campus_id}-{drill_type.replace('_', '-')}-on-{on.isoformat()}"
