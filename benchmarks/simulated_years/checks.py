"""What must hold after each update of a plan, by simple code that shares nothing with the repair.

The past stays as it was, open drills stay unless the law moves them, and every duty that is reported as lost is
truly lost. The last two are tried out with the judge: a drill is put back, or one is added, and judged again.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from benchmarks.simulated_years.facts import Facts
from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import derive_tasks
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import Audience, DayKind, Drill, Plan, Scenario, Schedule
from drillplanner.workflow.prepared import Prepared

#: Days that are tried for a drill that would meet a lost duty.
_DAYS_TRIED = 8
#: Drills that are put back after a replan, one at a time.
_MOST_PUT_BACK = 6


@dataclass(frozen=True)
class Update:
    """A plan before and after an update as of a day, and the facts at that time."""

    before: tuple[Drill, ...]
    after: Plan
    as_of: date
    facts: Facts
    prepared: Prepared

    @property
    def stays_possible(self) -> list[Drill]:
        """The drills before whose day is still to come, still a school day, and not recorded."""
        return [
            drill
            for drill in self.before
            if drill.date >= self.as_of
            and not self.facts.is_recorded(drill.drill_id, drill.date)
            and not self.is_closed(drill)
            and not self.is_taken_over(drill)
        ]

    def is_taken_over(self, drill: Drill) -> bool:
        """Check whether another drill of its type is recorded as held at its very minute: they were one."""
        starts = {other.drill_id: other.start for other in self.before}
        return any(
            drill_id != drill.drill_id
            and (held.campus_id, held.drill_type, held.date) == (drill.campus_id, drill.drill_type, drill.date)
            and (held.start or starts.get(drill_id)) == drill.start
            for drill_id, held in self.facts.held.items()
        )

    def is_closed(self, drill: Drill) -> bool:
        """Check whether the drill's day was closed since."""
        return (drill.date, drill.campus_id) in self.facts.closed


def breaches(update: Update, rng: random.Random) -> Iterator[str]:
    """Yield a sentence for everything that an update did and must not do."""
    yield from _changed_past(update)
    yield from _wrong_count_of_moves(update)
    judge = _Judge(update)
    yield from _unreported_violations(update, judge.report(update.after.drills))
    yield from _needless_moves(update, judge)
    yield from _duties_lost_too_early(update, judge, rng)


def _changed_past(update: Update) -> Iterator[str]:
    facts, now = update.facts, {drill.drill_id: drill for drill in update.after.drills}
    before = {drill.drill_id: drill for drill in update.before}
    if len(now) != len(update.after.drills):
        yield "an id is used twice"
    for drill_id, held in facts.held.items():
        drill = now.get(drill_id)
        if drill is None:
            yield f"held drill {drill_id} is gone"
            continue
        start = held.start or (before[drill_id].start if drill_id in before else drill.start)
        found = drill.campus_id, drill.drill_type.value, drill.date, drill.start
        if found != (held.campus_id, held.drill_type, held.date, start):
            yield f"held drill {drill_id} is {found}, was {held}"
    assumed = set()
    for drill in update.before:
        if drill.date >= update.as_of or drill.drill_id in facts.held or update.is_closed(drill):
            continue
        if (drill.drill_id, drill.date) in facts.missed or update.is_taken_over(drill):
            continue
        assumed.add(drill.drill_id)
        if drill.drill_id not in now or _place(now[drill.drill_id]) != _place(drill):
            yield f"past drill {drill.drill_id} did not stay as it was"
    for drill in update.after.drills:
        if drill.date < update.as_of and drill.drill_id not in facts.held and drill.drill_id not in assumed:
            yield f"new drill {drill.drill_id} on {drill.date}, before {update.as_of}"
        if (drill.drill_id, drill.date) in facts.missed and drill.drill_id not in facts.held:
            yield f"missed drill {drill.drill_id} is still there"
        if update.is_closed(drill) and drill.drill_id not in facts.held:
            yield f"drill {drill.drill_id} is on the closed day {drill.date}"


def _wrong_count_of_moves(update: Update) -> Iterator[str]:
    now = {drill.drill_id: drill for drill in update.after.drills}
    facts, moved = update.facts, 0
    for drill in update.before:
        if drill.drill_id in facts.held:
            continue
        is_over = (drill.drill_id, drill.date) in facts.missed or update.is_taken_over(drill)
        if (
            is_over
            or update.is_closed(drill)
            or drill.drill_id not in now
            or _place(now[drill.drill_id]) != _place(drill)
        ):
            moved += 1
    repair = update.after.repair
    if repair is None or repair.moved != moved:
        yield f"{moved} drills moved, reported {None if repair is None else repair.moved}"


