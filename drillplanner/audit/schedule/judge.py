"""The audit of a schedule: entries that cannot be right first, then each duty over the remaining drills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from drillplanner.audit.schedule.bells import bells_at
from drillplanner.audit.schedule.district_orders import broken_orders
from drillplanner.audit.schedule.grade_moments import with_moments_of_grades
from drillplanner.audit.schedule.impossible_entries import DISCOUNTED, impossible_entries, without_duplicates
from drillplanner.audit.schedule.left_out_grades import SparedByCampus, left_out_grades
from drillplanner.audit.schedule.offer_robustness import verdicts_with_offers
from drillplanner.audit.schedule.own_rules.back_up_dates import wrong_back_up_dates
from drillplanner.audit.schedule.report import AuditReport
from drillplanner.audit.schedule.resource_capacity import busy_dates, impossible_visits, overfull_sites
from drillplanner.law import CampusSchedule, Credit, Duty, MatchContext, Setting, assign_credit, met_through
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import (
    Confidence,
    Drill,
    DutyStatus,
    Schedule,
    Screening,
    Task,
    Verdict,
    Workspace,
)
from drillplanner.model.district.district import buildings_by_campus

#: The stand-ins that apply at a campus (drills that law lets count in place of others), by campus id.
StandIns = Mapping[str, tuple[StandIn, ...]]


def judge_schedule(
    schedule: Schedule,
    workspace: Workspace,
    duties: tuple[Duty, ...],
    screenings: Mapping[str, Screening],
    tasks: tuple[Task, ...] | None,
    stand_ins: StandIns,
    as_of: date | None = None,
    settled_before: date | None = None,
    spared: SparedByCampus | None = None,
    names_stricter: bool = True,
) -> AuditReport:
    """Return every finding on a schedule, whether drillplanner or a person made it.

    ``tasks`` is None if a schedule of this form (a table, a calendar) cannot list tasks; duties about tasks are
    then listed as not judged. ``as_of`` is the day of the audit, after which no drill can have been held; None
    means that no entry counts as future. Dates offered to an agency that are before ``settled_before`` can no
    longer be picked, and an offered drill before it has been picked; None means that all dates can be picked.
    ``spared`` holds the grades that the law spares some drills; None means that it spares none.
    ``names_stricter`` is False if nobody reads which stricter mandates cover a looser one (``met_through``).
    """
    drills, duplicates = without_duplicates(with_moments_of_grades(schedule.drills, workspace))
    entries = [
        *schedule.problems,
        *duplicates,
        *impossible_entries(drills, workspace, as_of),
        *impossible_visits(drills, workspace.district.agencies, buildings_by_campus(workspace.campuses)),
        *overfull_sites(drills, workspace),
        *left_out_grades(drills, workspace, spared or {}, match_context_of(workspace)),
    ]
    discounted = {entry.drill_id for entry in entries if entry.problem in DISCOUNTED}
    possible = [drill for drill in drills if drill.drill_id not in discounted]
    schedules = campus_schedules(possible, workspace, screenings, tasks)
    as_entered = campus_schedules(drills, workspace, screenings, tasks) if discounted else schedules

    by_campus, about_tasks = _duties_to_judge(duties, tasks)
    # A mandate that other drills may meet at some campus covers no looser mandate at any campus.
    replaceable = frozenset(stand_in.instead_of for of_campus in stand_ins.values() for stand_in in of_campus)
    cache: dict[Hashable, dict[str, tuple[str, ...]]] = {}
    verdicts = [
        verdict
        for campus in workspace.campuses
        for verdict in _judge_campus(
            by_campus[campus.campus_id],
            stand_ins.get(campus.campus_id, ()),
            schedules[campus.campus_id],
            as_entered[campus.campus_id],
            discounted,
            _stricter_mandates(by_campus[campus.campus_id], replaceable, cache) if names_stricter else {},
            settled_before,
        )
    ]
    return AuditReport(
        schedule=schedule.source,
        verdicts=tuple(verdicts),
        entries=tuple(sorted(entries, key=lambda entry: (entry.row or 0, entry.problem, entry.message))),
        not_judged=tuple(f"{duty.duty_id}: {duty.sentence}" for duty in about_tasks),
        broken_orders=broken_orders(possible, workspace, tasks or (), settled_before),
        back_ups=wrong_back_up_dates(possible, workspace, settled_before),
        busy_dates=busy_dates(possible, workspace, duties),
        notes=schedule.notes,
    )


def _duties_to_judge(
    duties: tuple[Duty, ...], tasks: tuple[Task, ...] | None
) -> tuple[dict[str, list[Duty]], list[Duty]]:
    """Return the duties to judge, by campus id, and those about tasks if the schedule cannot list tasks."""
    by_campus: dict[str, list[Duty]] = defaultdict(list)
    about_tasks = []
    for duty in duties:
        if tasks is None and isinstance(duty.mandate.requirement, Chore | Offer):
            about_tasks.append(duty)
        else:
            by_campus[duty.campus_id].append(duty)
    return by_campus, about_tasks


def match_context_of(workspace: Workspace) -> MatchContext:
    """Return the lookups with which the law's sets of drills are matched."""
    return MatchContext(
        agency_kinds={agency.agency_id: agency.kind for agency in workspace.district.agencies},
        subjects={scenario.scenario_id: scenario.subjects for scenario in workspace.scenarios},
    )


