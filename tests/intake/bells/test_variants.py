"""Bell schedules with rotating days, other weekdays, and special dates; all invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import Problem
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind, Workspace
from tests.intake.small_workspace import BELLS, CAMPUSES, the_problem, write_workspace

VARIANTS = """\
variants:
  A: {periods: [{name: Block 1, start: 08:00, end: 09:30}, {name: Lunch A, start: 09:30, end: 10:00}]}
  B: {periods: [{name: Block 5, start: 08:10, end: 09:40}]}
  rally: {periods: [{name: Rally, start: 08:20, end: 09:00, tags: [assembly]}]}
  short: {kind: early_release, periods: [{name: Short 1, start: 08:30, end: 09:00}]}
"""
ROTATION = "rotation: {order: [A, B], from: 2025-09-03}\ndates:\n  - {date: 2025-09-05, variant: rally}\n"
SHORT = "  - {from: 2025-11-24, to: 2025-11-26, variant: short}\n"


def workspace_of(folder: Path, rules: str, variants: str = VARIANTS, **others: str) -> Workspace:
    return read_workspace(write_workspace(folder, {"bells/regular.yaml": BELLS + variants + rules, **others}))


def first_names(workspace: Workspace, campus_id: str, *dates: str) -> list[str]:
    campus = workspace.campus_by_id[campus_id]
    days = [workspace.calendar.day(date.fromisoformat(on)) for on in dates]
    return [workspace.periods(campus, day)[0].name for day in days if day is not None]


def the_problem_with(folder: Path, rules: str, variants: str = VARIANTS) -> Problem:
    return the_problem(folder, {"bells/regular.yaml": BELLS + variants + rules})


def test_a_rotation_advances_on_each_school_day(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, ROTATION + SHORT)
    dates = ("2025-09-02", "2025-09-03", "2025-09-04", "2025-09-05", "2025-09-08", "2025-09-09")
    expected = ["Arrival", "Block 1", "Block 5", "Rally", "Block 5", "Block 1"]
    assert first_names(workspace, "oak", *dates) == expected


def test_the_rotation_agrees_with_plain_counting(tmp_path: Path) -> None:
    workspace = workspace_of(
        tmp_path,
        "rotation: {order: [A, B, full, rally, A, B]}\ndates:\n  - {date: 2025-12-03, variant: short}\n",
    )
    names = {"A": "Block 1", "B": "Block 5", "full": "Arrival", "rally": "Rally"}
    expected = [
        names[["A", "B", "full", "rally", "A", "B"][turn % 6]]
        for turn in range(len(workspace.calendar.dates_at("oak")))
    ]
    campus = workspace.campus_by_id["oak"]
    found = [
        workspace.periods(campus, day)[0].name
        for day in workspace.calendar.days
        if day.kind_at("oak") is not DayKind.CLOSED
    ]
    where = workspace.calendar.dates_at("oak").index(date(2025, 12, 3))
    # 3 December is a full day by the calendar: the variant of an early release does not hold there.
    assert found[where] == "Arrival"
    assert found[:where] + found[where + 1 :] == expected[:where] + expected[where + 1 :]


def test_a_variant_may_apply_on_weekdays(tmp_path: Path) -> None:
    workspace = workspace_of(
        tmp_path,
        "weekdays: {Wed: A, Fri.: B}\ndates:\n  - {date: 2025-09-05, variant: full}\n"
        "  - {date: 2025-09-08, variant: rally}\n  - {date: 2025-12-17, variant: short}\n",
    )
    dates = ("2025-09-03", "2025-09-04", "2025-09-05", "2025-09-08", "2025-09-12")
    assert first_names(workspace, "elm", *dates) == ["Block 1", "Arrival", "Arrival", "Rally", "Block 5"]


def test_a_variant_applies_on_days_of_its_kind(tmp_path: Path) -> None:
    answers = "days:\n  - {from: 2025-11-24, to: 2025-11-25, kind: early_release}\n"
    workspace = workspace_of(tmp_path, ROTATION + SHORT, **{"calendar.yaml": answers})
    assert first_names(workspace, "oak", "2025-11-24", "2025-11-25") == ["Short 1", "Short 1"]
    assert first_names(workspace, "oak", "2025-11-26") == ["Arrival"], "a full day by the calendar"


def test_lessons_of_all_full_days_count_once_each(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, ROTATION + SHORT)
    assert workspace.bells["regular"].lesson_names == ("Lesson 1", "Lesson 2", "Block 1", "Block 5")
    plain = read_workspace(write_workspace(tmp_path / "plain", {}))
    assert plain.bells["regular"].lesson_names == ("Lesson 1", "Lesson 2")


def test_periods_that_no_day_has_are_no_lessons(tmp_path: Path) -> None:
    rules = "rotation: {order: [A, B]}\ndates:\n  - {date: 2025-09-05, variant: rally}\n"
    workspace = workspace_of(tmp_path, rules + "  - {date: 2025-11-26, variant: short}\n")
    assert workspace.bells["regular"].has_ordinary_days is True, "26 November, a full day by the calendar"
    only = workspace_of(tmp_path / "only", rules + "  - {date: 2025-09-06, variant: short}\n")
    assert only.bells["regular"].has_ordinary_days is False
    assert only.bells["regular"].lesson_names == ("Block 1", "Block 5")


def test_staff_hours_follow_the_bells_of_the_date(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, ROTATION + SHORT)
    day = workspace.calendar.day(date(2025, 9, 4))
    assert day is not None
    hours = workspace.staff_hours(workspace.campus_by_id["oak"], day)
    assert hours is not None
    assert f"{hours.start:%H:%M}" == "09:40", "after the last bell of a B day"


def test_dates_without_school_and_differing_campuses_are_reported(tmp_path: Path) -> None:
    workspace = workspace_of(
        tmp_path,
        ROTATION + SHORT + "  - {date: 2025-09-06, variant: rally}\n",
        **{"calendar.yaml": "days:\n  - {date: 2025-09-08, kind: closed, campuses: [elm]}\n"},
    )
    text = "\n".join(workspace.assumptions)
    assert "there is no school on 2025-09-06 at oak, elm" in text
    assert "oak, elm are not open on the same days" in text


def test_a_closure_does_not_shift_the_rotation(tmp_path: Path) -> None:
    before = workspace_of(tmp_path / "a", ROTATION + SHORT)
    after = workspace_of(tmp_path / "b", ROTATION + SHORT, **{"closures.csv": "date\n2025-09-04\n"})
    assert first_names(before, "oak", "2025-09-09") == first_names(after, "oak", "2025-09-09")


@pytest.mark.parametrize(
    ("rules", "message", "value"),
    [
        ("weekdays: {wednesday: C}\n", "there is no such variant", "C"),
        ("weekdays: {wensday: A}\n", "this is not a weekday", "wensday"),
        ("weekdays: {M-F: A, wed: B}\n", "Wednesday has two variants (the other under 'M-F')", "wed"),
        ("rotation: {order: [A, B, Z]}\n", "there is no such variant", "Z"),
        ("rotation: {order: [A, B]}\nweekdays: {monday: A}\n", "'weekdays' and 'rotation' both say", None),
        ("dates:\n  - {from: 2025-10-02, variant: A}\n", "write either 'date'", None),
        ("dates:\n  - {from: 2025-10-02, to: 2025-10-01, variant: A}\n", "it ends (2025-10-01) before", None),
    ],
)
def test_invalid_rules_are_refused(tmp_path: Path, rules: str, message: str, value: str | None) -> None:
    variants = VARIANTS.replace("\n  rally", "\n  # rally").replace("\n  short", "\n  # short")
    used = rules if "dates:" in rules else rules + "dates:\n"
    used += "  - {date: 2025-10-09, variant: A}\n  - {date: 2025-10-10, variant: B}\n"
    found = the_problem_with(tmp_path, used, variants)
    assert message in found.message
    if value is not None:
        assert found.value == value
    assert found.line is not None


@pytest.mark.parametrize(
    ("variants", "message"),
    [
        ("variants:\n  A: {periods: [{name: X, start: 09:00, end: 08:00}]}\n", "does not end after its start"),
        ("variants:\n  full: {periods: [{name: X, start: 08:00, end: 09:00}]}\n", "the name of a kind of day"),
        ("variants:\n  A: {kind: closed, periods: [{name: X, start: 08:00, end: 09:00}]}\n", "has no periods"),
    ],
)
def test_invalid_variants_are_refused(tmp_path: Path, variants: str, message: str) -> None:
    name = "full" if "full:" in variants else "A"
    found = the_problem_with(tmp_path, f"weekdays: {{monday: {name}}}\n", variants)
    assert message in found.message


def test_a_variant_that_never_applies_is_refused(tmp_path: Path) -> None:
    found = the_problem_with(tmp_path, ROTATION)
    assert (found.message, found.value) == ("nothing says when this variant holds", "short")


def test_staff_hours_may_not_overlap_a_variant(tmp_path: Path) -> None:
    late = "variants:\n  A: {periods: [{name: Late, start: 13:00, end: 15:00}]}\nweekdays: {monday: A}\n"
    found = the_problem_with(tmp_path, "staff_hours: {start: 13:00, end: 14:00}\n", late)
    assert "'A'" in found.message


def test_only_campuses_of_the_schedule_rotate(tmp_path: Path) -> None:
    others = {
        "bells/other.yaml": BELLS,
        "campuses.csv": CAMPUSES.replace('"1,200",regular', '"1,200",other'),
    }
    workspace = workspace_of(tmp_path, ROTATION + SHORT, **others)
    assert first_names(workspace, "oak", "2025-09-03") == ["Block 1"]
    assert first_names(workspace, "elm", "2025-09-03") == ["Arrival"]
