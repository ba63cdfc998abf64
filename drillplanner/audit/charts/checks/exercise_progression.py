"""Check the order in which exercises grow: discussion, drill, functional, full-scale.

The steps are in ``rules/data/tables/exercises.yaml``. They apply to the same capability and hazard. A step
counts if its final report is finished before the next exercise. What the law requires is never held up: its
findings are warnings.
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
#: The sizes of the types, to send a capability back after a low rating.
_SIZE = {"seminar": 0, "workshop": 0, "tabletop": 1, "game": 1, "drill": 2, "functional": 3, "full_scale": 4}


def progression(program: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    """Yield what each planned exercise lacks before it, in order of date."""
    for exercise in program.exercises:
        for capability, rating in exercise.ratings.items():
            if rating not in ("P", "S", "M", "U"):
                yield CheckFault(
                    f"{exercise.id}: '{rating}' is no rating of {capability}.", (exercise.id,), ChartSeverity.ERROR
                )
    for target in sorted(program.exercises, key=lambda exercise: (exercise.date, exercise.id)):
        if target.held:
            continue
        if not target.hazard or not target.capabilities:
            yield MissingFact("the capability and the hazard that it is about", (target.id,))
            continue
        yield from _steps_before(target, program)
        yield from _drills_before(target, program)
        yield from _seminar_before_drill(target, program)
        yield from _after_earlier_ratings(target, program)
    yield from _too_close(program)


def _severity(target: ProgramExercise, hard: bool) -> ChartSeverity:
    return ChartSeverity.ERROR if hard and not target.required_by_law else ChartSeverity.WARNING


def _usable_from(exercise: ProgramExercise) -> date:
    """Return the date from which the results of an exercise can be used."""
    return exercise.final_report or exercise.date + timedelta(
        days=exercises_table().recovery_days[exercise.exercise_type]
    )


def _earlier_exercises(
    target: ProgramExercise, program: ExerciseProgram, kind: str, months: int
) -> list[ProgramExercise]:
    earliest = months_later(target.date, -months)
    return [
        exercise
        for exercise in program.exercises
        if exercise.exercise_type == kind
        and earliest <= exercise.date
        and exercise.date < target.date
        and _usable_from(exercise) <= target.date
    ]


def _same_hazard_and_capability(exercise: ProgramExercise, target: ProgramExercise) -> bool | None:
    """Return whether both share the hazard and a capability; None if the first does not state them."""
    capabilities = {name.casefold() for name in exercise.capabilities}
    if (exercise.hazard is not None and exercise.hazard != target.hazard) or (
        capabilities and not capabilities & {name.casefold() for name in target.capabilities}
    ):
        return False
    return True if exercise.hazard is not None and capabilities else None


def _has_preparation(candidates: list[ProgramExercise], target: ProgramExercise) -> MissingFact | bool:
    """Return whether one candidate has the target's hazard and capability, or the fact that decides it."""
    matches = {candidate.id: _same_hazard_and_capability(candidate, target) for candidate in candidates}
    if True in matches.values():
        return True
    unstated = tuple(name for name, matching in matches.items() if matching is None)
    return MissingFact("the capability and the hazard that it is about", unstated) if unstated else False


def _steps_before(target: ProgramExercise, program: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    for step in exercises_table().steps:
        if step.of != target.exercise_type:
            continue
        prepared = _has_preparation(_earlier_exercises(target, program, step.before, step.months), target)
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


def _drills_before(target: ProgramExercise, program: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    if target.exercise_type not in _LARGE:
        return
    if not target.functions:
        yield MissingFact("the functions that it commands or does live", (target.id,))
        return
    months = exercises_table().months_of_drills
    drills = _earlier_exercises(target, program, "drill", months)
    core = target.functions if target.core_functions is None else target.core_functions
    for function in target.functions:
        earlier_drills = [drill for drill in drills if drill.function is function]
        if target.exercise_type == "full_scale":
            missing = [site for site in target.sites if not any(site in drill.sites for drill in earlier_drills)]
            where = f" at {', '.join(missing)}" if missing else ""
            is_missing, is_hard = bool(missing) or not earlier_drills, True
        else:
            is_missing, is_hard, where = not earlier_drills, function in core, ""
        if is_missing:
            yield CheckFault(
                f"{target.id}: no {function.phrase}{where} in the {months} months before.",
                (target.id,),
                _severity(target, is_hard),
            )


def _seminar_before_drill(target: ProgramExercise, program: ExerciseProgram) -> Iterator[CheckFault | MissingFact]:
    """Check that a seminar of the same school year precedes a drill; an error for a type that is new there."""
    if target.exercise_type != "drill":
        return
    year_start = date(target.date.year if target.date.month >= 7 else target.date.year - 1, 7, 1)
    seminars = [
        exercise
        for exercise in program.exercises
        if exercise.exercise_type == "seminar" and year_start <= exercise.date < target.date
    ]
    prepared = _has_preparation(seminars, target)
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
    target: ProgramExercise, program: ExerciseProgram
) -> Iterator[CheckFault | MissingFact]:
    """Check that no critical action is open on its capabilities, and that the last rating allows this size."""
    if target.exercise_type not in _LARGE:
        return
    if program.open_actions is None:
        yield MissingFact("the corrective actions that are still open", (target.id,))
    capabilities = {name.casefold() for name in target.capabilities}
    for action in program.open_actions or ():
        if action.critical and action.capability.casefold() in capabilities:
            yield CheckFault(
                f"{target.id}: the critical action {action.id} on {action.capability} is still open.",
                (target.id, action.id),
                _severity(target, True),
            )
    for capability in target.capabilities:
        last = _last_rating(capability, target, program)
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
    capability: str, target: ProgramExercise, program: ExerciseProgram
) -> tuple[ProgramExercise, str] | None:
    rated = [
        (exercise, rating)
        for exercise in program.exercises
        for name, rating in exercise.ratings.items()
        if name.casefold() == capability.casefold()
        and exercise.date < target.date
        and exercise.hazard == target.hazard
    ]
    return max(rated, key=lambda pair: (pair[0].date, pair[0].id), default=None)


def _too_close(program: ExerciseProgram) -> Iterator[CheckFault]:
    days_apart = exercises_table().days_apart
    large = sorted(
        (exercise for exercise in program.exercises if exercise.exercise_type in _LARGE),
        key=lambda exercise: (exercise.date, exercise.id),
    )
    for first, second in combinations(large, 2):
        shared = sorted(set(first.sites) & set(second.sites))
        days = (second.date - first.date).days
        if shared and days < days_apart and not (first.held and second.held):
            yield CheckFault(
                f"{first.id} and {second.id} ask {', '.join(shared)} for two large exercises within {days} days; "
                f"{days_apart} are advised.",
                (first.id, second.id),
                ChartSeverity.WARNING,
            )
