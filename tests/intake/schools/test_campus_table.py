from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.intake.new_workspace.file_texts import campuses_text
from drillplanner.intake.schools.campus_table import is_identifier, read_campuses
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import ALLOWED_GRADES, GRADES, Campus, DrillType, sort_grades
from tests.intake.small_workspace import CAMPUSES, problems_of, the_problem, write_workspace

HEADER = "campus_id,name,grades,enrollment,bell_schedule\n"


def rows(*lines: str, header: str = HEADER) -> dict[str, str | None]:
    from tests.intake.small_workspace import DISTRICT

    # Without staff: the small workspace's staff works at other campuses.
    return {
        "campuses.csv": header + "".join(f"{line}\n" for line in lines),
        "district.yaml": DISTRICT.replace("staff: staff.csv\n", ""),
        "staff.csv": None,
    }


def test_campuses_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    oak, elm = read_workspace(write_workspace(tmp_path)).campuses
    assert oak == Campus(
        campus_id="oak",
        name="Oak Elementary School",
        grades=("K", "1", "2", "3", "4", "5"),
        enrollment=300,
        bell_schedule="regular",
        facts={"fire_escapes": False},
    )
    assert elm.enrollment == 1200
    assert elm.facts == {}, "an empty cell is not known, which is neither yes nor no"


def test_a_grade_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, rows("oak,Oak,K-5,,regular", "elm,Elm,9-15,,regular"))
    assert (found.file, found.line, found.value) == ("campuses.csv", 3, "9-15")
    assert found.message == "grades: '15' is not a grade"
    assert found.allowed == ALLOWED_GRADES


@pytest.mark.parametrize("cell", ["12-Sep", "Sep-12", "9/12/2025"])
def test_a_span_that_a_spreadsheet_made_a_date_gets_a_hint(tmp_path: Path, cell: str) -> None:
    found = the_problem(tmp_path, rows(f"elm,Elm,{cell},,regular"))
    assert (found.line, found.value) == (2, cell)
    assert found.maybe == "Maybe a spreadsheet took a span such as 9-12 for a date; write it as 9,10,11,12."


def test_a_campus_without_grades_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, rows("oak,Oak,,,regular"))
    assert (found.line, found.message, found.allowed) == (2, "grades: no grade is given", ALLOWED_GRADES)


@pytest.mark.parametrize("second", ["oak", "OAK"])
def test_two_campuses_with_one_id_are_refused(tmp_path: Path, second: str) -> None:
    found = the_problem(tmp_path, rows("oak,Oak,K-5,,regular", f"{second},Elm,6,,regular"))
    assert (found.file, found.line, found.value) == ("campuses.csv", 3, second)
    assert found.message == "two campuses have one id (first on line 2)"
    assert found.allowed is not None and "a different campus_id for each campus" in found.allowed


@pytest.mark.parametrize("campus_id", ["Oak School", "öak", "-oak", "oak/elm"])
def test_an_invalid_id_is_refused(tmp_path: Path, campus_id: str) -> None:
    found = the_problem(tmp_path, rows(f"{campus_id},Oak,K-5,,regular"))
    assert (found.line, found.value, found.message) == (2, campus_id, "this cannot be a campus_id")
    assert found.allowed is not None and "for example burnet-hill" in found.allowed


def test_a_bell_schedule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, rows("oak,Oak,K-5,,regluar"))
    assert str(found).splitlines() == [
        "campuses.csv:2: there is no such bell schedule",
        "    found:   regluar",
        "    allowed: regular",
        "    Maybe you meant 'regular'.",
    ]


def test_a_campus_without_a_bell_schedule_is_reported(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, rows("oak,Oak,K-5,,", "elm,Elm,6,,regular")))
    assert workspace.campuses[0].bell_schedule is None
    assert "campuses.csv names no bell schedule for oak: no time of day can be chosen for drills there." in (
        workspace.assumptions
    )


@pytest.mark.parametrize("cell", ["many", "-5", "12.5"])
def test_an_enrollment_that_is_not_a_number_is_refused(tmp_path: Path, cell: str) -> None:
    found = the_problem(tmp_path, rows(f"oak,Oak,K-5,{cell},regular"))
    assert (found.line, found.value, found.message) == (2, cell, "enrollment: this is not a whole number")


COUNSELORS = "campus_id,name,grades,bell_schedule,counselor_days\n"


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("", None),
        ("monday", (0,)),
        ("Friday; monday;friday", (0, 4)),
        ("none", ()),
    ],
)
def test_counselor_days_are_read(tmp_path: Path, cell: str, days: tuple[int, ...] | None) -> None:
    files = rows(f"oak,Oak,K-5,regular,{cell}", header=COUNSELORS)
    (oak,) = read_workspace(write_workspace(tmp_path, files)).campuses
    assert oak.counselor_days == days


