"""Place campuses one after another on the capacity that is left, then improve by neighborhoods.

A campus alone, with every agency to itself, never costs more than in the district, so the sum of these costs is a
bound for the district. If all campuses can be placed side by side at that cost, the plan is proven the best.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from drillplanner.progress import Progress
from drillplanner.solve.campus.search import plan_on_same_days, reassign_visits, solve_together
from drillplanner.solve.district.parallel import search_in_order
from drillplanner.solve.district.pricing import points_of_breaches
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit, visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome, drills_and_visits, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval

#: Numbers of campuses re-solved together when one found no room, or a more expensive place than alone: first by
#: itself, which is quick and mostly enough.
NEIGHBORHOOD_SIZES = (1, 6, 12)
#: In larger districts a campus with a plan is re-solved only by itself: the next neighborhood takes seconds for
#: each such campus and gains a few ten-thousandths of the cost.
MOST_FOR_WIDER = 200
#: The most campuses re-solved because an agency makes a single visit to them.
MOST_JOINING = 12
#: A hard campus is solved again if that gives it this many times what it had.
MUCH_MORE = 1.0
_SHARING = "Sharing police and fire visits"


@dataclass(frozen=True)
class Incumbent:
    """One campus in the plan under construction: its plan, or None, and its best plan alone.

    ``agreed_cost`` is the cost of its column in points, those for breaches included, if columns were chosen.
    """

    plan: CampusPlan | None
    alone: CampusPlan
    agreed_cost: int | None = None

    @property
    def is_worse_than_alone(self) -> bool:
        """Whether the campus has no plan, or a worse one than alone or than its column."""
        if self.plan is None:
            return True
        if self.agreed_cost is None:
            return full_cost_key(self.plan) > full_cost_key(self.alone)
        is_larger = drills_and_visits(self.plan) > drills_and_visits(self.alone)
        return is_larger or self.plan.cost + self.breach_points > max(self.alone.cost, self.agreed_cost)

    @property
    def breach_points(self) -> int:
        """The points of the plan's breaches beyond those of the campus alone, as prices count them."""
        if self.plan is None:
            return 0
        return points_of_breaches(self.plan.breaches) - points_of_breaches(self.alone.breaches)


def solve_alone(
    problems: tuple[CampusProblem, ...],
    effort: Effort,
    workers: int,
    progress: Progress,
    known: Mapping[str, SolveOutcome] = MappingProxyType({}),
    starts: Mapping[str, CampusPlan] = MappingProxyType({}),
) -> tuple[SolveOutcome, ...]:
    """Solve each campus with every agency to itself, once for campuses that differ only in name.

    ``known`` are outcomes of campuses without some of the orders. Where such a plan keeps the orders anyway, it is
    the best plan with them too. ``starts`` are plans of campuses from which the search begins, if they are lawful.

    All have an equal part of the budget at first; what is left then goes to those that need more. The result does
    not depend on the number of workers.
    """
    first_of = {problem.symmetry_key: problem for problem in reversed(problems)}
    distinct = [problem for problem in problems if first_of[problem.symmetry_key] is problem]
    stage = "Planning each kind of campus", progress

    def alone(problem: CampusProblem, effort: Effort) -> SolveOutcome:
        before = known.get(problem.campus.campus_id)
        if before is None or not before.plans:
            return _solve_from(starts.get(problem.campus.campus_id), problem, effort)
        kept = plan_on_same_days(problem, before.plans[0], effort)
        if kept is not None and full_cost_key(kept) <= full_cost_key(before.plans[0]):
            return replace(before, plans=(kept,))
        return solve_together((problem,), ResourceUse(), effort, () if kept is None else (kept,))

    had = effort.budget.seconds_left / max(1, len(distinct))
    outcomes = dict(
        zip(
            (problem.symmetry_key for problem in distinct),
            search_in_order(alone, distinct, effort, workers, stage),
            strict=True,
        )
    )
    hard = [
        problem for problem in distinct if outcomes[problem.symmetry_key].status not in ("optimal", "infeasible")
    ]
    if hard and math.isfinite(had) and effort.budget.seconds_left / len(hard) >= MUCH_MORE * had:
        for problem, outcome in zip(hard, search_in_order(alone, hard, effort, workers, stage), strict=True):
            outcomes[problem.symmetry_key] = _better(outcomes[problem.symmetry_key], outcome)
    return tuple(_renamed(outcomes[problem.symmetry_key], problem) for problem in problems)


