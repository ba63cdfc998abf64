"""The checks of the order of exercises, compared with trying every pair of exercises."""

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
    drawn = []
    for number in range(draw(st.integers(1, 9))):
        on = date(2023, 9, 1) + timedelta(draw(st.integers(0, 1000)))
        drawn.append(
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
    return tuple(drawn)


def serves(
    early: ExerciseNode, late: ExerciseNode, step: ProgressionStep, function: DrillType | None, campus: str
) -> bool:
    """Return whether one earlier exercise meets the step: the rule, written out plainly."""
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
    """Return what is missing, by looking at every exercise, step, action, and campus."""
    unmet = []
    for late in everything:
        for step in REFERENCE.steps:
            if step.after != late.kind or step.strength is StepStrength.OPTIONAL:
                continue
            by_exercise = step.each == "exercise"
            for function in [None] if by_exercise else late.functions:
                for campus in ["anywhere"] if by_exercise else late.campus_ids:
                    if any(serves(early, late, step, function, campus) for early in everything):
                        continue
                    if late.oriented and step.before == "seminar" and function is not None:
                        continue
                    is_first = function is not None and not any(
                        earlier.kind == late.kind and earlier.on < late.on and function in earlier.functions
                        and campus in earlier.campus_ids
                        for earlier in everything
                    )  # fmt: skip
                    is_hard = step.strength is StepStrength.HARD and (is_first or not step.new_only)
                    weight = "error" if is_hard and not late.required_by_law else "warning"
                    unmet.append((late.exercise_id, step.before.value, function, weight))
    return unmet


@settings(max_examples=80, deadline=None)
@given(nodes())
def test_the_findings_agree_with_trying_every_pair(everything: tuple[ExerciseNode, ...]) -> None:
    sequence = ExerciseSequence(everything, REFERENCE.steps, YEAR_START)
    findings = [
        (finding.exercise_id, str(finding.before), finding.function, finding.weight.value)
        for finding in order_findings(sequence, REFERENCE.types)
    ]
    assert Counter(findings) == Counter(lacking(everything))


@settings(max_examples=40, deadline=None)
@given(nodes())
def test_an_exercise_required_by_law_gets_only_warnings(everything: tuple[ExerciseNode, ...]) -> None:
    lawful = tuple(node.model_copy(update={"required_by_law": True}) for node in everything)
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
    sequence = ExerciseSequence(lawful, REFERENCE.steps, YEAR_START)
    findings = (
        *order_findings(sequence, REFERENCE.types),
        *rating_findings(lawful, ledger, REFERENCE.types),
        *too_close_together(lawful, 30),
    )
    assert all(finding.weight is FindingWeight.WARNING for finding in findings)


@settings(max_examples=40, deadline=None)
@given(nodes())
def test_the_exercises_of_a_year_can_be_ordered_so_that_each_follows_its_prerequisites(
    everything: tuple[ExerciseNode, ...],
) -> None:
    import networkx

    graph = program_graph(ExerciseSequence(everything, REFERENCE.steps, YEAR_START))
    assert set(graph) == {node.exercise_id for node in everything}
    place = {name: number for number, name in enumerate(networkx.topological_sort(graph))}
    by_id = {node.exercise_id: node for node in everything}
    for earlier, later in graph.edges:
        assert place[earlier] < place[later]
        assert by_id[earlier].ready_on <= by_id[later].on
        assert by_id[earlier].on < by_id[later].on


def test_prerequisites_name_each_action_at_each_campus_that_plays() -> None:
    node = ExerciseNode(
        exercise_id="big",
        kind=ExerciseType.FULL_SCALE,
        on=date(2026, 5, 1),
        ready_on=date(2026, 7, 1),
        campus_ids=("elm", "oak"),
        functions=FUNCTIONS,
    )
    drills = [
        prerequisite
        for prerequisite in prerequisites_of(node, REFERENCE.steps)
        if prerequisite.step.before is ExerciseType.DRILL
    ]
    assert {(prerequisite.function, prerequisite.campus_id) for prerequisite in drills} == {
        (function, campus) for function in FUNCTIONS for campus in ("elm", "oak")
    }


def test_months_before_keeps_the_day_or_uses_the_end_of_the_month() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)


def test_an_exercise_without_its_report_differs_from_one_that_was_not_held() -> None:
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
        sequence = ExerciseSequence((first, post), REFERENCE.steps, YEAR_START)
        return [
            (finding.lack, finding.other_id)
            for finding in order_findings(sequence, REFERENCE.types)
            if finding.exercise_id == "post"
        ]

    assert found(talk) == [(ProgressionFault.NOT_READY, "talk")]
    assert found(talk.model_copy(update={"on": date(2024, 1, 1), "ready_on": date(2024, 2, 1)})) == [
        (ProgressionFault.TOO_OLD, "talk")
    ]
    assert found(talk.model_copy(update={"ready_on": date(2026, 3, 20)})) == []
    assert found(talk.model_copy(update={"kind": ExerciseType.SEMINAR})) == [(ProgressionFault.MISSING, None)]
