"""Our exercises before the judge: nothing is broken in them, and deliberate faults are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record_sources.exercise_program import (
    drill_rules,
    exercise_record_fields,
    program_records,
    program_reports,
)
from drillplanner.audit.charts.record_sources.role_chart import chart_record
from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.incident_command.year.organize_district import organize_year
from drillplanner.model import Milestone, StaffList
from drillplanner.publish.exercise_papers.output import exercise_year_of, program_inputs_of
from tests.publish.exercise_papers.test_output import request as make_request

REQUEST = make_request()
PROGRAM = program_inputs_of(REQUEST)
CHARTS = organize_year(REQUEST.plan.drills, REQUEST.workspace)
YEAR = exercise_year_of(REQUEST, CHARTS)


def package(drill_id: str) -> ExercisePackage:
    return next(candidate for candidate in YEAR.packages if candidate.drill.drill_id == drill_id)


def found(drill_id: str, year: ExerciseYear = YEAR) -> set[tuple[str, str, str]]:
    """Return the judge's findings on a drill as an exercise (rule, severity, status), without training."""
    drill = package(drill_id).drill
    record = chart_record(CHARTS.chart(drill_id), drill, StaffList(REQUEST.workspace.staff))
    report = judge_record(record.model_copy(update=exercise_record_fields(drill_id, year, PROGRAM)), drill_rules())
    return {
        (finding.rule, finding.severity.value, finding.status)
        for finding in report.findings
        if finding.rule.startswith("HSP-")
    }


@pytest.mark.parametrize("drill_id", sorted(package.drill.drill_id for package in YEAR.packages))
def test_no_exercise_breaks_a_rule_or_leaves_one_open(drill_id: str) -> None:
    findings = found(drill_id)
    # HSP-03 and HSP-13 are advice on the scenario's wording and on evaluators.
    assert findings <= {("HSP-03", "warning", "violation"), ("HSP-13", "warning", "violation")}


def test_the_program_has_only_errors_that_our_own_checks_find_too() -> None:
    errors = [
        (report.chart, finding.rule, finding.message)
        for report in program_reports(YEAR, PROGRAM)
        for finding in report.findings
        if finding.severity.value == "error"
    ]
    our_errors = [finding.exercise_id for finding in YEAR.findings if finding.weight.value == "error"]
    assert [(chart, rule) for chart, rule, _ in errors] == [("programme of oak", "HSP-21")] * len(our_errors)
    assert our_errors == ["oak-functional-01"]
    assert "early dismissal" in errors[0][2]


def changed(drill_id: str, change: Callable[[ExercisePackage], dict[str, Any]]) -> ExerciseYear:
    packages = tuple(
        unchanged.model_copy(update=change(unchanged)) if unchanged.drill.drill_id == drill_id else unchanged
        for unchanged in YEAR.packages
    )
    return YEAR.model_copy(update={"packages": packages})


def without_seat(role: str) -> Callable[[ExercisePackage], dict[str, Any]]:
    return lambda exercise: {"staff": tuple(seat for seat in exercise.staff if seat.role_id != role)}


def without_stop_words(exercise: ExercisePackage) -> dict[str, Any]:
    return {"spoken": exercise.spoken.model_copy(update={"stop_words": " "})}


def a_player_controls(exercise: ExercisePackage) -> dict[str, Any]:
    commander = CHARTS.chart(exercise.drill.drill_id).posts[0].people[0].staff_id
    return {"staff": tuple(seat.model_copy(update={"staff_id": commander}) for seat in exercise.staff)}


def late_final_meeting(exercise: ExercisePackage) -> dict[str, Any]:
    return {
        "milestones": tuple(
            milestone.model_copy(update={"date": exercise.drill.date + timedelta(1)})
            if milestone.milestone is Milestone.FINAL_PLANNING
            else milestone
            for milestone in exercise.milestones
        )
    }


