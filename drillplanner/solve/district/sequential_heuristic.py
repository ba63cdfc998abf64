"""The district's plan from its campuses: each alone, then one after another on what is left of the agencies.

A campus alone, with every agency to itself, can never be worse off than in the district; the sum of those best
costs is therefore a bound for the whole. When the campuses can then be placed side by side at that cost, the
plan is proven the best.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.progress import Progress
from drillplanner.solve.campus.search import reassign_visits, solve_together
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.problem.campus_classes import visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval

#: Campuses re-solved together when one found no room, or a dearer place than it would have alone: first by itself
#: on what the others leave, which takes a moment and mostly is enough.
NEIGHBORHOOD_SIZES = (1, 6, 12)
#: In districts of more campuses one that has a plan is tried by itself alone: the next neighbourhood takes seconds
#: for each campus that was hurt, and what it gains there is a few ten-thousandths of the cost.
MOST_FOR_WIDER = 200
#: At most so many campuses look for other days because an agency comes to them alone.
MOST_JOINING = 12
_SHARING = "Sharing police and fire visits"


@dataclass(frozen=True)
class Incumbent:
    """One campus in the plan under construction: its plan, if it has one yet, and its best plan alone.

    ``agreed`` are the points at which it gave up what it would have alone, where campuses agreed to share.
    """

    plan: CampusPlan | None
    alone: CampusPlan
    agreed_cost: int = 0

    @property
    def is_worse_than_alone(self) -> bool:
        """Whether sharing left it without a plan, or with a worse one than it has alone or has agreed to."""
        *first, cost = full_cost_key(self.alone)
        return self.plan is None or full_cost_key(self.plan) > (*first, max(cost, self.agreed_cost))


def solve_alone(
    problems: tuple[CampusProblem, ...], effort: Effort, workers: int, progress: Progress
) -> tuple[SolveOutcome, ...]:
    """Each campus with every agency to itself. The number of workers does not matter to the result.

    Campuses that are alike in all but name are solved once.
    """
    first_of = {problem.symmetry_key: problem for problem in reversed(problems)}
    distinct = [problem for problem in problems if first_of[problem.symmetry_key] is problem]
    solved = map_in_order(
        lambda problem: solve_together((problem,), ResourceUse(), effort),
        distinct,
        workers,
        ("Planning each kind of campus", progress),
    )
    outcomes = {problem.symmetry_key: outcome for problem, outcome in zip(distinct, solved, strict=True)}
    return tuple(_renamed(outcomes[problem.symmetry_key], problem) for problem in problems)


def _renamed(outcome: SolveOutcome, problem: CampusProblem) -> SolveOutcome:
    plans = tuple(replace(plan, campus_id=problem.campus.campus_id) for plan in outcome.plans)
    return replace(outcome, plans=plans)


def place_best_alone(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    effort: Effort,
    progress: Progress,
    taken: ResourceUse,
) -> list[Incumbent] | None:
    """Every campus with what it has alone, its visits perhaps at other drills; None where one finds no room so.

    No agency has a day beyond a level one then. ``taken`` is what campuses that are not among these hold.
    """
    standings = [Incumbent(None, plan) for plan in alone]
    for index in _fewest_choices_first(problems):
        problem, wanted = problems[index], alone[index]
        plan = _fit_to_resources(problem, wanted, taken, effort)
        if plan is None or full_cost_key(plan) != full_cost_key(wanted) or _makes_overfull(problem, plan, taken):
            return None
        standings[index] = Incumbent(plan, wanted)
        taken = taken.with_visits(visits_at_hours(problem, plan))
    progress(_SHARING, len(problems), len(problems))
    return standings


def place_sequentially(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    effort: Effort,
    progress: Progress,
    taken: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
) -> list[Incumbent]:
    """Campuses one after another, those with the fewest possible visits first, on the capacity that is left.

    ``taken`` is what campuses that are not among these hold.
    """
    standings = [Incumbent(None, plan) for plan in alone]
    for done, index in enumerate(_fewest_choices_first(problems), start=1):
        kept = _fit_to_resources(problems[index], alone[index], taken, effort)
        overfull = kept is not None and _makes_overfull(problems[index], kept, taken)
        if kept is not None and full_cost_key(kept) == full_cost_key(alone[index]):
            standings[index] = Incumbent(kept, alone[index])
        if standings[index].plan is None or overfull:
            standings = solve_neighborhood(problems, standings, [index], taken, effort)
        plan = standings[index].plan
        if plan is not None:
            taken = taken.with_visits(visits_at_hours(problems[index], plan))
        progress(_SHARING, done, len(problems))
    return standings


def neighborhood_search(
    problems: tuple[CampusProblem, ...],
    standings: list[Incumbent],
    effort: Effort,
    progress: Progress,
    taken: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
    good_enough: tuple[int, int] = (0, 0),
) -> list[Incumbent]:
    """Re-solve campuses that were hurt by sharing, by themselves and then with a few that took what they wanted.

    Those without a plan come first. The others are left as they are when all together cost no more points than is
    ``good_enough``: to look at campuses by themselves, and at several.
    """
    for size in NEIGHBORHOOD_SIZES:
        hurt = [index for index, standing in enumerate(standings) if standing.is_worse_than_alone]
        hurt.sort(key=lambda index: standings[index].plan is not None)
        is_wide = size > 1 and len(problems) > MOST_FOR_WIDER
        enough = good_enough[size > 1]
        for done, index in enumerate(hurt, start=1):
            standing = standings[index]
            is_wanted = standing.plan is None or (
                not is_wide and not _is_good_enough(problems, standings, taken, enough)
            )
            if standing.is_worse_than_alone and is_wanted:
                group = _neighbours(standings, index, size)
                others = [replace(old, plan=None) if at in group else old for at, old in enumerate(standings)]
                standings = solve_neighborhood(
                    problems, standings, group, resource_use_of(problems, others, taken), effort
                )
            progress("Improving", done, len(hurt))
    return _with_better_agency_days(problems, standings, effort, progress, taken)


def _with_better_agency_days(
    problems: tuple[CampusProblem, ...],
    standings: list[Incumbent],
    effort: Effort,
    progress: Progress,
    taken: ResourceUse,
) -> list[Incumbent]:
    """Campuses to which an agency comes alone join others, one campus after another, where that costs less.

    In a small district, those that make a day too full leave it as well; in a large one, prices saw to that.
    """
    tried = 0
    together = resource_use_of(problems, standings, taken)
    for index, problem in enumerate(problems):
        if effort.is_over or tried == MOST_JOINING:
            break
        plan = standings[index].plan
        if plan is None or not _could_join_other_visits(problem, plan, together, len(problems) <= MOST_JOINING):
            continue
        others = [replace(old, plan=None) if at == index else old for at, old in enumerate(standings)]
        standings = solve_neighborhood(
            problems, standings, [index], resource_use_of(problems, others, taken), effort
        )
        together = resource_use_of(problems, standings, taken)
        tried += 1
        progress("Joining the visits of the agencies", index + 1, len(problems))
    return standings


def _could_join_other_visits(
    problem: CampusProblem, plan: CampusPlan, taken: ResourceUse, overfull_too: bool
) -> bool:
    """Whether an agency comes for one of its visits alone, or is there too often; all are ``taken``."""
    days = taken.agency_days
    return days is not None and any(
        days.is_single(visit, taken.visits_on(visit))
        or (overfull_too and days.is_overfull(visit, taken.visits_on(visit)))
        for visit in visits_of(problem, plan)
    )


def _makes_overfull(problem: CampusProblem, plan: CampusPlan, taken: ResourceUse) -> bool:
    """Whether one of its visits would be beyond a level day."""
    days = taken.agency_days
    return days is not None and any(
        days.is_overfull(visit, taken.visits_on(visit) + 1) for visit in visits_of(problem, plan)
    )


def _is_good_enough(
    problems: tuple[CampusProblem, ...], standings: list[Incumbent], taken: ResourceUse, good_enough: int
) -> bool:
    plans = tuple(standing.plan for standing in standings if standing.plan is not None)
    if len(plans) < len(standings):
        return False
    as_few = full_cost_key(*plans)[:-1] == full_cost_key(*(standing.alone for standing in standings))[:-1]
    return as_few and full_cost_key(*plans)[-1] + agency_points_added(problems, plans, taken) <= good_enough


def solve_neighborhood(
    problems: tuple[CampusProblem, ...],
    standings: list[Incumbent],
    group: list[int],
    taken: ResourceUse,
    effort: Effort,
) -> list[Incumbent]:
    """The standings with this group solved again on what others leave, where that gives something better."""
    outcome = solve_together(tuple(problems[index] for index in group), taken, effort)
    return keep_better(problems, standings, group, outcome.plans, taken)


def keep_better(
    problems: tuple[CampusProblem, ...],
    standings: list[Incumbent],
    group: list[int],
    plans: tuple[CampusPlan, ...],
    taken: ResourceUse,
) -> list[Incumbent]:
    """The standings with these plans for the group, where there are any and they are better.

    Any are better than none for one of the campuses. ``taken`` is what campuses that are not of the group hold.
    """
    before = tuple(plan for index in group if (plan := standings[index].plan) is not None)
    there = tuple(problems[index] for index in group)
    if not plans or (len(before) == len(group) and _ranked(there, plans, taken) >= _ranked(there, before, taken)):
        return standings
    again = list(standings)
    for index, plan in zip(group, plans, strict=True):
        again[index] = replace(standings[index], plan=plan)
    return again


def _ranked(
    problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], taken: ResourceUse
) -> tuple[tuple[int, ...], int]:
    """What comes before the points, and the points with what the plans add to the agencies' days."""
    *first, points = full_cost_key(*plans)
    return tuple(first), points + agency_points_added(problems, plans, taken)


