"""The doctrine's lists: complete, and consistent with each other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drillplanner.exercises.doctrine import load_reference as loading
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.program.progression import progression_graph
from drillplanner.files.errors import InputError
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import CoreCapability, DrillType, ExerciseFamily, ExerciseType, Milestone, MissionArea

DATA = Path(loading.__file__).parent / "data"


def test_there_are_32_capabilities_in_five_areas_three_of_them_in_all() -> None:
    capabilities = load_reference().capabilities
    assert set(capabilities) == set(CoreCapability)
    assert len({capability.name for capability in capabilities.values()}) == 32
    first_area = [capability.areas[0] for capability in capabilities.values()]
    counts = {area: first_area.count(area) for area in MissionArea}
    assert counts == {"all": 3, "prevention": 4, "protection": 5, "mitigation": 4, "response": 12, "recovery": 4}
    assert [name for name, entry in capabilities.items() if entry.areas == (MissionArea.ALL,)] == [
        CoreCapability.PLANNING,
        CoreCapability.PUBLIC_INFORMATION_AND_WARNING,
        CoreCapability.OPERATIONAL_COORDINATION,
    ]


def test_seven_types_four_discussions_and_three_operations() -> None:
    types = load_reference().types
    assert {kind for kind, entry in types.items() if entry.family is ExerciseFamily.DISCUSSION} == {
        ExerciseType.SEMINAR,
        ExerciseType.WORKSHOP,
        ExerciseType.TABLETOP,
        ExerciseType.GAME,
    }
    labels = {entry.ed_label for entry in types.values()} - {"none of the five"}
    assert labels == {"Orientation", "Tabletop exercise", "Drill", "Functional exercise", "Full-scale exercise"}


def test_a_failed_capability_returns_to_a_simpler_type() -> None:
    types = load_reference().types
    for kind, entry in types.items():
        assert all(types[lower].rank < entry.rank or (lower is kind and entry.rank == 0) for lower in entry.below)


def test_the_steps_go_from_simple_to_complex_without_a_cycle() -> None:
    import networkx

    reference = load_reference()
    graph = progression_graph(reference.steps)
    assert networkx.is_directed_acyclic_graph(graph)
    order = list(networkx.lexicographical_topological_sort(graph, key=lambda name: name))
    for step in reference.steps:
        assert order.index(step.before) < order.index(step.after)
        assert reference.types[step.before].rank <= reference.types[step.after].rank
    assert {(step.before.value, step.after.value) for step in reference.steps} == {
        ("seminar", "workshop"),
        ("seminar", "tabletop"),
        ("seminar", "drill"),
        ("workshop", "tabletop"),
        ("tabletop", "game"),
        ("tabletop", "functional"),
        ("drill", "functional"),
        ("tabletop", "full_scale"),
        ("drill", "full_scale"),
        ("functional", "full_scale"),
    }


def test_each_kind_of_drill_is_evaluated_by_objectives_with_a_verb_a_measure_and_a_time() -> None:
    reference = load_reference()
    assert set(reference.groups) == set(DrillType)
    for group in reference.groups.values():
        capabilities = [evaluation.capability for evaluation in group.evaluations]
        assert len(set(capabilities)) == len(capabilities)
        for evaluation in group.evaluations:
            objective = evaluation.objective.format(minutes=12, clear=3, account=5)
            assert "{" not in objective + evaluation.target.format(minutes=12, clear=3, account=5)
            assert any(word in objective for word in ("minute", "second", "same day")), objective


def test_meetings_are_planned_in_the_required_order() -> None:
    reference = load_reference()
    for column, days in reference.lead_days.items():
        before = [
            days[milestone]
            for milestone in Milestone
            if milestone in days and reference.milestones[milestone].when == "before"
        ]
        after = [
            days[milestone]
            for milestone in Milestone
            if milestone in days and reference.milestones[milestone].when == "after"
        ]
        assert before == sorted(before, reverse=True), column
        assert after == sorted(after), column
        assert min(before, default=1) >= 1
    assert reference.milestones[Milestone.HOT_WASH].when == "after"


def test_documents_for_exercise_staff_only_are_marked() -> None:
    kinds = load_reference().document_kinds
    staff_only = {name for name, entry in kinds.items() if not entry.players}
    assert staff_only == {"controller-handbook", "events-list", "evaluation-guides", "facilitator-guide"}


def test_the_filled_roles_are_those_of_the_catalog() -> None:
    known = {role.id for role in load_catalog().beside if role.chart == "exercise"}
    families = load_training().families
    for role in load_reference().roles:
        assert role.id in known
        assert set(role.preferred) <= families


@pytest.mark.parametrize(
    ("file", "was", "becomes", "message"),
    [
        ("documents.yaml", "review]", "revue]", "there is no such document"),
        (
            "progression.yaml",
            "edges:\n",
            "edges:\n  - {before: game, after: tabletop, strength: soft, why: circle}\n",
            "come back",
        ),
        ("drill_evaluation.yaml", "[cardiac]", "[hold]", "an entry is missing in 'groups'"),
        ("staff_roles.yaml", "with: EXR-DIR", "with: EXR-XYZ", "there is no such role"),
        ("core_capabilities.yaml", "  housing:", "  houses:", "'capabilities.houses"),
        ("milestones.yaml", "  tabletop: {initial", "  workshop: {initial", "lead_days"),
    ],
)
def test_contradictory_lists_are_refused_with_their_line(
    tmp_path: Path, file: str, was: str, becomes: str, message: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert was in text
    (folder / file).write_text(text.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_reference(folder)
    assert any(
        f"exercises/doctrine/data/{file}:" in str(problem) and message in str(problem)
        for problem in caught.value.problems
    ), str(caught.value)
