"""``drillplanner init DIR --from FOLDER``: the use of each file in a district's folder. All invented."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import click
import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.new_workspace.given_files import FileUse, sort_folder
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import format_grades
from tests.command_line import run
from tests.intake.calendar_files.test_table_events import OFFICE
from tests.intake.calendar_files.written import pages
from tests.intake.oneroster.test_reader import MANIFEST, ORGS, SESSIONS, USERS
from tests.intake.schools.test_nces_directory import COLUMNS, ELM, OAK, OTHER
from tests.intake.small_workspace import BELLS, CALENDAR, CAMPUSES, STAFF

SUMMER = date(2025, 7, 15)
BELL = "* regular # Regular Day\n8:00 {Period 1}\n9:00 Lunch\n9:30 Free\n\n* Default Week\nMon regular\n"
EVENTS = "kind,first,last,campus_ids\nathletic_season,2025-09-08,2025-11-21,elm\n"
ANSWERS = "understood:\n  - {title: Moon Day, kind: ignore}\n"


def folder_of(path: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problem(path: Path) -> Problem:
    with pytest.raises(InputError) as caught:
        sort_folder(path)
    return caught.value.problems[0]


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return folder_of(
        tmp_path / "what we have",
        {
            "year at a glance.ics": CALENDAR,
            "list of schools 2025.csv": CAMPUSES,
            "people.csv": STAFF,
            "times/regular.yaml": BELLS,
            "events.csv": EVENTS,
            "answers.yaml": ANSWERS,
            "lunch menu.pdf": b"%PDF-1.4",
            "bus routes.csv": "route,driver\n7,Sample Elder\n",
        },
    )


def test_files_are_recognized_by_their_contents(district: Path) -> None:
    found = sort_folder(district)
    assert {use: path.name for use, path in found.by_use.items()} == {
        FileUse.CALENDAR: "year at a glance.ics",
        FileUse.CAMPUSES: "list of schools 2025.csv",
        FileUse.STAFF: "people.csv",
        FileUse.ANSWERS: "answers.yaml",
    }
    assert found.bells == ((district / "times", None),)
    assert set(found.tables) == {"events.csv"}
    assert len(found.not_placed) == 2
    assert "bus routes.csv is left out: its columns are those of no calendar" in found.not_placed[0]
    assert "lunch menu.pdf is left out: the PDF cannot be read" in found.not_placed[1]


def test_a_workspace_is_made_from_a_folder(tmp_path: Path, district: Path) -> None:
    report = initialize(tmp_path / "ws", "NJ", from_folder=district, today=SUMMER)
    assert set(report.files) == {
        "bells/regular.yaml",
        "calendar.ics",
        "calendar.yaml",
        "campuses.csv",
        "district.yaml",
        "events.csv",
        "site.yaml",
        "staff.csv",
    }
    workspace = read_workspace(tmp_path / "ws")
    assert [campus.campus_id for campus in workspace.campuses] == ["oak", "elm"]
    assert len(workspace.staff) == 2
    assert len(workspace.events) == 1
    text = "\n".join(report.understood)
    assert "year at a glance.ics is the academic calendar." in text
    assert "year at a glance.ics: imported 10, skipped 0." in text
    assert [sentence for sentence in report.not_placed if "lunch menu.pdf" in sentence]


@pytest.mark.parametrize(
    ("name", "text", "use"),
    [
        ("a.csv", OFFICE, FileUse.CALENDAR),
        ("a.csv", CAMPUSES.replace("\n", "\r"), FileUse.CAMPUSES),
        ("a.csv", "\r\n".join([COLUMNS, OAK, ELM]), FileUse.CAMPUSES),
        ("a.csv", "School,Grades Served\nOak,PK-8th\nElm,\"7th-8th, 9th-12th\"\nAsh,KG-05\n", FileUse.CAMPUSES),
        ("a.csv", "name,kg,01,02,03\nOak,10,11,12,13\n", FileUse.CAMPUSES),
        ("a.csv", STAFF, FileUse.STAFF),
        ("a.txt", CALENDAR, FileUse.CALENDAR),
        ("a.yaml", "first_day: 2025-09-02\n", FileUse.ANSWERS),
    ],
)  # fmt: skip
def test_every_kind_of_file_is_recognized(tmp_path: Path, name: str, text: str, use: FileUse) -> None:
    found = sort_folder(folder_of(tmp_path, {name: text}))
    assert set(found.by_use) == {use}
    assert found.not_placed == ()


def test_exports_and_bells_are_recognized_in_every_form(tmp_path: Path) -> None:
    roster = {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": USERS, "academicSessions.csv": SESSIONS}
    itself = folder_of(tmp_path / "itself", {**roster, "year.ics": CALENDAR, "oak.bell": BELL})
    found = sort_folder(itself)
    assert found.by_use == {FileUse.ONEROSTER: itself, FileUse.CALENDAR: itself / "year.ics"}
    assert found.bells == ((itself, frozenset({"oak.bell"})),)
    below = folder_of(tmp_path / "below", {f"export/{name}": text for name, text in roster.items()})
    folder_of(below, {"bells/oak/schedules.bell": BELL})
    assert sort_folder(below).by_use == {FileUse.ONEROSTER: below / "export"}
    assert sort_folder(below).bells == ((below / "bells", None),)
    packed = tmp_path / "packed"
    packed.mkdir()
    with zipfile.ZipFile(packed / "export.zip", "w") as archive:
        for name, text in roster.items():
            archive.writestr(name, text)
    assert sort_folder(packed).by_use == {FileUse.ONEROSTER: packed / "export.zip"}
    report = initialize(tmp_path / "ws", "NJ", from_folder=itself, today=SUMMER)
    assert "bells/oak.bell" in report.files
    assert "staff.csv" in report.files


def test_two_files_for_one_use_are_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "two", {"a.ics": CALENDAR, "b.csv": OFFICE})
    found = problem(folder)
    assert found.message == "several files may be the academic calendar"
    assert (found.value, found.allowed) == ("a.ics, b.csv", "one of them; or name it with --calendar")
    given = sort_folder(folder, frozenset({FileUse.CALENDAR}))
    assert given.by_use == {}
    assert len(given.not_placed) == 2
    report = initialize(tmp_path / "ws", "NJ", from_folder=folder, calendar=folder / "b.csv", today=SUMMER)
    assert "calendar.csv" in report.files
    assert read_workspace(tmp_path / "ws").calendar.first_day == date(2025, 9, 2)


def test_a_directory_of_several_districts_needs_a_name(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "given", {"ccd.csv": "\n".join([COLUMNS, OAK, OTHER, ELM])})
    with pytest.raises(InputError, match="several districts"):
        initialize(tmp_path / "ws", "NJ", from_folder=folder, today=SUMMER)
    initialize(tmp_path / "ws", "NJ", from_folder=folder, district="3400001", today=SUMMER)
    workspace = read_workspace(tmp_path / "ws")
    assert workspace.district.name == "Sample Township School District"
    assert [format_grades(campus.grades) for campus in workspace.campuses] == ["PK-5", "9-12"]


@pytest.mark.parametrize("files", [{}, {"a.pdf": b"%PDF"}, {"notes.txt": "hello"}, {"broken.zip": b"PK"}])
def test_a_folder_without_anything_of_use_is_refused(tmp_path: Path, files: dict[str, bytes | str]) -> None:
    assert "nothing in this folder" in problem(folder_of(tmp_path / "given", files) if files else tmp_path).message


def test_a_file_that_cannot_be_read_is_named_and_skipped(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"a.csv": b"\x00\x01", "b.yaml": "a: [", "year.ics": CALENDAR})
    found = sort_folder(folder)
    assert set(found.by_use) == {FileUse.CALENDAR}
    left_out = [sentence.split(" is left out")[0] for sentence in found.not_placed]
    assert left_out == [str(folder / "a.csv"), str(folder / "b.yaml")]


def test_nothing_is_written_before_the_user_confirms(
    tmp_path: Path, district: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "ws"
    options = ("init", workspace, "--state", "NJ", "--from", district, "--all")
    ran = run(capsys, *options)
    assert ran.code == 2
    assert "nobody was there to confirm" in ran.err
    assert "Understood" in ran.out
    assert "lunch menu.pdf" in " ".join(ran.out.split())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", lambda *words, **options: False)
    ran = run(capsys, *options)
    assert (ran.code, "as you asked" in ran.err) == (2, True)
    assert not workspace.exists()
    assert not list(tmp_path.glob(".*"))
    monkeypatch.setattr(click, "confirm", lambda *words, **options: True)
    assert run(capsys, *options).code == 0
    assert (workspace / "district.yaml").exists()


def test_sentences_beyond_the_limit_are_in_the_written_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"School {number},{'K-5' if number == 1 else 'none'}\n" for number in range(1, 25))
    folder = folder_of(tmp_path / "given", {"schools.csv": "name,grades\n" + rows})
    ran = run(capsys, "init", tmp_path / "ws", "--state", "NJ", "--from", folder)
    assert "School 24:" not in ran.out
    ran = run(capsys, "init", tmp_path / "ws", "--state", "NJ", "--from", folder, "--yes")
    assert ran.code == 0
    assert "NOT PLANNED: 23 of 24 schools in your list" in ran.out, "it is the first part, and nobody can miss it"
    report = (tmp_path / "ws" / "details" / "init.txt").read_text(encoding="utf-8")
    assert "NOT PLANNED: 23 of 24 schools in your list" in report
    assert "School 24:" in report
    assert report.count("To plan one: correct its row and empty that cell.") == 1


def test_yes_writes_without_asking(tmp_path: Path, district: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "init", tmp_path / "ws", "--state", "NJ", "--from", district, "--yes")
    assert ran.code == 0
    assert (tmp_path / "ws" / "calendar.ics").exists()


PASTED = """2025/2026 District Calendar
First Day of School: Wednesday, August 27
No School: Monday, September 1 & Friday, October 10
Winter Break: Monday, December 22 - Friday, January 2
Last Day of School: Thursday, June 11
"""


@pytest.mark.parametrize("name", ["dates.txt", "dates.csv"])
def test_a_calendar_pasted_from_a_page_is_not_left_out(tmp_path: Path, name: str) -> None:
    given = folder_of(tmp_path / "given", {name: PASTED, "schools.csv": CAMPUSES})
    report = initialize(tmp_path / "workspace", "NJ", from_folder=given, today=SUMMER)
    assert not any("is left out" in sentence for sentence in report.not_placed)
    calendar = read_workspace(tmp_path / "workspace").calendar
    assert (str(calendar.first_day), str(calendar.last_day)) == ("2025-08-27", "2026-06-11")


HOURS = "Elementary\t8:00 a.m. - 2:45 p.m.\nMiddle\t8:30 a.m. - 3:15 p.m.\nHigh\t7:30 a.m. - 2:15 p.m.\n"


def test_a_calendar_with_the_hours_of_the_day_below_it_stays_the_calendar(tmp_path: Path) -> None:
    found = sort_folder(folder_of(tmp_path / "pasted", {"dates.txt": PASTED + HOURS}))
    assert (set(found.by_use), found.hours_pages) == ({FileUse.CALENDAR}, ())
    page = "".join(f"<p>{line}</p>" for line in (PASTED + HOURS).splitlines())
    found = sort_folder(folder_of(tmp_path / "saved", {"dates.html": page}))
    assert (set(found.by_use), found.hours_pages) == ({FileUse.CALENDAR}, ())


@pytest.mark.parametrize("mark", ["<p>{}</p>", "<table><tr><td>{}</table>"])
def test_a_saved_page_with_the_hours_of_the_day_fits_the_assumed_bells(tmp_path: Path, mark: str) -> None:
    page = "".join(mark.format(line.replace("\t", " ")) for line in HOURS.splitlines())
    given = folder_of(tmp_path / "given", {"hours.html": page, "dates.ics": CALENDAR, "schools.csv": CAMPUSES})
    initialize(tmp_path / "workspace", "NJ", from_folder=given, today=SUMMER)
    workspace = read_workspace(tmp_path / "workspace")
    for campus in workspace.campuses:
        assert (campus.bell_schedule or "").startswith("assumed-")
    assert "the start and the end that you gave" in workspace.district.guesses["bells"]


def test_a_text_file_may_hold_an_icalendar(tmp_path: Path) -> None:
    given = folder_of(tmp_path / "given", {"dates.txt": CALENDAR, "schools.csv": CAMPUSES})
    initialize(tmp_path / "workspace", "NJ", from_folder=given, today=SUMMER)
    assert (tmp_path / "workspace" / "calendar.ics").is_file()


def test_a_calendar_that_cannot_be_read_is_not_replaced_by_a_made_up_year(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("School,Grades\nOak Elementary School,K-5\n", encoding="utf-8")
    (tmp_path / "School Calendar 2026-27.pdf").write_bytes(pages.scan())
    with pytest.raises(InputError) as caught:
        sort_folder(tmp_path)
    problem = caught.value.problems[0]
    assert problem.message.startswith("this looks like your calendar, and it cannot be used: the PDF has no text")
    assert problem.maybe is not None
    assert "take the file out of the folder" in problem.maybe


def test_a_pdf_with_a_list_of_dates_is_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "at a glance.pdf").write_bytes(pages.pdf(pages.plain_list()))
    found = sort_folder(tmp_path)
    assert found.by_use[FileUse.CALENDAR].name == "at a glance.pdf"
