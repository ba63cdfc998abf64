from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.whole_state.calendars import StateCalendars, find_calendars
from drillplanner.intake.whole_state.directory import StateDistrict


def a_district(leaid: str, name: str, number: str = "") -> StateDistrict:
    return StateDistrict(leaid, name, number, "sch.csv", ("ncessch",), (), frozenset())


DISTRICTS = (
    a_district("9900001", "SAMPLE ISD", "109901"),
    a_district("9900002", "Oak Grove Consolidated School District No. 4"),
    a_district("9900003", "Fair View ISD"),
    a_district("9900004", "FAIR VIEW ISD"),
    a_district("9900005", "Lake Township"),
    a_district("9900006", "Lake Borough"),
)


def found(folder: Path, *names: str) -> StateCalendars:
    for name in names:
        (folder / name).write_bytes(b"")
    return find_calendars(folder, DISTRICTS)


@pytest.mark.parametrize(
    ("name", "leaid"),
    [
        ("9900003.ics", "9900003"),
        ("LEA 9900003 board approved.pdf", "9900003"),
        ("109901.xlsx", "9900001"),
        ("TX-109901 calendar 2026-27.csv", "9900001"),
        ("Sample ISD.docx", "9900001"),
        ("sample_isd_calendar_2026-2027.pdf", "9900001"),
        ("Sample 2026-27 Academic Calendar.html", "9900001"),
        ("oak grove consolidated school district no. 4.ics", "9900002"),
        ("lake-township.ics", "9900005"),
    ],
)
def test_a_file_means_a_district_by_a_number_or_its_name(tmp_path: Path, name: str, leaid: str) -> None:
    calendars = found(tmp_path, name)
    assert {key: path.name for key, path in calendars.by_leaid.items()} == {leaid: name}
    assert calendars.not_used == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Fair View ISD.ics", "means several districts: Fair View ISD (9900003), FAIR VIEW ISD (9900004)"),
        ("lake.ics", "means several districts: Lake Township (9900005), Lake Borough (9900006)"),
        ("calendar 2026-27.ics", "means no district"),
        ("Samples ISD.ics", "means no district"),
    ],
)
def test_a_name_that_is_not_sure_is_listed_and_not_guessed(tmp_path: Path, name: str, reason: str) -> None:
    calendars = found(tmp_path, name)
    assert calendars.by_leaid == {}
    assert [(entry.name, reason in entry.reason) for entry in calendars.not_used] == [(name, True)]


def test_two_files_of_one_district_are_both_listed(tmp_path: Path) -> None:
    calendars = found(tmp_path, "9900001.ics", "Sample ISD.pdf", ".hidden")
    assert calendars.by_leaid == {}
    assert {entry.name for entry in calendars.not_used} == {"9900001.ics", "Sample ISD.pdf"}
    assert "several files mean SAMPLE ISD (9900001)" in calendars.not_used[0].reason


def test_a_folder_in_the_folder_is_listed(tmp_path: Path) -> None:
    (tmp_path / "9900001").mkdir()
    assert "a folder" in found(tmp_path).not_used[0].reason
    with pytest.raises(InputError, match="no such folder"):
        find_calendars(tmp_path / "none", DISTRICTS)