@pytest.mark.parametrize(
    ("rule", "drill_id", "change"),
    [
        ("HSP-02", "oak-functional-01", lambda exercise: {"objectives": ()}),
        ("HSP-04", "oak-functional-01", lambda exercise: {"guides": exercise.guides[1:]}),
        ("HSP-05", "oak-tabletop-01", late_final_meeting),
        ("HSP-06", "oak-functional-01", lambda exercise: {"events": exercise.events[::-1]}),
        ("HSP-06", "oak-functional-01", lambda exercise: {"events": ()}),
        ("HSP-07", "oak-functional-01", lambda exercise: without_seat("EXR-CTL")(exercise) | {"staff": ()}),
        ("HSP-08", "oak-tabletop-01", lambda exercise: {"modules": exercise.modules[1:]}),
        ("HSP-10", "oak-functional-01", a_player_controls),
        ("HSP-11", "oak-earthquake-01", without_seat("EXR-SAF")),
        ("HSP-11", "oak-lockdown-01", without_stop_words),
        ("HSP-12", "oak-tabletop-01", lambda exercise: {"documents": ("hot-wash",)}),
        ("HSP-12", "oak-earthquake-01", lambda exercise: {"documents": ("after-action-report",)}),
        ("HSP-13", "oak-functional-01", lambda exercise: {"staff": ()}),
        ("HSP-20", "oak-lockdown-01", lambda exercise: {
            "objectives": tuple(
                objective.model_copy(update={"action_id": None}) for objective in exercise.objectives
            )
        }),
    ],
)  # fmt: skip
def test_a_deliberate_fault_is_found(
    rule: str, drill_id: str, change: Callable[[ExercisePackage], dict[str, Any]]
) -> None:
    before = {name for name, _, _ in found(drill_id)}
    after = {name for name, _, status in found(drill_id, changed(drill_id, change)) if status == "violation"}
    assert rule not in before
    assert rule in after


def test_priorities_without_a_reason_and_exercises_without_a_priority_are_found() -> None:
    bare = YEAR.model_copy(
        update={
            "priorities": tuple(priority.model_copy(update={"rationale": " "}) for priority in YEAR.priorities)
        }
    )
    none = YEAR.model_copy(update={"priorities": ()})
    for year in (bare, none):
        rules = {finding.rule for report in program_reports(year, PROGRAM) for finding in report.findings}
        assert "HSP-19" in rules
    assert "HSP-19" not in {
        finding.rule for report in program_reports(YEAR, PROGRAM) for finding in report.findings
    }


def test_the_lesson_of_a_drill_is_a_seminar_on_the_day_before() -> None:
    ((campus_id, record),) = program_records(YEAR, PROGRAM)
    assert campus_id == "oak"
    assert record.programme is not None
    lessons = {
        exercise.id: exercise.date for exercise in record.programme.exercises if exercise.id.endswith("/lesson")
    }
    lockdown = package("oak-lockdown-01").drill
    assert lessons[f"{lockdown.drill_id}/lesson"] == lockdown.date - timedelta(1)
    # Adults who practice without students are informed, but not taught.
    assert "oak-functional-01/lesson" not in lessons


def test_gaps_of_the_whole_year_are_reported() -> None:
    from dataclasses import replace

    from drillplanner.model import DrillType, ImprovementLedger, RatedCapability

    assert YEAR.gaps == ()
    drills = tuple(drill for drill in REQUEST.plan.drills if drill.drill_type is DrillType.LOCKDOWN)
    small = replace(REQUEST, plan=REQUEST.plan.model_copy(update={"drills": drills}))
    assert [gap.split(" ")[1] for gap in exercise_year_of(small).gaps] == ["discussion-based", "functional"]
    rating = {
        "drill_id": "old-functional-01",
        "campus_id": "oak",
        "exercise_type": "functional",
        "date": "2024-03-04",
        "capability": "planning",
        "rating": "P",
    }
    lately = replace(small, ledger=ImprovementLedger(ratings=(RatedCapability.model_validate(rating),)))
    assert [gap.split(" ")[1] for gap in exercise_year_of(lately).gaps] == ["discussion-based"]
