"""Days that count as school days although schools may be closed: once for each title, with its command."""

from __future__ import annotations

from pathlib import Path

from drillplanner import api
from drillplanner.model import Caveat
from drillplanner.workflow.caveats.calendar_lines import unread_calendar_lines
from tests.intake.small_workspace import DISTRICT, write_workspace

FIRST_AND_LAST = "Date,Event\n9/2/2025,First Day of School\n6/18/2026,Last Day of School\n"
CLOSED = "12/24/2025-1/1/2026,Winter Break\n"
HOLIDAYS = ["10/13/2025", "11/11/2025", "11/27/2025-11/28/2025", "1/19/2026", "2/16/2026", "5/25/2026"]
NO_SCHOOL = "".join(f"{on},No School\n" for on in HOLIDAYS)


def caveats(place: Path, *lines: str, holidays: str = NO_SCHOOL) -> list[Caveat]:
    table = FIRST_AND_LAST + CLOSED + holidays + "".join(f"{line}\n" for line in lines)
    changes = {"district.yaml": DISTRICT + "calendar: calendar.csv\n", "calendar.csv": table}
    return list(unread_calendar_lines(api.prepare(write_workspace(place, changes))))


def test_a_calendar_that_is_understood_has_none(tmp_path: Path) -> None:
    assert caveats(tmp_path) == []


def test_a_holiday_that_no_line_mentions_has_no_line(tmp_path: Path) -> None:
    (caveat,) = caveats(tmp_path, holidays=NO_SCHOOL.replace("11/11/2025,No School\n", ""))
    assert caveat.text.startswith(
        "'Veterans Day' (2025-11-11) counts as a school day, but schools may be closed: "
    )
    assert caveat.answer == "drillplanner answer DIR 2025-11-11=closed (or =full)"


def test_the_friday_after_thanksgiving_is_asked_about(tmp_path: Path) -> None:
    (caveat,) = caveats(tmp_path, holidays=NO_SCHOOL.replace("-11/28/2025", ""))
    assert caveat.text.startswith("'The day after Thanksgiving' (2025-11-28) counts as a school day, ")


def test_a_title_of_several_days_is_asked_about_once_with_its_line(tmp_path: Path) -> None:
    (caveat,) = caveats(tmp_path, "10/6/2025-10/8/2025,Student Quiet Days")
    assert caveat.text.startswith(
        "'Student Quiet Days' (3 days from 2025-10-06 to 2025-10-08) in calendar.csv:11 counts as school days, "
    )
    assert caveat.answer.startswith('drillplanner answer DIR "calendar:Student Quiet Days=closed"')


def test_a_closure_on_a_weekend_is_corrected_in_the_file_since_other_days_may_have_its_title(
    tmp_path: Path,
) -> None:
    (caveat,) = caveats(
        tmp_path, "10/6/2025,Four-Day Week School Closed", "10/12/2025,Four-Day Week School Closed"
    )
    assert caveat.text == (
        "'Four-Day Week School Closed' (2025-10-12) in calendar.csv:12 changes no school day: "
        "it closes schools on a weekend, so another date may be meant."
    )
    assert caveat.answer == "Correct the date in calendar.csv:12, or delete the line if no school day is meant"


def test_many_titles_share_one_caveat(tmp_path: Path) -> None:
    found = caveats(tmp_path, *(f"10/{day}/2025,Student Quiet Day {day}" for day in (6, 7, 8, 9, 10, 14, 15, 16)))
    assert len(found) == 7
    assert found[-1].text.startswith("2 more titles of the calendar count as school days, ")
    assert "'Student Quiet Day 16' (2025-10-16)" in found[-1].text
