"""The bundled example: a whole workspace with the public facts of the Livingston calendar."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.files.shipped import shipped_folder
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind, PeriodTag, Workspace, each_date

FOLDER = shipped_folder("examples") / "livingston_nj"

ELEMENTARY = ("burnet-hill", "collins", "amos-w-harrison", "hillside", "mount-pleasant-elementary", "riker-hill")

# The weekdays without school that the district published for 2025-26 (Livingston, New Jersey, calendar 2025-26).
CLOSED = (
    date(2025, 9, 1),
    *each_date(date(2025, 9, 23), date(2025, 9, 24)),
    date(2025, 10, 2),
    date(2025, 10, 13),
    date(2025, 10, 20),
    *each_date(date(2025, 11, 6), date(2025, 11, 7)),
    *each_date(date(2025, 11, 27), date(2025, 11, 28)),
    *(day for day in each_date(date(2025, 12, 24), date(2026, 1, 1)) if day.weekday() < 5),
    date(2026, 1, 19),
    *each_date(date(2026, 2, 16), date(2026, 2, 20)),
    date(2026, 3, 20),
    *each_date(date(2026, 3, 31), date(2026, 4, 3)),
    date(2026, 5, 25),
)
EARLY_FOR_ALL = (
    date(2025, 8, 29),
    date(2025, 11, 26),
    date(2025, 12, 23),
    date(2026, 3, 19),
    *each_date(date(2026, 6, 16), date(2026, 6, 18)),
)
EARLY_FOR_ELEMENTARY = (
    *each_date(date(2025, 11, 3), date(2025, 11, 5)),
    *each_date(date(2026, 3, 4), date(2026, 3, 6)),
)
EARLY_FOR_HIGH = (date(2026, 1, 27),)
DELAYED = (date(2025, 12, 1), date(2026, 1, 20), date(2026, 2, 23))


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return read_workspace(FOLDER)


def test_nothing_is_assumed_and_nothing_is_in_doubt(workspace: Workspace) -> None:
    assert workspace.assumptions == ()
    assert workspace.calendar.questions == ()


def test_the_school_days_are_as_published(workspace: Workspace) -> None:
    calendar = workspace.calendar
    assert (calendar.first_day, calendar.last_day) == (date(2025, 8, 27), date(2026, 6, 18))
    assert calendar.first_staff_day == date(2025, 8, 25)
    weekdays = [day for day in each_date(calendar.first_day, calendar.last_day) if day.weekday() < 5]
    assert calendar.school_dates == tuple(day for day in weekdays if day not in CLOSED)
    assert len(calendar.school_dates) == 183
    assert calendar.day(date(2026, 3, 30)) is not None, "a recess day that a snow day turned into school"


def test_every_day_has_the_published_kind_at_every_campus(workspace: Workspace) -> None:
    for campus in workspace.campuses:
        early = set(EARLY_FOR_ALL)
        early |= set(EARLY_FOR_ELEMENTARY) if campus.campus_id in ELEMENTARY else set()
        early |= set(EARLY_FOR_HIGH) if campus.campus_id == "livingston-high" else set()
        for day in workspace.calendar.school_dates:
            expected = (
                DayKind.EARLY_RELEASE
                if day in early
                else DayKind.DELAYED_OPENING
                if day in DELAYED
                else DayKind.FULL
            )
            assert workspace.calendar.kind_at(day, campus.campus_id) is expected, (campus.campus_id, day)


def test_the_nine_schools_are_read(workspace: Workspace) -> None:
    grades = {campus.campus_id: campus.grades for campus in workspace.campuses}
    assert len(grades) == 9
    assert all(grades[campus_id] == ("K", "1", "2", "3", "4", "5") for campus_id in ELEMENTARY)
    assert grades["mount-pleasant-middle"] == ("6",)
    assert grades["heritage"] == ("7", "8")
    assert grades["livingston-high"] == ("9", "10", "11", "12")
    assert all(
        set(campus.facts) == {"more_than_one_room", "fire_escapes", "buses", "summer_program", "disability_plans"}
        for campus in workspace.campuses
    )


def test_every_bell_day_leaves_room_for_drills(workspace: Workspace) -> None:
    for schedule in workspace.bells.values():
        assert set(schedule.days) == {DayKind.FULL, DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING}
        for kind, periods in schedule.days.items():
            lessons = [period for period in periods if period.tags == (PeriodTag.INSTRUCTION,)]
            assert 6 <= len(lessons) <= 8
            assert min(lesson.length for lesson in lessons) >= (35 if kind is DayKind.FULL else 25)
            assert periods[0].tags == (PeriodTag.ARRIVAL,) and 15 <= periods[0].length <= 20
            assert periods[-1].tags == (PeriodTag.DISMISSAL,) and 10 <= periods[-1].length <= 15
            assert time(7, 30) <= periods[0].start and periods[-1].end <= time(15, 30)


def test_people_and_agencies_are_plainly_invented(workspace: Workspace) -> None:
    names = [member.name for member in workspace.staff]
    assert len(set(names)) == len(names) == 133
    assert all(name.startswith("Sample ") for name in names)
    assert all(not member.phone or "555-01" in member.phone for member in workspace.staff)
    with (FOLDER / "staff.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["note"] for row in csv.DictReader(stream)} == {"invented"}
    per_campus = Counter(member.campus_id for member in workspace.staff)
    assert set(per_campus) == {campus.campus_id for campus in workspace.campuses}
    assert all(10 <= number <= 18 for number in per_campus.values())
    assert all("(sample)" in agency.name for agency in workspace.district.agencies)
    assert "invented for illustration" in workspace.district.note


def test_every_school_has_the_people_whom_a_chart_needs(workspace: Workspace) -> None:
    for campus in workspace.campuses:
        titles = [member.title for member in workspace.staff if member.campus_id == campus.campus_id]
        for title in (
            "Principal",
            "Assistant Principal",
            "Secretary",
            "School Nurse",
            "School Counselor",
            "Head Custodian",
        ):
            assert title in titles, (campus.campus_id, title)
        assert sum(title.startswith("Teacher") for title in titles) >= 4


def test_the_calendar_follows_the_icalendar_standard() -> None:
    raw = (FOLDER / "calendar.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75, "RFC 5545, 3.1"
    assert any(line.startswith(b" ") for line in lines), "long lines are folded"
    assert lines.count(b"BEGIN:VEVENT") == 33
    uids = [line for line in lines if line.startswith(b"UID:")]
    assert len(set(uids)) == 33
    assert b"METHOD" not in raw


def test_every_file_is_explained() -> None:
    explained = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in sorted(Path(FOLDER).iterdir()):
        assert path.name == "README.md" or path.name in explained, path.name
