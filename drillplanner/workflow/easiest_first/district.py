"""The year of a district in which the easiest drill of a type comes first, where that costs nothing.

Without good practice, the search does not look at the order of variants: as a goal beside the law it made the
search several times as long. So the drills that were found trade their variants afterwards. A fire drill from
recess on the first day and one from a lesson in March become a fire drill from a lesson on the first day and one
from recess in March. Dates, numbers of drills, and visits stay as they were found, and nothing costs more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import CampusSchedule, Duty
from drillplanner.model import Drill
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.developmental_judgment import judge_by_development
from drillplanner.workflow.easiest_first.trade import Trade, TradingCampus, with_traded
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.solver import Solution


def with_easiest_first(
    prepared: Prepared, year: YearToPlan, solution: Solution, fixed: Container[str] = ()
) -> Solution:
    """Return the solution with the easiest drill of each type first at each school where a trade is free.

    ``fixed`` holds the ids of drills that stay as they are: those of the past, and those that an update leaves on
    their dates.
    """
    left_out: frozenset[str] = frozenset()
    trades = free_trades(year, solution, fixed)
    # Without the trade of one school, an agency may be busy again when another school's trade needs it.
    while worse := _worse_schools(trades, prepared):
        left_out |= worse
        trades = free_trades(year, solution, fixed, left_out)
    return with_trades(year, solution, trades)


def free_trades(
    year: YearToPlan, solution: Solution, fixed: Container[str] = (), left_out: Container[str] = ()
) -> list[Trade]:
    """Return one trade at each school where one is lawful and adds no breaches, points, or work of agencies.

    ``left_out`` holds the ids of schools whose drills stay as they are.
    """
    if solution.practice_left_out:
        # The solution counts no breaches of good practice, so trades must not subtract any.
        year = year.without_practice
    visits = _visits_by_date(solution.drills)
    trades = []
    schedules = campus_schedules(solution.drills, year.workspace, year.screenings, solution.tasks)
    for campus_id, schedule in schedules.items():
        if campus_id in left_out:
            continue
        trade = TradingCampus(year, schedule, fixed, visits).first_trade()
        if trade is None:
            continue
        trades.append(trade)
        for was, now in zip(trade.planned, trade.traded, strict=True):
            visits[was.date] = [now if drill is was else drill for drill in visits[was.date]]
    return trades


def with_trades(year: YearToPlan, solution: Solution, trades: Iterable[Trade]) -> Solution:
    """Return the solution after these trades, with the duties that each drill meets now."""
    drills = {drill.drill_id: drill for drill in solution.drills}
    schedules = campus_schedules(solution.drills, year.workspace, year.screenings, solution.tasks)
    breaches, cost = solution.breaches, solution.cost
    for trade in trades:
        schedule = schedules[trade.campus_id]
        after = replace(schedule, drills=with_traded(schedule.drills, trade))
        for drill in trade.traded:
            credited = credits_of(drill, year.duties_at(trade.campus_id), after, solution.shared_out)
            drills[drill.drill_id] = drill.model_copy(update={"credits": credited})
        breaches, cost = breaches + trade.breaches, cost + trade.points
    return replace(solution, drills=tuple(drills.values()), breaches=breaches, cost=cost)


def _visits_by_date(drills: Iterable[Drill]) -> dict[date, list[Drill]]:
    visits: dict[date, list[Drill]] = defaultdict(list)
    for drill in drills:
        if drill.agencies:
            visits[drill.date].append(drill)
    return visits


def _worse_schools(trades: Sequence[Trade], prepared: Prepared) -> frozenset[str]:
    """Return the ids of schools for whose traded drills a well-being rule finds more than before.

    What these rules say of a whole year is in the breaches and points of a trade.
    """
    if not trades:
        return frozenset()
    before = _findings(prepared, [drill for trade in trades for drill in trade.planned])
    after = _findings(prepared, [drill for trade in trades for drill in trade.traded])
    schools = {trade.campus_id for trade in trades}
    return frozenset(school for school, *_ in after - before if school in schools)


def _findings(prepared: Prepared, drills: Collection[Drill]) -> Counter[tuple[str, str, str]]:
    """Return how many of these drills each rule finds at each school, by school, rule, and status."""
    found: Counter[tuple[str, str, str]] = Counter()
    for finding in judge_by_development(prepared, tuple(drills), None).findings:
        for place in finding.places:
            found[place.campus_id, finding.rule, finding.status] += max(1, len(place.drills))
    return found


def credits_of(
    drill: Drill, duties: Iterable[Duty], schedule: CampusSchedule, shared_out: Container[str]
) -> tuple[str, ...]:
    """Return the ids of the duties for which the judge counts the drill.

    Those among which drills are shared out are left to the judge of the whole plan.
    """
    return tuple(
        duty.duty_id
        for duty in duties
        if duty.duty_id not in shared_out
        and duty.demand is not None
        and duty.window.covers(drill.date)
        and drill.drill_id in duty.mandate.requirement.check(duty.window, schedule.for_unit(duty.unit)).drills
    )
