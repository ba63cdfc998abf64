"""Caveats about days with more drills than usual, and about short months, which mostly cause them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.counting import counted
from drillplanner.files.read_result import names_of
from drillplanner.law import Duty
from drillplanner.law.timing.periods import Per
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.model import Caveat, CaveatKind, Plan
from drillplanner.workflow.prepared import Prepared

#: Months with fewer school days are named.
FEW_SCHOOL_DAYS = 5


def short_months(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each month of a few school days that owes monthly drills, with the district's choice.

    None once district.yaml says from when a month counts, also if it says 1.
    """
    for month, days, about in _short_months(prepared):
        yield _short_month(month, days, about, "A plan holds them, if necessary several on one day.")


def short_months_of_plan(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield the caveats of :func:`short_months` with what the plan holds then.

    Left out are months that a crowded day names, and those that are past in an update of a plan.
    """
    told = {day.date.replace(day=1) for day in plan.crowded_days}
    begins = date.min if plan.repair is None else plan.repair.as_of.replace(day=1)
    for month, days, about in _short_months(prepared):
        held = sum(drill.date.replace(day=1) == month for drill in plan.drills)
        if held and month not in told and month >= begins:
            yield _short_month(month, days, about, f"The plan holds {counted(held, 'drill')} then.")


def _short_months(prepared: Prepared) -> Iterator[tuple[date, int, tuple[str, str]]]:
    """Yield each short month that owes monthly drills, its school days, and the schools and rules concerned."""
    if _is_decided(prepared):
        return
    owed: dict[tuple[date, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for duty in prepared.duties:
        days = _days_of_short_month(duty, prepared)
        if days is not None and duty.demand is not None and duty.missing_fact is None:
            owed[duty.window.first.replace(day=1), days][duty.campus_id].add(duty.mandate.mandate_id)
    for (month, days), by_campus in sorted(owed.items()):
        mandates = ", ".join(sorted(set().union(*by_campus.values())))
        yield month, days, (_where(prepared, list(by_campus)), mandates)


def _short_month(month: date, days: int, about: tuple[str, str], what_is_held: str) -> Caveat:
    where, mandates = about
    owes = f"{month:%B} {month.year} has {counted(days, 'school day')} at {where} and owes monthly drills"
    return Caveat(
        kind=CaveatKind.CROWDED,
        brief=f"{owes}.",
        text=f"{owes} ({mandates}). {what_is_held}",
        answer=f"drillplanner answer DIR month_counts_from=1 (or ={days + 1} if the state says that so short "
        "a month owes none; most laws do not say so)",
    )


def crowded_days(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield a caveat for each day and reason with more drills than usual, with the schools."""
    duties = {duty.duty_id: duty for duty in prepared.duties}
    schools: dict[tuple[date, str, int], list[str]] = defaultdict(list)
    for day in plan.crowded_days:
        causes = [duties[duty_id] for duty_id in day.duties if duty_id in duties]
        lengths = [days for duty in causes if (days := _days_of_short_month(duty, prepared)) is not None]
        days_of_month = 0 if _is_decided(prepared) else max(lengths, default=0)
        schools[day.date, day.text, days_of_month].append(day.campus_id)
    for (_, text, days_of_month), campus_ids in sorted(schools.items()):
        answer = (
            f"If the state says that so short a month owes none: drillplanner answer DIR "
            f"month_counts_from={days_of_month + 1} (most laws do not say so; to keep the days: =1)"
        )
        yield Caveat(
            kind=CaveatKind.CROWDED,
            text=f"{_where(prepared, campus_ids, every='Every school')}, {text}",
            answer=answer if days_of_month else "",
        )


def _is_decided(prepared: Prepared) -> bool:
    return "month_counts_from" in prepared.workspace.district.model_fields_set


def _days_of_short_month(duty: Duty, prepared: Prepared) -> int | None:
    """Return the school days of a monthly duty's month; None if they are many, or the law says what counts."""
    requirement, first = duty.mandate.requirement, duty.window.first
    if not isinstance(requirement, PeriodicRequirement) or requirement.per is not Per.MONTH_IN_SESSION:
        return None
    dates = prepared.workspace.calendar.dates_at(duty.campus_id)
    days = sum((on.year, on.month) == (first.year, first.month) for on in dates)
    return days if days < FEW_SCHOOL_DAYS and requirement.month_counts_from is None else None


def _where(prepared: Prepared, campus_ids: list[str], every: str = "every school") -> str:
    by_id = prepared.workspace.campus_by_id
    names = [by_id[campus_id].name for campus_id in campus_ids if campus_id in by_id]
    return names_of(names, len(by_id), every)
