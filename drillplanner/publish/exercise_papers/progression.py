"""The progression of exercise types: the drawing, the row of each capability, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypedDict

from drillplanner.exercises.doctrine.reference import Reference, StepStrength
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.exercises.program.progression import months_before
from drillplanner.exercises.program.progression_check import LEVEL_MONTHS, level_of, next_after
from drillplanner.model import ExerciseType, Rating
from drillplanner.publish.core import words
from drillplanner.publish.core.dates import form_date

#: Column and row of each type in the drawing: columns by complexity, rows so that no line crosses a box.
_PLACES = {
    ExerciseType.SEMINAR: (0, 2),
    ExerciseType.WORKSHOP: (1, 0),
    ExerciseType.TABLETOP: (2, 1),
    ExerciseType.GAME: (3, 0),
    ExerciseType.DRILL: (2, 3),
    ExerciseType.FUNCTIONAL: (3, 2),
    ExerciseType.FULL_SCALE: (4, 2),
}
#: How many places a row names before it counts the rest.
MOST_PLACES_NAMED = 4


class TypeBoxView(TypedDict):
    """An exercise type in the drawing, and how many exercises of it the year has."""

    name: str
    column: int
    row: int
    number: str


class TypeStepView(TypedDict):
    """A line from one type to another, drawn by the strength of the step.

    A line with a ``corner`` is horizontal first, then vertical.
    """

    corner: bool
    start: tuple[int, int]
    end: tuple[int, int]
    strength: str


class DrawingView(TypedDict):
    """The drawing of the progression, with alternative text."""

    boxes: list[TypeBoxView]
    lines: list[TypeStepView]
    alt: str


def progression_drawing(year: ExerciseYear, reference: Reference) -> DrawingView:
    """Return the steps between exercise types as a drawing, with the year's numbers."""
    counts = Counter(package.kind for package in year.packages)
    counts[ExerciseType.SEMINAR] += len(year.lessons)
    names = {kind: entry.name for kind, entry in reference.types.items()}
    sentences = [
        f"{names[step.before]} before {names[step.after].lower()} ({step.strength.value})."
        for step in reference.steps
    ]
    return DrawingView(
        boxes=[
            TypeBoxView(
                name=reference.types[kind].name,
                column=column,
                row=row,
                number=f"{counts[kind]} this year" if counts[kind] else "none this year",
            )
            for kind, (column, row) in _PLACES.items()
        ],
        lines=[
            TypeStepView(
                start=_PLACES[step.before],
                end=_PLACES[step.after],
                strength=step.strength.value,
                corner=_needs_corner(_PLACES[step.before], _PLACES[step.after]),
            )
            for step in reference.steps
        ],
        alt=f"The steps from simple to complex exercises. {' '.join(sentences)}",
    )


def _needs_corner(start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Check whether a straight line would cross the box of the functional exercise in the column between."""
    return end == _PLACES[ExerciseType.FULL_SCALE] and end[0] - start[0] > 1


def shortened_list(names: Iterable[str], most: int = MOST_PLACES_NAMED) -> str:
    """Return the names joined, or the first ``most`` and the number of the rest."""
    unique = list(dict.fromkeys(names))
    if len(unique) <= most + 1:
        return words.join_words(tuple(unique))
    return f"{', '.join(unique[:most])} and {len(unique) - most} more"


def capability_rows(year: ExerciseYear, reference: Reference) -> list[dict[str, str]]:
    """Return a row for each capability exercised or rated: its level, this year's exercises, and the next step."""
    planned: dict[str, Counter[ExerciseType]] = defaultdict(Counter)
    for package in year.packages:
        for capability in package.capabilities:
            planned[capability][package.kind] += 1
    rated = {rating.capability for rating in year.ledger.ratings}
    since = months_before(year.made_on, LEVEL_MONTHS)
    rows = []
    for capability, entry in reference.capabilities.items():
        if capability not in planned and capability not in rated:
            continue
        level = level_of(capability, year.ledger, reference.types, since)
        last = max(
            (rating for rating in year.ledger.ratings if rating.capability is capability),
            key=lambda rating: rating.date,
            default=None,
        )
        following = ""
        if last is not None and last.rating in (Rating.MAJOR_CHALLENGES, Rating.UNABLE):
            repeated = " or ".join(
                reference.types[kind].name.lower() for kind in next_after(last, reference.types)
            )
            following = f"{repeated}, since it was rated {last.rating.value} in {last.drill_id}"
        elif level is not None:
            following = _next_step(level.exercise_type, reference)
        rows.append(
            {
                "capability": entry.name,
                "level": "none on record"
                if level is None
                else f"{reference.types[level.exercise_type].name}, {level.rating.value}, {form_date(level.date)}",
                "planned": words.join_words(
                    tuple(
                        f"{reference.types[kind].name.lower()} {planned[capability][kind]}"
                        for kind in ExerciseType
                        if planned[capability][kind]
                    )
                ),
                "next": following or "any first step",
            }
        )
    return rows


def _next_step(kind: ExerciseType, reference: Reference) -> str:
    """Return the least complex types that build on ``kind``: the next step after passing it."""
    following = [
        step.after
        for step in reference.steps
        if step.before is kind and step.strength is not StepStrength.OPTIONAL
    ]
    lowest_rank = min((reference.types[next_kind].rank for next_kind in following), default=0)
    return (
        " or ".join(
            reference.types[next_kind].name.lower()
            for next_kind in dict.fromkeys(following)
            if reference.types[next_kind].rank == lowest_rank
        )
        or "the same again"
    )


def finding_rows(year: ExerciseYear, reference: Reference) -> list[dict[str, str]]:
    """Return the findings on the order of exercises, one row for all exercises that share it, errors first."""
    grouped: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    by_id = {package.drill.drill_id: package for package in year.packages}
    for finding in year.findings:
        package = by_id.get(finding.exercise_id)
        kind = "" if package is None else f"{package.entry.name}: "
        name = (
            finding.exercise_id if package is None else f"{package.campus_name}, {form_date(package.drill.date)}"
        )
        capability = "" if finding.capability is None else f"{reference.capability_name(finding.capability)}: "
        key = (
            0 if finding.weight.value == "error" else 1,
            finding.weight.value,
            f"{kind}{capability}{finding.message}",
        )
        grouped[key].append(name)
    return [
        {"weight": weight, "message": message, "where": shortened_list(places)}
        for (_, weight, message), places in sorted(grouped.items())
    ]
