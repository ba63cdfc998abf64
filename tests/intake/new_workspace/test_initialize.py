from __future__ import annotations

import shutil
import uuid
from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.shipped import shipped_folder
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import AgencyKind
from tests.intake.schools.test_school_list import BUDGET, CITY
from tests.intake.small_workspace import BELLS, CALENDAR, CAMPUSES, STAFF

SUMMER = date(2025, 7, 15)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Write a district's files under their own names."""
    folder = tmp_path / "given"
    (folder / "times").mkdir(parents=True)
    (folder / "year.ics").write_bytes(CALENDAR.replace("\n", "\r\n").encode())
    (folder / "schools.csv").write_text(CAMPUSES)
    (folder / "people.csv").write_text(STAFF)
    (folder / "times" / "regular.yaml").write_text(BELLS)
    return folder


def refused(folder: Path, **options: object) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        initialize(folder, **{"state": "NJ", "today": SUMMER, **options})  # type: ignore[arg-type]  # options vary
    assert not folder.exists()
    assert not list(folder.parent.glob(".*")), "nothing half-written is left behind"
    return caught.value.problems


def test_with_nothing_given_everything_is_assumed_and_reported(tmp_path: Path) -> None:
    folder = tmp_path / "my-district"
    report = initialize(folder, "NJ", today=SUMMER)
    assert report.files == (
        "bells/assumed-elementary.yaml",
        "bells/assumed-high.yaml",
        "bells/assumed-middle.yaml",
        "calendar.ics",
        "campuses.csv",
        "district.yaml",
        "site.yaml",
    )
    text = "\n".join(report.assumed)
    for word in (
        "one is ASSUMED: 189 school days from 2025-09-02",
        "3 SAMPLE campuses are written: Sample Elementary School",
        "bells/assumed-high.yaml, a bell schedule that is ASSUMED",
        "police, fire and the others are ASSUMED to be able to come",
        "No school year was given; 2025-26 is taken",
        "The district is called 'My District' after the folder; change 'name' in district.yaml.",
        "'buses' is ASSUMED to be yes for every school",
        "names no staff list",
    ):
        assert word in text
    assert report.not_placed == ()
    assert report.understood == (
        "My District, New Jersey, school year 2025-26, times in America/New_York.",
        "3 campuses: 1 elementary, 1 middle, 1 high.",
        "189 school days from 2025-09-02 to 2026-06-18: 189 full days.",
    )

    workspace = read_workspace(folder)
    assert "school calendar is ASSUMED" in workspace.district.note
    assert "samples, not real schools" in workspace.district.note
    assert workspace.district.planned_on == SUMMER
    assert isinstance(workspace.district.calendar_namespace, uuid.UUID)
    assert [agency.kind for agency in workspace.district.agencies] == list(AgencyKind)
    assert all((agency.visits_per_day, agency.crews) == (3, 1) for agency in workspace.district.agencies)


def test_given_files_are_not_assumed(tmp_path: Path, given: Path) -> None:
    folder = tmp_path / "ws"
    report = initialize(
        folder,
        "nj",
        year="2025-26",
        calendar=given / "year.ics",
        campuses=given / "schools.csv",
        bells=given / "times",
        staff=given / "people.csv",
        name="Test District (invented)",
        today=SUMMER,
    )
    workspace = read_workspace(folder)
    assert workspace.district.name == "Test District (invented)"
    assert workspace.district.note == ""
    assert [(campus.campus_id, campus.bell_schedule) for campus in workspace.campuses] == [
        ("oak", "regular"),
        ("elm", "regular"),
    ]
    assert workspace.campuses[0].facts == {"fire_escapes": False, "buses": True}
    assert [member.name for member in workspace.staff] == ["Sample Alder", "Sample Birch"]
    assert (folder / "calendar.ics").read_bytes() == (given / "year.ics").read_bytes()
    assert (folder / "bells" / "regular.yaml").read_text() == BELLS
    assert [sentence.split()[0] for sentence in report.assumed] == ["'buses'", "No"], report.assumed
    assert report.not_placed == ()