def _solve_from(start: CampusPlan | None, problem: CampusProblem, effort: Effort) -> SolveOutcome:
    """Solve the campus alone; where the search finds nothing, its plan is the start."""
    kept = None if start is None else plan_on_same_days(problem, start, effort)
    if kept is None:
        return solve_together((problem,), ResourceUse(), effort)
    found = solve_together((problem,), ResourceUse(), effort, (kept,))
    start_plan = SolveOutcome("feasible", (kept,), fewest_drills=found.fewest_drills or 0)
    if not found.plans:
        return start_plan
    if found.tiers == start_plan.tiers and start_plan.cost < found.cost:
        return replace(found, plans=(kept,))  # with the same tiers, the bound and what is proven hold for it too
    return found if found.tiers <= start_plan.tiers else start_plan


def _better(first: SolveOutcome, second: SolveOutcome) -> SolveOutcome:
    """Return the outcome with the better plan, or the second if it has none better but a status that is proven."""
    if not first.plans or second.status == "optimal":
        return second
    if not second.plans or (first.tiers, first.cost) < (second.tiers, second.cost):
        return first
    return second


def _renamed(outcome: SolveOutcome, problem: CampusProblem) -> SolveOutcome:
    plans = tuple(replace(plan, campus_id=problem.campus.campus_id) for plan in outcome.plans)
    return replace(outcome, plans=plans)


def place_best_alone(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    effort: Effort,
    progress: Progress,
    in_use: ResourceUse,
) -> list[Incumbent] | None:
    """Every campus with what it has alone, its visits perhaps at other drills; None where one finds no room so.

    No agency has a day beyond a level one then. ``in_use`` is what campuses that are not among these hold.
    """
    incumbents = [Incumbent(None, plan) for plan in alone]
    for index in _fewest_choices_first(problems):
        problem, wanted = problems[index], alone[index]
        plan = _fit_to_resources(problem, wanted, in_use, effort)
        if plan is None or full_cost_key(plan) != full_cost_key(wanted) or _makes_overfull(problem, plan, in_use):
            return None
        incumbents[index] = Incumbent(plan, wanted)
        in_use = with_plan(in_use, problem, plan)
    progress(_SHARING, len(problems), len(problems))
    return incumbents


def place_sequentially(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    effort: Effort,
    progress: Progress,
    in_use: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
) -> list[Incumbent]:
    """Place campuses one after another, those with the fewest possible visits first, on the capacity left.

    ``in_use`` are the visits of all other campuses.
    """
    incumbents = [Incumbent(None, plan) for plan in alone]
    for done, index in enumerate(_fewest_choices_first(problems), start=1):
        kept = _fit_to_resources(problems[index], alone[index], in_use, effort)
        overfull = kept is not None and _makes_overfull(problems[index], kept, in_use)
        if kept is not None and full_cost_key(kept) == full_cost_key(alone[index]):
            incumbents[index] = Incumbent(kept, alone[index])
        if incumbents[index].plan is None or overfull:
            incumbents = solve_neighborhood(problems, incumbents, [index], in_use, effort)
        plan = incumbents[index].plan
        if plan is not None:
            in_use = with_plan(in_use, problems[index], plan)
        progress(_SHARING, done, len(problems))
    return incumbents


def neighborhood_search(
    problems: tuple[CampusProblem, ...],
    incumbents: list[Incumbent],
    effort: Effort,
    progress: Progress,
    in_use: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
    good_enough: tuple[int, int] = (0, 0),
) -> list[Incumbent]:
    """Re-solve campuses that sharing made worse, by themselves and then with a few that use what they want.

    Campuses without a plan come first. The others stay as they are once all together cost no more points than
    ``good_enough``: the first number is for single campuses, the second for several.
    """
    for size in NEIGHBORHOOD_SIZES:
        worse = [index for index, incumbent in enumerate(incumbents) if incumbent.is_worse_than_alone]
        worse.sort(key=lambda index: incumbents[index].plan is not None)
        is_wide = size > 1 and len(problems) > MOST_FOR_WIDER
        enough = good_enough[size > 1]
        for done, index in enumerate(worse, start=1):
            incumbent = incumbents[index]
            is_wanted = incumbent.plan is None or (
                not is_wide and not is_good_enough(problems, incumbents, in_use, enough)
            )
            if incumbent.is_worse_than_alone and is_wanted:
                group = _neighborhood(incumbents, index, size)
                others = [
                    replace(old, plan=None) if place in group else old for place, old in enumerate(incumbents)
                ]
                incumbents = solve_neighborhood(
                    problems, incumbents, group, resource_use_of(problems, others, in_use), effort
                )
            progress("Improving", done, len(worse))
    return _with_better_agency_days(problems, incumbents, effort, progress, in_use)


