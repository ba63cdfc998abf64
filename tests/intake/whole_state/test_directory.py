from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.schools.school_list import campuses_of
from drillplanner.intake.whole_state.directory import StateDirectory, read_state_directory
from drillplanner.progress import silent
from tests.intake.whole_state.directory_files import (
    CHARACTERISTICS_COLUMNS,
    CLOSED,
    FUTURE,
    LEA_COLUMNS,
    SCHOOL_COLUMNS,
    district,
    online,
    school,
    written,
)

OAK, ELM = "990000100001", "990000100002"


def read(*paths: Path, state: str = "TX") -> StateDirectory:
    return read_state_directory(paths, state, silent)


def refused(*paths: Path, state: str = "TX") -> Problem:
    with pytest.raises(InputError) as caught:
        read(*paths, state=state)
    return caught.value.problems[0]


def names(directory: StateDirectory) -> dict[str, list[str]]:
    return {
        district.leaid: [campus.name for campus in campuses_of(district.schools()).campuses]
        for district in directory.districts
    }


def test_the_schools_of_the_state_are_read_by_district(tmp_path: Path) -> None:
    schools = written(
        tmp_path / "ccd_sch_029.csv",
        SCHOOL_COLUMNS,
        school(OAK, "Oak Elementary"),
        school("990000200001", "Ash School", ("KG", "12"), district_name="ASH ISD"),
        school("349999900001", "Pine School", st="NJ"),
        school(ELM, "Elm High", ("09", "12")),
    )
    directory = read(schools)
    assert names(directory) == {"9900001": ["Oak Elementary", "Elm High"], "9900002": ["Ash School"]}
    assert [district.name for district in directory.districts] == ["SAMPLE ISD", "ASH ISD"]
    assert directory.not_taken == ()
    assert "with 3 rows of TX and 1 row of other states" in directory.understood[0]


def test_rows_that_are_not_taken_are_kept_with_the_reason_and_the_line(tmp_path: Path) -> None:
    districts = written(
        tmp_path / "ccd_lea_029.csv",
        LEA_COLUMNS,
        district("9900001", "Sample ISD"),
        district("9900002", "Shut ISD", status=CLOSED),
        district("9900003", "Army ISD", kind="6"),
        district("9900004", "Service Center", kind="4"),
        district("9900001", "Sample Again ISD"),
        district("3499999", "Other", st="NJ"),
    )
    schools = written(
        tmp_path / "ccd_sch_029.csv",
        SCHOOL_COLUMNS,
        school(OAK, "Oak Elementary"),
        school("990000200001", "Left School"),
        school("990000300001", "Fort School"),
        school("12345678", "Odd School"),
        "2024-2025,99,STATE,TX,Short School",
    )
    directory = read(districts, schools)
    assert [(district.leaid, district.name) for district in directory.districts] == [("9900001", "Sample ISD")]
    assert {(entry.what, entry.name, entry.reason, entry.line) for entry in directory.not_taken} == {
        ("district", "Sample Again ISD", "line 2 has the same LEAID", 6),
        ("district", "Shut ISD", "closed in the directory", 3),
        ("school", "Left School", "its district: closed in the directory", 3),
        (
            "district",
            "Army ISD",
            "operated by the federal government (type 6), so state drill law may not apply to its schools",
            4,
        ),
        (
            "school",
            "Fort School",
            "its district: operated by the federal government (type 6), so state drill law may not apply to its "
            "schools",
            4,
        ),
        ("district", "Service Center", "no school in the directory", 5),
        ("school", "Odd School", "it has no LEAID of seven digits", 5),
        ("row", "2024-2025,99,STATE,TX,Short School", "the row has 5 cells, the header has 22", 6),
    }


