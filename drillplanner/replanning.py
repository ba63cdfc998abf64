"""A plan made anew from a day on: what is past, recorded or filed stays, and few drills move."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.audit import AuditReport, judge, recount, recount_required
from drillplanner.audit.judge import scenes_of
from drillplanner.errors import InputError, Problem
from drillplanner.finishing import Facts, finish, read_plan, refuse_scenarios, write_plan
from drillplanner.mandates import derive_tasks
from drillplanner.model import (
    DayKind,
    Drill,
    EventKind,
    Plan,
    Repair,
    Schedule,
    Task,
    Workspace,
    changes_between,
    is_unmoved,
)
from drillplanner.preparation import Prepared, prepare
from drillplanner.progress import Progress, silent
from drillplanner.records import AsHappened, as_happened
from drillplanner.safe_write import write_bytes

if TYPE_CHECKING:
    from drillplanner.solve.past import Before
    from drillplanner.solve.repair import Repaired
    from drillplanner.solve.solver import Settings, Solution


@dataclass(frozen=True)
class Change:
    """What a coordinator asks for: the plan anew from ``as_of``, with these days closed.

    ``cause`` and ``note`` are why the days are closed.
    """

    as_of: date
    closed: tuple[tuple[date, str | None], ...] = ()
    cause: EventKind | None = None
    note: str = ""


def replan(folder: Path, change: Change, settings: Settings, progress: Progress = silent) -> Plan:
    """The lawful plan that moves the fewest drills; written with the closures it was made for.

    Raises InputError, InfeasibleError, OutOfTimeError or AuditFailedError; nothing is written then.
    """
    return replan_with_report(folder, change, settings, progress)[0]


def replan_with_report(
    folder: Path, change: Change, settings: Settings, progress: Progress = silent
) -> tuple[Plan, AuditReport, Prepared]:
    """Like ``replan``, with the judgement that the plan passed and the workspace that it was made for."""
    from drillplanner.intake.closures_table import CLOSURES_FILE
    from drillplanner.solve.repair import repair

    made = read_plan(folder)
    files = {CLOSURES_FILE: raw} if (raw := _with_closed_days(folder, change)) is not None else {}
    prepared = _prepared(folder, files)
    refuse_scenarios(prepared)
    story = _Story.read(prepared, made, change)
    before = story.before()
    repaired = repair(
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        settings,
        progress,
        prepared.stand_ins,
        prepared.limits,
        before,
    )
    solution = _whole(prepared, repaired, before, made)
    if (filed := story.filed_anew(solution.drills)) is not None:
        files |= filed
        prepared = prepare(folder, files)
    gone = sum(len(one.displaced) for campus_id, one in before.items() if campus_id not in repaired.solved)
    settled = frozenset(drill.drill_id for one in before.values() for drill in one.settled)
    facts = Facts(
        settled=settled,
        repair=Repair(
            as_of=change.as_of,
            moved=repaired.moved + gone,
            moved_at_least=repaired.moved_at_least + gone,
            lost=repaired.lost,
            changes=changes_between(made.drills, solution.drills, story.reasons(solution.drills)),
        ),
    )
    finished, report = finish(prepared, solution, settings, facts)
    finished = finished.model_copy(update={"warnings": (*story.warnings(finished), *finished.warnings)})
    for name, text in files.items():
        write_bytes(folder / name, text)
    write_plan(folder, finished)
    return finished, report, prepared


def _prepared(folder: Path, files: Mapping[str, bytes]) -> Prepared:
    """The workspace with the changed files; what is wrong with a new closure is told of the option."""
    from drillplanner.intake.closures_table import CLOSURES_FILE

    path = folder / CLOSURES_FILE
    there = len(path.read_bytes().splitlines()) if path.is_file() else 1
    try:
        return prepare(folder, files)
    except InputError as error:
        raise InputError(
            replace(problem, file="--close", line=None)
            if files and problem.file == CLOSURES_FILE and (problem.line or 0) > there
            else problem
            for problem in error.problems
        ) from error


def _with_closed_days(folder: Path, change: Change) -> bytes | None:
    """``closures.csv`` with the days below what is there; None where nothing is new."""
    from drillplanner.intake.closures_table import CLOSURES_FILE, COLUMNS, REQUIRED
    from drillplanner.intake.input_files import InputFiles
    from drillplanner.intake.row_reader import read_optional_table

    table = read_optional_table(InputFiles(folder), CLOSURES_FILE, "list of closures", REQUIRED)
    if table is not None and table.problems:
        raise InputError(table.problems)
    columns = (
        list(COLUMNS) if table is None else [*table.columns, *(one for one in COLUMNS if one not in table.columns)]
    )
    rows = [] if table is None else [[row.get(column) for column in columns] for row in table.rows]
    known = set() if table is None else {(row.get("date"), row.get("campus_ids")) for row in table.rows}
    new = [
        {"date": on.isoformat(), "campus_ids": campus_id or "", "cause": change.cause or "", "note": change.note}
        for on, campus_id in dict.fromkeys(change.closed)
        if (on.isoformat(), campus_id or "") not in known
    ]
    if not new:
        return None
    return _table(columns, [*rows, *([one.get(column, "") for column in columns] for one in new)])


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


@dataclass(frozen=True)
class _Story:
    """The plan as it was, and what became of it by the day from which it is made anew."""

    prepared: Prepared
    made: Plan
    change: Change
    happened: AsHappened

    @classmethod
    def read(cls, prepared: Prepared, made: Plan, change: Change) -> _Story:
        """From the log and the calendar.

        Raises InputError where the day lies after the year, or before something that is recorded.
        """
        workspace = prepared.workspace
        if change.as_of > workspace.calendar.last_day:
            allowed = f"a day up to {workspace.calendar.last_day}"
            message = "no school day is left to plan from this day on"
            raise InputError(Problem("--as-of", None, message, str(change.as_of), allowed))
        problems = [
            Problem(
                "records/drill_log.csv",
                record.row,
                f"{record.drill_id} is recorded for a day after --as-of",
                str(record.date),
                f"days up to {change.as_of}",
                "Maybe replan as of a later day.",
            )
            for record in prepared.records
            if record.date > change.as_of
        ]
        if problems:
            raise InputError(problems)
        return cls(prepared, made, change, as_happened(made.drills, prepared.records, workspace))

    @property
    def workspace(self) -> Workspace:
        """The workspace with its closures."""
        return self.prepared.workspace

    def before(self) -> dict[str, Before]:
        """What is kept of each campus's plan, by campus id."""
        from drillplanner.solve.past import Before

        settled: dict[str, list[Drill]] = defaultdict(list)
        planned: dict[str, list[Drill]] = defaultdict(list)
        displaced: dict[str, list[Drill]] = defaultdict(list)
        for drill in self.happened.held:
            settled[drill.campus_id].append(drill)
        for drill, _ in self.happened.missed:
            displaced[drill.campus_id].append(drill)
        for drill in self.happened.open:
            place = displaced if self._is_closed(drill) else settled if drill.date < self.change.as_of else planned
            place[drill.campus_id].append(drill)
        offers = [task for task in self.made.tasks if task.kind == "offer" and task.due < self.change.as_of]
        stay = [drill for some in (*settled.values(), *planned.values()) for drill in some]
        hit = self._hit(tuple(stay))
        return {
            campus.campus_id: Before(
                as_of=self.change.as_of,
                settled=tuple(settled[campus.campus_id]),
                planned=tuple(planned[campus.campus_id]),
                displaced=tuple(displaced[campus.campus_id]),
                offers=tuple(task for task in offers if task.campus_id == campus.campus_id),
                is_hit=campus.campus_id in hit,
            )
            for campus in self.workspace.campuses
        }

    def _is_closed(self, drill: Drill) -> bool:
        return self.workspace.calendar.kind_at(drill.date, drill.campus_id) is DayKind.CLOSED

    def _hit(self, drills: tuple[Drill, ...]) -> set[str]:
        """Campuses where these drills no longer meet every duty, or break an order that is not past."""
        prepared = self.prepared
        scenes = scenes_of(drills, self.workspace, prepared.screenings, None)
        offers = tuple(task for task in self.made.tasks if task.kind == "offer")
        report = judge(
            Schedule(source="the plan as it was", drills=drills),
            self.workspace,
            prepared.duties,
            prepared.screenings,
            (*derive_tasks(prepared.duties, scenes), *offers),
            prepared.stand_ins,
            settled_before=self.change.as_of,
        )
        orders = {one.campus_id for one in report.broken_orders if one.on >= self.change.as_of}
        entries = {entry.campus_id for entry in report.entries if entry.campus_id is not None}
        return {verdict.campus_id for verdict in report.violated} | entries | orders

    def filed_anew(self, drills: tuple[Drill, ...]) -> dict[str, bytes] | None:
        """``filed.csv`` with the days to which filed drills were moved; None where none was."""
        from drillplanner.intake.filed_table import FILED_FILE, moved_in

        owed = [one for one in self.workspace.filed if one.is_to_be_made_up]
        if not owed:
            return None
        taken = {(one.campus_id, one.drill_type, one.holds_on) for one in self.workspace.filed if one not in owed}
        moves: dict[int, tuple[date, EventKind]] = {}
        for filed in sorted(owed, key=lambda one: (one.campus_id, one.drill_type, one.on)):
            dates = sorted(
                drill.date
                for drill in drills
                if (drill.campus_id, drill.drill_type) == (filed.campus_id, filed.drill_type)
                and drill.date > filed.on
                and (drill.campus_id, drill.drill_type, drill.date) not in taken
            )
            if dates and filed.row is not None and filed.cause is not None:
                taken.add((filed.campus_id, filed.drill_type, dates[0]))
                moves[filed.row] = dates[0], filed.cause
        return {FILED_FILE: moved_in((self.prepared.folder / FILED_FILE).read_bytes(), moves)} if moves else None

    def reasons(self, after: tuple[Drill, ...]) -> dict[str, str]:
        """Why a drill is not as it was, by its id."""
        now = {drill.drill_id: drill for drill in after}
        why = {drill.drill_id: "held so, by the drill log" for drill in self.happened.held}
        for drill, record in self.happened.missed:
            cause = record.note or (record.cause.words if record.cause else "")
            why[drill.drill_id] = f"not held on {drill.date}" + (f": {cause}" if cause else "")
        for drill in self.happened.open:
            if drill.drill_id not in now or not is_unmoved(drill, now[drill.drill_id]):
                why[drill.drill_id] = self._reason(drill)
        was = {drill.drill_id for drill in self.made.drills}
        for drill_id, drill in now.items():
            if drill_id not in was and drill_id not in why:
                why[drill_id] = f"for {', '.join(drill.credits)}" if drill.credits else "so that every duty is met"
        return why

    def _reason(self, drill: Drill) -> str:
        if self._is_closed(drill):
            day = self.workspace.calendar.day(drill.date)
            title = day.title_at(drill.campus_id) if day is not None else ""
            return f"no school on {drill.date}" + (f" ({title})" if title else "")
        for days in self.workspace.district.forbidden:
            if days.covers(drill.campus_id, drill.drill_type, drill.date):
                return "its day is forbidden in district.yaml" + (f" ({days.reason})" if days.reason else "")
        return "made way, so that every duty is met"

    def warnings(self, finished: Plan) -> Iterable[str]:
        """Sentences on what was taken for granted, what is lost, and chores for which it is late."""
        as_of = self.change.as_of
        silent_ones = [drill for drill in self.happened.open if drill.date < as_of and not self._is_closed(drill)]
        if silent_ones:
            yield (
                f"{len(silent_ones)} drills before {as_of} are not in the drill log and are taken as held. Maybe "
                "record them with 'drillplanner record'."
            )
        if finished.repair is not None and finished.repair.lost:
            sentences = {duty.duty_id: duty.sentence for duty in self.prepared.duties}
            for duty_id in finished.repair.lost:
                yield f"{duty_id} can no longer be met: {sentences.get(duty_id, duty_id)}."
        changed = {one.drill_id for one in finished.repair.changes} if finished.repair is not None else set()
        for task in finished.tasks:
            if task.drill_id in changed and task.due < as_of and task.kind in {"notify", "prepare"}:
                drill = next((one for one in finished.drills if one.drill_id == task.drill_id), None)
                if drill is not None and drill.date >= as_of:
                    yield (
                        f"{task.drill_id} moved, and its chore was due on {task.due}: {task.text} "
                        f"({task.mandate_id})."
                    )


