"""From a drill to an exercise: its type, its evaluation, and the people who conduct it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.design.classification import exercise_type, functions_of
from drillplanner.exercises.design.evaluation import (
    MOST_OBJECTIVES,
    design_evaluation,
    play_minutes,
    target_minutes,
)
from drillplanner.exercises.design.exercise_package import ConductSeat
from drillplanner.exercises.design.staffing import NO_LIST, ExerciseStaffing
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.incident_command.year.organize_campus import organize_drill
from drillplanner.model import (
    CorrectiveAction,
    Drill,
    DrillFormat,
    DrillType,
    ExerciseType,
    StaffMember,
)
from drillplanner.model.scenarios.adult_texts import scenario_text
from tests.builders import campus, drill
from tests.bundled_scenarios import BUNDLED
from tests.incident_command.people import person

REFERENCE = load_reference()
TITLES = ("Principal", "Dean", "School Nurse", "Counselor", "Custodian", "Secretary", "Librarian", "Aide", "Coach")


def held(kind: DrillType, **more: object) -> Drill:
    fields: dict[str, object] = {"start": "09:00", "end": "09:12", "period_tags": ("instruction",)}
    return Drill.model_validate(drill("oak", kind, date(2025, 10, 7)).model_dump() | fields | more)


@pytest.mark.parametrize(
    ("kind", "form", "expected"),
    [
        (DrillType.LOCKDOWN, DrillFormat.PHYSICAL, ExerciseType.DRILL),
        (DrillType.LOCKDOWN, DrillFormat.WALK_THROUGH, ExerciseType.DRILL),
        (DrillType.LOCKDOWN, DrillFormat.TABLETOP, ExerciseType.TABLETOP),
        (DrillType.ACTIVE_ASSAILANT, DrillFormat.LESSON, ExerciseType.SEMINAR),
        (DrillType.TABLETOP, DrillFormat.TABLETOP, ExerciseType.TABLETOP),
        (DrillType.FUNCTIONAL, DrillFormat.WALK_THROUGH, ExerciseType.FUNCTIONAL),
        (DrillType.FULL_SCALE, DrillFormat.PHYSICAL, ExerciseType.FULL_SCALE),
        (DrillType.INSTRUCTION, DrillFormat.LESSON, ExerciseType.SEMINAR),
        (DrillType.HOLD, None, ExerciseType.DRILL),
    ],
)
def test_each_drill_has_its_hseep_type(kind: DrillType, form: DrillFormat | None, expected: ExerciseType) -> None:
    assert exercise_type(held(kind, format=form), REFERENCE) is expected


def test_each_exercise_has_the_functions_it_practices_commands_or_teaches() -> None:
    functions = {
        name: functions_of(held(BUNDLED[name].drill_type), BUNDLED[name], REFERENCE)
        for name in ("lockdown", "functional-exercise", "bus-safety-lesson", "emergency-procedures-lesson")
    }
    assert functions["lockdown"] == (DrillType.LOCKDOWN,)
    assert functions["functional-exercise"] == (DrillType.EARLY_DISMISSAL,)
    assert functions["bus-safety-lesson"] == (DrillType.BUS_EVACUATION,)
    assert set(functions["emergency-procedures-lesson"]) == set(DrillType)
    assert functions_of(held(DrillType.TABLETOP), None, REFERENCE) == ()


def action(number: int, capability: str) -> CorrectiveAction:
    return CorrectiveAction.model_validate(
        {
            "action_id": f"A-{number}",
            "issue": "Nobody heard it.",
            "action": "Mend it.",
            "capability": capability,
            "element": "equipment",
            "responsible": "r",
            "contact": "c",
            "drill_id": "old",
            "start": "2025-01-01",
            "due": "2025-12-01",
        }
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(DrillType), st.sampled_from([None, *sorted(BUNDLED)]), st.integers(0, 14))
def test_every_objective_has_a_guide_a_target_tasks_and_a_plan_behind_each(
    kind: DrillType, name: str | None, actions: int
) -> None:
    scenario = None if name is None else BUNDLED[name]
    group = REFERENCE.groups[kind]
    all_actions = [action(number, "planning") for number in range(actions)]
    text = None if scenario is None else scenario_text(scenario, None)
    targets = target_minutes(held(kind), scenario, group)
    design = design_evaluation(text, group, all_actions, "Plan", play_minutes(held(kind), scenario), targets)
    assert 1 <= len(design.objectives) <= max(MOST_OBJECTIVES, len(design.objectives) - len(design.actions))
    assert [objective.number for objective in design.objectives] == list(range(1, len(design.objectives) + 1))
    guide_of = {guide.objective.number: guide for guide in design.guides}
    for objective in design.objectives:
        assert guide_of[objective.number].objective == objective
        assert objective.capabilities
        assert "{" not in objective.text
        assert "None" not in objective.text
    ids = [task.id for guide in design.guides for target in guide.targets for task in target.tasks]
    assert len(ids) == len(set(ids))
    for guide in design.guides:
        assert guide.capability in guide.objective.capabilities
        assert all(task.source.strip() for target in guide.targets for task in target.tasks)
    # An action is taken up or listed as left over; an action on another capability is neither.
    touched = any(guide.capability == "planning" and guide.objective.action_id is None for guide in design.guides)
    assert len(design.actions) + len(design.left_over) == (actions if touched else 0)
    assert [objective.action_id for objective in design.objectives if objective.action_id] == [
        taken_up.action_id for taken_up in design.actions
    ]


def test_a_drill_without_a_length_lasts_as_long_as_its_scenario() -> None:
    open_end = held(DrillType.FIRE_EVACUATION, start=None, end=None)
    fire = BUNDLED["fire-evacuation"]
    assert play_minutes(open_end, fire) == fire.minutes
    assert play_minutes(open_end, None) == 10


def test_targets_are_minutes_to_clear_and_to_account_and_not_the_length_of_the_drill() -> None:
    fire, group = BUNDLED["fire-evacuation"], REFERENCE.groups[DrillType.FIRE_EVACUATION]
    targets = target_minutes(held(DrillType.FIRE_EVACUATION), fire, group)
    assert (targets.clear, targets.account) == (3, 5)
    design = design_evaluation(scenario_text(fire, None), group, (), "Plan", 12, targets)
    assert "within 3 minutes" in design.objectives[1].text
    assert "within 5 minutes" in design.objectives[2].text
    assert not any("12 minutes" in objective.text for objective in design.objectives)
    # Without a scenario they are those of the type; a drill that is over sooner has a shorter target.
    usual = target_minutes(held(DrillType.FIRE_EVACUATION), None, group)
    assert (usual.clear, usual.account) == (group.target_minutes.clear, group.target_minutes.account)
    short = held(DrillType.FIRE_EVACUATION, start="09:00", end="09:04")
    assert target_minutes(short, fire, group).account == 4


@st.composite
def people(draw: st.DrawFn) -> tuple[StaffMember, ...]:
    members = []
    for number in range(draw(st.integers(0, 14))):
        campus_id = draw(st.sampled_from(["oak", "oak", "oak", "elm"]))
        member = person(f"p{number:02d}", draw(st.sampled_from(TITLES)), teaches=draw(st.booleans()))
        courses = tuple(sorted(draw(st.sets(st.sampled_from(["IS-120", "IS-130.a"])))))
        members.append(member.model_copy(update={"campus_id": campus_id, "certifications": courses}))
    return tuple(members)


@settings(max_examples=25, deadline=None)
@given(
    people(),
    st.sampled_from(
        [DrillType.LOCKDOWN, DrillType.TABLETOP, DrillType.FUNCTIONAL, DrillType.EARTHQUAKE, DrillType.HOLD]
    ),
)
def test_no_one_both_plays_and_conducts_or_has_two_roles(staff: tuple[StaffMember, ...], kind: DrillType) -> None:
    planned = held(kind)
    chart = organize_drill(planned, None, campus("oak"), staff, ())
    exercise = exercise_type(planned, REFERENCE)
    large = kind is DrillType.EARTHQUAKE
    seats = ExerciseStaffing(staff, (planned,), REFERENCE, "Director").seats(planned, exercise, large, chart)
    filled = [seat for seat in seats if seat.staff_id is not None]
    ids = [seat.staff_id for seat in filled]
    assert len(ids) == len(set(ids))
    players = {holder.staff_id for post in chart.posts for holder in post.people}
    alternates = {holder.staff_id for post in chart.posts for holder in post.alternates} | {
        holder.staff_id for post in chart.on_call for holder in (*post.people, *post.alternates)
    }
    by_id = {member.staff_id: member for member in staff}
    ordinary = exercise in (ExerciseType.DRILL, ExerciseType.SEMINAR) and not large
    for seat in filled:
        member = by_id[str(seat.staff_id)]
        assert seat.staff_id not in players | alternates
        assert not member.teaches
        assert member.campus_id == "oak" or not ordinary
    assert_vacancies_are_said(seats, staff)
    if any(seat.vacancy for seat in seats):
        free = {member.staff_id for member in staff if member.campus_id == "oak" and not member.teaches}
        assert free <= players | alternates | set(ids)


def assert_vacancies_are_said(seats: tuple[ConductSeat, ...], staff: tuple[StaffMember, ...]) -> None:
    for seat in seats:
        if seat.staff_id is None and not seat.job:
            assert seat.vacancy
            assert (seat.vacancy == NO_LIST) is all(member.campus_id != "oak" for member in staff)


def test_the_load_is_shared_over_the_year() -> None:
    staff = tuple(person(f"p{number:02d}", title) for number, title in enumerate(TITLES * 3))
    drills = [
        held(DrillType.HOLD, drill_id=f"oak-hold-{number:02d}", date=date(2025, 10, 1 + number))
        for number in range(12)
    ]
    staffing = ExerciseStaffing(staff, drills, REFERENCE, "Director")
    times: dict[str, int] = {}
    for hold in drills:
        for seat in staffing.seats(
            hold, ExerciseType.DRILL, False, organize_drill(hold, None, campus("oak"), staff, ())
        ):
            if seat.staff_id is not None:
                times[seat.staff_id] = times.get(seat.staff_id, 0) + 1
    assert sum(times.values()) == 12
    assert max(times.values()) <= 2
