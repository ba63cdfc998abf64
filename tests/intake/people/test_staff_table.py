from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DISTRICT_OFFICE, Absence, StaffMember
from tests.intake.small_workspace import CAMPUSES, DISTRICT, STAFF, problems_of, the_problem, write_workspace

HEADER = "staff_id,name,campus_id,title\n"


def test_staff_is_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    alder, birch = read_workspace(write_workspace(tmp_path)).staff
    assert alder == StaffMember(
        staff_id="s1",
        name="Sample Alder",
        campus_id="oak",
        title="Principal",
        phone="555-0101",
        radio="Command",
        certifications=("IS-100", "IS-200"),
    )
    assert birch.teaches and birch.certifications == ()


@pytest.mark.parametrize("text", ["", "\n", HEADER, HEADER + ",,,\n"])
def test_an_empty_staff_list_is_an_error(tmp_path: Path, text: str) -> None:
    found = the_problem(tmp_path, {"staff.csv": text})
    assert (found.file, found.message) == ("staff.csv", "the staff list is empty")
    assert found.allowed is not None and "row" in found.allowed


def test_without_a_link_there_is_no_staff_which_is_reported(tmp_path: Path) -> None:
    district = DISTRICT.replace("staff: staff.csv\n", "")
    workspace = read_workspace(write_workspace(tmp_path, {"district.yaml": district}))
    assert workspace.staff == ()
    assert workspace.assumptions == (
        "district.yaml names no staff list: charts and role lists are printed with open posts. "
        "staff.csv lies in the folder, but no line 'staff: staff.csv' links to it.",
    )


def test_staff_at_an_unknown_campus_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"staff.csv": STAFF.replace(",elm,", ",elms,")})
    assert (found.file, found.line, found.value) == ("staff.csv", 3, "elms")
    assert found.message == "'Sample Birch' works at a campus that the campus list does not have"
    assert found.allowed == "oak, elm; 'district' for people of no campus"
    assert found.maybe == "Maybe you meant 'elm'."


def test_two_members_with_one_id_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"staff.csv": STAFF.replace("s2", "s1")})
    assert (found.file, found.line, found.value) == ("staff.csv", 3, "s1")
    assert found.message == "two staff members have one id (first on line 2)"


def test_missing_cells_and_an_unclear_teaches_are_refused(tmp_path: Path) -> None:
    text = "staff_id,name,campus_id,title,teaches\n,Sample Alder,oak,,sometimes\n"
    found = problems_of(tmp_path, {"staff.csv": text})
    assert [(problem.line, problem.value, problem.message) for problem in found] == [
        (2, None, "the column 'staff_id' is empty in this row"),
        (2, None, "the column 'title' is empty in this row"),
        (2, "sometimes", "'teaches' is neither yes nor no"),
    ]


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"staff.csv": "staff_id,name,wing,title\ns1,A,east,Nurse\n"})
    assert (found.line, found.message) == (1, "the column 'campus_id' is missing")


def test_unused_columns_are_reported_except_notes(tmp_path: Path) -> None:
    text = "staff_id,name,campus_id,title,email,note\ns1,Sample Alder,oak,Nurse,a@example.org,invented\n"
    workspace = read_workspace(write_workspace(tmp_path, {"staff.csv": text}))
    assert workspace.assumptions == ("The column 'email' of staff.csv is not used.",)


def test_staff_at_a_campus_with_a_broken_row_are_not_reported(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"campuses.csv": CAMPUSES.replace("9-12", "9-15")})
    assert [(problem.file, problem.line) for problem in found] == [("campuses.csv", 3)]


def test_many_at_one_unknown_campus_are_one_problem(tmp_path: Path) -> None:
    more = "".join(f"t{number},Sample {number},yew,Teacher,,,,yes\n" for number in range(40))
    found = the_problem(tmp_path, {"staff.csv": STAFF + more})
    assert (found.line, found.value) == (4, "yew")
    assert found.message == (
        "'Sample 0' works at a campus that the campus list does not have (and so do 39 more, to line 43)"
    )


def test_staff_are_not_checked_against_a_list_with_uncertain_ids(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"campuses.csv": CAMPUSES.replace("elm,", "oak,")})
    assert [(problem.file, problem.message) for problem in found] == [
        ("campuses.csv", "two campuses have one id (first on line 2)")
    ]


def test_working_hours_and_certificates_are_read_with_their_dates(tmp_path: Path) -> None:
    text = (
        "staff_id,name,campus_id,title,certifications,teaches,days,hours,absent,free_periods\n"
        "s1,Sample Alder,oak,Principal,IS-100;first_aid until 2026-05-01;ICS-300 from 10/1/2025,no,"
        "Monday;tuesday,08:00-12:30,2025-10-07;2025-11-03 to 11/14/2025,\n"
        "s2,Sample Birch,elm,Teacher,,yes,,,,Lesson 2;Lunch\n"
        "s3,Sample Cedar,district,Safety Coordinator,,no,,,,\n"
    )
    alder, birch, cedar = read_workspace(write_workspace(tmp_path, {"staff.csv": text})).staff
    assert (alder.days, alder.works_from, alder.works_until) == ((0, 1), time(8), time(12, 30))
    assert alder.absent == (
        Absence(first=date(2025, 10, 7), last=date(2025, 10, 7)),
        Absence(first=date(2025, 11, 3), last=date(2025, 11, 14)),
    )
    assert [
        (certification.name, certification.earned, certification.expires)
        for certification in alder.dated_certifications
    ] == [
        ("IS-100", None, None),
        ("first_aid", None, date(2026, 5, 1)),
        ("ICS-300", date(2025, 10, 1), None),
    ]
    monday, wednesday = date(2025, 10, 6), date(2025, 10, 8)
    assert alder.is_at_work(monday)
    assert alder.is_at_work(monday, time(8), time(12, 30))
    assert not alder.is_at_work(monday, time(7, 55), time(8, 10))
    assert not alder.is_at_work(monday, time(12, 25), time(12, 35))
    assert not alder.is_at_work(wednesday)
    assert not alder.is_at_work(date(2025, 10, 7))
    assert not alder.is_at_work(date(2025, 11, 14 - 4))
    assert birch.free_periods == ("Lesson 2", "Lunch")
    assert cedar.campus_id == DISTRICT_OFFICE