def _place(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start, drill.scenario_id, frozenset(drill.agencies or ())


class _Judge:
    """Judges changed schedules of one workspace."""

    def __init__(self, update: Update) -> None:
        self._prepared = update.prepared
        self._as_of = update.as_of
        self._offers = tuple(task for task in update.after.tasks if task.kind == "offer")

    def report(self, drills: Iterable[Drill]) -> AuditReport:
        """Return the judge's report on these drills, with the tasks that they bring."""
        prepared, schedule = self._prepared, tuple(drills)
        schedules = campus_schedules(schedule, prepared.workspace, prepared.screenings, None)
        return judge_schedule(
            Schedule(source="tried", drills=schedule),
            prepared.workspace,
            prepared.duties,
            prepared.screenings,
            (*derive_tasks(prepared.duties, schedules), *self._offers),
            prepared.stand_ins,
            settled_before=self._as_of,
        )

    def faults(self, drills: Iterable[Drill]) -> frozenset[tuple[str, str]]:
        """Return everything that is wrong with these drills, as keys that can be compared."""
        report = self.report(drills)
        return frozenset(
            [
                *(("duty", verdict.duty) for verdict in report.violated),
                *((entry.problem, entry.drill_id or "") for entry in report.entries),
                *((order.order, f"{order.campus_id} {order.on}") for order in report.broken_orders),
            ]
        )


def _unreported_violations(update: Update, report: AuditReport) -> Iterator[str]:
    repair = update.after.repair
    lost = set(repair.lost) if repair is not None else set()
    chores = {duty.duty_id for duty in update.prepared.duties if isinstance(duty.mandate.requirement, Chore)}
    for verdict in report.violated:
        if verdict.duty not in lost | chores:
            yield f"violated and not reported: {verdict.duty}: {verdict.reason}"


def _needless_moves(update: Update, judge: _Judge) -> Iterator[str]:
    now = {drill.drill_id: drill for drill in update.after.drills}
    moved = [
        drill
        for drill in update.stays_possible
        if drill.drill_id not in now or _place(now[drill.drill_id]) != _place(drill)
    ]
    if not moved:
        return
    faults = judge.faults(update.after.drills)
    for drill in moved[:_MOST_PUT_BACK]:
        others = [other for other in update.after.drills if other.drill_id != drill.drill_id]
        if any(other.campus_id == drill.campus_id and other.date == drill.date for other in others):
            continue
        if judge.faults((*others, drill)) <= faults:
            yield f"{drill.drill_id} could have stayed on {drill.date}"


def _duties_lost_too_early(update: Update, judge: _Judge, rng: random.Random) -> Iterator[str]:
    repair, prepared = update.after.repair, update.prepared
    if repair is None or not repair.lost:
        return
    duties = {duty.duty_id: duty for duty in prepared.duties}
    faults = judge.faults(update.after.drills)
    for duty_id in repair.lost:
        duty = duties.get(duty_id)
        if duty is None:
            yield f"reported as lost and no duty: {duty_id}"
            continue
        requirement = duty.mandate.requirement
        if ("duty", duty_id) not in faults and not isinstance(requirement, Chore):
            yield f"reported as lost and met: {duty_id}"
        if not isinstance(requirement, Count) or requirement.min is None:
            continue
        days = [
            on
            for on in prepared.workspace.calendar.dates_at(duty.campus_id)
            if max(update.as_of, duty.window.first) <= on <= duty.window.last
            and not any(day == on for _, day in update.facts.missed)
            and not any(drill.campus_id == duty.campus_id and drill.date == on for drill in update.after.drills)
        ]
        tried = sorted(rng.sample(days, min(len(days), _DAYS_TRIED)))
        scenarios = _usable(prepared, duty.campus_id, requirement)
        for scenario in scenarios:
            found = _first_that_helps(update, judge, duty.campus_id, scenario, tried, faults, duty_id)
            if found is not None:
                yield f"lost, but {scenario.scenario_id} on {found} would meet it: {duty_id}"
                break


def _usable(prepared: Prepared, campus_id: str, requirement: Count) -> list[Scenario]:
    campus = prepared.workspace.campus_by_id[campus_id]
    return [
        scenario
        for scenario in prepared.workspace.scenarios
        if scenario.drill_type in requirement.match.types
        and prepared.screenings[scenario.scenario_id].verdict == "ok"
        and set(campus.bands) <= set(scenario.bands)
        and all(campus.facts.get(fact) is wanted for fact, wanted in scenario.needs_facts.items())
    ]


def _first_that_helps(
    update: Update,
    judge: _Judge,
    campus_id: str,
    scenario: Scenario,
    days: list[date],
    faults: frozenset[tuple[str, str]],
    duty_id: str,
) -> date | None:
    """Return the first day on which one more drill of the scenario meets the duty and breaks nothing else."""
    for on in days:
        for drill in _placed(update, campus_id, scenario, on):
            found = judge.faults((*update.after.drills, drill))
            if ("duty", duty_id) not in found and found <= faults:
                return on
    return None


def _placed(update: Update, campus_id: str, scenario: Scenario, on: date) -> Iterator[Drill]:
    """Yield a drill of the scenario in the first period that has room for it."""
    workspace = update.prepared.workspace
    day, campus = workspace.calendar.day(on), workspace.campus_by_id[campus_id]
    if day is None or day.kind_at(campus_id) is not DayKind.FULL or scenario.audience is Audience.STAFF:
        return
    kinds: Mapping[str, str] = {agency.kind: agency.agency_id for agency in workspace.district.agencies}
    for period in workspace.periods(campus, day):
        minutes = (period.end.hour - period.start.hour) * 60 + period.end.minute - period.start.minute
        if set(period.tags) & set(scenario.moments) and minutes >= scenario.minutes + 10:
            start = period.start.hour * 60 + period.start.minute + 5
            end = start + scenario.minutes
            for agencies in ((), tuple(kinds.values())):
                yield Drill(
                    drill_id=f"{campus_id}-tried",
                    campus_id=campus_id,
                    drill_type=scenario.drill_type,
                    date=on,
                    scenario_id=scenario.scenario_id,
                    format=scenario.format,
                    audience=scenario.audience,
                    grades=campus.grades,
                    start=f"{start // 60:02d}:{start % 60:02d}",
                    end=f"{end // 60:02d}:{end % 60:02d}",
                    period=period.name,
                    period_tags=period.tags,
                    route=scenario.route,
                    announced=scenario.announced,
                    agencies=agencies,
                )
            return
