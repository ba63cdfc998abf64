"""The order in which exercises grow: talk, drill, functional, full-scale, on the same capability and hazard.

Read from ``tables/exercises.yaml``. A step counts when its final report lies before the next exercise. What the
law asks for is never held up: its findings are warnings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from drillplanner.audit.charts.case.months import months_later
from drillplanner.audit.charts.record import ExerciseProgram, ProgramExercise
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import exercises_table
from drillplanner.model import DrillType

_LARGE = ("functional", "full_scale")
#: The order of size, for sending a capability back after a low rating.
_SIZE = {"seminar": 0, "workshop": 0, "tabletop": 1, "game": 1, "drill": 2, "functional": 3, "full_scale": 4}


def progression(programme: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    """What each planned exercise lacks before it, in the order of the dates."""
    for exercise in programme.exercises:
        for capability, rating in exercise.ratings.items():
            if rating not in ("P", "S", "M", "U"):
                yield CheckFault(
                    f"{exercise.id}: '{rating}' is no rating of {capability}.", (exercise.id,), ChartSeverity.ERROR
                )
    for target in sorted(programme.exercises, key=lambda one: (one.date, one.id)):
        if target.held:
            continue
        if not target.hazard or not target.capabilities:
            yield MissingFact("the capability and the hazard that it is about", (target.id,))
            continue
        yield from _steps_before(target, programme)
        yield from _drills_before(target, programme)
        yield from _talk_before_drill(target, programme)
        yield from _after_earlier_ratings(target, programme)
    yield from _too_close(programme)


def _severity(target: ProgramExercise, hard: bool) -> ChartSeverity:
    return ChartSeverity.ERROR if hard and not target.required_by_law else ChartSeverity.WARNING


def _usable_from(one: ProgramExercise) -> date:
    """The day from which what an exercise taught can be used."""
    return one.final_report or one.date + timedelta(days=exercises_table().recovery_days[one.exercise_type])


def _earlier_exercises(
    target: ProgramExercise, programme: ExerciseProgram, kind: str, months: int
) -> list[ProgramExercise]:
    earliest = months_later(target.date, -months)
    return [
        exercise
        for exercise in programme.exercises
        if exercise.exercise_type == kind
        and earliest <= exercise.date
        and exercise.date < target.date
        and _usable_from(exercise) <= target.date
    ]


def _same_hazard_and_capability(one: ProgramExercise, target: ProgramExercise) -> bool | None:
    """Whether both are about the same hazard and share a capability; None where the first does not say."""
    mine = {name.casefold() for name in one.capabilities}
    if (one.hazard is not None and one.hazard != target.hazard) or (
        mine and not mine & {name.casefold() for name in target.capabilities}
    ):
        return False
    return True if one.hazard is not None and mine else None


def _has_preparation(candidates: list[ProgramExercise], target: ProgramExercise) -> MissingFact | bool:
    """Whether one of the exercises is on the target's ground; unknown where one does not say on what it is."""
    grounds = {candidate.id: _same_hazard_and_capability(candidate, target) for candidate in candidates}
    if True in grounds.values():
        return True
    unsaid = tuple(name for name, ground in grounds.items() if ground is None)
    return MissingFact("the capability and the hazard that it is about", unsaid) if unsaid else False


