"""How a rating and an open action affect the next exercise on a capability, compared with the plain rule."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.program.progression import ExerciseNode
from drillplanner.exercises.program.progression_check import (
    FindingWeight,
    OrderFinding,
    ProgressionFault,
    level_of,
    may_follow,
    next_after,
    rating_findings,
    too_close_together,
)
from drillplanner.model import (
    CoreCapability,
    CorrectiveAction,
    ExerciseType,
    ImprovementLedger,
    RatedCapability,
    Rating,
)

TYPES = load_reference().types
CAPABILITY = CoreCapability.MASS_CARE
RATED_ON = date(2025, 3, 4)
#: From simple to complex, as FEMA's course orders them; types in one set are equally complex.
ORDER = [{"seminar"}, {"workshop"}, {"tabletop", "game", "drill"}, {"functional"}, {"full_scale"}]
#: The types to which a capability returns after it could not be performed.
BACK_TO = {
    "full_scale": {"functional"},
    "functional": {"tabletop", "drill"},
    "tabletop": {"seminar"},
    "drill": {"seminar"},
    "game": {"seminar"},
    "workshop": {"seminar"},
    "seminar": {"seminar"},
}


def place(kind: str) -> int:
    return next(number for number, kinds in enumerate(ORDER) if kind in kinds)


def rating(kind: ExerciseType, given: Rating, on: date = RATED_ON, campus: str = "oak") -> RatedCapability:
    return RatedCapability(
        drill_id=f"{kind.value}-{on}",
        campus_id=campus,
        exercise_type=kind,
        date=on,
        capability=CAPABILITY,
        rating=given,
        areas_for_improvement=("Something.",),
    )


def node(kind: ExerciseType, days: int = 200, name: str = "next", law: bool = False) -> ExerciseNode:
    on = RATED_ON + timedelta(days)
    return ExerciseNode(
        exercise_id=name,
        kind=kind,
        on=on,
        ready_on=on,
        campus_ids=("oak",),
        capabilities=(CAPABILITY,),
        required_by_law=law,
    )


def findings(
    nodes: tuple[ExerciseNode, ...],
    ratings: tuple[RatedCapability, ...] = (),
    actions: tuple[CorrectiveAction, ...] = (),
) -> list[OrderFinding]:
    return list(rating_findings(nodes, ImprovementLedger(ratings=ratings, actions=actions), TYPES))


@pytest.mark.parametrize(("kind", "given"), list(product(ExerciseType, Rating)), ids=str)
def test_a_rating_lets_a_capability_advance_repeat_or_return(kind: ExerciseType, given: Rating) -> None:
    rated = rating(kind, given)
    for after in ExerciseType:
        if given in "PS":
            expected = True
        elif given == "M":
            expected = place(after) <= place(kind)
        else:
            expected = place(after) <= max(place(kind_below) for kind_below in BACK_TO[kind])
        assert may_follow(rated, after, TYPES) is expected, (kind, given, after)
        assert bool(findings((node(after),), (rated,))) is not expected
    if given == "U":
        assert set(next_after(rated, TYPES)) == BACK_TO[kind]


def test_a_simpler_exercise_in_between_allows_the_next_step() -> None:
    failed = rating(ExerciseType.FUNCTIONAL, Rating.UNABLE)
    again = node(ExerciseType.FUNCTIONAL)
    assert [finding.lack for finding in findings((again,), (failed,))] == [ProgressionFault.RATED]
    talk = node(ExerciseType.TABLETOP, days=100, name="talk")
    assert findings((talk, again), (failed,)) == []
    too_late = node(ExerciseType.TABLETOP, days=300, name="talk")
    assert [finding.exercise_id for finding in findings((too_late, again), (failed,))] == ["next"]


def test_only_the_worst_rating_of_the_last_day_at_the_campus_counts() -> None:
    good_before = rating(ExerciseType.TABLETOP, Rating.PERFORMED, RATED_ON - timedelta(30))
    bad = rating(ExerciseType.TABLETOP, Rating.UNABLE)
    good_same_day = rating(ExerciseType.TABLETOP, Rating.PERFORMED)
    elsewhere = rating(ExerciseType.TABLETOP, Rating.PERFORMED, RATED_ON + timedelta(30), campus="elm")
    better = rating(ExerciseType.SEMINAR, Rating.SOME_CHALLENGES, RATED_ON + timedelta(60))
    functional = (node(ExerciseType.FUNCTIONAL),)
    assert findings(functional, (good_before, bad, good_same_day, elsewhere))
    assert not findings(functional, (good_before, bad, better))


def action(due: date, priority: str = "critical", done: date | None = None) -> CorrectiveAction:
    return CorrectiveAction.model_validate(
        {
            "action_id": "A-1",
            "issue": "i",
            "action": "a",
            "capability": CAPABILITY,
            "element": "training",
            "responsible": "r",
            "contact": "c",
            "drill_id": "old",
            "start": date(2025, 1, 1),
            "due": due,
            "done": done,
            "priority": priority,
        }
    )


def test_an_open_critical_action_blocks_the_step_up() -> None:
    up, same = node(ExerciseType.FUNCTIONAL), node(ExerciseType.TABLETOP)
    passed = (rating(ExerciseType.TABLETOP, Rating.PERFORMED),)
    open_then, done_before = action(up.on + timedelta(1)), action(up.on - timedelta(1))
    assert [finding.lack for finding in findings((up,), passed, (open_then,))] == [ProgressionFault.OPEN_ACTION]
    assert findings((up,), passed, (done_before,)) == []
    assert findings((up,), passed, (action(up.on + timedelta(1), "normal"),)) == []
    assert findings((up,), passed, (action(up.on + timedelta(1), done=date(2025, 2, 1)),)) == []
    assert findings((same,), passed, (open_then,)) == []


def test_after_a_low_rating_a_drill_required_by_law_gets_only_a_warning() -> None:
    failed = (rating(ExerciseType.DRILL, Rating.UNABLE),)
    assert {finding.weight for finding in findings((node(ExerciseType.DRILL),), failed)} == {FindingWeight.ERROR}
    assert {finding.weight for finding in findings((node(ExerciseType.DRILL, law=True),), failed)} == {
        FindingWeight.WARNING
    }


@pytest.mark.parametrize(("days", "is_too_close"), [(29, True), (30, False), (0, True)])
def test_two_large_exercises_of_a_campus_are_far_enough_apart(days: int, is_too_close: bool) -> None:
    first = node(ExerciseType.FUNCTIONAL, days=100, name="a")
    second = node(ExerciseType.FULL_SCALE, days=100 + days, name="b")
    assert bool(too_close_together((second, first), 30)) is is_too_close
    elsewhere = second.model_copy(update={"campus_ids": ("elm",)})
    assert too_close_together((first, elsewhere), 30) == ()
    assert too_close_together((first, node(ExerciseType.DRILL, days=100 + days, name="c")), 30) == ()


def test_the_level_is_the_most_complex_exercise_that_was_passed_in_time() -> None:
    ledger = ImprovementLedger(
        ratings=(
            rating(ExerciseType.FULL_SCALE, Rating.PERFORMED, date(2022, 1, 1)),
            rating(ExerciseType.FUNCTIONAL, Rating.MAJOR_CHALLENGES, date(2025, 1, 1)),
            rating(ExerciseType.TABLETOP, Rating.SOME_CHALLENGES, date(2024, 9, 1)),
            rating(ExerciseType.SEMINAR, Rating.PERFORMED, date(2025, 2, 1)),
        )
    )
    level = level_of(CAPABILITY, ledger, TYPES, date(2023, 8, 1))
    assert level is not None
    assert level.exercise_type is ExerciseType.TABLETOP
    assert level_of(CoreCapability.PLANNING, ledger, TYPES, date(2023, 8, 1)) is None
