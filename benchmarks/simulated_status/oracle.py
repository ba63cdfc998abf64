"""What the status of each duty must be on a day, from the judge of schedules and the entries of the log alone.

No code of ``drillplanner.workflow.status`` is used, nor the program's own reading of the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

from benchmarks.simulated_status.evidence import lacks_evidence
from benchmarks.simulated_status.log_book import Entry, told_by
from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import (
    STAFF_HOURS,
    Audience,
    DayKind,
    Drill,
    DrillFormat,
    DutyState,
    DutyStatus,
    PeriodTag,
    Plan,
    Scenario,
    Schedule,
    Task,
    Verdict,
)
from drillplanner.workflow.prepared import Prepared

#: School days after its day on which a drill without a record still counts, and before it on which it is due.
_GRACE, _SOON = 2, 5
#: Length of a drill of which nobody says how long it took.
_USUAL_MINUTES = 10
SHORT = frozenset({DutyState.AT_RISK, DutyState.LATE})


@dataclass(frozen=True)
class ToldYear:
    """The drills of the district on a day: held, past without a record, and still to come."""

    held: tuple[Drill, ...]
    in_grace: tuple[Drill, ...]
    unrecorded: tuple[Drill, ...]
    to_come: tuple[Drill, ...]
    without_evidence: frozenset[str]

    @property
    def standing(self) -> tuple[Drill, ...]:
        """What counts: held, or planned and not overdue for a record."""
        return (*self.held, *self.in_grace, *self.to_come)


def told_year(prepared: Prepared, plan: Plan, entries: Iterable[Entry], today: date) -> ToldYear:
    """Sort the drills of the plan and the log by what became of them."""
    told = told_by(entries, today)
    planned = {drill.drill_id: drill for drill in plan.drills}
    free = {
        (drill.campus_id, drill.drill_type, drill.date): drill
        for drill in plan.drills
        if drill.drill_id not in told.held and (drill.drill_id, drill.date) not in told.not_held
    }
    held, without_evidence = [], set()
    for drill_id, entry in told.held.items():
        drill = planned.get(drill_id)
        if drill is None:
            drill = free.pop((entry.campus_id, entry.drill_type, entry.date), None)
        as_held = _as_held(entry, drill, prepared)
        held.append(as_held)
        if lacks_evidence(entry, as_held.drill_type, prepared.workspace.district):
            without_evidence.add(as_held.drill_id)
    gone = {drill.drill_id for drill in held}
    minutes = {(drill.campus_id, drill.drill_type, drill.date, drill.start) for drill in held if drill.start}
    still = [
        drill
        for drill in plan.drills
        if drill.drill_id not in gone
        and (drill.drill_id, drill.date) not in told.not_held
        and (drill.campus_id, drill.drill_type, drill.date, drill.start) not in minutes
        and prepared.workspace.calendar.kind_at(drill.date, drill.campus_id) is not DayKind.CLOSED
    ]
    past = [drill for drill in still if drill.date < today]
    in_grace = tuple(drill for drill in past if _school_days(prepared, drill, drill.date, today) <= _GRACE)
    return ToldYear(
        tuple(held),
        in_grace,
        tuple(drill for drill in past if drill not in in_grace),
        tuple(drill for drill in still if drill.date >= today),
        frozenset(without_evidence),
    )


def _school_days(prepared: Prepared, drill: Drill, after: date, until: date) -> int:
    """Count the school days after one day up to another; after the year's last, weekdays count."""
    dates = prepared.workspace.calendar.dates_at(drill.campus_id)
    number = sum(after < on <= until for on in dates)
    on = max(after, dates[-1])
    while on < until:
        on += timedelta(1)
        number += on.weekday() < 5
    return number


