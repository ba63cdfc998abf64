"""Pages that give the hours of the school day and no periods, in the shapes in which districts publish them."""

from __future__ import annotations

from datetime import time

import pytest

from drillplanner.files.yaml_document import parse_mapping
from drillplanner.intake.bells.bell_lists import is_bell_list
from drillplanner.intake.bells.schedule_files import bell_schedule_of
from drillplanner.intake.bells.school_hours import DayHours, is_hours_page, read_school_hours
from drillplanner.intake.new_workspace.assumed_bells import default_bell_schedule
from drillplanner.model import Campus, DayKind, parse_grades

CAMPUSES = tuple(
    Campus(campus_id=name.lower().replace(" ", "-"), name=name, grades=parse_grades(grades))
    for name, grades in (
        ("Alder Run Elementary", "K-6"),
        ("Norwood Elementary", "K-6"),
        ("Birch Middle School", "7-8"),
        ("Cedar High School", "9-12"),
        ("Sample City Preschool", "PK"),
    )
)
#: After the page of a district in Pennsylvania.
BY_LEVEL = """School Start and End Times

Elementary: 9 a.m.-3:30 p.m.
Kindergarten: AM Session \u2014 9 a.m.-11:30 a.m.; PM Session \u2014 1 p.m.-3:30 p.m.
Middle School: 7:40 a.m.-2:30 p.m.
High School: 7:40-2:45 p.m.

Scheduled early dismissals
Elementary \u2014 1:30 p.m. Secondary \u2014 12:20 p.m.
"""
#: After the words of a district in Ohio.
BY_NAME = """School Hours
Classes begin at 9:20 a.m. and dismiss at 3:45 p.m. at Norwood elementary
All other elementary schools: 9:05 a.m. - 3:30 p.m.
High schools: 7:40 a.m. - 2:32 p.m.
Preschool: 8:30 - 11:15
"""
LESSONS = "Regular Day\nPeriod 1 8:00 - 8:45\nPeriod 2 8:50 - 9:35\nLunch 11:30 - 12:00\nPeriod 3 12:05 - 2:50\n"


def hours_in(page: str) -> dict[str, DayHours]:
    return dict(read_school_hours(page.encode(), "hours.txt", CAMPUSES, "Sample City").by_campus)


@pytest.mark.parametrize(("page", "is_page"), [(BY_LEVEL, True), (BY_NAME, True), (LESSONS, False), ("", False)])
def test_a_page_of_hours_is_told_from_a_list_of_periods(page: str, is_page: bool) -> None:
    assert is_hours_page(page.encode(), "hours.txt") is is_page
    assert is_bell_list(LESSONS.encode(), "bells.txt")


def test_each_level_has_its_hours() -> None:
    found = hours_in(BY_LEVEL)
    elementary = DayHours(time(9), time(15, 30), time(13, 30))
    assert found["alder-run-elementary"] == elementary == found["norwood-elementary"]
    assert found["birch-middle-school"] == DayHours(time(7, 40), time(14, 30), time(12, 20))
    assert found["cedar-high-school"] == DayHours(time(7, 40), time(14, 45), time(12, 20))


def test_a_line_for_one_school_counts_before_that_of_its_level() -> None:
    found = hours_in(BY_NAME)
    assert found["norwood-elementary"] == DayHours(time(9, 20), time(15, 45))
    assert found["alder-run-elementary"] == DayHours(time(9, 5), time(15, 30))
    assert "birch-middle-school" not in found


def test_lines_that_are_not_used_are_told() -> None:
    read = read_school_hours(BY_NAME.encode(), "hours.txt", CAMPUSES, "Sample City")
    assert "sample-city-preschool" not in read.by_campus
    assert read.not_used == ("hours.txt: these hours are not used: 'Preschool: 8:30 - 11:15' (line 5).",)


@pytest.mark.parametrize(
    ("line", "early"),
    [
        ("Norwood and Alder Run Elementary 9 a.m.-1:30 p.m.", {"alder-run-elementary", "norwood-elementary"}),
        ("High School 1:30", {"cedar-high-school"}),
        ("Dismissal is at 1 p.m.", set()),
        ("Norwood Elementary 1:30 p.m., others 12:30 p.m.", set()),
        ("Norwood Elementary 9:30 a.m.", set()),
        ("Norwood Elementary 4 p.m.", set()),
        ("Norwood Elementary 1:30 p.m.\nNorwood Elementary 1 p.m.", set()),
    ],
)
def test_an_early_end_is_used_for_the_schools_that_it_surely_names(line: str, early: set[str]) -> None:
    page = f"Elementary: 9 a.m.-3:30 p.m.\nHigh School: 7:40-2:45 p.m.\nEarly Dismissal\n{line}\n"
    read = read_school_hours(page.encode(), "hours.txt", CAMPUSES, "Sample City")
    found = {name: hours.early_end for name, hours in read.by_campus.items() if hours.early_end is not None}
    assert found == dict.fromkeys(early, time(13, 30))
    assert bool(read.not_used) is not bool(early)


def test_the_assumed_bells_let_out_early_when_the_page_says() -> None:
    written = default_bell_schedule("high", DayHours(time(7, 40), time(14, 45), time(12, 20))).decode()
    schedule = bell_schedule_of(parse_mapping(written.encode(), "high.yaml"), "high")[0]
    full, early = (schedule.days[kind] for kind in (DayKind.FULL, DayKind.EARLY_RELEASE))
    assert (full[0].start, full[-1].end) == (time(7, 40), time(14, 45))
    assert (early[0].start, early[-1].end) == (time(7, 40), time(12, 20))
