"""Check whether a district can be planned at all, explain why not, and find its tightest duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drillplanner.law import Duty
from drillplanner.model import Conflict, TightDuty
from drillplanner.progress import Progress
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, are_feasible, is_feasible
from drillplanner.solve.campus.uncertain_duties import without_unmeetable_uncertain
from drillplanner.solve.explain.conflicts.campuses import building_conflicts, campus_conflicts
from drillplanner.solve.explain.conflicts.duty_choices import days_open
from drillplanner.solve.explain.conflicts.visit_sharing import SOLVED_AS_ONE, sharing_conflicts
from drillplanner.solve.model.alarm_coupling import undecided_buildings
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.requirements import demanded_matches, still_owed
from drillplanner.solve.search_budget import TO_EXPLAIN, SearchBudget, district_budget


@dataclass(frozen=True)
class Feasibility:
    """Whether a plan exists, with the conflicts if not.

    ``status``: possible, infeasible, unknown, or countable (the count finds no conflict; hours and travel remain).
    """

    status: str
    conflicts: tuple[Conflict, ...] = ()


def problems_of(builder: ProblemBuilder, lost: frozenset[str] = frozenset()) -> tuple[CampusProblem, ...]:
    """Return the problem of each campus, without ``lost`` duties and without uncertain ones that cannot be met."""
    if not lost and not builder.before:
        plain = build_problems(builder.year, builder.alarms)
    else:
        plain = tuple(
            builder.problem_of(
                campus,
                tuple(duty for duty in builder.year.duties_at(campus.campus_id) if duty.duty_id not in lost),
                tuple(duty for duty in builder.year.duties_at(campus.campus_id) if duty.duty_id in lost),
            )
            for campus in builder.workspace.campuses
        )
    return without_unmeetable_uncertain(plain, builder.problem_of, class_of=builder.class_of)


def feasibility(problems: tuple[CampusProblem, ...], builder: ProblemBuilder, progress: Progress) -> Feasibility:
    """Check whether all campuses can be planned together, and find the conflicts if not.

    The status is unknown where that takes more than the budget of a search.
    """
    effort = replace(FOR_A_CHECK, budget=district_budget(len(problems)))
    why = replace(FOR_A_CHECK, budget=SearchBudget(TO_EXPLAIN))
    answers: dict[SymmetryKey, bool | None] = {}
    for done, problem in enumerate(problems, start=1):
        if problem.symmetry_key not in answers:
            answers[problem.symmetry_key] = is_feasible(problem, effort=effort)
        progress("Trying each kind of campus", done, len(problems))
    hopeless = [problem for problem in problems if answers[problem.symmetry_key] is False]
    if hopeless:
        return Feasibility("infeasible", campus_conflicts(hopeless, builder, progress, why))
    if None in answers.values():
        return Feasibility("unknown")
    groups = undecided_buildings(problems, builder.workspace)
    apart = [group for group in groups if are_feasible(group, effort=effort) is False]
    if apart:
        return Feasibility(
            "infeasible",
            tuple(conflict for group in apart for conflict in building_conflicts(group, builder, why)),
        )
    if len(problems) <= SOLVED_AS_ONE:
        together = are_feasible(problems, effort=effort) if len(problems) > 1 else True
        if together is not False:
            return Feasibility("possible" if together else "unknown")
        return Feasibility("infeasible", sharing_conflicts(problems, builder, why))
    conflicts = sharing_conflicts(problems, builder, why)
    # A count is not a plan: hours and travel may still leave no room for all visits.
    return Feasibility("infeasible" if conflicts else "countable", conflicts)


def tightest_duties(problems: Sequence[CampusProblem], most: int) -> tuple[TightDuty, ...]:
    """Return the duties with the fewest days to spare; one entry for campuses where a duty is equally tight."""
    places: dict[tuple[int, int, str, str], list[Duty]] = defaultdict(list)
    answers: dict[SymmetryKey, list[tuple[int, int]]] = {}
    for problem in problems:
        if problem.symmetry_key not in answers:
            answers[problem.symmetry_key] = [_free_days(problem, duty) for duty in problem.duties]
        for duty, (needed, days) in zip(problem.duties, answers[problem.symmetry_key], strict=True):
            if needed:
                places[days - needed, days, duty.mandate.mandate_id, duty.window.key].append(duty)
    return tuple(
        TightDuty(
            duty=places[key][0].duty_id,
            campuses=tuple(dict.fromkeys(duty.campus_id for duty in places[key])),
            words=places[key][0].sentence,
            cite=places[key][0].cite,
            needed=key[1] - key[0],
            days=key[1],
        )
        for key in sorted(places)[:most]
    )


def _free_days(problem: CampusProblem, duty: Duty) -> tuple[int, int]:
    """Return how many drills the duty requires, and on how many days one fits and its agency can come."""
    needed = still_owed(duty, problem.events)
    if not needed:
        return 0, 0
    days = days_open(problem, duty)
    for match in demanded_matches([duty]):
        if match.agency is None:
            continue
        agencies = problem.agencies_for(match)
        days = [day for day in days if any(agency.is_open_on(problem.days[day].date) for agency in agencies)]
    return needed, len(days)
