"""Check the order of exercises: steps skipped, too early, or after a low rating.

A drill that the law requires is never held back: what is missing before it is only a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from drillplanner.exercises.doctrine.reference import StepStrength, TypeEntry
from drillplanner.exercises.program.progression import (
    ExerciseNode,
    ExerciseSequence,
    Prerequisite,
    prerequisites_of,
)
from drillplanner.model import (
    ActionPriority,
    CoreCapability,
    DrillType,
    ExerciseType,
    Frozen,
    ImprovementLedger,
    RatedCapability,
    Rating,
)

#: Exercises older than this no longer show a level: the longest period of the steps.
LEVEL_MONTHS = 24
#: Types that demand so much of a campus that two of them should not follow each other closely.
COMPLEX = (ExerciseType.FUNCTIONAL, ExerciseType.FULL_SCALE)


class FindingWeight(StrEnum):
    """The weight of a finding: an error holds the exercise back, a warning needs a reason."""

    ERROR = "error"
    WARNING = "warning"


class ProgressionFault(StrEnum):
    """What is wrong with the step before an exercise."""

    MISSING = "missing"
    TOO_OLD = "too_old"
    NOT_READY = "not_ready"
    RATED = "rated"
    OPEN_ACTION = "open_action"
    CROWDED = "crowded"


class OrderFinding(Frozen):
    """A finding on the order of exercises."""

    weight: FindingWeight
    lack: ProgressionFault
    exercise_id: str
    before: ExerciseType | None = None
    function: DrillType | None = None
    capability: CoreCapability | None = None
    other_id: str | None = None
    message: str


def order_findings(
    sequence: ExerciseSequence, names: Mapping[ExerciseType, TypeEntry]
) -> tuple[OrderFinding, ...]:
    """Return the prerequisites that are not met, in the order of the exercises."""
    return tuple(
        finding
        for node in sequence.nodes
        for prerequisite in prerequisites_of(node, sequence.steps)
        if (finding := _finding(node, prerequisite, sequence, names)) is not None
    )


def _finding(
    node: ExerciseNode,
    prerequisite: Prerequisite,
    sequence: ExerciseSequence,
    names: Mapping[ExerciseType, TypeEntry],
) -> OrderFinding | None:
    if node.oriented and prerequisite.step.before is ExerciseType.SEMINAR and prerequisite.function is not None:
        return None
    if sequence.satisfying_exercise(node, prerequisite) is not None:
        return None
    nearest = next(sequence.earlier_exercises(node, prerequisite), None)
    before = names[prerequisite.step.before].name.lower()
    action = "" if prerequisite.function is None else f" on the action '{prerequisite.function.phrase}'"
    if nearest is None:
        lack, message = ProgressionFault.MISSING, f"no {before}{action} comes before it"
    elif nearest.ready_on > node.on:
        lack = ProgressionFault.NOT_READY
        message = f"the report on {nearest.exercise_id} is due on {nearest.ready_on}, after this exercise"
    else:
        lack, message = (
            ProgressionFault.TOO_OLD,
            f"the last {before}{action}, {nearest.exercise_id}, was on {nearest.on}",
        )
    return OrderFinding(
        weight=_weight(node, prerequisite, sequence),
        lack=lack,
        exercise_id=node.exercise_id,
        before=prerequisite.step.before,
        function=prerequisite.function,
        other_id=None if nearest is None else nearest.exercise_id,
        message=f"{message}; it should, so that {prerequisite.step.why}.",
    )


def _weight(node: ExerciseNode, prerequisite: Prerequisite, sequence: ExerciseSequence) -> FindingWeight:
    is_hard = prerequisite.step.strength is StepStrength.HARD and (
        not prerequisite.step.new_only or sequence.is_first_time(node, prerequisite)
    )
    return FindingWeight.ERROR if is_hard and not node.required_by_law else FindingWeight.WARNING


def rating_findings(
    nodes: Iterable[ExerciseNode], ledger: ImprovementLedger, types: Mapping[ExerciseType, TypeEntry]
) -> tuple[OrderFinding, ...]:
    """Return exercises that continue after a rating of U (unable) or move up after M (major challenges).

    After U the capability returns to a lower type; after M it stays at its type. If an exercise planned in
    between does so, it may bring a better rating, so later exercises are not judged.
    """
    in_order = sorted(nodes, key=lambda node: (node.on, node.exercise_id))
    return tuple(
        finding
        for node in in_order
        for capability in node.capabilities
        for campus_id in node.campus_ids
        for finding in _after_rating(node, capability, campus_id, in_order, ledger, types)
    )


def _after_rating(
    node: ExerciseNode,
    capability: CoreCapability,
    campus_id: str,
    exercises: list[ExerciseNode],
    ledger: ImprovementLedger,
    types: Mapping[ExerciseType, TypeEntry],
) -> Iterator[OrderFinding]:
    weight = FindingWeight.WARNING if node.required_by_law else FindingWeight.ERROR
    last = ledger.latest_rating(capability, campus_id, node.on)
    if last is not None and not may_follow(last, node.kind, types):
        was_repeated = any(
            last.date < other.on and other.on < node.on and may_follow(last, other.kind, types)
            for other in exercises
            if capability in other.capabilities and campus_id in other.campus_ids
        )
        if not was_repeated:
            next_types = " or ".join(types[kind].name.lower() for kind in next_after(last, types))
            yield OrderFinding(
                weight=weight,
                lack=ProgressionFault.RATED,
                exercise_id=node.exercise_id,
                capability=capability,
                other_id=last.drill_id,
                message=f"the capability was rated {last.rating.value} in {last.drill_id} on {last.date}; "
                f"next should be a {next_types}.",
            )
    rank = -1 if last is None else types[last.exercise_type].rank
    if node.kind not in COMPLEX and (last is None or types[node.kind].rank <= rank):
        return
    for action in ledger.open_actions:
        if (
            action.priority is ActionPriority.CRITICAL
            and action.capability is capability
            and action.concerns(campus_id)
            and action.due >= node.on
        ):
            yield OrderFinding(
                weight=weight,
                lack=ProgressionFault.OPEN_ACTION,
                exercise_id=node.exercise_id,
                capability=capability,
                other_id=action.action_id,
                message=f"the critical action {action.action_id} is open and due on {action.due}, "
                "not before this exercise.",
            )


def next_after(rated: RatedCapability, types: Mapping[ExerciseType, TypeEntry]) -> tuple[ExerciseType, ...]:
    """Return the types allowed next after a low rating: lower ones after U, the same one after M."""
    return types[rated.exercise_type].below if rated.rating is Rating.UNABLE else (rated.exercise_type,)


def may_follow(rated: RatedCapability, kind: ExerciseType, types: Mapping[ExerciseType, TypeEntry]) -> bool:
    """Return whether an exercise of that type may be next for the capability; after P and S any may."""
    if rated.rating in (Rating.PERFORMED, Rating.SOME_CHALLENGES):
        return True
    highest_rank = max(types[allowed].rank for allowed in next_after(rated, types))
    return types[kind].rank <= highest_rank


def too_close_together(nodes: Iterable[ExerciseNode], days: int) -> tuple[OrderFinding, ...]:
    """Return functional and full-scale exercises at one campus less than ``days`` apart."""
    by_campus: dict[str, list[ExerciseNode]] = {}
    for node in sorted(nodes, key=lambda exercise: (exercise.on, exercise.exercise_id)):
        if node.kind in COMPLEX:
            for campus_id in node.campus_ids:
                by_campus.setdefault(campus_id, []).append(node)
    return tuple(
        OrderFinding(
            weight=FindingWeight.WARNING,
            lack=ProgressionFault.CROWDED,
            exercise_id=later.exercise_id,
            other_id=sooner.exercise_id,
            message=f"{sooner.exercise_id} asks the same campus on {sooner.on}, less than {days} days before.",
        )
        for campus_id in sorted(by_campus)
        for sooner, later in pairwise(by_campus[campus_id])
        if later.on - sooner.on < timedelta(days)
    )


def level_of(
    capability: CoreCapability, ledger: ImprovementLedger, types: Mapping[ExerciseType, TypeEntry], since: date
) -> RatedCapability | None:
    """Return the district's level in a capability: the most complex exercise rated S or better since a date."""
    passed = [
        rating
        for rating in ledger.ratings
        if rating.capability is capability
        and rating.date >= since
        and rating.rating in (Rating.PERFORMED, Rating.SOME_CHALLENGES)
    ]
    return max(passed, key=lambda rating: (types[rating.exercise_type].rank, rating.date), default=None)
