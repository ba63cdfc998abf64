"""OneRoster exports, as folders and archives. All districts, schools, and people are invented."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.new_workspace.report import InitReport
from drillplanner.intake.oneroster import export_files as oneroster_files
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import TermKind, Workspace
from tests.intake.small_workspace import CALENDAR

SUMMER = date(2025, 7, 15)

MANIFEST = """\
propertyName,value
manifest.version,1.0
oneroster.version,1.1
file.academicSessions,bulk
file.classes,absent
file.orgs,bulk
file.users,bulk
"""
ORGS = """\
sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,,,Sample Public Schools (invented),district,,
oak,,,Oak Elementary School,school,101,d1
elm,,,Elm High School,school,102,lost
old,tobedeleted,,Old School,school,103,d1
"""
SESSIONS = """\
sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
y,,,2025-2026,schoolYear,2025-09-02,2026-06-18,,2026
f,,,Fall,semester,2025-09-02,2026-01-23,y,2026
s,,,Spring,semester,2026-01-26,2026-06-18,y,2026
"""
USERS = """\
sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,\
identifier,email,sms,phone,agentSourcedIds,grades,password
t1,,,true,"elm,oak",teacher,,,Sample,Alder,,,,,555-0101,,,
a1,,,true,oak,administrator,,,Sample,Birch,,,,,,,,
a2,,,true,d1,administrator,,,Sample,Cedar,,,,,,,,
x1,,,false,oak,aide,,,Sample,Dogwood,,,,,,,,
x2,tobedeleted,,true,oak,teacher,,,Sample,Elder,,,,,,,,
x3,,,true,oak,wizard,,,Sample,Fir,,,,,,,,
x4,,,true,nowhere,teacher,,,Sample,Gum,,,,,,,,
p1,,,true,oak,parent,,,Secretparent,Hazel,,,,,,,,
s1,,,true,oak,student,,,Secretchild,Iris,,,,,,,KG,
s2,,,true,oak,student,,,Secretchild,Jade,,,,,,,05,
s2,,,true,oak,student,,,Secretchild,Jade,,,,,,,05,
s3,,,true,elm,student,,,Secretchild,Kale,,,,,,,"09,UG",
s4,,,true,elm,student,,,Secretchild,Lark,,,,,,,12,
"""
FILES = {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "academicSessions.csv": SESSIONS, "users.csv": USERS}

USERS_12 = """\
sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,\
phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,\
preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
t1,,,true,,,Sample,Alder,,,,,,,,,,,,,,,
c1,,,true,,,Sample,Birch,,,,,,,,,,,,,,,
s1,,,true,,,Secretchild,Iris,,,,,,,KG,,,,,,,,
s3,,,true,,,Secretchild,Kale,,,,,,,09,,,,,,,,
"""
ROLES = """\
sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,t1,secondary,teacher,,,oak,
r2,,,t1,primary,principal,,,elm,
r3,,,c1,primary,counselor,,,oak,
r4,,,s1,primary,student,,,oak,
r5,,,s3,primary,student,,,elm,
r6,,,ghost,primary,student,,,elm,
"""


def write(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def made(tmp_path: Path, given: Path, **options: object) -> tuple[InitReport, Workspace]:
    report = initialize(tmp_path / "ws", "NJ", oneroster=given, today=SUMMER, **options)  # type: ignore[arg-type]
    return report, read_workspace(tmp_path / "ws")


def refused(tmp_path: Path, given: Path) -> Problem:
    with pytest.raises(InputError) as caught:
        initialize(tmp_path / "ws", "NJ", oneroster=given, today=SUMMER)
    assert not (tmp_path / "ws").exists()
    assert len(caught.value.problems) == 1, str(caught.value)
    assert "Secret" not in str(caught.value)
    return caught.value.problems[0]


def test_schools_staff_and_enrollment_are_read(tmp_path: Path) -> None:
    _, workspace = made(tmp_path, write(tmp_path / "export"))
    assert workspace.district.name == "Sample Public Schools (invented)"
    assert [
        (campus.campus_id, campus.name, campus.grades, campus.enrollment) for campus in workspace.campuses
    ] == [
        ("oak", "Oak Elementary School", ("K", "5"), 2),
        ("elm", "Elm High School", ("9", "12"), 2),
    ]
    assert [
        (member.staff_id, member.name, member.campus_id, member.title, member.phone, member.teaches)
        for member in workspace.staff
    ] == [
        ("t1", "Sample Alder", "elm", "Teacher", "555-0101", True),
        ("a1", "Sample Birch", "oak", "Administrator", "", False),
    ]


def test_entries_that_cannot_be_placed_are_listed_with_their_rows(tmp_path: Path) -> None:
    export = write(tmp_path / "export")
    report, _ = made(tmp_path, export)
    for sentence in (
        f"{export / 'orgs.csv'}: left out as 'tobedeleted': lines 5.",
        f"{export / 'orgs.csv'}, line 4: there is no parent 'lost'; it is not needed.",
        f"{export / 'users.csv'}: left out as 'tobedeleted': lines 6.",
        f"{export / 'users.csv'}, line 12: the id is that of line 11; the row is left out.",
        f"{export / 'users.csv'}, line 8: there is no organisation 'nowhere'; the entry is left out.",
        f"{export / 'users.csv'}: 1 person whose account is switched off is left out.",
        f"The role 'wizard' is not known; its people are left out: {export / 'users.csv'}, line 7.",
        f"Adults of no school are not in staff.csv: {export / 'users.csv'}, line 4.",
        "Words that are no grade from PK to 12: UG.",
    ):
        assert sentence in report.not_placed


def test_no_name_of_a_student_or_a_parent_is_anywhere(tmp_path: Path) -> None:
    report, _ = made(tmp_path, write(tmp_path / "export"))
    assert "Secret" not in report.model_dump_json()
    for path in (tmp_path / "ws").rglob("*"):
        assert path.is_dir() or b"Secret" not in path.read_bytes()


@pytest.mark.parametrize(
    "broken", ["s9,,,true,oak,student,,,Secretchild\n", 's9,,,true,oak,student,,,"Secretchild\n']
)
def test_no_name_of_a_student_is_in_the_message_on_a_broken_row(tmp_path: Path, broken: str) -> None:
    export = write(tmp_path / "export", {"users.csv": USERS + broken})
    try:
        report, _ = made(tmp_path, export)
    except InputError as error:
        assert "Secret" not in str(error)
    else:
        assert "Secret" not in report.model_dump_json()
        assert any("line 15: this row has 9 cells" in sentence for sentence in report.not_placed)


def test_a_table_without_a_header_shows_no_student(tmp_path: Path) -> None:
    headless = "".join(USERS.splitlines(keepends=True)[9:])
    with pytest.raises(InputError) as caught:
        initialize(tmp_path / "ws", "NJ", oneroster=write(tmp_path / "e", {"users.csv": headless}), today=SUMMER)
    assert "Secret" not in str(caught.value)
    assert "users.csv:1: the column 'sourcedid' is missing" in str(caught.value)


def test_no_heading_that_may_be_a_student_is_suggested(tmp_path: Path) -> None:
    users = USERS.replace("givenName,familyName", "x,givenNameSecretchild", 1)
    with pytest.raises(InputError) as caught:
        initialize(tmp_path / "ws", "NJ", oneroster=write(tmp_path / "e", {"users.csv": users}), today=SUMMER)
    assert "the column 'givenname' is missing" in str(caught.value)
    assert "Secret" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_person_without_an_id_is_skipped(tmp_path: Path) -> None:
    export = write(tmp_path / "e", {"users.csv": USERS.replace("a1,,,true", ",,,true")})
    report, workspace = made(tmp_path, export)
    assert [member.staff_id for member in workspace.staff] == ["t1"]
    assert (
        f"{export / 'users.csv'}, line 3: the person has no sourcedId; the row is left out." in report.not_placed
    )


def test_version_1_2_has_a_table_of_roles(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("oneroster.version,1.1", "oneroster.version,1.2\nfile.roles,bulk")
    export = write(tmp_path / "e", {"manifest.csv": manifest, "users.csv": USERS_12, "roles.csv": ROLES})
    report, workspace = made(tmp_path, export)
    assert [(member.staff_id, member.campus_id, member.title) for member in workspace.staff] == [
        ("t1", "elm", "Principal"),
        ("c1", "oak", "Counselor"),
    ]
    assert [(campus.grades, campus.enrollment) for campus in workspace.campuses] == [(("K",), 1), (("9",), 1)]
    assert f"{export / 'roles.csv'}, line 7: users.csv has no such person; left out." in report.not_placed


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_byte_order_marks_and_other_line_ends_are_read(tmp_path: Path, end: str) -> None:
    changes = {name: ("\ufeff" + text.replace("\n", end)).encode() for name, text in FILES.items()}
    _, workspace = made(tmp_path, write(tmp_path / "export", changes))
    assert [campus.enrollment for campus in workspace.campuses] == [2, 2]


def test_grades_come_from_classes_if_no_student_has_one(tmp_path: Path) -> None:
    classes = 'sourcedId,title,grades,schoolSourcedId\nc1,Art,"01,02",oak\nc2,Art,09,elm\nc3,Art,09,gone\n'
    users = "".join(line for line in USERS.splitlines(keepends=True) if ",student," not in line)
    export = write(tmp_path / "export", {"users.csv": users, "classes.csv": classes})
    report, workspace = made(tmp_path, export)
    assert [(campus.grades, campus.enrollment) for campus in workspace.campuses] == [
        (("1", "2"), None),
        (("9",), None),
    ]
    assert f"{export / 'classes.csv'}, line 4: there is no school 'gone'." in report.not_placed
    assert any(
        "no student has a grade; the grades are those of its classes" in sentence for sentence in report.assumed
    )
    assert any("classes.csv is called absent, but is there" in sentence for sentence in report.assumed)


def test_a_school_without_grades_is_skipped(tmp_path: Path) -> None:
    users = USERS.replace('"09,UG"', "").replace(",12,\n", ",,\n")
    report, workspace = made(tmp_path, write(tmp_path / "export", {"users.csv": users}))
    assert [campus.campus_id for campus in workspace.campuses] == ["oak"]
    assert [member.staff_id for member in workspace.staff] == ["a1"]
    (school,) = report.left_out
    assert (school.campus_id, school.name) == ("elm", "Elm High School")
    assert "neither students nor classes tell its grades" in school.reason
    assert workspace.left_out == report.left_out


def test_terms_are_written_with_the_district_s_calendar(tmp_path: Path) -> None:
    (tmp_path / "year.ics").write_bytes(CALENDAR.replace("\n", "\r\n").encode())
    _, workspace = made(tmp_path, write(tmp_path / "export"), calendar=tmp_path / "year.ics")
    terms = workspace.calendar.terms_of(TermKind.SEMESTER)
    assert [(term.first, term.last, term.is_stated) for term in terms] == [
        (date(2025, 9, 2), date(2026, 1, 23), True),
        (date(2026, 1, 26), date(2026, 6, 18), True),
    ]


def test_terms_that_do_not_fit_the_calendar_are_skipped_and_reported(tmp_path: Path) -> None:
    (tmp_path / "year.ics").write_bytes(CALENDAR.replace("\n", "\r\n").encode())
    export = write(tmp_path / "export", {"academicSessions.csv": SESSIONS.replace("2025-09-02", "2025-08-01")})
    report, workspace = made(tmp_path, export, calendar=tmp_path / "year.ics")
    assert workspace.calendar.terms == ()
    assert any(
        "terms are left out: the first semester does not lie within" in sentence for sentence in report.not_placed
    )
    assert "calendar.yaml" not in report.files


def test_without_a_calendar_the_sessions_give_only_the_year(tmp_path: Path) -> None:
    sessions = SESSIONS.replace("2026", "2027").replace("2025", "2026")
    report, workspace = made(tmp_path, write(tmp_path / "export", {"academicSessions.csv": sessions}))
    assert workspace.district.year == "2026-27"
    assert any("without --calendar" in sentence for sentence in report.not_placed)


def test_sessions_that_are_not_terms_are_skipped(tmp_path: Path) -> None:
    export = write(
        tmp_path / "e",
        {"academicSessions.csv": SESSIONS.replace("2026-01-26", "2026-01-20") + "z,,,,term,x,y,,\n"},
    )
    report, _ = made(tmp_path, export)
    assert any(
        "lines 3, 4: these 2 sessions of type 'semester' are not" in sentence for sentence in report.not_placed
    )
    assert any("line 5: start or end is no date" in sentence for sentence in report.not_placed)


def test_an_export_of_changes_is_refused(tmp_path: Path) -> None:
    found = refused(
        tmp_path, write(tmp_path / "e", {"manifest.csv": MANIFEST.replace("users,bulk", "users,delta")})
    )
    assert (found.line, found.value, found.allowed) == (7, "delta", "a whole export ('bulk')")
    assert "users.csv holds only what changed" in found.message


def test_a_missing_table_of_the_manifest_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, write(tmp_path / "e", {"users.csv": None}))
    assert found.message == "users.csv is announced and not there"


def test_without_a_manifest_the_export_counts_as_whole(tmp_path: Path) -> None:
    report, _ = made(tmp_path, write(tmp_path / "e", {"manifest.csv": None}))
    assert any("it is taken as a whole ('bulk') export" in sentence for sentence in report.assumed)


@pytest.mark.parametrize(
    ("file", "column"), [("orgs.csv", "type"), ("users.csv", "role"), ("users.csv", "familyName")]
)
def test_a_missing_column_is_refused(tmp_path: Path, file: str, column: str) -> None:
    found = refused(tmp_path, write(tmp_path / "e", {file: FILES[file].replace(column, "other", 1)}))
    assert found.message == f"the column '{column.lower()}' is missing"


def test_an_export_without_orgs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    assert refused(tmp_path, tmp_path / "e").message == "the export holds no orgs.csv"


def test_an_export_excludes_other_lists(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,grades\nOak,K-5\n")
    with pytest.raises(InputError, match="schools and staff of its own"):
        made(tmp_path, write(tmp_path / "e"), campuses=tmp_path / "list.csv")


def archive(path: Path, names: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made_archive:
        for name, text in names.items():
            made_archive.writestr(name, text)
    return path


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    _, workspace = made(tmp_path, archive(tmp_path / "export.zip", FILES))
    assert [campus.campus_id for campus in workspace.campuses] == ["oak", "elm"]


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:\\evil.csv"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    found = refused(tmp_path, archive(tmp_path / "export.zip", {**FILES, name: "x"}))
    assert (found.message, found.value) == ("a file of the archive leads out of it", name)


def test_an_archive_with_its_files_in_a_folder_is_refused(tmp_path: Path) -> None:
    found = refused(
        tmp_path, archive(tmp_path / "e.zip", {f"export/{name}": text for name, text in FILES.items()})
    )
    assert (found.message, found.value) == ("the files lie in a folder of the archive", "export/orgs.csv")


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oneroster_files, "MAXIMUM_TABLE_BYTES", 100_000)
    packed = archive(tmp_path / "export.zip", {**FILES, "users.csv": USERS + "\n" * 200_000})
    assert packed.stat().st_size < 10_000
    assert refused(tmp_path, packed).message == "the file is too large"


@pytest.mark.parametrize("cut", [0, 10, 200])
def test_a_file_that_is_not_an_archive_is_refused(tmp_path: Path, cut: int) -> None:
    whole = archive(tmp_path / "export.zip", FILES).read_bytes()
    (tmp_path / "export.zip").write_bytes(whole[:cut])
    assert "the archive cannot be read" in refused(tmp_path, tmp_path / "export.zip").message
