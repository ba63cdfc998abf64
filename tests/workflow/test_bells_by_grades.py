"""An invented school with separate bells for its grades: planned, audited, and printed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pypdf
import pytest

from tests.command_line import run
from tests.intake.small_workspace import DISTRICT, write_workspace

CALENDAR = """\
title,start
First day of school,2025-09-02
Last day of school,2025-09-30
"""
YOUNG = """\
name: Lower school (invented)
days:
  full:
    - {name: Arrival, start: 08:00, end: 08:20, tags: [arrival]}
    - {name: Lesson 1, start: 08:20, end: 09:10}
    - {name: Lesson 2, start: 09:10, end: 10:00}
    - {name: Lunch, start: 11:00, end: 11:30, tags: [lunch]}
    - {name: Lesson 3, start: 11:30, end: 12:50}
    - {name: Dismissal, start: 12:50, end: 13:10, tags: [dismissal]}
"""
OLD = """\
name: Upper school (invented)
days:
  full:
    - {name: Arrival, start: 08:00, end: 08:20, tags: [arrival]}
    - {name: Period 1, start: 08:20, end: 09:30}
    - {name: Period 2, start: 09:30, end: 11:40}
    - {name: Lunch, start: 12:10, end: 12:40, tags: [lunch]}
    - {name: Dismissal, start: 12:50, end: 13:15, tags: [dismissal]}
"""
GROUPS = """\
name: Oak (invented)
groups:
  - {grades: K-5, bells: young}
  - {grades: 6-8, bells: old}
"""
STAFF = """\
staff_id,name,campus_id,title,teaches,grades
s1,Sample Alder,oak,Principal,no,
s2,Sample Birch,oak,Teacher,yes,K-5
s3,Sample Cedar,oak,Teacher,yes,6-8
"""
FILES = {
    "district.yaml": DISTRICT + "calendar: calendar.csv\n",
    "calendar.csv": CALENDAR,
    "calendar.ics": None,
    "campuses.csv": "campus_id,name,grades,bell_schedule,fire_escapes,buses\noak,Oak School,K-8,oak,no,yes\n",
    "staff.csv": STAFF,
    "bells/regular.yaml": None,
    "bells/young.yaml": YOUNG,
    "bells/old.yaml": OLD,
    "bells/oak.yaml": GROUPS,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("oak"), FILES)


def test_a_school_with_bells_by_grades_is_planned_audited_and_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = run(capsys, "plan", "--all", folder)
    assert planned.code == 0, planned.err
    drills = json.loads((folder / "plan" / "plan.json").read_text(encoding="utf-8"))["drills"]
    with_students = [drill for drill in drills if drill["audience"] != "staff"]
    assert with_students
    for drill in with_students:
        assert [part["grades"][0] for part in drill["by_grades"]] == ["K", "6"]
        assert all(part["period"] for part in drill["by_grades"]), "everyone is at school"

    assert run(capsys, "audit", "--all", folder).code in {0, 4}

    table = (folder / "plan" / "schedule.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert any("(K-5), " in row["period"] for row in rows)
    late = next(row for row in rows if row["drill_type"] == "fire_evacuation") | {"start": "13:08", "end": "13:14"}
    (folder / "by_hand.csv").write_text(
        ",".join(late) + "\n" + ",".join(f'"{cell}"' for cell in late.values()) + "\n", encoding="utf-8"
    )
    audited = run(capsys, "audit", "--all", folder, "--schedule", folder / "by_hand.csv", "--format", "json")
    (entry,) = [entry for entry in json.loads(audited.out)["entries"] if entry["problem"] == "outside_hours"]
    assert "grades K-5 are there from 08:00 to 13:10" in entry["message"]

    published = run(capsys, "publish", folder)
    assert published.code == 0, published.err
    assert {path.name for path in (folder / "out").iterdir()} >= {
        "calendars",
        "exercises",
        "report.html",
        "sheets",
        "tables",
    }
    by_grades = next(drill for drill in with_students if "(K-5), " in drill["period"])
    (sheet,) = (folder / "out" / "sheets").rglob(f"*{by_grades['drill_id']}.pdf")
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages)
    assert by_grades["period"] in " ".join(printed.split())