def _neighbours(standings: list[Incumbent], index: int, size: int) -> list[int]:
    """The campus and those with most visits, which are likeliest to hold what it needs; in stable order."""
    others = sorted(
        (other for other in range(len(standings)) if other != index),
        key=lambda other: (-standings[other].alone.visits, abs(other - index), other),
    )
    return sorted([index, *others[: size - 1]])


def resource_use_of(
    problems: tuple[CampusProblem, ...], standings: Iterable[Incumbent], taken: ResourceUse
) -> ResourceUse:
    """All visits of the plans that stand, and those already ``taken``."""
    return taken.with_visits(
        visit
        for problem, standing in zip(problems, standings, strict=True)
        if standing.plan is not None
        for visit in visits_at_hours(problem, standing.plan)
    )


def visits_at_hours(problem: CampusProblem, plan: CampusPlan) -> Iterable[tuple[str, date, Interval]]:
    """The visits of a campus's plan: agency, date, and minutes from–to."""
    for placement in plan.placements:
        if not placement.resource_ids:
            continue
        slot = problem.slot(placement.scenario, placement.day, placement.period)
        interval = problem.interval(placement.scenario, slot)
        for resource_id in placement.resource_ids:
            yield resource_id, problem.days[placement.day].date, interval


def _fit_to_resources(
    problem: CampusProblem, plan: CampusPlan, taken: ResourceUse, effort: Effort
) -> CampusPlan | None:
    """The plan as it is, or with its visits at other drills, on what is left of the agencies."""
    visits = visits_at_hours(problem, plan)
    if all(taken.leaves_room(problem.resource_by_id[name], on, interval) for name, on, interval in visits):
        return plan
    return reassign_visits(problem, plan, taken, effort)


def _fewest_choices_first(problems: tuple[CampusProblem, ...]) -> list[int]:
    """Places of the campuses, those to which agencies can come on the fewest days before the others."""
    return sorted(range(len(problems)), key=lambda index: (_possible_visits(problems[index]), index))


def _possible_visits(problem: CampusProblem) -> int:
    """On how many days, over all agencies, somebody could come: the fewer, the earlier the campus's turn."""
    return sum(resource.is_open_on(day.date) for resource in problem.resources for day in problem.days)
