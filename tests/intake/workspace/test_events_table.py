"""The list of events, ``events.csv``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import Problem
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DrillType, Event, EventKind
from tests.intake.small_workspace import CAMPUSES, problems_of, the_problem, write_workspace

HEADER = "kind,first,last,campus_ids,drill_type,note\n"


def events(folder: Path, text: str) -> tuple[Event, ...]:
    return read_workspace(write_workspace(folder, {"events.csv": text})).events


def problem(folder: Path, row: str) -> Problem:
    found = the_problem(folder, {"events.csv": HEADER + "fire,2025-10-01,,,,\n" + row + "\n"})
    assert (found.file, found.line) == ("events.csv", 3)
    return found


def test_events_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = HEADER + (
        "real_emergency,2026-03-02,,oak,lockdown,an intruder was reported (invented)\n"
        "athletic_season,2025-08-15,2025-11-20,elm; oak,,\n"
        "State assessment,5/12/2026,5/13/2026,,,\n"
    )
    assert events(tmp_path, text) == (
        Event(
            kind=EventKind.REAL_EMERGENCY,
            first=date(2026, 3, 2),
            last=date(2026, 3, 2),
            campus_ids=("oak",),
            drill_type=DrillType.LOCKDOWN,
            note="an intruder was reported (invented)",
            row=2,
        ),
        Event(
            kind=EventKind.ATHLETIC_SEASON,
            first=date(2025, 8, 15),
            last=date(2025, 11, 20),
            campus_ids=("elm", "oak"),
            row=3,
        ),
        Event(kind=EventKind.STATE_ASSESSMENT, first=date(2026, 5, 12), last=date(2026, 5, 13), row=4),
    )


@pytest.mark.parametrize("text", [None, HEADER, "kind,first\n"])
def test_no_file_and_no_rows_are_no_events(tmp_path: Path, text: str | None) -> None:
    workspace = read_workspace(write_workspace(tmp_path, {"events.csv": text}))
    assert workspace.events == ()
    assert workspace.assumptions == ()


def test_two_columns_are_enough(tmp_path: Path) -> None:
    (event,) = events(tmp_path, "kind,first\nfire,2025-10-01\n")
    assert (event.last, event.campus_ids, event.drill_type) == (date(2025, 10, 1), None, None)


def test_a_drill_type_may_be_in_common_words(tmp_path: Path) -> None:
    (event,) = events(tmp_path, HEADER + "real_emergency,2025-10-01,,,Fire Drill,\n")
    assert event.drill_type is DrillType.FIRE_EVACUATION


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    found = problem(tmp_path, "atletic_season,2025-10-01,,,,")
    assert (found.message, found.value) == ("there is no such kind", "atletic_season")
    assert found.allowed == ", ".join(EventKind)
    assert found.maybe == "Maybe you meant 'athletic_season'."


def test_an_unknown_campus_is_refused(tmp_path: Path) -> None:
    found = problem(tmp_path, "fire,2025-10-01,,oak;elms,,")
    assert (found.message, found.value) == ("there is no such campus", "elms")
    assert (found.allowed, found.maybe) == ("oak, elm", "Maybe you meant 'elm'.")


@pytest.mark.parametrize(
    ("row", "message", "value", "allowed"),
    [
        (",2025-10-01,,,,", "the column 'kind' is empty in this row", None, ", ".join(EventKind)),
        ("fire,,,,,", "the column 'first' is empty in this row", None, "a date such as 2025-10-03 or 10/3/2025"),
        ("fire,soon,,,,", "'first' cannot be read", "soon", "a date such as 2025-10-03 or 10/3/2025"),
        ("fire,2025-10-01,2025-02-30,,,", "'last' cannot be read", "2025-02-30", "a date such as 2025-10-03 or 10/3/2025"),  # noqa: E501
        ("fire,2025-10-02,2025-10-01,,,", "the event ends before it begins", "2025-10-02 to 2025-10-01", "a last day on or after 2025-10-02"),  # noqa: E501
        ("fire,2025-10-01,,,lockdown,", "only a real emergency stands for a kind of drill", "lockdown", "an empty drill_type, or the kind real_emergency"),  # noqa: E501
        ("real_emergency,2025-10-01,,,pumpkin,", "this is no kind of drill that we know", "pumpkin", ", ".join(DrillType)),  # noqa: E501
        ("real_emergency,2025-10-01,,,lockdown/fire drill,", "this may be several kinds of drill", "lockdown/fire drill", "lockdown, fire_evacuation"),  # noqa: E501
        ("fire,2025-10-01,", "this row has 3 cells, the header has 6", "fire,2025-10-01,", "6 cells, empty ones included"),  # noqa: E501
    ],
)  # fmt: skip
def test_unusable_rows_are_refused(
    tmp_path: Path, row: str, message: str, value: str | None, allowed: str
) -> None:
    found = problem(tmp_path, row)
    assert (found.message, found.value, found.allowed) == (message, value, allowed)


def test_every_mistake_is_reported(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"events.csv": HEADER + "x,y,z,w,lockdown,\nfire,,,,,\n"})
    assert [(problem.line, problem.value) for problem in found] == [
        (2, "x"),
        (2, "y"),
        (2, "z"),
        (2, "w"),
        (3, None),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "the list of events is empty"), ("kind,date\nfire,2025-10-01\n", "the column 'first' is missing")],
)
def test_a_file_that_is_not_a_list_of_events_is_refused(tmp_path: Path, text: str, message: str) -> None:
    found = the_problem(tmp_path, {"events.csv": text})
    assert (found.file, found.message) == ("events.csv", message)


def test_events_outside_the_school_year_are_kept_and_reported(tmp_path: Path) -> None:
    text = HEADER + "staff_training,2025-07-01,,,,\nstaff_training,2026-06-30,,,,\npublic_event,2024-10-05,,,,\n"
    workspace = read_workspace(write_workspace(tmp_path, {"events.csv": text}))
    assert len(workspace.events) == 3
    assert workspace.assumptions == (
        "The public event on line 4 of events.csv (2024-10-05 to 2024-10-05) lies outside the school year, "
        "2025-07-01 to 2026-06-30. It is kept; check the year of its dates.",
    )


def test_an_unused_column_is_reported(tmp_path: Path) -> None:
    text = "kind,first,where,notes\nfire,2025-10-01,gym,x\n"
    workspace = read_workspace(write_workspace(tmp_path, {"events.csv": text}))
    assert workspace.assumptions == ("The column 'where' of events.csv is not used.",)


def test_a_campus_with_a_broken_row_is_not_reported_again(tmp_path: Path) -> None:
    changes = {"campuses.csv": CAMPUSES.replace("9-12", "9-15"), "events.csv": HEADER + "fire,2025-10-01,,elm,,\n"}
    assert [problem.file for problem in problems_of(tmp_path, changes)] == ["campuses.csv"]


def test_a_real_emergency_without_a_drill_type_is_reported_to_count_as_no_drill(tmp_path: Path) -> None:
    text = HEADER + "real_emergency,2025-10-01,,,,\nreal_emergency,2025-10-02,,,lockdown,\n"
    assumptions = read_workspace(write_workspace(tmp_path, {"events.csv": text})).assumptions
    assert [sentence for sentence in assumptions if "counts as no drill" in sentence] == [
        "The real emergency on line 2 of events.csv has no drill_type, so it counts as no drill."
    ]


def test_the_steps_after_a_death_are_answered_on_its_row(tmp_path: Path) -> None:
    header = "kind,first,mental_health_signoff,extra_support\n"
    (event,) = events(tmp_path, header + "death_at_school,2025-10-01,yes,\n")
    assert (event.mental_health_signoff, event.extra_support, event.reason_recorded) == (True, None, None)


@pytest.mark.parametrize("row", ["hoax_call,{}", "Swatting,{}", "real_emergency,{},,lockdown"])
def test_a_lead_can_agree_after_a_hoax_or_a_real_lockdown(tmp_path: Path, row: str) -> None:
    header = "kind,first,campus_ids,drill_type,mental_health_signoff\n"
    cells = [*row.format("2025-10-01").split(","), "", ""][:4]
    (event,) = events(tmp_path, f"{header}{','.join(cells)},yes\n")
    assert event.mental_health_signoff is True
    assert event.calls_for_pause


def test_no_lead_agrees_after_a_real_fire(tmp_path: Path) -> None:
    header = "kind,first,campus_ids,drill_type,mental_health_signoff\n"
    found = the_problem(tmp_path, {"events.csv": f"{header}real_emergency,2025-10-01,,fire_evacuation,yes\n"})
    assert "is only for violence, a death, a real lockdown, or a hoax call" in found.message


def test_no_lead_agrees_after_a_storm(tmp_path: Path) -> None:
    text = "kind,first,mental_health_signoff\nsevere_weather,2025-10-01,yes\n"
    found = the_problem(tmp_path, {"events.csv": text})
    assert "only for violence, a death" in found.message
    assert "death_at_school" in (found.allowed or "")


@pytest.mark.parametrize(
    ("rows", "beginning"),
    [
        ("fire,03/04/2026,\n", "Dates such as 03/04/2026 in events.csv are read with the month first, as in"),
        ("fire,03/04/2026,\nfire,03/14/2026,\n", ""),
        ("fire,03/03/2026,\nfire,2026-03-04,\n", ""),
    ],
)
def test_ambiguous_dates_are_reported(tmp_path: Path, rows: str, beginning: str) -> None:
    workspace = read_workspace(write_workspace(tmp_path, {"events.csv": "kind,first,last\n" + rows}))
    sentences = [assumption for assumption in workspace.assumptions if "Dates such as" in assumption]
    assert [sentence[: len(beginning)] for sentence in sentences] == ([beginning] if beginning else [])