def _steps_before(target: ProgramExercise, programme: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    for step in exercises_table().steps:
        if step.of != target.exercise_type:
            continue
        prepared = _has_preparation(_earlier_exercises(target, programme, step.before, step.months), target)
        if isinstance(prepared, MissingFact):
            yield prepared
        elif not prepared:
            yield CheckFault(
                f"{target.id} ({target.exercise_type.replace('_', '-')}, {target.date}): no "
                f"{step.before.replace('_', '-')} on {target.hazard} and its capabilities was finished in the "
                f"{step.months} months before.",
                (target.id,),
                _severity(target, step.hard),
            )


def _drills_before(target: ProgramExercise, programme: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    if target.exercise_type not in _LARGE:
        return
    if not target.functions:
        yield MissingFact("the functions that it commands or does live", (target.id,))
        return
    months = exercises_table().months_of_drills
    drills = _earlier_exercises(target, programme, "drill", months)
    core = target.functions if target.core_functions is None else target.core_functions
    for function in target.functions:
        held = [drill for drill in drills if drill.function is function]
        if target.exercise_type == "full_scale":
            missing = [site for site in target.sites if not any(site in one.sites for one in held)]
            where = f" at {', '.join(missing)}" if missing else ""
            lacks, hard = bool(missing) or not held, True
        else:
            lacks, hard, where = not held, function in core, ""
        if lacks:
            yield CheckFault(
                f"{target.id}: no {function.phrase}{where} in the {months} months before.",
                (target.id,),
                _severity(target, hard),
            )


def _talk_before_drill(target: ProgramExercise, programme: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    """A drill follows an orientation of the same school year: hard for a kind that is new there."""
    if target.exercise_type != "drill":
        return
    begins = date(target.date.year if target.date.month >= 7 else target.date.year - 1, 7, 1)
    talks = [
        exercise
        for exercise in programme.exercises
        if exercise.exercise_type == "seminar" and begins <= exercise.date < target.date
    ]
    prepared = _has_preparation(talks, target)
    if isinstance(prepared, MissingFact):
        yield prepared
    elif not prepared:
        kind = target.function.phrase if isinstance(target.function, DrillType) else "drill"
        yield CheckFault(
            f"{target.id}: no seminar on {target.hazard} in the same school year before this {kind}.",
            (target.id,),
            _severity(target, target.new_kind),
        )


def _after_earlier_ratings(
    target: ProgramExercise, programme: ExerciseProgram
) -> Iterator[CheckFault | MissingFact]:
    """No critical action is open on its capabilities, and the last rating lets it be this large."""
    if target.exercise_type not in _LARGE:
        return
    if programme.open_actions is None:
        yield MissingFact("the corrective actions that are still open", (target.id,))
    mine = {name.casefold() for name in target.capabilities}
    for action in programme.open_actions or ():
        if action.critical and action.capability.casefold() in mine:
            yield CheckFault(
                f"{target.id}: the critical action {action.id} on {action.capability} is still open.",
                (target.id, action.id),
                _severity(target, True),
            )
    for capability in target.capabilities:
        last = _last_rating(capability, target, programme)
        if last is None:
            continue
        exercise, rating = last
        size, before = _SIZE[target.exercise_type], _SIZE[exercise.exercise_type]
        if (rating == "U" and size >= before) or (rating == "M" and size > before):
            yield CheckFault(
                f"{target.id}: {capability} was rated {rating} in {exercise.id}; "
                f"{'go back a step' if rating == 'U' else 'repeat that type'} first.",
                (target.id, exercise.id),
                _severity(target, True),
            )


def _last_rating(
    capability: str, target: ProgramExercise, programme: ExerciseProgram
) -> tuple[ProgramExercise, str] | None:
    rated = [
        (exercise, rating)
        for exercise in programme.exercises
        for name, rating in exercise.ratings.items()
        if name.casefold() == capability.casefold()
        and exercise.date < target.date
        and exercise.hazard == target.hazard
    ]
    return max(rated, key=lambda pair: (pair[0].date, pair[0].id), default=None)


def _too_close(programme: ExerciseProgram) -> Iterator[CheckFault]:
    apart = exercises_table().days_apart
    large = sorted(
        (exercise for exercise in programme.exercises if exercise.exercise_type in _LARGE),
        key=lambda one: (one.date, one.id),
    )
    for first, second in combinations(large, 2):
        shared = sorted(set(first.sites) & set(second.sites))
        days = (second.date - first.date).days
        if shared and days < apart and not (first.held and second.held):
            yield CheckFault(
                f"{first.id} and {second.id} ask {', '.join(shared)} for two large exercises within {days} days; "
                f"{apart} are advised.",
                (first.id, second.id),
                ChartSeverity.WARNING,
            )