def test_the_example_district_can_be_made_from_its_own_files(tmp_path: Path) -> None:
    example = shipped_folder("examples") / "livingston_nj"
    report = initialize(
        tmp_path / "ws",
        "NJ",
        calendar=example / "calendar.ics",
        campuses=example / "campuses.csv",
        bells=example / "bells",
        staff=example / "staff.csv",
        answers=example / "calendar.yaml",
        today=SUMMER,
    )
    made, original = read_workspace(tmp_path / "ws"), read_workspace(example)
    assert made.campuses == original.campuses
    assert made.bells == original.bells
    assert made.staff == original.staff
    assert made.calendar == original.calendar
    assert "The school year is taken from the calendar's dates: 2025-26." in report.assumed


@pytest.mark.parametrize(
    ("heading", "year", "how"),
    [
        ("2025-26 Important School Year Dates", "2025-26", "taken from the calendar's words: 2025-26"),
        ("School Calendar 2025–2026", "2025-26", "taken from the calendar's words: 2025-26"),
        ("School Calendar ’25-’26", "2025-26", "taken from the calendar's words: 2025-26"),
        ("2025/26 and 2026/27", "2026-27", "No school year was given; 2026-27 is taken"),
        ("Updated 2025-11", "2026-27", "No school year was given; 2026-27 is taken"),
    ],
)
def test_the_year_may_stand_in_the_words_of_a_calendar(tmp_path: Path, heading: str, year: str, how: str) -> None:
    lines = [
        heading,
        "September 3: First day of school",
        "Dec 22 - Jan 2: Winter Break",
        "June 18: Last day of school",
    ]
    (tmp_path / "calendar.csv").write_text("\n".join(lines), encoding="utf-8")
    report = initialize(tmp_path / "ws", "WA", calendar=tmp_path / "calendar.csv", today=date(2026, 11, 30))
    assert read_workspace(tmp_path / "ws").district.year == year
    assert any(how in sentence for sentence in report.assumed)


@pytest.mark.parametrize(
    ("content", "number", "left_out"), [(CITY, 4, "Evening Academy"), (BUDGET, 2, "Night STAY")]
)
def test_lists_of_schools_may_have_other_shapes(tmp_path: Path, content: str, number: int, left_out: str) -> None:
    (tmp_path / "list.csv").write_bytes(content.encode())
    report = initialize(tmp_path / "ws", "IL", campuses=tmp_path / "list.csv", today=SUMMER)
    workspace = read_workspace(tmp_path / "ws")
    assert len(workspace.campuses) == number
    assert all(campus.bell_schedule in workspace.bells for campus in workspace.campuses)
    assert [school.name for school in report.left_out] == [left_out]
    assert "line 4)" in report.left_out[0].reason
    assert workspace.left_out == report.left_out, "the row is in campuses.csv, not lost"
    assert workspace.district.timezone == "America/Chicago"


def test_districts_of_any_size_begin_with_good_practice(tmp_path: Path) -> None:
    rows = [f"s{number},School {number},K-5" for number in range(200)]
    (tmp_path / "list.csv").write_text("\n".join(["campus_id,name,grades", *rows, ""]), encoding="utf-8")
    initialize(tmp_path / "ws", "IL", campuses=tmp_path / "list.csv", today=SUMMER)
    text = (tmp_path / "ws" / "district.yaml").read_text(encoding="utf-8")
    assert "\npractice: baseline\n" in text
    assert read_workspace(tmp_path / "ws").district.practice == "baseline"


