"""What the order of exercises leaves to be desired: steps left out, taken too early, or taken after a bad rating.

A drill that the law asks for is never held back: what is missing before it is a warning and no more.
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

#: What is older than this has to be shown again: the widest window of the steps.
LEVEL_MONTHS = 24
#: Types that ask a campus for so much that two of them should not follow each other closely.
COMPLEX = (ExerciseType.FUNCTIONAL, ExerciseType.FULL_SCALE)


class FindingWeight(StrEnum):
    """How heavy a finding is: an error holds the exercise back, a warning asks for a reason."""

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
    """Something in the order of exercises."""

    weight: FindingWeight
    lack: ProgressionFault
    exercise_id: str
    before: ExerciseType | None = None
    function: DrillType | None = None
    capability: CoreCapability | None = None
    other_id: str | None = None
    message: str


def order_findings(ladder: ExerciseSequence, names: Mapping[ExerciseType, TypeEntry]) -> tuple[OrderFinding, ...]:
    """What the steps ask for and the exercises do not have, in the order of the exercises."""
    return tuple(
        finding
        for node in ladder.nodes
        for need in prerequisites_of(node, ladder.steps)
        if (finding := _finding(node, need, ladder, names)) is not None
    )


def _finding(
    node: ExerciseNode, need: Prerequisite, ladder: ExerciseSequence, names: Mapping[ExerciseType, TypeEntry]
) -> OrderFinding | None:
    if node.oriented and need.step.before is ExerciseType.SEMINAR and need.function is not None:
        return None
    if ladder.met_by(node, need) is not None:
        return None
    nearest = next(ladder.candidates(node, need), None)
    before = names[need.step.before].name.lower()
    action = "" if need.function is None else f" on the action '{need.function.phrase}'"
    if nearest is None:
        lack, said = ProgressionFault.MISSING, f"no {before}{action} comes before it"
    elif nearest.ready_on > node.on:
        lack = ProgressionFault.NOT_READY
        said = f"the report on {nearest.exercise_id} is due on {nearest.ready_on}, after this exercise"
    else:
        lack, said = (
            ProgressionFault.TOO_OLD,
            f"the last {before}{action}, {nearest.exercise_id}, was on {nearest.on}",
        )
    return OrderFinding(
        weight=_weight(node, need, ladder),
        lack=lack,
        exercise_id=node.exercise_id,
        before=need.step.before,
        function=need.function,
        other_id=None if nearest is None else nearest.exercise_id,
        message=f"{said}; it should, so that {need.step.why}.",
    )


def _weight(node: ExerciseNode, need: Prerequisite, ladder: ExerciseSequence) -> FindingWeight:
    hard = need.step.strength is StepStrength.HARD and (not need.step.new_only or ladder.is_new(node, need))
    return FindingWeight.ERROR if hard and not node.required_by_law else FindingWeight.WARNING


def rating_findings(
    nodes: Iterable[ExerciseNode], ledger: ImprovementLedger, types: Mapping[ExerciseType, TypeEntry]
) -> tuple[OrderFinding, ...]:
    """Exercises that go on after a capability could not be performed (U), or up after major challenges (M).

    After U the capability goes back to a type below, after M it stays at its type. An exercise planned in between
    that does so may bring a better rating, so that what comes after it is not judged.
    """
    in_order = sorted(nodes, key=lambda one: (one.on, one.exercise_id))
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
    others: list[ExerciseNode],
    ledger: ImprovementLedger,
    types: Mapping[ExerciseType, TypeEntry],
) -> Iterator[OrderFinding]:
    weight = FindingWeight.WARNING if node.required_by_law else FindingWeight.ERROR
    last = ledger.latest_rating(capability, campus_id, node.on)
    if last is not None and not may_follow(last, node.kind, types):
        mended = any(
            last.date < other.on and other.on < node.on and may_follow(last, other.kind, types)
            for other in others
            if capability in other.capabilities and campus_id in other.campus_ids
        )
        if not mended:
            back = " or ".join(types[kind].name.lower() for kind in next_after(last, types))
            yield OrderFinding(
                weight=weight,
                lack=ProgressionFault.RATED,
                exercise_id=node.exercise_id,
                capability=capability,
                other_id=last.drill_id,
                message=f"the capability was rated {last.rating.value} in {last.drill_id} on {last.date}; "
                f"next should be a {back}.",
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
    """The types that a capability may take next after a bad rating: those below after U, its own after M."""
    return types[rated.exercise_type].below if rated.rating is Rating.UNABLE else (rated.exercise_type,)


def may_follow(rated: RatedCapability, kind: ExerciseType, types: Mapping[ExerciseType, TypeEntry]) -> bool:
    """Whether an exercise of that type may be next on the capability: after P and S any."""
    if rated.rating in (Rating.PERFORMED, Rating.SOME_CHALLENGES):
        return True
    most = max(types[one].rank for one in next_after(rated, types))
    return types[kind].rank <= most


def too_close_together(nodes: Iterable[ExerciseNode], days: int) -> tuple[OrderFinding, ...]:
    """Functional and full-scale exercises that ask one campus twice within so many days."""
    by_campus: dict[str, list[ExerciseNode]] = {}
    for node in sorted(nodes, key=lambda one: (one.on, one.exercise_id)):
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
    """The district's level in a capability: the most complex exercise passed with S or better since a day."""
    passed = [
        rating
        for rating in ledger.ratings
        if rating.capability is capability
        and rating.date >= since
        and rating.rating in (Rating.PERFORMED, Rating.SOME_CHALLENGES)
    ]
    return max(passed, key=lambda one: (types[one.exercise_type].rank, one.date), default=None)
