"""The plan as it was, and what became of it by the day from which it is made anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.audit.schedule.judge import scenes_of
from drillplanner.files.errors import InputError, Problem
from drillplanner.law import derive_tasks
from drillplanner.model import DayKind, Drill, EventKind, Plan, Schedule, Workspace, is_unmoved
from drillplanner.records import LOG_FILE, AsHappened, as_happened
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.workflow.prepare import Prepared
from drillplanner.workflow.replan.request import Change
from drillplanner.workflow.replan.sentences import (
    late_chores_in_words,
    lost_in_words,
    taken_as_held_in_words,
    unrecorded_in_words,
)


@dataclass(frozen=True)
class Story:
    """The plan as it was, and what became of it by the day from which it is made anew."""

    prepared: Prepared
    made: Plan
    change: Change
    happened: AsHappened

    @classmethod
    def read(cls, prepared: Prepared, made: Plan, change: Change) -> Story:
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
                LOG_FILE,
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

    @cached_property
    def settled(self) -> tuple[Drill, ...]:
        """What was held: by the log, or because its day is over and nothing says otherwise."""
        over = (one for one in self.happened.open if one.date < self.change.as_of and not self._is_closed(one))
        return (*self.happened.held, *over)

    @cached_property
    def planned(self) -> tuple[Drill, ...]:
        """What is still to come on days with school."""
        return tuple(
            one for one in self.happened.open if one.date >= self.change.as_of and not self._is_closed(one)
        )

    @cached_property
    def displaced(self) -> tuple[Drill, ...]:
        """What was not held, or whose day is closed."""
        shut = (one for one in self.happened.open if self._is_closed(one))
        return (*(drill for drill, _ in self.happened.missed), *shut)

    def before(self, report: AuditReport) -> dict[str, PreviousPlan]:
        """What is kept of each campus's plan, by campus id; ``report`` says which campuses are hit."""
        offers = [task for task in self.made.tasks if task.kind == "offer" and task.due < self.change.as_of]
        hit = self._hit(report)

        def at(campus_id: str, drills: Iterable[Drill]) -> tuple[Drill, ...]:
            return tuple(drill for drill in drills if drill.campus_id == campus_id)

        return {
            campus.campus_id: PreviousPlan(
                as_of=self.change.as_of,
                settled=at(campus.campus_id, self.settled),
                planned=at(campus.campus_id, self.planned),
                displaced=at(campus.campus_id, self.displaced),
                offers=tuple(task for task in offers if task.campus_id == campus.campus_id),
                is_broken=campus.campus_id in hit,
                unmet=frozenset(one.duty for one in report.violated if one.campus_id == campus.campus_id),
            )
            for campus in self.workspace.campuses
        }

    def _is_closed(self, drill: Drill) -> bool:
        return self.workspace.calendar.kind_at(drill.date, drill.campus_id) is DayKind.CLOSED

    def judged(self) -> AuditReport:
        """The judge's word on what was held and what is still to come, were nothing changed."""
        prepared, drills = self.prepared, (*self.settled, *self.planned)
        scenes = scenes_of(drills, self.workspace, prepared.screenings, None)
        offers = tuple(task for task in self.made.tasks if task.kind == "offer")
        return judge_schedule(
            Schedule(source="the plan as it was", drills=drills),
            self.workspace,
            prepared.duties,
            prepared.screenings,
            (*derive_tasks(prepared.duties, scenes), *offers),
            prepared.stand_ins,
            settled_before=self.change.as_of,
        )

    def _hit(self, report: AuditReport) -> set[str]:
        """Campuses where the plan no longer meets every duty, or breaks an order that is not past."""
        orders = {order.campus_id for order in report.broken_orders if order.on >= self.change.as_of}
        entries = {entry.campus_id for entry in report.entries if entry.campus_id is not None}
        return {verdict.campus_id for verdict in report.violated} | entries | orders

    def filed_anew(self, drills: tuple[Drill, ...]) -> dict[str, bytes] | None:
        """``filed.csv`` with the days to which filed drills were moved; None where none was."""
        from drillplanner.intake.workspace.filed_table import FILED_FILE, with_moves

        owed = [one for one in self.workspace.filed if one.needs_new_date]
        if not owed:
            return None
        taken = {
            (one.campus_id, one.drill_type, one.effective_date) for one in self.workspace.filed if one not in owed
        }
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
        return {FILED_FILE: with_moves((self.prepared.folder / FILED_FILE).read_bytes(), moves)} if moves else None

    def reasons(self, after: tuple[Drill, ...]) -> dict[str, str]:
        """Why a drill is not as it was, by its id."""
        now = {drill.drill_id: drill for drill in after}
        why = {drill.drill_id: "held so, by the drill log" for drill in self.happened.held}
        for drill, record in self.happened.missed:
            cause = record.note or (record.cause.phrase if record.cause else "")
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
        if drill.campus_id not in self.workspace.campus_by_id:
            return "its campus is no longer in campuses.csv"
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
        known = self.workspace.campus_by_id
        silent_ones = [drill for drill in self.settled if not drill.held and drill.campus_id in known]
        if silent_ones:
            yield taken_as_held_in_words(len(silent_ones), as_of)
        if without_campus := unrecorded_in_words(self.settled, self.prepared):
            yield without_campus
        yield from lost_in_words(finished, self.prepared)
        yield from late_chores_in_words(finished, as_of)
