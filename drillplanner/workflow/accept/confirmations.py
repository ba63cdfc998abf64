"""What a plan must pass before it is written: one function a check, in the order in which they run.

Each check compares the solver's reading with the judge's and returns the error that keeps the plan from being
written, or None. To add one, write the function and put it into ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Callable

from drillplanner.audit.schedule.grade_moments import drills_with_wrong_moments
from drillplanner.audit.schedule.own_rules.crowded_days import broken_day_rules
from drillplanner.files.errors import AuditFailedError, DrillplannerError, InconsistencyError
from drillplanner.model import REQUIRED_WEIGHT, BrokenOrder
from drillplanner.workflow.accept.candidate import PlanCandidate, SettledFacts
from drillplanner.workflow.developmental_judgment import prohibited_error

Check = Callable[[PlanCandidate], DrillplannerError | None]


def raise_unless_confirmed(candidate: PlanCandidate) -> None:
    """Raise the error of the first check that the plan does not pass.

    Raises AuditFailedError if the plan breaks a duty, RefusedScenarioError if a developmental rule prohibits it,
    and InconsistencyError if the solver and the judge disagree, which is always a bug.
    """
    for check in CHECKS:
        if (error := check(candidate)) is not None:
            raise error


def bug(disagreement: str) -> InconsistencyError:
    """Return the error that keeps a plan from being written because drillplanner contradicts itself."""
    return InconsistencyError(
        f"{disagreement}. This is a bug in drillplanner; the plan was not written. Please report it with your "
        "district's files."
    )


def grade_moments_agree(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that the judge reads the bells of each drill's grades as the solver does.

    A replan keeps drills of the past at any time of day, so that only a first plan is checked.
    """
    if candidate.facts is not None:
        return None
    for drill in drills_with_wrong_moments(candidate.solution.drills, candidate.prepared.workspace):
        return bug(
            f"The solver holds {drill.drill_id} in '{drill.period}', and the judge reads the bells of its grades "
            "otherwise"
        )
    return None


def duties_are_met(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that the plan meets every duty and has no entry that cannot be true.

    In a replan, duties that are lost and entries of past drills are excused.
    """
    violated, entries = candidate.report.violated, candidate.report.entries
    if candidate.facts is not None and candidate.repair is not None:
        lost, settled = candidate.repair.lost, candidate.facts.settled
        violated = tuple(verdict for verdict in violated if verdict.duty not in lost)
        entries = tuple(entry for entry in entries if entry.drill_id not in settled)
    if not violated and not entries:
        return None
    lines = [f"  {verdict.duty}: {verdict.reason}" for verdict in violated]
    lines += [f"  {entry.drill_id}: {entry.message}" for entry in entries]
    return AuditFailedError("\n".join(["The plan did not pass its own audit and was not written.", *lines]))


def orders_are_kept(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that the plan keeps every pin, forbidden day, and same-day order that it still can."""
    for order in candidate.report.broken_orders:
        if candidate.facts is None or not _is_past(order, candidate, candidate.facts):
            return bug(f"The solver keeps all pins and forbidden days, and the judge finds that {order.message}")
    return None


def _is_past(order: BrokenOrder, candidate: PlanCandidate, facts: SettledFacts) -> bool:
    """Check whether what was held, or was not, decides the order: nothing that is planned now can keep it."""
    if order.drill_id in facts.settled or order.on < facts.repair.as_of:
        return True
    if order.order == "pin":
        return (order.campus_id, order.on) in facts.void_pins
    if order.order == "same_day" and any(phrase in order.message for phrase in facts.lost_orders):
        return True
    # A drill that one of the campuses held already leaves no day for all, unless the others are open on its day.
    return order.order == "same_day" and any(
        common.phrase in order.message and common.could_be_fulfilled_by(drill)
        for common in candidate.prepared.workspace.district.same_day
        for drill in candidate.solution.drills
        if drill.drill_id in facts.settled
    )


def crowded_days_follow_the_rules(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check the days with several drills, and that the plan names each that holds more than usual."""
    past = frozenset[str]() if candidate.facts is None else candidate.facts.settled
    usual = candidate.prepared.workspace.district.drills_a_day
    for broken in broken_day_rules(candidate.solution.drills, candidate.solution.crowded_days, usual, past):
        return bug(f"The solver keeps the rules for days with several drills, and the judge finds that {broken}")
    return None


def nothing_is_prohibited(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that no drill that is still to come does what a developmental rule prohibits."""
    facts = candidate.facts
    return prohibited_error(candidate.developmental, facts.settled if facts is not None else ())


def credits_agree(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that the judge counts every drill for every duty for which the solver counts it."""
    counted = {verdict.duty: set(verdict.drills) for verdict in candidate.report.verdicts}
    for drill in candidate.solution.drills:
        for duty in drill.credits:
            if drill.drill_id not in counted.get(duty, set()):
                return bug(f"The solver counts {drill.drill_id} for {duty} and the judge does not")
    return None


def costs_agree(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that the judge counts no more points than the solver, and as many if the plan is proven best."""
    solution, objective = candidate.counted_solution, candidate.objective
    if objective > solution.cost or (solution.status == "optimal" and objective != solution.cost):
        return bug(f"The solver counts {solution.cost} points and the judge {objective}")
    return None


def breaches_agree(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that solver and judge count the same breaches of required developmental rules and good practice."""
    found, judged = candidate.counted_solution.breaches, candidate.breaches
    if candidate.solution.practice_left_out:
        found, judged = (weight - weight % REQUIRED_WEIGHT for weight in (found, judged))
    if judged != found:
        return bug(
            f"The solver's breaches of developmental rules and good practice weigh {found}, the judge's {judged}"
        )
    return None


def bound_holds(candidate: PlanCandidate) -> DrillplannerError | None:
    """Check that the plan does not cost less than the solver says any plan must."""
    solution, objective = candidate.counted_solution, candidate.objective
    if solution.bound > objective:
        return bug(
            f"The solver says that no plan costs less than {solution.bound} points, and this one costs {objective}"
        )
    return None


#: Every check, in order. The cheap ones and those that explain the most come first.
CHECKS: tuple[Check, ...] = (
    grade_moments_agree,
    duties_are_met,
    orders_are_kept,
    crowded_days_follow_the_rules,
    nothing_is_prohibited,
    credits_agree,
    costs_agree,
    breaches_agree,
    bound_holds,
)