def test_schools_that_are_closed_to_come_or_online_only_are_left_out(tmp_path: Path) -> None:
    schools = written(
        tmp_path / "ccd_sch_029.csv",
        SCHOOL_COLUMNS,
        school(OAK, "Oak Elementary"),
        school(ELM, "Old School", status=CLOSED),
        school("990000100003", "New School", status=FUTURE),
        school("990000100004", "Screen School"),
        school("990000100005", "Mixed School"),
    )
    characteristics = written(
        tmp_path / "ccd_sch_129.csv",
        CHARACTERISTICS_COLUMNS,
        online("990000100004", "FULLVIRTUAL"),
        online("990000100005", "SUPPVIRTUAL"),
    )
    directory = read(schools, characteristics)
    read_schools = campuses_of(directory.districts[0].schools())
    assert [campus.name for campus in read_schools.campuses] == ["Oak Elementary", "Mixed School"]
    assert [(left.name, left.reason) for left in read_schools.left_out] == [
        ("Old School", "closed in the directory (ccd_sch_029.csv, line 3)"),
        ("New School", "future in the directory (ccd_sch_029.csv, line 4)"),
        (
            "Screen School",
            "online only in the directory: no building in which to hold a drill (ccd_sch_029.csv, line 5)",
        ),
    ]
    assert directory.assumed == ()
    assert "does not say which schools teach online only" in read(schools).assumed[0]


# ELSI's headings, title lines, notes, and ways of writing, as its exports of 2023-24 have them; the schools are
# invented.
ELSI = """\
ELSI Export
"National Center for Education Statistics, Common Core of Data"

School Name,State Name [Public School] Latest available year,State Abbr [Public School] Latest available year,\
School ID (12-digit) - NCES Assigned [Public School] Latest available year,\
Agency Name [Public School] 2023-24,Agency ID - NCES Assigned [Public School] Latest available year,\
Updated Status [Public School] 2023-24,Lowest Grade Offered [Public School] 2023-24,\
Highest Grade Offered [Public School] 2023-24,Charter School [Public School] 2023-24,\
Virtual School Status (SY 2016-17 onward) [Public School] 2023-24,\
Total Students All Grades (Excludes AE) [Public School] 2023-24
OAK ELEMENTARY,Texas,TX,="990000100001",SAMPLE ISD,="9900001",1-Open,Prekindergarten,5th Grade,2-No,NOTVIRTUAL,482
ELM HIGH,Texas,TX,="990000100002",SAMPLE ISD,="9900001",3-New,09,12,1-Yes,†,–
OLD SCHOOL,Texas,TX,="990000100003",SAMPLE ISD,="9900001",2-Closed,06,08,2-No,†,†
SCREEN SCHOOL,Texas,TX,="990000100004",SAMPLE ISD,="9900001",1-Open,06,08,2-No,FULLVIRTUAL,30
Data Source: U.S. Department of Education National Center for Education Statistics Common Core of Data (CCD).
† indicates that the data are not applicable.
"""


def test_an_export_of_elsi_is_read(tmp_path: Path) -> None:
    (tmp_path / "elsi.csv").write_text(ELSI, encoding="utf-8")
    directory = read(tmp_path / "elsi.csv")
    schools = campuses_of(directory.districts[0].schools())
    assert [
        (campus.campus_id, campus.name, campus.grades_text(), campus.enrollment, campus.facts)
        for campus in schools.campuses
    ] == [
        ("990000100001", "OAK ELEMENTARY", "PK-5", 482, {"charter_school": False}),
        ("990000100002", "ELM HIGH", "9-12", None, {"charter_school": True}),
    ]
    assert [(left.name, left.reason.partition(" (")[0]) for left in schools.left_out] == [
        ("OLD SCHOOL", "closed in the directory"),
        ("SCREEN SCHOOL", "online only in the directory: no building in which to hold a drill"),
    ]
    assert (directory.not_taken, directory.assumed) == ((), ())