def _whole(prepared: Prepared, repaired: Repaired, before: Mapping[str, Before], made: Plan) -> Solution:
    """The district's plan: what was solved anew, and the campuses that stay as they are."""
    own, workspace = repaired.solution, prepared.workspace
    stay = tuple(
        drill
        for campus in workspace.campuses
        if campus.campus_id not in repaired.solved
        for drill in (*before[campus.campus_id].settled, *before[campus.campus_id].planned)
    )
    campuses = tuple(one for one in workspace.campuses if one.campus_id not in repaired.solved)
    rest = workspace.model_copy(update={"campuses": campuses})
    cost = sum(one.points for one in recount(stay, prepared.duties, rest, prepared.stand_ins, prepared.limits))
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in (*own.drills, *stay):
        by_campus[drill.campus_id].append(drill)
    drills = tuple(
        drill
        for campus in workspace.campuses
        for drill in sorted(by_campus[campus.campus_id], key=lambda one: (one.date, one.drill_id))
    )
    return replace(
        own,
        drills=drills,
        cost=own.cost + cost,
        bound=own.bound + cost if own.bound or own.status == "optimal" else 0,
        breaches=own.breaches + recount_required(stay, rest, prepared.limits),
        tasks=(*own.tasks, *_standing_offers(made, before, repaired, own.tasks)),
    )


def _standing_offers(
    made: Plan, before: Mapping[str, Before], repaired: Repaired, new: tuple[Task, ...]
) -> Iterable[Task]:
    """Offers of the plan as it was that were made by then, or whose campus stays as it is."""
    chosen = {task.task_id for task in new}
    for task in made.tasks:
        if task.kind != "offer" or task.task_id in chosen or task.campus_id not in before:
            continue
        if task in before[task.campus_id].offers or task.campus_id not in repaired.solved:
            yield task