def _with_better_agency_days(
    problems: tuple[CampusProblem, ...],
    incumbents: list[Incumbent],
    effort: Effort,
    progress: Progress,
    in_use: ResourceUse,
) -> list[Incumbent]:
    """Re-solve campuses with single visits, one after another, and keep cheaper plans that join other visits.

    In a small district also campuses on days that are too full; in a large one, prices took care of these.
    """
    tried = 0
    together = resource_use_of(problems, incumbents, in_use)
    for index, problem in enumerate(problems):
        if effort.is_over or tried == MOST_JOINING:
            break
        plan = incumbents[index].plan
        if plan is None or not _could_join_other_visits(problem, plan, together, len(problems) <= MOST_JOINING):
            continue
        others = [replace(old, plan=None) if place == index else old for place, old in enumerate(incumbents)]
        incumbents = solve_neighborhood(
            problems, incumbents, [index], resource_use_of(problems, others, in_use), effort
        )
        together = resource_use_of(problems, incumbents, in_use)
        tried += 1
        progress("Joining the visits of the agencies", index + 1, len(problems))
    return incumbents


def _could_join_other_visits(
    problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse, overfull_too: bool
) -> bool:
    """Check whether one of the plan's visits is single or on an overfull day; all are in ``in_use``."""
    days = in_use.agency_days
    return days is not None and any(
        days.is_single(visit, in_use.visits_on(visit))
        or (overfull_too and days.is_overfull(visit, in_use.visits_on(visit)))
        for visit in _uses_of(problem, plan, days)
    )


def _makes_overfull(problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse) -> bool:
    """Check whether one of the plan's visits would be beyond a level day."""
    days = in_use.agency_days
    return days is not None and any(
        days.is_overfull(visit, in_use.visits_on(visit) + 1) for visit in _uses_of(problem, plan, days)
    )


def is_good_enough(
    problems: tuple[CampusProblem, ...], incumbents: list[Incumbent], in_use: ResourceUse, good_enough: int
) -> bool:
    """Check whether all have a plan, as small as alone, and cost no more points together than ``good_enough``."""
    alone = tuple(incumbent.alone for incumbent in incumbents)
    without, size, points = rank_together(problems, incumbents, in_use)
    return not without and size == drills_and_visits(*alone) and points <= good_enough


def rank_together(
    problems: tuple[CampusProblem, ...], incumbents: list[Incumbent], in_use: ResourceUse
) -> tuple[int, tuple[int, int, int], int]:
    """Return what districts are compared by: campuses without a plan, size, and points, breaches included."""
    plans = tuple(incumbent.plan for incumbent in incumbents if incumbent.plan is not None)
    points = sum(plan.cost for plan in plans) + sum(incumbent.breach_points for incumbent in incumbents)
    added = agency_points_added(problems, plans, in_use) if len(plans) == len(incumbents) else 0
    return len(incumbents) - len(plans), drills_and_visits(*plans), points + added


def solve_neighborhood(
    problems: tuple[CampusProblem, ...],
    incumbents: list[Incumbent],
    group: list[int],
    in_use: ResourceUse,
    effort: Effort,
) -> list[Incumbent]:
    """Solve this group again on the capacity that others leave, and keep better plans."""
    outcome = solve_together(tuple(problems[index] for index in group), in_use, effort)
    return keep_better(problems, incumbents, group, outcome.plans, in_use)


