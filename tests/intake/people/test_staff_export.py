"""A personnel office's list becomes the staff list; nobody is guessed into a post that cares for children."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.incident_command.positions.training import load_training
from drillplanner.intake.people.positions import everyday_title, position_words
from drillplanner.intake.workspace.reader import read_workspace
from tests.intake.small_workspace import problems_of, the_problem, write_workspace

EXPORT = """\
Name,School,Position
"Alder, Sample",Oak Elem,TCHR ELEM
"BIRCH, SAMPLE JR.",Elm HS,Asst Prin
"Cedar, Sample Q.",Oak,Cust II Night
"Dogwood, Sample",EHS,Para - SPED
"Fir, Sample",Oak; Elm HS,Nurse RN
"Gum, Sample",District Office,Payroll Specialist
"Hazel, Sample",Bus Garage,Bus Drvr
VACANT,Oak,Secretary
"Juniper, Sample",Oak,Nurse Liaison
"Larch, Sample",Oak,Speech Lang Path
"Larch, Sample",Elm HS,Speech Lang Path
"""


def test_a_personnel_list_becomes_the_staff_list(tmp_path: Path) -> None:
    read = read_workspace(write_workspace(tmp_path, {"staff.csv": EXPORT}))
    assert [(p.staff_id, p.name, p.campus_id, p.title, p.teaches) for p in read.staff] == [
        ("sample-alder", "Sample Alder", "oak", "Teacher", True),
        ("sample-birch-jr", "Sample Birch Jr.", "elm", "Assistant principal", False),
        ("sample-q-cedar", "Sample Q. Cedar", "oak", "Custodian", False),
        ("sample-dogwood", "Sample Dogwood", "elm", "Teacher aide", False),
        ("sample-fir", "Sample Fir", "district", "School nurse", False),
        ("sample-hazel", "Sample Hazel", "district", "Bus driver", False),
        ("sample-larch", "Sample Larch", "district", "Speech therapist", False),
    ]
    said = "\n".join(read.assumptions)
    assert "staff.csv is a personnel list; columns are read so: 'Name' as name, 'School' as school" in said
    assert "1 person as Teacher aide: 'Para - SPED' (1)." in said
    assert "2 people are in no chart until you say what their position is: 'Payroll Specialist' (1)" in said
    assert (
        "2 people work at several schools, so no school's chart counts on them: Sample Fir, Sample Larch." in said
    )
    assert "1 row not used: they name nobody (vacant)." in said
    assert "'EHS' is read as Elm High School (elm)" in said


def test_positions_csv_answers(tmp_path: Path) -> None:
    answers = "position,title\nNurse Liaison,Social worker\npayroll specialist,leave out\n"
    read = read_workspace(write_workspace(tmp_path, {"staff.csv": EXPORT, "positions.csv": answers}))
    assert ("Sample Juniper", "Social worker") in [(person.name, person.title) for person in read.staff]
    assert not any("in no chart" in sentence for sentence in read.assumptions)


def test_a_title_that_no_chart_uses_is_refused(tmp_path: Path) -> None:
    problem = the_problem(tmp_path, {"staff.csv": EXPORT, "positions.csv": "position,title\nBCBA,Behaviorist\n"})
    assert (problem.file, problem.line, problem.value) == ("positions.csv", 2, "Behaviorist")


def test_a_school_that_is_not_sure_is_asked(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"staff.csv": EXPORT.replace("Oak Elem,", "Maple School,")})
    assert [(problem.line, problem.value) for problem in problems] == [(2, "Maple School")]


def test_ids_and_names_in_columns_of_their_own(tmp_path: Path) -> None:
    text = (
        "Emp ID,Last Name,First Name,Location,Job Title,Phone,Status\n"
        "1042,Alder,Sample,Oak Elementary School,Head Custodian,555-0101,Active\n"
        "1043,Birch,Sample,Elm High School,Principal,,Terminated\n"
        "1044,Cedar,Sample,Elm High School,Secretary to the Principal,,Active\n"
    )
    read = read_workspace(write_workspace(tmp_path, {"staff.csv": text}))
    assert [(person.staff_id, person.name, person.title, person.phone) for person in read.staff] == [
        ("1042", "Sample Alder", "Custodian", "555-0101"),
        ("1044", "Sample Cedar", "Secretary", ""),
    ]


#: Titles in the spelling of published job lists of districts; written before the words were, and in two halves.
TITLES = {
    "TCHR ELEM": "Teacher", "Teacher, Grade 3": "Teacher", "TCHR-KDG": "Teacher", "Math Tchr HS": "Teacher",
    "PE Teacher": "Physical education teacher", "SPED TCHR": "Special education teacher", "Prin MS": "Principal",
    "Asst Prin": "Assistant principal", "VP": "Assistant principal", "Cust II Night": "Custodian",
    "Head Custodian": "Custodian", "Para - SPED": "Teacher aide", "IA - Kdg": "Teacher aide",
    "Instr Asst": "Teacher aide", "School Sec": "Secretary", "Secretary I - 10 mo": "Secretary",
    "Attendance Clerk": "Secretary", "Nurse RN": "School nurse", "School Nurse (CSN)": "School nurse",
    "Health Aide": "Teacher aide",
    "COUNS HS": "School counselor", "Guidance Counselor": "School counselor", "Psych": "School psychologist",
    "Librarian/Media Spec": "Librarian", "Bus Drvr": "Bus driver", "Caf Mgr": "Food service worker",
    "SRO": "Security officer", "Dean of Students": "Dean", "Athletic Dir": "Athletic director",
    "Soc Wkr": "Social worker", "TOSA": "Instructional coach",
    "Nurse Liaison": None, "Counselor Intern": None, "Sub Nurse": None, "SEC": None, "Clerk": None,
    "Behavior Specialist": None, "Superintendent": None, "Counselor/Teacher": None, "Instructor Assistant": None,
    "School Nurse/Health Teacher": None, "LTS": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize(("position", "title"), TITLES.items())
def test_positions_as_personnel_offices_write_them(position: str, title: str | None) -> None:
    read = everyday_title(position)
    assert (None if read is None else read.title) == title


def test_every_title_is_one_that_charts_know_and_whole_titles_are_those_that_qualify() -> None:
    """A title read from a position has a family, and those for children are read only if every word is known."""
    training = load_training()
    families = {title.title: training.family_of(title.title) for title in position_words().titles}
    assert None not in families.values()
    for_children = {"principal", "assistant_principal", "dean", "counselor", "nurse", "secretary", "business"}
    assert {title.title for title in position_words().titles if title.whole} == {
        title for title, family in families.items() if family in for_children
    }


def test_two_people_of_one_name_are_two(tmp_path: Path) -> None:
    rows = ("1,Oak", "1,Elm HS", "2,Oak", "2,Elm HS", "3,Oak")
    lines = "".join(
        f'{number},"Larch, Sample",{school},Teacher\n' for number, school in (r.split(",") for r in rows)
    )
    staff = f"Employee ID,Name,School,Position\n{lines}"
    read = read_workspace(write_workspace(tmp_path, {"staff.csv": staff}))
    assert [(p.staff_id, p.campus_id) for p in read.staff] == [("1", "district"), ("2", "district"), ("3", "oak")]
