"""Every table of a workspace finds schools by their other names, tells what it took, and asks what is unsure."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from tests.intake.small_workspace import problems_of, write_workspace

CAMPUSES = """\
campus_id,name,grades,enrollment,bell_schedule,nicknames
oak,Oak Elementary School,K-5,300,regular,
elm,Elm High School,9-12,1200,regular,the Castle
lowell,Lowell Middle School,6-8,400,regular,
lake,Lakeview Middle School,6-8,400,regular,
"""
STAFF = "staff_id,name,campus_id,title\ns1,Sample Alder,{},Principal\n"


def workspace(tmp_path: Path, **files: str) -> Path:
    named = {f"{name}.csv": text for name, text in files.items()}
    return write_workspace(tmp_path, {"campuses.csv": CAMPUSES, "staff.csv": STAFF.format("oak"), **named})


@pytest.mark.parametrize(
    ("text", "campus_id", "told"),
    [
        ("Elm HS", "elm", True),
        ("EHS", "elm", True),
        ("the castle", "elm", False),
        ("OAK", "oak", False),
        ("Lowell", "lowell", False),
        ("district", "district", False),
    ],
)
def test_staff_work_at_schools_by_any_name(tmp_path: Path, text: str, campus_id: str, told: bool) -> None:
    read = read_workspace(workspace(tmp_path, staff=STAFF.format(text)))
    assert [person.campus_id for person in read.staff] == [campus_id]
    sentences = [sentence for sentence in read.assumptions if sentence.startswith("Schools in staff.csv")]
    assert bool(sentences) is told
    if told:
        assert f"'{text}' is read as" in sentences[0]


def test_events_and_closures_name_several_schools(tmp_path: Path) -> None:
    folder = workspace(
        tmp_path,
        events="kind,first,campus_ids\nsevere_weather,2025-10-01,Elm HS; Oak Elem\n",
        closures="date,campus_ids\n2025-10-02,Lowell MS & Lakeview\n",
    )
    read = read_workspace(folder)
    assert read.events[0].campus_ids == ("elm", "oak")
    assert read.calendar.closures[0].campus_ids == ("lowell", "lake")


def test_initials_of_two_schools_are_asked_once_with_the_way_to_answer(tmp_path: Path) -> None:
    two = STAFF.format("LMS") + "s2,Sample Birch,LMS,Teacher\n"
    problems = problems_of(tmp_path, {"campuses.csv": CAMPUSES, "staff.csv": two})
    assert [(problem.line, problem.value) for problem in problems] == [(2, "LMS")]
    assert problems[0].allowed is not None
    assert "lowell (Lowell Middle School), lake (Lakeview Middle School)" in problems[0].allowed
    assert "also_called=LMS --campus lowell" in problems[0].allowed
