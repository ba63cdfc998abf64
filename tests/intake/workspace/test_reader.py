from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind
from tests.intake.small_workspace import CALENDAR, CAMPUSES, DISTRICT, STAFF, problems_of, write_workspace


def test_a_whole_workspace_is_read(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path))
    assert workspace.district.name == "Test District (invented)"
    assert workspace.calendar.first_day.isoformat() == "2025-09-02"
    assert workspace.calendar.last_day.isoformat() == "2026-06-18"
    assert workspace.assumptions == ()


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    changes = {
        "district.yaml": DISTRICT.replace("America/New_York", "Mars"),
        "campuses.csv": CAMPUSES.replace("9-12", "9-15"),
        "staff.csv": STAFF.replace("s2", "s1"),
        "bells/regular.yaml": "name: R\ndays: {full: [{name: A, start: 09:00, end: 08:00}]}\n",
        "scenarios/mine.yaml": "title: x\n",
        "calendar.ics": CALENDAR[: len(CALENDAR) // 2],
        "units.csv": "campus_id,kind,unit_id\noak,boat,1\n",
        "events.csv": "kind,first\nflood,2025-10-01\n",
        "filed.csv": "campus_id,drill_type,date\nash,lockdown,2025-10-01\n",
    }
    found = problems_of(tmp_path, changes)
    files = list(dict.fromkeys(problem.file for problem in found))
    assert files == [
        "district.yaml",
        "bells/regular.yaml",
        "campuses.csv",
        "units.csv",
        "staff.csv",
        "scenarios/mine.yaml",
        "calendar.ics",
        "events.csv",
        "filed.csv",
    ]


def test_a_calendar_cut_in_half_is_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"calendar.ics": CALENDAR[: len(CALENDAR) // 2]})
    assert {problem.file for problem in found} == {"calendar.ics"}
    assert found[0].line is not None


def test_a_missing_calendar_is_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"calendar.ics": None})
    assert [(problem.file, problem.message) for problem in found] == [("calendar.ics", "there is no such file")]


def test_kinds_of_day_without_periods_are_reported(tmp_path: Path) -> None:
    early = CALENDAR.replace("Thanksgiving Recess - Schools Closed", "Early Dismissal for All")
    workspace = read_workspace(write_workspace(tmp_path, {"calendar.ics": early.replace("\n", "\r\n")}))
    assert {day.kind for day in workspace.calendar.days} == {DayKind.FULL, DayKind.EARLY_RELEASE, DayKind.CLOSED}
    assert workspace.assumptions == (
        "The bell schedule 'regular' has no periods for the kind of day 'early_release': "
        "no drill is placed on such days at oak, elm.",
    )


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        read_workspace(tmp_path / "nowhere")


def test_the_hash_covers_every_input_and_nothing_else(tmp_path: Path) -> None:
    original = write_workspace(tmp_path / "original")
    before = read_workspace(original).inputs_hash
    assert len(before) == 64

    def after(name: str, change: str) -> str:
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(original, copy)
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + change.encode())
        return read_workspace(copy).inputs_hash

    changed = [
        after("district.yaml", "# more\n"),
        after("campuses.csv", "ash,Ash,K,,regular,\n"),
        after("staff.csv", "s3,Sample Cedar,oak,Nurse,,,,no\n"),
        after("bells/regular.yaml", "# more\n"),
        after("bells/late.yaml", "name: L\ndays: {full: [{name: A, start: 08:00, end: 09:00}]}\n"),
        after("calendar.ics", "\r\n"),
        after("calendar.yaml", "# more\n"),
        after("events.csv", "kind,first\n"),
        after("units.csv", "campus_id,kind,unit_id\n"),
        after("filed.csv", "campus_id,drill_type,date\n"),
        after("mandates/district.yaml", "# more\n"),
    ]
    assert len({before, *changed}) == len(changed) + 1
    assert after("plan/plan.json", "{}") == before, "what was written before is no input"
    assert after("notes.txt", "x") == before


def test_the_hash_covers_a_level_of_good_practice_of_the_district(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, {"district.yaml": DISTRICT + "practice: ours.yaml\n"})
    with pytest.raises(InputError, match=r"district\.yaml:\d+: there is no such file"):
        read_workspace(folder)
    digests = set()
    for text in ("based_on: baseline\n", "based_on: lighter\n"):
        (folder / "ours.yaml").write_text(text, encoding="utf-8")
        digests.add(read_workspace(folder).inputs_hash)
    assert len(digests) == 2


def test_the_hash_does_not_depend_on_the_workspace_s_location(tmp_path: Path) -> None:
    first = read_workspace(write_workspace(tmp_path / "one"))
    second = read_workspace(write_workspace(tmp_path / "elsewhere" / "two"))
    assert first == second