def keep_better(
    problems: tuple[CampusProblem, ...],
    incumbents: list[Incumbent],
    group: list[int],
    plans: tuple[CampusPlan, ...],
    in_use: ResourceUse,
) -> list[Incumbent]:
    """Return the incumbents with these plans for the group, if they are better.

    Any plans are better if a campus of the group has none. ``in_use`` are the visits of all other campuses.
    """
    before = tuple(plan for index in group if (plan := incumbents[index].plan) is not None)
    group_problems = tuple(problems[index] for index in group)
    if not plans or (
        len(before) == len(group)
        and _ranked(group_problems, plans, in_use) >= _ranked(group_problems, before, in_use)
    ):
        return incumbents
    updated = list(incumbents)
    for index, plan in zip(group, plans, strict=True):
        updated[index] = replace(incumbents[index], plan=plan)
    return updated


def _ranked(
    problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], in_use: ResourceUse
) -> tuple[tuple[int, ...], int]:
    """Return the tiers before points, and the points including those added to agency days."""
    *first, points = full_cost_key(*plans)
    return tuple(first), points + agency_points_added(problems, plans, in_use)


def _neighborhood(incumbents: list[Incumbent], index: int, size: int) -> list[int]:
    """Return the campus and those with most visits, which most likely use what it needs."""
    others = sorted(
        (other for other in range(len(incumbents)) if other != index),
        key=lambda other: (-incumbents[other].alone.visits, abs(other - index), other),
    )
    return sorted([index, *others[: size - 1]])


def resource_use_of(
    problems: tuple[CampusProblem, ...], incumbents: Iterable[Incumbent], in_use: ResourceUse
) -> ResourceUse:
    """Return the visits of the incumbents' plans and those already ``in_use``."""
    return in_use.with_visits(
        use
        for problem, incumbent in zip(problems, incumbents, strict=True)
        if incumbent.plan is not None
        for use in _uses_at_hours(problem, incumbent.plan, in_use)
    )


def with_plan(in_use: ResourceUse, problem: CampusProblem, plan: CampusPlan) -> ResourceUse:
    """Return the use with what a campus's plan uses besides."""
    return in_use.with_visits(_uses_at_hours(problem, plan, in_use))


def _uses_of(problem: CampusProblem, plan: CampusPlan, days: AgencyDayCosts) -> tuple[Visit, ...]:
    """Return the visits of a campus's plan, and its uses of the limits of schools."""
    return (*visits_of(problem, plan), *days.schools.uses_of(problem, plan))


def _uses_at_hours(
    problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse
) -> Iterator[tuple[str, date, Interval]]:
    """Yield the visits of a campus's plan, and its uses of the limits of schools, which have no hours."""
    yield from visits_at_hours(problem, plan)
    if in_use.agency_days is not None:
        for resource_id, on in in_use.agency_days.schools.uses_of(problem, plan):
            yield resource_id, on, Interval(0, 0)


def visits_at_hours(problem: CampusProblem, plan: CampusPlan) -> Iterable[tuple[str, date, Interval]]:
    """Yield the visits of a campus's plan: resource id, date, and time."""
    for placement in plan.placements:
        if not placement.resource_ids:
            continue
        slot = problem.slot(placement.scenario, placement.day, placement.period)
        interval = problem.interval(placement.scenario, slot)
        for resource_id in placement.resource_ids:
            yield resource_id, problem.days[placement.day].date, interval


def _fit_to_resources(
    problem: CampusProblem, plan: CampusPlan, in_use: ResourceUse, effort: Effort
) -> CampusPlan | None:
    """Return the plan as it is, or with visits at other drills, if it fits the capacity left; else None."""
    visits = visits_at_hours(problem, plan)
    if all(in_use.leaves_room(problem.resource_by_id[name], on, interval) for name, on, interval in visits):
        return plan
    return reassign_visits(problem, plan, in_use, effort)


def _fewest_choices_first(problems: tuple[CampusProblem, ...]) -> list[int]:
    """Return the campuses' indices, those with resources open on the fewest days first."""
    return sorted(range(len(problems)), key=lambda index: (_possible_visits(problems[index]), index))


def _possible_visits(problem: CampusProblem) -> int:
    """Return the number of days on which each resource is open, summed over resources."""
    return sum(resource.is_open_on(day.date) for resource in problem.resources for day in problem.days)