def test_other_files_next_to_the_bell_schedules_are_reported(tmp_path: Path, given: Path) -> None:
    (given / "times" / "old.txt").write_text("x")
    report = initialize(tmp_path / "ws", "NJ", bells=given / "times", today=SUMMER)
    assert report.not_placed == (
        f"{given / 'times' / 'old.txt'} is not read: a bell schedule ends in .yaml or .bell, "
        "is a folder with schedules.bell, or is a table or a pasted .txt with periods, starts, and ends.",
    )


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 3, 31), "2025-26"),
        (date(2026, 4, 1), "2026-27"),
        (date(2026, 12, 31), "2026-27"),
        (date(2099, 8, 1), "2099-00"),
    ],
)
def test_the_year_is_assumed_if_none_is_given(tmp_path: Path, today: date, year: str) -> None:
    initialize(tmp_path / "ws", "NJ", today=today)
    assert read_workspace(tmp_path / "ws").district.year == year


def test_a_year_may_be_written_in_full(tmp_path: Path) -> None:
    initialize(tmp_path / "ws", "NJ", year="2025-2026", today=SUMMER)
    assert read_workspace(tmp_path / "ws").district.year == "2025-26"


def test_all_of_a_year_that_has_begun_is_planned(tmp_path: Path) -> None:
    report = initialize(tmp_path / "ws", "NJ", year="2025-26", today=date(2026, 1, 10))
    assert read_workspace(tmp_path / "ws").district.planned_on == date(2025, 7, 1)
    assert any(
        "had begun by 2026-01-10; the whole year is planned, as on 2025-07-01" in sentence
        for sentence in report.assumed
    )


def test_a_state_with_two_time_zones_is_reported(tmp_path: Path) -> None:
    report = initialize(tmp_path / "ws", "TN", today=SUMMER)
    assert (
        "Tennessee has more than one time zone; America/Chicago, that of most of its people, is taken. "
        "Parts of it have America/New_York: then change 'timezone' in district.yaml."
    ) in report.assumed