def campus_schedules(
    drills: Iterable[Drill],
    workspace: Workspace,
    screenings: Mapping[str, Screening],
    tasks: tuple[Task, ...] | None,
) -> dict[str, CampusSchedule]:
    """Return what a check may look at, by campus id."""
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        by_campus[drill.campus_id].append(drill)
    tasks_by_campus: dict[str, list[Task]] = defaultdict(list)
    for task in tasks or ():
        tasks_by_campus[task.campus_id].append(task)
    context = match_context_of(workspace)
    return {
        campus.campus_id: CampusSchedule(
            setting=Setting(campus, workspace.calendar, workspace.district, workspace.events),
            drills=tuple(sorted(by_campus[campus.campus_id], key=lambda drill: (drill.date, drill.drill_id))),
            match_context=context,
            screenings=screenings,
            tasks=None if tasks is None else tuple(tasks_by_campus[campus.campus_id]),
            last_bells={on: bells.last for on, bells in bells_at(campus, workspace).items()},
            filed=workspace.filed,
        )
        for campus in workspace.campuses
    }


def _stricter_mandates(
    duties: list[Duty], replaceable: frozenset[str], cache: dict[Hashable, dict[str, tuple[str, ...]]]
) -> Mapping[str, tuple[str, ...]]:
    """Return the mandates that cover each looser one at a campus, computed once for campuses with equal duties."""
    key = tuple((duty.mandate.mandate_id, duty.window, duty.unit, duty.missing_fact) for duty in duties)
    if key not in cache:
        cache[key] = met_through(duties, replaceable)
    return cache[key]


def _judge_campus(
    duties: list[Duty],
    stand_ins: tuple[StandIn, ...],
    schedule: CampusSchedule,
    as_entered: CampusSchedule,
    discounted: set[str | None],
    stricter_mandates: Mapping[str, tuple[str, ...]],
    settled_before: date | None,
) -> list[Verdict]:
    credit = assign_credit(duties, stand_ins, schedule)
    credit_as_entered = credit if not discounted else assign_credit(duties, stand_ins, as_entered)
    verdicts = []
    for duty in duties:
        duty_schedule = _schedule_for_duty(duty, schedule, credit)
        verdict = _verdict(
            duty, duty_schedule, _schedule_for_duty(duty, as_entered, credit_as_entered), discounted
        )
        stricter = stricter_mandates.get(duty.mandate.mandate_id, ())
        verdicts.append(verdict.model_copy(update={"met_through": stricter}) if stricter else verdict)
    return verdicts_with_offers(duties, verdicts, stand_ins, schedule, settled_before)


def _schedule_for_duty(duty: Duty, schedule: CampusSchedule, credit: Mapping[str, Credit]) -> CampusSchedule:
    """Return the schedule for the duty: only its unit, and only the drills that count for it."""
    return replace(schedule.for_unit(duty.unit), credited=credit.get(duty.duty_id))


def _verdict(
    duty: Duty, schedule: CampusSchedule, as_entered: CampusSchedule, discounted: set[str | None]
) -> Verdict:
    requirement = duty.mandate.requirement
    judgment = requirement.check(duty.window, schedule)
    status, missing = judgment.status, judgment.missing_fact
    reason = judgment.reason
    because_of = None
    if status is DutyStatus.VIOLATED and not duty.binds_firmly:
        # The duty may not apply, or may ask for something else, depending on a fact that is missing.
        status, missing = DutyStatus.CANNOT_TELL, duty.doubt
        reason = f"{reason}; whether this breaks the law depends on: {(duty.doubt or '').replace('_', ' ')}"
    elif status is DutyStatus.VIOLATED:
        because_of = _responsible_entry(
            requirement.check(duty.window, as_entered).status, duty, as_entered, discounted
        )
    if duty.mandate.vague:
        reason = f"{reason}. {_words_of(duty)}; it is read so: {duty.mandate.reading}"
    return Verdict(
        campus_id=duty.campus_id,
        duty=duty.duty_id,
        mandate=duty.mandate.mandate_id,
        title=duty.mandate.title,
        status=status,
        drills=judgment.drills,
        reason=reason,
        missing_fact=missing,
        cite=duty.cite,
        url=duty.url,
        confidence=duty.mandate.confidence,
        layer=duty.mandate.layer,
        because_of=because_of,
        is_task=isinstance(requirement, Chore),
        presumed=bool(duty.presumed),
    )


def _words_of(duty: Duty) -> str:
    """Return the words that set no measure, said to be the law's only if the law was read."""
    quoted = f'"{duty.mandate.vague}"'
    if duty.mandate.confidence is Confidence.LEGAL_TEXT:
        return f"The law says {quoted}"
    return f"Its words, as restated by {duty.cite}: {quoted}"


def _responsible_entry(
    as_entered_status: DutyStatus, duty: Duty, as_entered: CampusSchedule, discounted: set[str | None]
) -> str | None:
    """Return the impossible entry that would meet the duty if it were right, or None."""
    if as_entered_status is DutyStatus.VIOLATED:
        return None
    counted = duty.mandate.requirement.check(duty.window, as_entered).drills
    named = next((drill_id for drill_id in counted if drill_id in discounted), None)
    if named is not None or duty.demand is None:
        return named
    # Drills that may not count twice are shared out: the entry may count for another duty in the place of one that
    # then counts for this duty.
    matched, _ = as_entered.sure_and_possible(duty.demand.match, duty.window)
    return next((drill.drill_id for drill in matched if drill.drill_id in discounted), None)