# Two real rows of ELSI's table of public schools, 2019-20 v.1a (Common Core of Data; read December 2026), with the
# columns that bear on this. The export was made without grades.
REAL_ELSI = """\
School Name,State Name [Public School] Latest available year,State Abbr [Public School] Latest available year,\
School ID - NCES Assigned [Public School] Latest available year,\
Agency ID - NCES Assigned [Public School] Latest available year,Charter School [Public School] 2019-20,\
Virtual School Status (SY 2016-17 onward) [Public School] 2019-20,\
Total Students All Grades (Excludes AE) [Public School] 2019-20
ZWOLLE ELEMENTARY SCHOOL,Louisiana,LA,220138001117,2201380,2-No,NOTVIRTUAL,482
ZWOLLE HIGH SCHOOL,Louisiana,LA,220138001118,2201380,2-No,NOTVIRTUAL,309
"""


def test_other_tables_are_refused_with_the_columns_that_they_lack(tmp_path: Path) -> None:
    (tmp_path / "elsi.csv").write_text(REAL_ELSI, encoding="utf-8")
    as_characteristics = refused(tmp_path / "elsi.csv", state="LA")
    assert as_characteristics.message == "no directory of schools was given"
    assert (as_characteristics.value or "").endswith("elsi.csv: characteristics of schools")
    assert "GSLO and GSHI" in (as_characteristics.allowed or "")
    (tmp_path / "elsi.csv").write_text(REAL_ELSI.replace("Virtual School Status", "Something"), encoding="utf-8")
    assert refused(tmp_path / "elsi.csv", state="LA").message == (
        "this is not an NCES directory of schools that we can read; it lacks GSLO with GSHI"
    )
    # The layout of the files before 2014-15.
    old = written(
        tmp_path / "sc13.csv", "SURVYEAR,FIPST,LEAID,SCHNO,STID,SEASCH,LEANM,SCHNAM", "2013,1,1,1,1,1,1,1"
    )
    assert refused(old).message.endswith("it lacks ST, LEA_NAME")
    districts = written(tmp_path / "lea.csv", LEA_COLUMNS, district("9900001", "Sample ISD"))
    assert refused(districts).message == "no directory of schools was given"
    schools = written(tmp_path / "sch.csv", SCHOOL_COLUMNS, school(OAK, "Oak"))
    assert refused(schools, state="NJ").message == "the directory has no schools of the state"
    assert refused(schools, schools.rename(tmp_path / "b.csv")).file.endswith("sch.csv")


def test_ids_that_lost_their_zero_in_a_spreadsheet_get_it_back(tmp_path: Path) -> None:
    row = (
        school("010000100001", "Oak", st="AL")
        .replace(",0100001,", ",100001,")
        .replace("010000100001", "10000100001")
    )
    directory = read(written(tmp_path / "a.csv", SCHOOL_COLUMNS, row), state="AL")
    assert directory.districts[0].leaid == "0100001"
    assert campuses_of(directory.districts[0].schools()).campuses[0].campus_id == "010000100001"


@given(
    st.lists(
        st.tuples(
            st.integers(1, 4),
            st.sampled_from(("1", "2", "3", "6", "7")),
            st.sampled_from((("PK", "05"), ("09", "12"), ("UG", "UG"), ("", ""), ("AE", "AE"))),
            st.sampled_from(("TX", "NJ")),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_row_of_the_state_is_a_school_or_is_listed(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, tuple[str, str], str]]
) -> None:
    lines = [
        school(f"990000{number}{place:05}", f"School {place}", grades, status=(status, "Some status"), st=state)
        for place, (number, status, grades, state) in enumerate(rows)
    ]
    path = written(tmp_path_factory.mktemp("state") / "a.csv", SCHOOL_COLUMNS, school(OAK, "Oak"), *lines)
    directory = read(path)
    found = [campuses_of(district.schools()) for district in directory.districts]
    taken = [campus.name for schools in found for campus in schools.campuses]
    listed = [left.name for schools in found for left in schools.left_out] + [
        entry.name for entry in directory.not_taken if entry.what == "school"
    ]
    of_state = ["Oak", *(f"School {place}" for place, row in enumerate(rows) if row[3] == "TX")]
    assert sorted(taken + listed) == sorted(of_state)
