"""The checks of the order of exercises, beside trying every pair of exercises in plain words."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.doctrine.reference import ProgressionStep, StepStrength
from drillplanner.exercises.program.progression import (
    ExerciseNode,
    ExerciseSequence,
    months_before,
    prerequisites_of,
    program_graph,
)
from drillplanner.exercises.program.progression_check import (
    FindingWeight,
    ProgressionFault,
    order_findings,
    rating_findings,
    too_close_together,
)
from drillplanner.model import (
    CoreCapability,
    DrillType,
    ExerciseType,
    HazardFamily,
    ImprovementLedger,
    RatedCapability,
    Rating,
)

REFERENCE = load_reference()
YEAR_START = date(2025, 9, 2)
FUNCTIONS = (DrillType.LOCKDOWN, DrillType.FIRE_EVACUATION)
CAPABILITIES = (CoreCapability.PLANNING, CoreCapability.OPERATIONAL_COORDINATION)


@st.composite
def nodes(draw: st.DrawFn) -> tuple[ExerciseNode, ...]:
    found = []
    for number in range(draw(st.integers(1, 9))):
        on = date(2023, 9, 1) + timedelta(draw(st.integers(0, 1000)))
        found.append(
            ExerciseNode(
                exercise_id=f"x{number}",
                kind=draw(st.sampled_from(ExerciseType)),
                on=on,
                ready_on=on + timedelta(draw(st.integers(0, 60))),
                campus_ids=tuple(sorted(draw(st.sets(st.sampled_from(["oak", "elm"]), min_size=1)))),
                functions=tuple(sorted(draw(st.sets(st.sampled_from(FUNCTIONS))))),
                capabilities=tuple(sorted(draw(st.sets(st.sampled_from(CAPABILITIES))))),
                family=draw(st.sampled_from([HazardFamily.ANY, HazardFamily.ACCIDENT, HazardFamily.VIOLENCE])),
                required_by_law=draw(st.booleans()),
                oriented=draw(st.booleans()),
            )
        )
    return tuple(found)


def serves(
    early: ExerciseNode, late: ExerciseNode, step: ProgressionStep, function: DrillType | None, campus: str
) -> bool:
    """The rule in plain words, for one earlier exercise."""
    if early.kind != step.before or not early.on < late.on or early.ready_on > late.on:
        return False
    if step.months is not None and early.on < months_before(late.on, step.months):
        return False
    if step.school_year and early.on < YEAR_START:
        return False
    if function is not None:
        return function in early.functions and campus in early.campus_ids
    share = not early.capabilities or not late.capabilities or set(early.capabilities) & set(late.capabilities)
    families = early.family == late.family or "any" in (early.family, late.family)
    return bool(share) and families


def lacking(everything: tuple[ExerciseNode, ...]) -> list[tuple[str, str, DrillType | None, str]]:
    """What is found by looking at every exercise, step, action and campus."""
    found = []
    for late in everything:
        for step in REFERENCE.steps:
            if step.after != late.kind or step.strength is StepStrength.OPTIONAL:
                continue
            whole = step.each == "exercise"
            for function in [None] if whole else late.functions:
                for campus in ["anywhere"] if whole else late.campus_ids:
                    if any(serves(early, late, step, function, campus) for early in everything):
                        continue
                    if late.oriented and step.before == "seminar" and function is not None:
                        continue
                    new = function is not None and not any(
                        one.kind == late.kind and one.on < late.on and function in one.functions
                        and campus in one.campus_ids
                        for one in everything
                    )  # fmt: skip
                    hard = step.strength is StepStrength.HARD and (new or not step.new_only)
                    weight = "error" if hard and not late.required_by_law else "warning"
                    found.append((late.exercise_id, step.before.value, function, weight))
    return found


@settings(max_examples=80, deadline=None)
@given(nodes())
def test_the_findings_are_those_of_trying_every_pair(everything: tuple[ExerciseNode, ...]) -> None:
    ladder = ExerciseSequence(everything, REFERENCE.steps, YEAR_START)
    ours = [
        (finding.exercise_id, str(finding.before), finding.function, finding.weight.value)
        for finding in order_findings(ladder, REFERENCE.types)
    ]
    assert Counter(ours) == Counter(lacking(everything))


@settings(max_examples=40, deadline=None)
@given(nodes())
def test_what_law_asks_for_is_never_held_back(everything: tuple[ExerciseNode, ...]) -> None:
    lawful = tuple(one.model_copy(update={"required_by_law": True}) for one in everything)
    ledger = ImprovementLedger(
        ratings=(
            RatedCapability(
                drill_id="old",
                campus_id="oak",
                exercise_type=ExerciseType.TABLETOP,
                date=date(2023, 8, 1),
                capability=CoreCapability.PLANNING,
                rating=Rating.UNABLE,
                areas_for_improvement=("Nobody had the plan.",),
            ),
        )
    )
    ladder = ExerciseSequence(lawful, REFERENCE.steps, YEAR_START)
    findings = (
        *order_findings(ladder, REFERENCE.types),
        *rating_findings(lawful, ledger, REFERENCE.types),
        *too_close_together(lawful, 30),
    )
    assert all(finding.weight is FindingWeight.WARNING for finding in findings)


@settings(max_examples=40, deadline=None)
@given(nodes())
def test_the_exercises_of_a_year_can_be_put_in_an_order_in_which_each_follows_what_it_builds_on(
    everything: tuple[ExerciseNode, ...],
) -> None:
    import networkx

    graph = program_graph(ExerciseSequence(everything, REFERENCE.steps, YEAR_START))
    assert set(graph) == {one.exercise_id for one in everything}
    place = {name: number for number, name in enumerate(networkx.topological_sort(graph))}
    by_id = {one.exercise_id: one for one in everything}
    for base, later in graph.edges:
        assert place[base] < place[later]
        assert by_id[base].ready_on <= by_id[later].on
        assert by_id[base].on < by_id[later].on


def test_needs_name_each_action_at_each_campus_that_plays() -> None:
    node = ExerciseNode(
        exercise_id="big",
        kind=ExerciseType.FULL_SCALE,
        on=date(2026, 5, 1),
        ready_on=date(2026, 7, 1),
        campus_ids=("elm", "oak"),
        functions=FUNCTIONS,
    )
    drills = [need for need in prerequisites_of(node, REFERENCE.steps) if need.step.before is ExerciseType.DRILL]
    assert {(need.function, need.campus_id) for need in drills} == {
        (function, campus) for function in FUNCTIONS for campus in ("elm", "oak")
    }


def test_the_day_so_many_months_earlier() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)


def test_an_exercise_that_came_too_early_is_told_apart_from_one_that_was_not_held() -> None:
    talk = ExerciseNode(
        exercise_id="talk",
        kind=ExerciseType.TABLETOP,
        on=date(2026, 3, 1),
        ready_on=date(2026, 4, 15),
        campus_ids=("oak",),
    )
    post = ExerciseNode(
        exercise_id="post",
        kind=ExerciseType.FUNCTIONAL,
        on=date(2026, 4, 1),
        ready_on=date(2026, 6, 1),
        campus_ids=("oak",),
    )

    def found(first: ExerciseNode) -> list[tuple[ProgressionFault, str | None]]:
        ladder = ExerciseSequence((first, post), REFERENCE.steps, YEAR_START)
        return [
            (finding.lack, finding.other_id)
            for finding in order_findings(ladder, REFERENCE.types)
            if finding.exercise_id == "post"
        ]

    assert found(talk) == [(ProgressionFault.NOT_READY, "talk")]
    assert found(talk.model_copy(update={"on": date(2024, 1, 1), "ready_on": date(2024, 2, 1)})) == [
        (ProgressionFault.TOO_OLD, "talk")
    ]
    assert found(talk.model_copy(update={"ready_on": date(2026, 3, 20)})) == []
    assert found(talk.model_copy(update={"kind": ExerciseType.SEMINAR})) == [(ProgressionFault.MISSING, None)]