def _as_held(entry: Entry, planned: Drill | None, prepared: Prepared) -> Drill:
    scenario_by_id = prepared.workspace.scenario_by_id
    if planned is None:
        bare = Drill(
            drill_id=entry.drill_id, campus_id=entry.campus_id, drill_type=entry.drill_type, date=entry.date
        )
        named = None if entry.scenario_id is None else scenario_by_id[entry.scenario_id]
        scenario = named or _usual_scenario(entry, prepared)
        usual = _USUAL_MINUTES if scenario is None else scenario.minutes
        drill = bare if scenario is None else _of_scenario(bare, scenario, entry.scenario_id)
    else:
        drill, usual = planned, planned.minutes or _USUAL_MINUTES
        if entry.scenario_id is not None and entry.scenario_id != planned.scenario_id:
            drill = _of_scenario(planned, scenario_by_id[entry.scenario_id], entry.scenario_id)
    minutes, start = entry.minutes or usual, entry.start or drill.start
    if (entry.date, start) != (drill.date, drill.start) or drill.period is None:
        drill = in_its_period(drill.model_copy(update={"date": entry.date, "start": start}), prepared)
    return drill.model_copy(
        update={"date": entry.date, "start": start, "end": _later(start, minutes), "held": True}
    )


def _of_scenario(drill: Drill, scenario: Scenario, scenario_id: str | None) -> Drill:
    return drill.model_copy(
        update={
            "scenario_id": scenario_id,
            "format": scenario.format,
            "audience": scenario.audience,
            "route": scenario.route,
            "announced": scenario.announced,
        }
    )


def _usual_scenario(entry: Entry, prepared: Prepared) -> Scenario | None:
    """Return what a drill of no plan and no named scenario is taken for: the fullest of its type."""
    workspace = prepared.workspace
    bands = set(workspace.campus_by_id[entry.campus_id].bands)
    left = sorted(
        (one for one in workspace.scenarios if one.drill_type is entry.drill_type),
        key=lambda one: one.scenario_id,
    )
    preferences: tuple[Callable[[Scenario], bool], ...] = (
        lambda one: bands <= set(one.bands),
        lambda one: one.format is DrillFormat.PHYSICAL,
        lambda one: one.audience is Audience.EVERYONE,
    )
    for is_preferred in preferences:
        left = [one for one in left if is_preferred(one)] or left
    return left[0] if left else None


def in_its_period(drill: Drill, prepared: Prepared) -> Drill:
    """Return the drill with the period in which it begins; without one outside the bells."""
    workspace = prepared.workspace
    day, campus = workspace.calendar.day(drill.date), workspace.campus_by_id[drill.campus_id]
    name: str | None = None
    tags: tuple[PeriodTag, ...] | None = None
    if day is not None and drill.start is not None:
        hours = workspace.staff_hours(campus, day)
        if hours is not None and hours.start <= drill.start < hours.end:
            name, tags = STAFF_HOURS, ()
        for period in workspace.periods(campus, day):
            if period.start <= drill.start < period.end:
                name, tags = period.name, period.tags
    return drill.model_copy(update={"period": name, "period_tags": tags})