@pytest.mark.parametrize(
    ("cell", "value", "maybe"),
    [
        ("mom;tuesday", "mom", None),
        ("tuesday;thurzday", "thurzday", "Maybe you meant 'thursday'."),
        ("yes", "yes", None),
    ],
)
def test_counselor_days_that_are_not_weekdays_are_refused(
    tmp_path: Path, cell: str, value: str, maybe: str | None
) -> None:
    found = the_problem(
        tmp_path, rows("oak,Oak,K-5,regular,monday", f"elm,Elm,6,regular,{cell}", header=COUNSELORS)
    )
    assert (found.file, found.line, found.value) == ("campuses.csv", 3, value)
    assert found.message == "counselor_days: this is not a weekday"
    assert found.allowed is not None and "monday;thursday" in found.allowed and "'none'" in found.allowed
    if maybe is not None:
        assert found.maybe == maybe


def test_none_and_a_weekday_together_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, rows("oak,Oak,K-5,regular,none;monday", header=COUNSELORS))
    assert (found.line, found.value, found.message) == (2, "none", "counselor_days: 'none' stands alone")


def test_a_counselor_on_a_weekday_without_school_is_reported(tmp_path: Path) -> None:
    cells = ("oak,Oak,K-5,regular,monday;saturday", "elm,Elm,6,regular,friday", "ash,Ash,7,regular,saturday")
    assumptions = read_workspace(write_workspace(tmp_path, rows(*cells, header=COUNSELORS))).assumptions
    sentences = [sentence for sentence in assumptions if "counselor" in sentence]
    assert sentences == [
        "A counselor is there on a Saturday, by 'counselor_days', but no school day is one: oak, ash."
    ]


def test_counselor_days_without_a_word_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, rows("oak,Oak,K-5,regular,;", header=COUNSELORS))
    assert (found.line, found.value, found.message) == (2, ";", "counselor_days: this is not a weekday")


def test_a_campus_without_id_or_name_is_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, rows(",Oak,K-5,,regular", "elm,,6,,regular"))
    assert [(problem.line, problem.message) for problem in found] == [
        (2, "the campus has no campus_id"),
        (3, "the campus 'elm' has no name"),
    ]


@pytest.mark.parametrize("text", ["", HEADER])
def test_a_list_without_campuses_is_refused(tmp_path: Path, text: str) -> None:
    found = the_problem(tmp_path, {"campuses.csv": text})
    assert (found.file, found.message) == ("campuses.csv", "the campus list is empty")


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"campuses.csv": "campus_id,name,grade\noak,Oak,K-5\n"})
    assert (found.file, found.line, found.value) == ("campuses.csv", 1, "campus_id,name,grade")
    assert (found.message, found.maybe) == ("the column 'grades' is missing", "Maybe you meant 'grade'.")


def test_all_problems_of_all_rows_are_reported(tmp_path: Path) -> None:
    found = problems_of(tmp_path, rows("oak,Oak,K-15,x,none", "oak,Elm,K,,regular", "ash,Ash"))
    assert [(problem.line, problem.value) for problem in found] == [
        (2, "K-15"),
        (2, "x"),
        (2, "none"),
        (3, "oak"),
        (4, "ash,Ash"),
    ]


def facts_of(tmp_path: Path, column: str, *cells: str) -> tuple[list[dict[str, bool]], tuple[str, ...]]:
    changes = rows(
        *(f"c{number},C{number},K,,regular,{cell}" for number, cell in enumerate(cells)),
        header=HEADER.replace("\n", f",{column}\n"),
    )
    workspace = read_workspace(write_workspace(tmp_path, changes))
    about_columns = tuple(
        assumption for assumption in workspace.assumptions if assumption.startswith("The column")
    )
    return [campus.facts for campus in workspace.campuses], about_columns


def test_a_column_of_yes_and_no_is_a_fact(tmp_path: Path) -> None:
    facts, reported = facts_of(tmp_path, "Fire Escapes", "yes", "NO", "", "TRUE")
    assert facts == [{"fire_escapes": True}, {"fire_escapes": False}, {}, {"fire_escapes": True}]
    assert not reported


def test_a_stray_cell_in_a_fact_is_a_problem(tmp_path: Path) -> None:
    header = HEADER.replace("\n", ",buses\n")
    lines = ("a,A,K,,regular,yes", "b,B,K,,regular,some", "c,C,K,,regular,no")
    found = the_problem(tmp_path, rows(*lines, header=header))
    assert (found.line, found.value) == (3, "some")
    assert found.message == "the fact 'buses' of 'b' is neither yes nor no"
    assert found.allowed == "yes, no, or empty where it is not known"


