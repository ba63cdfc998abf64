"""Raise the error that no plan exists, with its explanation, or that none was found.

Other modules of ``explain/`` are imported only if an explanation is needed, because most plans need none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drillplanner.files.counting import counted
from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, SolveOutcome
from drillplanner.solve.search_budget import TO_EXPLAIN, SearchBudget

#: The most campuses to name, and the most of their duties, when a search was too hard.
_NAMED, _TIGHT = 5, 4


def raise_if_infeasible(
    problems: tuple[CampusProblem, ...],
    outcomes: tuple[SolveOutcome, ...],
    builder: ProblemBuilder,
    effort: Effort,
) -> None:
    """Raise an error if a campus alone has no plan.

    Raises InfeasibleError with the explanation, or OutOfTimeError if that is not confirmed.
    """
    hopeless = [problem for problem, outcome in zip(problems, outcomes, strict=True) if not outcome.plans]
    if not hopeless:
        return
    if not any(outcome.status == "infeasible" for outcome in outcomes):
        if any(outcome.status == "unoffered" for outcome in outcomes):
            raise _NO_DATES
        raise out_of_time(effort, hopeless)
    if effort.is_out_of_time:
        # One run is not enough to call something impossible.
        names = ", ".join(problem.campus.name for problem in hopeless)
        raise OutOfTimeError(
            f"{names}: there seems to be no lawful plan, and time was over before that was confirmed. "
            "'drillplanner explain' finds out why, without a time limit."
        )
    from drillplanner.solve.explain.conflicts.campuses import campus_conflicts
    from drillplanner.solve.explain.conflicts.sentences import conflict_sentences

    impossible = [
        problem for problem, outcome in zip(problems, outcomes, strict=True) if outcome.status == "infeasible"
    ]
    conflicts = campus_conflicts(impossible, builder, effort=explaining(effort))
    message = "No lawful plan exists. What stands in the way:"
    reasons = conflict_sentences(conflicts) or hard_sentences(impossible)
    raise InfeasibleError(message, reasons, conflicts)


def raise_if_buildings_infeasible(
    apart: Sequence[Sequence[CampusProblem]], builder: ProblemBuilder, effort: Effort
) -> None:
    """Raise InfeasibleError with the explanation if campuses of some buildings cannot be planned together."""
    if apart:
        from drillplanner.solve.explain.conflicts.campuses import building_conflicts
        from drillplanner.solve.explain.conflicts.sentences import conflict_sentences

        why = explaining(effort)
        conflicts = tuple(conflict for group in apart for conflict in building_conflicts(group, builder, why))
        message = "No lawful plan exists: campuses of one building cannot hold together what all of it hears."
        raise InfeasibleError(message, conflict_sentences(conflicts), conflicts)


def raise_if_sharing_infeasible(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, left_out: str, impossible: bool, effort: Effort
) -> None:
    """Raise InfeasibleError if the campuses cannot share the agencies' visits, with reasons if any can be shown.

    ``impossible`` means that a search has proven it. ``left_out`` names campuses that found no room.
    """
    from drillplanner.solve.explain.conflicts.sentences import conflict_sentences
    from drillplanner.solve.explain.conflicts.visit_sharing import sharing_conflicts

    conflicts = sharing_conflicts(problems, builder, explaining(effort))
    sites = any(problem.campus.evacuation_site is not None for problem in problems)
    what = "the agencies' visits and the sites" if sites else "the agencies' visits"
    if impossible:
        reasons = conflict_sentences(conflicts) or (
            "The hours, the days and the travel of the agencies leave no room for all visits.",
        )
        message = f"No lawful plan exists: the campuses cannot share {what}."
        raise InfeasibleError(message, reasons, conflicts)
    if conflicts:
        message = f"{left_out} cannot share {what} with the other campuses."
        raise InfeasibleError(message, conflict_sentences(conflicts), conflicts)


def raise_if_visits_are_short(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, effort: Effort
) -> None:
    """Raise InfeasibleError if a count proves that the agencies can make too few visits."""
    from drillplanner.solve.explain.conflicts.sentences import conflict_sentences
    from drillplanner.solve.explain.conflicts.visit_sharing import sharing_conflicts

    conflicts = sharing_conflicts(problems, builder, explaining(effort))
    if conflicts:
        message = "No lawful plan exists: the campuses cannot share the agencies' visits."
        raise InfeasibleError(message, conflict_sentences(conflicts), conflicts)


def are_orders_at_fault(problem: CampusProblem, builder: ProblemBuilder) -> bool:
    """Check whether the campus could meet its duties without pins, blocked days, and a building's alarms."""
    campus_id = problem.campus.campus_id
    forbidden = any(
        not days.campuses or campus_id in days.campuses for days in builder.workspace.district.forbidden
    )
    without = builder.problem_of(problem.campus, problem.duties, problem.set_aside, False)
    ordered = bool(problem.pins) or forbidden or campus_id in builder.alarms
    return ordered and is_feasible(without) is True


_NO_DATES = OutOfTimeError(
    "No dates were found to offer so that every duty holds whichever is picked, and none are proven impossible. "
    "Maybe loosen a rule of your own, or offer the dates by hand."
)


def explaining(effort: Effort) -> Effort:
    """Return the effort for an explanation, with a budget of its own: the search may have spent its budget."""
    return replace(
        effort, deterministic_seconds=FOR_A_CHECK.deterministic_seconds, budget=SearchBudget(TO_EXPLAIN)
    )


def out_of_time(effort: Effort, hopeless: Sequence[CampusProblem] = ()) -> OutOfTimeError:
    """Return the error that no plan was found and none was proven impossible.

    ``hopeless`` are the campuses without a plan; the error names them, with what leaves them the least room.
    """
    if effort.interruption.is_requested:
        return OutOfTimeError(
            "Interrupted before a whole plan was found. Nothing was written; an earlier plan is as it was."
        )
    if effort.is_out_of_time:
        return OutOfTimeError(
            "No plan was found in the effort allowed, and none is proven impossible. Maybe allow more time with "
            "--time-limit, or leave it out."
        )
    reasons = hard_sentences(hopeless)
    return OutOfTimeError(
        "No plan was found in the effort allowed, and none is proven impossible."
        + "".join(f"\n  {reason}" for reason in reasons)
        + "\nWhat to try: give the drills named more days (fewer pins, forbidden days, same-day orders, or shared "
        "alarms in district.yaml, longer hours of the agencies), or plan one school at a time: put a reason into "
        "'leave_out' in campuses.csv for the others, and see with which one it fails."
    )


def hard_sentences(problems: Sequence[CampusProblem]) -> tuple[str, ...]:
    """Return for each of these campuses which of its duties leave the least room, in words."""
    from drillplanner.solve.explain.district import tightest_duties

    sentences = []
    for problem in problems[:_NAMED]:
        tight = [duty for duty in tightest_duties([problem], _TIGHT) if duty.needed]
        words = "; ".join(
            f"{duty.words} ({duty.needed} still owed, {counted(duty.days, 'day')} fit)" for duty in tight
        )
        pins = f" It has {counted(len(problem.pins), 'pin')}." if problem.pins else ""
        room = f"the least room is left by: {words}." if words else "no duty leaves it little room by itself."
        sentences.append(f"{problem.campus.name}: {room}{pins}")
    if len(problems) > _NAMED:
        sentences.append(f"The same holds for {counted(len(problems) - _NAMED, 'more campus', 'more campuses')}.")
    return tuple(sentences)