@pytest.mark.parametrize(
    ("column", "cell", "message", "value"),
    [
        ("days", "monday;Tusday", "'days' names something that is no weekday", "Tusday"),
        ("hours", "08:00", "'hours' cannot be read: these are not two times of day", "08:00"),
        ("hours", "12:00-08:00", "'hours' cannot be read: the time until is not after the time from", None),
        ("absent", "2025-10-07;soon", "'absent' cannot be read: this is not a date", "soon"),
        ("absent", "2025-10-07 to 2025-10-01", "'absent' cannot be read: the last day is before the first", None),
        (
            "certifications",
            "IS-100;first_aid 2026-05-01",
            "'certifications' cannot be read: a date in it stands after none of the words 'from' and 'until'",
            "first_aid 2026-05-01",
        ),
        (
            "certifications",
            "first_aid from 2026-05-01 until 2025-05-01",
            "'certifications' cannot be read: it ends before it begins",
            None,
        ),
    ],
)
def test_an_unreadable_time_is_reported(
    tmp_path: Path, column: str, cell: str, message: str, value: str | None
) -> None:
    text = f"staff_id,name,campus_id,title,{column}\ns1,Sample Alder,oak,Principal,{cell}\n"
    found = the_problem(tmp_path, {"staff.csv": text})
    assert (found.file, found.line, found.message) == ("staff.csv", 2, message)
    assert found.value == (value or cell)
    assert found.allowed


def test_a_free_period_that_the_bells_do_not_have_is_reported(tmp_path: Path) -> None:
    text = "staff_id,name,campus_id,title,teaches,free_periods\ns1,Sample Alder,oak,Teacher,yes,Lunch;Lesson 9\n"
    assert read_workspace(write_workspace(tmp_path, {"staff.csv": text})).assumptions == (
        "'free_periods' of staff.csv names 'Lesson 9', and the bell schedule of oak has no such period: "
        "Sample Alder.",
    )


def test_grades_that_the_campus_does_not_teach_are_reported(tmp_path: Path) -> None:
    text = (
        "staff_id,name,campus_id,title,teaches,grades\n"
        "s1,Sample Alder,oak,Teacher,yes,4-8\n"
        "s2,Sample Birch,oak,Teacher,yes,5-8\n"
        "s3,Sample Cedar,elm,Teacher,yes,9\n"
        "s4,Sample Dogwood,elm,Teacher,yes,K\n"
        "s5,Sample Elm,district,Coach,no,K-12\n"
    )
    assert read_workspace(write_workspace(tmp_path, {"staff.csv": text})).assumptions == (
        "'grades' of staff.csv names 6-8, which oak does not teach: Sample Alder, Sample Birch.",
        "'grades' of staff.csv names K, which elm does not teach: Sample Dogwood.",
    )


GROUPED = """staff_id,name,campus_id,title,away_with
s1,Sample Alder,oak,Principal,Track  Team;math conference
s2,Sample Birch,oak,Teacher,track team
s3,Sample Cedar,oak,Teacher,
s4,Sample Dogwood,elm,Teacher,math conferense
"""


def test_groups_of_people_who_are_away_together_are_read(tmp_path: Path) -> None:
    read = read_workspace(write_workspace(tmp_path, {"staff.csv": GROUPED}))
    together = [member.away_with for member in read.staff]
    assert together == [("Track Team", "math conference"), ("Track Team",), (), ("math conferense",)]
    sentences = [assumption for assumption in read.assumptions if "away_with" in assumption]
    assert sentences == [
        f"'away_with' of staff.csv names '{name}' for {person} alone, so that it keeps nobody apart. "
        f"Maybe you meant '{other}'."
        for name, person, other in (
            ("math conference", "Sample Alder", "math conferense"),
            ("math conferense", "Sample Dogwood", "math conference"),
        )
    ]


def test_groups_have_one_spelling_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    header, *rows = GROUPED.splitlines()
    turned = "\n".join([header, *reversed(rows)]) + "\n"
    read = [
        read_workspace(write_workspace(tmp_path / name, {"staff.csv": text})).staff
        for name, text in (("a", GROUPED), ("b", turned))
    ]
    assert read[0] == read[1][::-1]


@pytest.mark.parametrize("answer", ["none", "No", "n/a", "-"])
def test_an_answer_is_not_a_group_of_people_who_are_away_together(tmp_path: Path, answer: str) -> None:
    found = the_problem(tmp_path, {"staff.csv": GROUPED.replace("Teacher,\n", f"Teacher,choir; {answer}\n")})
    assert (found.file, found.line, found.value) == ("staff.csv", 4, answer)
    assert found.allowed is not None and "empty for somebody in none" in found.allowed


def test_without_the_column_it_is_unknown_who_would_be_away(tmp_path: Path) -> None:
    assert [member.away_with for member in read_workspace(write_workspace(tmp_path)).staff] == [None, None]
