from __future__ import annotations

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.schools.school_list import CampusImport, import_campuses, slug
from drillplanner.model import format_grades


def read(text: str | bytes) -> CampusImport:
    return import_campuses(text if isinstance(text, bytes) else text.encode(), "list.csv")


def left_out(result: CampusImport) -> list[str]:
    return [f"{school.name}: {school.reason}" for school in result.left_out]


def short(result: CampusImport) -> list[tuple[str, str, str, int | None]]:
    return [
        (campus.campus_id, campus.name, format_grades(campus.grades), campus.enrollment)
        for campus in result.campuses
    ]


def refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value.problems


# In the shape of a city's open-data list of schools; the schools are invented.
CITY = """\
school_id,name,address,zip,attending_grades,latitude
610001,North Elementary School,1 First St,60001,PK-8th,41.8
610002,South High School,2 Second St,60002,"7th-8th, 9th-12th",41.9
610003,Evening Academy,,60003,,41.7
,East Magnet School,3 Third St,60004,"7th, 9th",41.6
610005,Lake Campus,4 Fourth St,60005,PK-6,41.5
"""


def test_a_city_s_list_is_read() -> None:
    result = read(CITY)
    assert short(result) == [
        ("610001", "North Elementary School", "PK-8", None),
        ("610002", "South High School", "7-12", None),
        ("east-magnet-school", "East Magnet School", "7,9", None),
        ("610005", "Lake Campus", "PK-6", None),
    ]
    assert result.understood == [
        "list.csv: 4 campuses from 5 rows.",
        "list.csv: taken 'school_id' as campus_id; 'name' as name; 'attending_grades' as grades.",
    ]
    assert result.assumed == [
        "list.csv gives no usable id for 1 campus; it is called east-magnet-school (line 5)."
    ]
    assert left_out(result) == ["Evening Academy: the row gives no grades (list.csv, line 4)"]
    assert result.not_placed == ["list.csv: columns that are not used: address, zip, latitude."]


# In the shape of a budget table that counts students by grade, with bare CR line ends; invented numbers.
BUDGET = (
    "name,code,level,fortyforty,sy15_est_total,sy15_est_ps,sy15_est_pk,sy15_est_kg,sy15_est_01,sy15_est_12,sy15_est_ao\r"
    "River ES,175,es,FALSE,96,31,41,0,24,0,0\r"
    "Hill HS,402,hs,TRUE,,0,0,0,0,80,3\r"
    "Night STAY,947,ao,FALSE,655,0,0,0,0,0,655\r"
)


def test_a_table_may_count_students_by_grade() -> None:
    result = read(BUDGET)
    assert short(result) == [("175", "River ES", "PK,1", 96), ("402", "Hill HS", "12", 80)]
    assert [campus.facts for campus in result.campuses] == [{"fortyforty": False}, {"fortyforty": True}]
    assert left_out(result) == ["Night STAY: no grade has students (list.csv, line 4)"]
    assert result.not_placed == ["list.csv: columns that are not used: level, sy15_est_ao."]
    assert (
        "'sy15_est_total' as enrollment; the students by grade ('sy15_est_ps' to 'sy15_est_12') as grades"
        in (result.understood[1])
    )


def test_counselor_days_are_read_or_reported_as_unknown() -> None:
    result = read("name,grades,counselor_days\nOak,K-5,monday;friday\nElm,6,sometimes\nAsh,7,\n")
    assert [campus.counselor_days for campus in result.campuses] == [(0, 4), None, None]
    assert result.not_placed == ["list.csv, line 3 ('Elm'): 'sometimes' names no weekdays; taken as not known."]


def test_a_list_may_have_a_lowest_and_a_highest_grade() -> None:
    result = read(
        "NCESSCH,SCH_NAME,GSLO,GSHI,MEMBER\n340001,Oak,PK,05,310\n340002,Ash,KG,KG,40\n340003,Elm,N,N,0\n"
    )
    assert short(result) == [("340001", "Oak", "PK-5", 310), ("340002", "Ash", "K", 40)]
    assert left_out(result) == ["Elm: 'N' is not a grade (list.csv, line 4)"]
    assert (result.left_out[0].campus_id, result.left_out[0].grades) == ("340003", "N")


@pytest.mark.parametrize(
    "header",
    [
        "School ID,School Name,Grades,Enrollment",
        "School Code,School,Grades Served,Students",
        "id,Campus Name,Grade Span,students_total",
        "Site ID,Site,Grade Levels,Total Students",
        "Building Code,Building,Attending Grades,# Students".replace("# Students", "Number of Students"),
        "id,Building,Grades,Enrollment as of 10/1",
        "id,School Name,Grade Span,ADM",
    ],
)
def test_headings_of_real_lists_are_matched(header: str) -> None:
    result = read(f"{header}\n7,Oak School,K-5,412\n")
    assert short(result) == [("7", "Oak School", "K-5", 412)]
    assert result.not_placed == []


def test_nicknames_and_reasons_of_a_list_are_kept() -> None:
    result = read(
        "id,name,grades,nicknames,leave_out\n1,Lake Avenue,K-5,LA; The Lake,\n2,Old Oak,K-5,,closed in June\n"
    )
    assert result.campuses[0].also_called == ("LA", "The Lake")
    assert left_out(result) == ["Old Oak: closed in June"]


