"""The school directory of the Common Core of Data: real columns, invented schools and districts."""

from __future__ import annotations

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.schools.school_list import CampusImport, import_campuses
from drillplanner.model import format_grades

# The columns of ccd_sch_029 that bear on this, in its order.
COLUMNS = (
    "SCHOOL_YEAR,FIPST,STATENAME,ST,SCH_NAME,LEA_NAME,ST_LEAID,LEAID,ST_SCHID,NCESSCH,SCHID,LCITY,PHONE,SY_STATUS,"
    "SY_STATUS_TEXT,UPDATED_STATUS,UPDATED_STATUS_TEXT,SCH_TYPE_TEXT,CHARTER_TEXT,NOGRADES,"
    + ",".join(f"G_{grade}_OFFERED" for grade in ("PK", "KG", *range(1, 14), "UG", "AE"))
    + ",GSLO,GSHI,LEVEL,IGOFFERED"
)
GRADES = ("PK", "KG", *(str(number) for number in range(1, 14)), "UG", "AE")


def row(
    name: str,
    grades: str,
    *,
    ends: tuple[str, str] = ("", ""),
    district: tuple[str, str] = ("3400001", "Sample Township School District"),
    status: tuple[str, str] = ("1", "Open"),
    charter: str = "No",
    number: str = "340000100001",
) -> str:
    offered = grades.split()
    yes_no = ",".join("Yes" if grade in offered else "No" for grade in GRADES)
    number_of_district, name_of_district = district
    return (
        f"2024-2025,34,NEW JERSEY,NJ,{name},{name_of_district},NJ-01,{number_of_district},NJ-01-1,{number},0001,"
        f"Sample,(555)555-0100,1,Open,{status[0]},{status[1]},Regular School,{charter},No,{yes_no},"
        f"{ends[0]},{ends[1]},Elementary,As reported"
    )


def read(*rows: str, district: str | None = None, columns: str = COLUMNS) -> CampusImport:
    return import_campuses("\r\n".join([columns, *rows, ""]).encode(), "ccd.csv", district)


def problem(*rows: str, district: str | None = None) -> Problem:
    with pytest.raises(InputError) as caught:
        read(*rows, district=district)
    return caught.value.problems[0]


OAK = row("Oak Elementary School", "PK KG 1 2 3 4 5", ends=("PK", "05"), number="340000100001")
ELM = row("Elm High School", "9 10 11 12 13", ends=("09", "13"), number="340000100002", charter="Yes")
OTHER = row("Ash School", "KG 1", district=("3400002", "Other Borough"), number="340000200001")


def test_the_schools_of_one_district_are_read() -> None:
    found = read(OAK, ELM)
    assert [(campus.campus_id, campus.name, format_grades(campus.grades)) for campus in found.campuses] == [
        ("340000100001", "Oak Elementary School", "PK-5"),
        ("340000100002", "Elm High School", "9-12"),
    ]
    assert [campus.facts for campus in found.campuses] == [{"charter_school": False}, {"charter_school": True}]
    assert found.district == "Sample Township School District"
    assert "2 open schools of Sample Township School District" in found.understood[0]
    assert found.not_placed == []


def test_the_yes_no_columns_are_not_facts_of_the_building() -> None:
    assert {fact for campus in read(OAK, ELM).campuses for fact in campus.facts} == {"charter_school"}


def test_schools_that_are_not_open_are_left_out_by_name() -> None:
    closed = row("Old School", "1 2", status=("2", "Closed"), number="340000100003")
    future = row("New School", "1 2", status=("7", "Future"), number="340000100004")
    found = read(OAK, closed, future)
    assert [campus.name for campus in found.campuses] == ["Oak Elementary School"]
    assert [(school.name, school.campus_id, school.reason) for school in found.left_out] == [
        ("Old School", "340000100003", "closed in the directory (ccd.csv, line 3)"),
        ("New School", "340000100004", "future in the directory (ccd.csv, line 4)"),
    ]


def test_schools_of_several_districts_are_never_mixed() -> None:
    found = problem(OAK, OTHER)
    assert "several districts" in found.message
    assert "Other Borough (3400002)" in (found.value or "")
    for named in ("Sample Township School District", "sample township  school district", "3400001"):
        assert [campus.name for campus in read(OAK, OTHER, district=named).campuses] == ["Oak Elementary School"]
    unknown = problem(OAK, OTHER, district="Sample Town School District")
    assert unknown.maybe == "Maybe you meant 'Sample Township School District'."


@pytest.mark.parametrize(
    ("ends", "grades"),
    [
        (("KG", "05"), "K-5"),
        (("PK", "KG"), "PK-K"),
        (("09", "12"), "9-12"),
        (("09", "13"), "9-12"),
        (("06", "06"), "6"),
    ],
)
def test_grades_are_a_span_if_no_column_lists_each(ends: tuple[str, str], grades: str) -> None:
    columns = "NCESSCH,SCH_NAME,LEAID,LEA_NAME,SY_STATUS,GSLO,GSHI"
    found = read(f"340000100001,Oak,3400001,Sample,1,{ends[0]},{ends[1]}", columns=columns)
    assert format_grades(found.campuses[0].grades) == grades


def test_a_school_without_a_grade_is_left_out_with_its_line() -> None:
    found = read(OAK, row("Adult Center", "AE", ends=("AE", "AE")), row("Ungraded", "UG", ends=("UG", "UG")))
    assert [(school.name, school.reason) for school in found.left_out] == [
        (
            "Adult Center",
            "adult education alone has no grade from PK to 12; write 12 if drills are planned for it "
            "(ccd.csv, line 3)",
        ),
        ("Ungraded", "this says no grade; write the grades that fit the students' ages (ccd.csv, line 4)"),
    ]


def test_a_number_truncated_by_a_spreadsheet_is_not_an_id() -> None:
    found = read(row("Oak Elementary School", "KG 1", number="3.40E+11"))
    assert found.campuses[0].campus_id == "oak-elementary-school"
    assert "no usable id" in found.assumed[0]