def test_a_column_that_is_not_a_fact_is_reported_as_unused(tmp_path: Path) -> None:
    facts, reported = facts_of(tmp_path, "Ward", "12", "yes", "9")
    assert facts == [{}, {}, {}]
    assert reported == ("The column 'Ward' of campuses.csv is not used: its cells are not yes or no.",)


@pytest.mark.parametrize(
    ("column", "cell", "maybe"),
    [
        ("counsellor_days", "monday", " Maybe you meant 'counselor_days'."),
        ("counselors", "monday", " Maybe you meant 'counselor_days'."),
        ("Students", "310", " Maybe you meant 'enrollment'."),
        # The table has that column already.
        ("bells", "early", ""),
    ],
)
def test_a_column_with_a_name_like_a_known_one_gets_a_hint(
    tmp_path: Path, column: str, cell: str, maybe: str
) -> None:
    header = f"campus_id,name,grades,bell_schedule,{column}\n"
    changes = rows(f"oak,Oak,K,regular,{cell}", header=header)
    assumptions = read_workspace(write_workspace(tmp_path, changes)).assumptions
    assert f"The column '{column}' of campuses.csv is not used: its cells are not yes or no.{maybe}" in assumptions


def test_a_column_called_bells_gets_a_hint(tmp_path: Path) -> None:
    changes = rows("oak,Oak,K,regular", header="campus_id,name,grades,bells\n")
    assumptions = read_workspace(write_workspace(tmp_path, changes)).assumptions
    assert any(
        sentence.endswith("its cells are not yes or no. Maybe you meant 'bell_schedule'.")
        for sentence in assumptions
    )


def test_an_empty_column_is_reported_as_unused(tmp_path: Path) -> None:
    assert facts_of(tmp_path, "hazmat", "", "")[1] == (
        "The column 'hazmat' of campuses.csv is not used: it is empty.",
    )


def test_a_note_is_for_people(tmp_path: Path) -> None:
    assert facts_of(tmp_path, "note", "yes", "yes") == ([{}, {}], ())


def test_columns_may_be_in_any_order_and_case(tmp_path: Path) -> None:
    lines = ["Grades,NAME,Campus_ID,Bell Schedule", "K-5,Oak,oak,regular"]
    changes = rows(lines[1], header=lines[0] + "\n")
    assert read_workspace(write_workspace(tmp_path, changes)).campuses[0].campus_id == "oak"


def test_a_list_may_have_bare_carriage_returns(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, {"campuses.csv": CAMPUSES.replace("\n", "\r")}))
    assert [campus.campus_id for campus in workspace.campuses] == ["oak", "elm"]


IDENTIFIER = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}", fullmatch=True)
LINE = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20).map(
    str.strip
)


@given(
    campuses=st.lists(
        st.builds(
            Campus,
            campus_id=IDENTIFIER,
            name=LINE.filter(bool),
            grades=st.sets(st.sampled_from(GRADES), min_size=1).map(sort_grades),
            enrollment=st.none() | st.integers(0, 9_999_999),
            bell_schedule=st.none() | st.sampled_from(["regular", "late"]),
            counselor_days=st.none() | st.sets(st.integers(0, 6)).map(sorted).map(tuple),
            facts=st.dictionaries(st.sampled_from(["fire_escapes", "buses"]), st.booleans()),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda campus: campus.campus_id.lower(),
    )
)
def test_written_campuses_are_read_back(tmp_path_factory: pytest.TempPathFactory, campuses: list[Campus]) -> None:
    folder = tmp_path_factory.mktemp("campuses")
    (folder / "campuses.csv").write_text(campuses_text(campuses), encoding="utf-8", newline="")
    reading = read_campuses(InputFolder(folder), Link("campuses.csv"), ("regular", "late"))
    assert reading.problems == ()
    assert list(reading.value.campuses) == campuses


@given(st.text(max_size=8))
def test_identifiers_are_those_that_the_model_accepts(text: str) -> None:
    try:
        Campus(campus_id=text, name="x", grades=("K",))
    except ValueError:
        assert not is_identifier(text)
    else:
        assert is_identifier(text)


def test_campuses_share_a_building_and_a_misspelled_one_is_reported(tmp_path: Path) -> None:
    header = "campus_id,name,grades,building\n"
    lines = ("oak,Oak,K-5,North-Hall", "elm,Elm,9-12,north-hall", "ash,Ash,6-8,north-hal", "fir,Fir,6-8,")
    found = read_workspace(write_workspace(tmp_path, rows(*lines, header=header)))
    assert [campus.building for campus in found.campuses] == ["north-hall", "north-hall", "north-hal", None]
    (sentence,) = (assumption for assumption in found.assumptions if "building" in assumption)
    assert sentence.startswith("The building 'north-hal' of campuses.csv is that of ash alone")
    assert "north-hall" in sentence
    assert DrillType.FIRE_EVACUATION in found.district.whole_building