def _later(start: time | None, minutes: int) -> time | None:
    if start is None:
        return None
    total = min(start.hour * 60 + start.minute + minutes, 24 * 60 - 1)
    return time(total // 60, total % 60)


#: What the judge said of drills of a district and a plan; with dates offered to an agency, on a day.
Judged = dict[tuple[tuple[Drill, ...], date | None], AuditReport]


class DayOracle:
    """The judge's word on a district on one day, and the state that each duty must have."""

    def __init__(
        self, prepared: Prepared, plan: Plan, entries: Iterable[Entry], today: date, judged: Judged | None = None
    ) -> None:
        """Take the district as it is read on the day, the plan that was written last, and the log.

        ``judged`` is kept from day to day as long as district and plan are the same.
        """
        self.prepared, self.plan, self.today = prepared, plan, today
        self.year = told_year(prepared, plan, entries, today)
        self.offers: tuple[Task, ...] = tuple(task for task in plan.tasks if task.kind == "offer")
        self._judged: Judged = {} if judged is None else judged

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties that drills can meet."""
        return tuple(duty for duty in self.prepared.duties if not isinstance(duty.mandate.requirement, Chore))

    def judged(self, drills: Iterable[Drill]) -> AuditReport:
        """Return what the judge says of the whole district with these drills."""
        prepared = self.prepared
        return judge_schedule(
            Schedule(source="the log", drills=tuple(drills)),
            prepared.workspace,
            self.duties,
            prepared.screenings,
            self.offers,
            prepared.stand_ins,
            settled_before=self.today,
            spared=prepared.spared,
            names_stricter=False,
        )

    def _known(self, drills: Iterable[Drill]) -> AuditReport:
        """Judge the drills, once for all days on which they are the same: only offers look at the day."""
        key = tuple(drills), self.today if self.offers else None
        if key not in self._judged:
            self._judged[key] = self.judged(key[0])
        return self._judged[key]

    @cached_property
    def standing(self) -> AuditReport:
        """The word on what was held and is planned."""
        return self._known(self.year.standing)

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict on each duty as the year stands."""
        return by_duty(self.standing)

    @cached_property
    def _held(self) -> Mapping[str, Verdict]:
        return by_duty(self._known(self.year.held))

    @cached_property
    def _evidenced(self) -> Mapping[str, Verdict]:
        return by_duty(
            self._known(drill for drill in self.year.held if drill.drill_id not in self.year.without_evidence)
        )

    @cached_property
    def _if_recorded(self) -> Mapping[str, Verdict]:
        return by_duty(self._known((*self.year.standing, *self.year.unrecorded)))

    @cached_property
    def _of_nothing(self) -> Mapping[str, Verdict]:
        return by_duty(self._known(()))

    @cached_property
    def without_what_is_ahead(self) -> Mapping[str, Verdict]:
        """The verdicts if nothing that is planned from today on were held."""
        return by_duty(self._known((*self.year.held, *self.year.in_grace)))

    def allowed(self, duty: Duty) -> frozenset[DutyState]:
        """Return the states that the duty may have: one, or at risk or late, which days left decide."""
        verdict = self.verdicts[duty.duty_id]
        if verdict.status is DutyStatus.CANNOT_TELL:
            return frozenset({DutyState.CANNOT_TELL})
        if verdict.status is DutyStatus.VIOLATED:
            if self.year.unrecorded and self._if_recorded[duty.duty_id].status is not DutyStatus.VIOLATED:
                return frozenset({DutyState.UNRECORDED})
            return SHORT
        return frozenset({self._of_met(duty, verdict)})

    def _of_met(self, duty: Duty, verdict: Verdict) -> DutyState:
        counted = [drill for drill in self.year.standing if drill.drill_id in verdict.drills]
        planned = [drill for drill in counted if not drill.held]
        asks = self._of_nothing[duty.duty_id].status is not DutyStatus.MET
        met_by_held = self._held[duty.duty_id].status is DutyStatus.MET
        if duty.window.last < self.today:
            is_done = not planned or met_by_held
        else:
            is_done = asks and len(planned) < len(counted) and met_by_held
        if is_done:
            lacking = any(drill.drill_id in self.year.without_evidence for drill in counted)
            lacks = lacking and self._evidenced[duty.duty_id].status is not DutyStatus.MET
            return DutyState.NOT_EVIDENCED if lacks else DutyState.MET
        soon = [drill for drill in planned if self._is_soon(drill)]
        return DutyState.DUE if soon and asks else DutyState.ON_TRACK

    def _is_soon(self, drill: Drill) -> bool:
        return _school_days(self.prepared, drill, self.today, drill.date) <= _SOON


def by_duty(report: AuditReport) -> dict[str, Verdict]:
    """Return the verdicts by the id of their duty."""
    return {verdict.duty: verdict for verdict in report.verdicts}
