"""A small workspace on disk without mistakes, for tests that change one thing. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.workspace.reader import read_workspace

DISTRICT = """\
name: Test District (invented)
state: NJ
timezone: America/New_York
year: "2025-26"
planned_on: 2025-08-01
calendar_namespace: 11111111-2222-4333-8444-555555555555
staff: staff.csv
agencies:
  - agency_id: police
    name: Police (invented)
    kind: police
"""

CAMPUSES = """\
campus_id,name,grades,enrollment,bell_schedule,fire_escapes
oak,Oak Elementary School,K-5,300,regular,no
elm,Elm High School,9-12,"1,200",regular,
"""

STAFF = """\
staff_id,name,campus_id,title,phone,radio,certifications,teaches
s1,Sample Alder,oak,Principal,555-0101,Command,IS-100;IS-200,no
s2,Sample Birch,elm,Teacher,,,,yes
"""

BELLS = """\
name: Regular (invented)
days:
  full:
    - {name: Arrival, start: 08:00, end: 08:15, tags: [arrival]}
    - {name: Lesson 1, start: 08:15, end: 09:00}
    - {name: Lunch, start: 11:30, end: 12:00, tags: [lunch]}
    - {name: Lesson 2, start: 12:00, end: 12:45}
"""

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//invented//EN
BEGIN:VEVENT
UID:a
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20250902
DTEND;VALUE=DATE:20250903
SUMMARY:First Day of School
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20251127
DTEND;VALUE=DATE:20251129
SUMMARY:Thanksgiving Recess - Schools Closed
END:VEVENT
BEGIN:VEVENT
UID:c
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20260618
DTEND;VALUE=DATE:20260619
SUMMARY:Last Day of School
END:VEVENT
BEGIN:VEVENT
UID:d
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20251013
SUMMARY:Columbus Day - Schools Closed
END:VEVENT
BEGIN:VEVENT
UID:e
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20251111
SUMMARY:Veterans Day - Schools Closed
END:VEVENT
BEGIN:VEVENT
UID:f
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20251225
DTEND;VALUE=DATE:20260101
SUMMARY:Christmas Recess - Schools Closed
END:VEVENT
BEGIN:VEVENT
UID:g
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20260101
SUMMARY:New Year's Day
END:VEVENT
BEGIN:VEVENT
UID:h
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20260119
SUMMARY:Martin Luther King Day
END:VEVENT
BEGIN:VEVENT
UID:i
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20260216
SUMMARY:Presidents' Day - Schools Closed
END:VEVENT
BEGIN:VEVENT
UID:j
DTSTAMP:20250701T000000Z
DTSTART;VALUE=DATE:20260525
SUMMARY:Memorial Day
END:VEVENT
END:VCALENDAR
"""

FILES: Mapping[str, str] = {
    "district.yaml": DISTRICT,
    "campuses.csv": CAMPUSES,
    "staff.csv": STAFF,
    "bells/regular.yaml": BELLS,
    "calendar.ics": CALENDAR.replace("\n", "\r\n"),
}


def write_workspace(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small workspace with some files added, replaced, or (None) omitted."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else _by_law_alone(content, name).encode())
    return folder


def _by_law_alone(content: str, name: str) -> str:
    """Return the text; district.yaml without a level of good practice gets a last line that switches it off."""
    is_silent = name == "district.yaml" and content.startswith("name: ") and "\npractice:" not in content
    return f"{content}practice: none\n" if is_silent and content.endswith("\n") else content


def problems_of(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> tuple[Problem, ...]:
    """Return the problems of the changed workspace; the test fails if there are none."""
    with pytest.raises(InputError) as caught:
        read_workspace(write_workspace(folder, changes))
    assert caught.value.exit_code == 2
    assert caught.value.problems, "an InputError without a problem tells nobody anything"
    return caught.value.problems


def the_problem(folder: Path, changes: Mapping[str, str | bytes | None]) -> Problem:
    """Return the only problem of the changed workspace."""
    problems = problems_of(folder, changes)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]