def test_two_runs_differ_only_in_the_namespace(tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        initialize(tmp_path / name, "NJ", name="Same", year="2025-26", today=SUMMER)
        texts.append((tmp_path / name / "district.yaml").read_text().splitlines())
    differing = [line for line, other_line in zip(*texts, strict=True) if line != other_line]
    assert len(differing) == 1 and differing[0].startswith("calendar_namespace: ")


@pytest.mark.parametrize("name", ['Say "Hi": a #1 district', "Ünïcode \\ 校", "- [x]", "yes", "2025"])
def test_any_name_is_written_so_that_it_is_read_again(tmp_path: Path, name: str) -> None:
    initialize(tmp_path / "ws", "NJ", name=name, today=SUMMER)
    assert read_workspace(tmp_path / "ws").district.name == name


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(InputError, match="the folder is not empty"):
        initialize(tmp_path, "NJ", today=SUMMER)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_state_is_refused(tmp_path: Path) -> None:
    (found,) = refused(tmp_path / "ws", state="Jersey")
    assert (found.file, found.value, found.message) == ("--state", "Jersey", "there is no such state")
    (found,) = refused(tmp_path / "ws", state="new jersey")
    assert found.maybe == "Maybe you meant 'NJ'."


@pytest.mark.parametrize("year", ["2025", "2025-27", "25-26", "2025/26", "2025-2027"])
def test_text_that_is_not_a_school_year_is_refused(tmp_path: Path, year: str) -> None:
    (found,) = refused(tmp_path / "ws", year=year)
    assert (found.file, found.value) == ("--year", year)
    assert found.allowed == "two years in a row, for example 2025-26"


def test_problems_name_the_given_files(tmp_path: Path, given: Path) -> None:
    (given / "year.ics").write_text(CALENDAR[: len(CALENDAR) // 2])
    (given / "times" / "regular.yaml").write_text(BELLS.replace("08:15, end: 09:00", "08:10, end: 09:00"))
    (given / "people.csv").write_text("staff_id,name,campus_id,title\n")
    found = refused(
        tmp_path / "ws",
        calendar=given / "year.ics",
        campuses=given / "schools.csv",
        bells=given / "times",
        staff=given / "people.csv",
        year="2025-26",
    )
    assert list(dict.fromkeys(problem.file for problem in found)) == [
        str(given / "times" / "regular.yaml"),
        str(given / "people.csv"),
        str(given / "year.ics"),
    ]


@pytest.mark.parametrize("option", ["calendar", "campuses", "bells", "staff"])
def test_a_missing_file_is_refused(tmp_path: Path, given: Path, option: str) -> None:
    (found,) = refused(tmp_path / "ws", **{option: given / "nothing"})
    assert found.file == str(given / "nothing")
    assert found.message.startswith("there is no such")


def test_an_unusable_list_of_schools_is_refused(tmp_path: Path, given: Path) -> None:
    (given / "schools.csv").write_text("id,name\n1,Oak\n")
    (found,) = refused(tmp_path / "ws", campuses=given / "schools.csv")
    assert (found.file, found.line) == (str(given / "schools.csv"), 1)
    assert found.message == "no column gives the schools' grades"


def test_given_files_may_be_symbolic_links(tmp_path: Path, given: Path) -> None:
    (tmp_path / "link.csv").symlink_to(given / "schools.csv")
    initialize(tmp_path / "ws", "NJ", campuses=tmp_path / "link.csv", today=SUMMER)
    assert [campus.campus_id for campus in read_workspace(tmp_path / "ws").campuses] == ["oak", "elm"]


def test_a_workspace_can_be_copied_and_reads_the_same(tmp_path: Path) -> None:
    initialize(tmp_path / "ws", "NJ", today=SUMMER)
    shutil.copytree(tmp_path / "ws", tmp_path / "copy")
    assert read_workspace(tmp_path / "ws") == read_workspace(tmp_path / "copy")


@pytest.mark.parametrize(
    ("calendar_name", "name"),
    [
        ("Oak Valley NJ School Calendar", "Oak Valley NJ"),
        ("Oak Public Schools Calendar", "Oak Public Schools"),
        ("2025-26 Academic Calendar", "My Place"),
        ("Oak\\, Elm and Ash District Calendar 2025-2026", "Oak, Elm and Ash"),
    ],
)
def test_a_district_is_named_after_its_calendar_or_its_folder(
    tmp_path: Path, calendar_name: str, name: str
) -> None:
    text = CALENDAR.replace("BEGIN:VEVENT", f"X-WR-CALNAME:{calendar_name}\nBEGIN:VEVENT", 1)
    (tmp_path / "year.ics").write_bytes(text.replace("\n", "\r\n").encode())
    report = initialize(tmp_path / "my-place", "NJ", calendar=tmp_path / "year.ics", today=SUMMER)
    assert read_workspace(tmp_path / "my-place").district.name == name
    origin = "folder" if name == "My Place" else "calendar"
    assert any(
        sentence.startswith(f"The district is called '{name}' after") and origin in sentence
        for sentence in report.assumed
    )


def test_facts_in_the_list_are_kept(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,name,grades,Buses\n1,Oak,K-5,no\n2,Elm,6-8,\n3,Ash,K,yes\n")
    report = initialize(tmp_path / "ws", "NJ", campuses=tmp_path / "list.csv", today=SUMMER)
    campuses = read_workspace(tmp_path / "ws").campuses
    assert [campus.facts["buses"] for campus in campuses] == [False, True, True]
    assert any(sentence.startswith("'buses' is ASSUMED to be yes for Elm:") for sentence in report.assumed)


def test_the_assumed_agencies_have_names_for_papers_and_hide_no_words_for_families(tmp_path: Path) -> None:
    """Letters leave out a passage that names an agency of the district."""
    folder = tmp_path / "my-district"
    initialize(folder, "NJ", today=SUMMER)
    workspace = read_workspace(folder)
    passages = [scenario.for_families.casefold() for scenario in workspace.scenarios]
    assert any(passages)
    for agency in workspace.district.agencies:
        assert "(" not in agency.name
        assert not any(agency.name.casefold() in passage for passage in passages)