@pytest.mark.parametrize("name", ["Total", "TOTALS", "Grand Total", "District total:", "Total Enrollment"])
def test_a_sum_below_the_schools_is_no_school(name: str) -> None:
    result = read(f"School,Grades,Enrollment\nOak,K-6,300\nTotal Quest School,K-6,80\n{name},,380\n")
    assert [campus.name for campus in result.campuses] == ["Oak", "Total Quest School"]
    assert result.left_out == []
    assert f"list.csv, line 4: '{name}' is a sum and no school." in result.understood


def test_closed_schools_of_a_list_are_left_out_by_name() -> None:
    result = read("School,GSoffered,StatusType\nOak,K-6,Active\nOld Oak,K-6,Closed\nElm,7-8,Merged\n")
    assert [campus.name for campus in result.campuses] == ["Oak"]
    assert left_out(result) == [
        "Old Oak: the list calls it closed (list.csv, line 3)",
        "Elm: the list calls it merged (list.csv, line 4)",
    ]


def test_what_the_written_grades_do_not_say_is_said() -> None:
    result = read("name,grades\nElm,9-12 & Adult Ed\nOak,TK-5\n")
    assert result.assumed[:1] == [
        "list.csv, line 2 ('Elm'): Adult education is not planned for; only grades up to 12 are."
    ]
    assert not any("Transitional" in sentence for sentence in result.assumed), "campuses.csv keeps TK-5"


def test_without_ids_the_names_make_ids() -> None:
    result = read("School,Grades\nAmos W. Oak (East),K-5\nPeña Prep,6-8\n")
    assert [campus.campus_id for campus in result.campuses] == ["amos-w-oak-east", "pena-prep"]


def test_an_invalid_id_is_converted() -> None:
    result = read("id,name,grades\nNJ 12/3,Oak,K-5\n")
    assert result.campuses[0].campus_id == "nj-12-3"
    assert result.assumed == ["list.csv gives no usable id for 1 campus; it is called nj-12-3 (line 2)."]


def test_repeated_ids_are_changed_and_repeated_schools_skipped() -> None:
    result = read("id,name,grades\n1,Oak,K-5\n1,Elm,6-8\n1,Oak,K-5\n1,Ash,9-12\n")
    assert [(campus.campus_id, campus.name) for campus in result.campuses] == [
        ("1", "Oak"),
        ("1-2", "Elm"),
        ("1-3", "Ash"),
    ]
    assert "list.csv, line 3 ('Elm'): line 2 has the same id; this campus is called 1-2." in result.assumed
    assert left_out(result) == ["Oak: the same school as on line 2 (list.csv, line 4)"]


def test_unusable_rows_are_reported_with_their_line() -> None:
    rows = ("1,Oak,K-5,many,yes", "2,,K,5,no", "3,Elm,12-Sep,5,no", "4,Ash,K-2,5", "5,Fir,K,5,some")
    result = read("\n".join(["id,name,grades,students,buses", *rows]))
    assert short(result) == [("1", "Oak", "K-5", None), ("5", "Fir", "K", 5)]
    assert [campus.facts for campus in result.campuses] == [{"buses": True}, {}]
    assert left_out(result) == [
        "4,Ash,K-2,5: this row has 4 cells, the header has 5 (list.csv, line 5)",
        "2: the row gives no name (list.csv, line 3)",
        "Elm: 'Sep' is not a grade. Maybe a spreadsheet took a span such as 9-12 for a date; "
        "write it as 9,10,11,12. (list.csv, line 4)",
    ]
    assert result.not_placed == [
        "list.csv, line 2 ('Oak'): 'many' is no number of students; it is taken as not known.",
        "list.csv, line 6 ('Fir'): 'some' under 'buses' is neither yes nor no; taken as not known.",
    ]


def test_a_list_without_names_and_grades_is_refused_with_the_known_headings() -> None:
    found = refused("ward,zip\n1,2\n")
    assert [(problem.file, problem.line, problem.value) for problem in found] == [("list.csv", 1, "ward, zip")] * 2
    assert found[0].message == "no column gives the schools' names"
    assert found[0].allowed is not None and "school_name" in found[0].allowed
    assert found[1].message == "no column gives the schools' grades"
    assert found[1].allowed is not None and "gslo" in found[1].allowed


def test_a_list_without_a_usable_row_is_refused() -> None:
    (found,) = refused("name,grades\nOak,\n,K\n")
    assert "not one row can be used: Oak: the row gives no grades (list.csv, line 2)" in found.message


@pytest.mark.parametrize("text", ["", "name,grades\n"])
def test_an_empty_list_is_refused(text: str) -> None:
    assert refused(text)[0].message == "the campus list is empty"


def test_a_list_in_windows_1252_is_read_and_reported() -> None:
    result = read("name,grades\nPeña,K-5\n".encode("cp1252"))
    assert result.campuses[0].name == "Peña"
    assert "Windows-1252" in result.assumed[0]


def test_an_id_is_made_from_a_name() -> None:
    assert slug("Amos W. Harrison") == "amos-w-harrison"
    assert slug("校") == "campus"


def test_a_name_is_one_line_of_text_whatever_is_in_the_cell() -> None:
    result = read('name,grades\r\n"Oak\r\nSchool\x07",K-5\r\n"=cmd|\'/c calc\'!A1",6\r\n<b>Elm</b>; \\N,7\r\n')
    assert [campus.name for campus in result.campuses] == ["Oak School", "=cmd|'/c calc'!A1", "Elm ; \\N"]
