"""Pins, blocked days, and same-day orders of ``district.yaml``; each mistake is reported with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model.district.common_days import eligible_days
from tests.intake.small_workspace import DISTRICT, write_workspace

LINES = len(DISTRICT.splitlines())


def messages_of(folder: Path, orders: str, **files: str) -> list[str]:
    """Return the messages in the order of the file, with line, value, and what is allowed."""
    write_workspace(folder, {"district.yaml": DISTRICT + orders, **files})
    with pytest.raises(InputError) as caught:
        read_workspace(folder)
    assert {problem.file for problem in caught.value.problems} == {"district.yaml"}
    return [
        f"{(problem.line or 0) - LINES}: {problem.message} | {problem.value} | {problem.allowed}"
        for problem in caught.value.problems
    ]


def test_orders_are_read(tmp_path: Path) -> None:
    orders = (
        "pins:\n"
        "  - {campus: oak, drill_type: lockdown, date: 2025-10-14, start: 08:20}\n"
        "  - {campus: elm, drill_type: fire_evacuation, date: 2025-10-14, period: Lunch}\n"
        "forbidden:\n"
        "  - {date: 2025-10-31, campuses: [oak], reason: Parade}\n"
        "  - {from: 2026-05-11, to: 2026-05-15, drill_types: [lockdown]}\n"
    )
    write_workspace(tmp_path, {"district.yaml": DISTRICT + orders})
    district = read_workspace(tmp_path).district
    assert [pin.date for pin in district.pins] == [date(2025, 10, 14)] * 2
    assert [(days.first.day, days.last.day) for days in district.forbidden] == [(31, 31), (11, 15)]


def test_schools_are_named_as_people_name_them(tmp_path: Path) -> None:
    orders = (
        "pins:\n  - {campus: Oak ES, drill_type: lockdown, date: 2025-10-14}\n"
        "forbidden:\n  - {date: 2025-10-31, campuses: [Elm School, the Castle], reason: Parade}\n"
        "same_day:\n  - {drill_type: lockdown, campuses: [Oak, elm], from: 2025-11-03, to: 2025-11-07}\n"
    )
    campuses = (
        "campus_id,name,grades,enrollment,bell_schedule,also_called\n"
        "oak,Oak Elementary School,K-5,300,regular,the Castle\nelm,Elm Elementary School,K-5,300,regular,\n"
    )
    write_workspace(tmp_path, {"district.yaml": DISTRICT + orders, "campuses.csv": campuses})
    read = read_workspace(tmp_path)
    assert read.district.pins[0].campus == "oak"
    assert read.district.forbidden[0].campuses == ("elm", "oak")
    assert read.district.same_day[0].campuses == ("oak", "elm")
    (told,) = [sentence for sentence in read.assumptions if sentence.startswith("Schools in district.yaml")]
    assert "'Oak ES' is read as Oak Elementary School (oak)" in told
    assert "Castle" not in told


def test_a_name_of_two_schools_is_asked(tmp_path: Path) -> None:
    campuses = (
        "campus_id,name,grades,enrollment,bell_schedule\n"
        "oak,Oak Park School,K-5,300,regular\nelm,Elm Park School,K-5,300,regular\n"
    )
    orders = "pins:\n  - {campus: Park School, drill_type: lockdown, date: 2025-10-14}\n"
    (message,) = messages_of(tmp_path, orders, **{"campuses.csv": campuses})
    assert message.startswith("2: it is not sure which school this is | Park School")


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (
            "pins:\n  - {campus: oka, drill_type: lockdown, date: 2025-10-14}\n",
            ["2: there is no such campus | oka | elm, oak"],
        ),
        (
            "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-18}\n",
            ["2: there is no school at 'oak' on Saturday 2025-10-18 | 2025-10-18 | a school day of the campus"],
        ),
        (
            "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-14, period: Lesson 9}\n",
            [
                "2: 'oak' has no such period on 2025-10-14, a day of the kind 'full' | Lesson 9 | "
                "Arrival, Lesson 1, Lunch, Lesson 2, Staff hours"
            ],
        ),
        (
            "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-14, start: 10:00}\n",
            [
                "2: no period is on at 'oak' at that hour of 2025-10-14, a day of the kind 'full' | 10:00 | "
                "08:00 to 08:15, 08:15 to 09:00, 11:30 to 12:00, 12:00 to 12:45, 12:45 to 13:30"
            ],
        ),
        (
            "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-14}\n"
            "  - {campus: oak, drill_type: lockdown, date: 2025-10-14}\n",
            [
                "3: the same pin is written twice: the lockdown drill at oak on 2025-10-14 (line 13) | None | "
                "each pin once; for two drills of one type on a day, give each a start or a period"
            ],
        ),
        (
            "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-14}\n"
            "forbidden:\n  - {date: 2025-10-14}\n",
            [
                "2: the drill is pinned to a day that is forbidden to it (line 15) | 2025-10-14 | "
                "a pin or a forbidden day, not both"
            ],
        ),
        (
            "pins:\n  - {drill_type: lockdown, date: 2025-10-18}\n",
            ["2: there is no school on Saturday 2025-10-18 | 2025-10-18 | a school day of some campus"],
        ),
        (
            "pins:\n  - {drill_type: lockdown, date: 2025-10-14, start: 10:00}\n",
            [
                "2: no period is on at 'oak' at that hour of 2025-10-14, a day of the kind 'full' | 10:00 | "
                "08:00 to 08:15, 08:15 to 09:00, 11:30 to 12:00, 12:00 to 12:45, 12:45 to 13:30"
            ],
        ),
        (
            "pins:\n  - {drill_type: lockdown, date: 2025-10-14}\n"
            "forbidden:\n  - {date: 2025-10-14, campuses: [elm]}\n",
            [
                "2: the drill is pinned to a day that is forbidden to it (line 15) | 2025-10-14 | "
                "a pin or a forbidden day, not both"
            ],
        ),
        (
            "forbidden:\n  - {date: 2025-10-14, campuses: [oak, oka]}\n",
            ["2: there is no such campus | oka | elm, oak"],
        ),
        (
            "forbidden:\n  - {from: 2027-10-14, to: 2027-10-15}\n",
            [
                "2: these days lie outside the school year | 2027-10-14 to 2027-10-15 | "
                "dates from 2025-09-02 to 2026-06-18"
            ],
        ),
    ],
)
def test_a_mistake_is_reported(tmp_path: Path, orders: str, expected: list[str]) -> None:
    assert messages_of(tmp_path, orders) == expected


@pytest.mark.parametrize(
    ("orders", "message"),
    [
        ("pins:\n  - {campus: oak, date: 2025-10-14}\n", "write either 'drill_type' or 'scenario'"),
        (
            "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-14, start: 08:20, period: Lunch}\n",
            "write 'start' or 'period', not both",
        ),
        ("pins:\n  - {campus: oak, drill_type: lockdown, date: soon}\n", "is not a date; write it as"),
        ("pins:\n  - {campus: oak, drill_type: lockdwn, date: 2025-10-14}\n", "has a value that is not known"),
        ("pins:\n  - {campus: oak, scenario: no-such, date: 2025-10-14}\n", "there is no such scenario"),
        ("forbidden:\n  - {from: 2025-10-14}\n", "write either 'date', or 'from' and 'to'"),
        ("forbidden:\n  - {from: 2025-10-14, to: 2025-10-13}\n", "it ends (2025-10-13) before it begins"),
        ("forbidden:\n  - {dates: 2025-10-14}\n", "'dates' is not known here"),
    ],
)
def test_a_wrong_form_is_reported(tmp_path: Path, orders: str, message: str) -> None:
    assert any(message in line for line in messages_of(tmp_path, orders))


def test_a_pin_on_a_day_that_was_closed_later_no_longer_counts(tmp_path: Path) -> None:
    orders = "pins:\n  - {campus: oak, drill_type: lockdown, date: 2025-10-14}\n"
    snow = {"closures.csv": "date,note\n2025-10-14,Snow\n"}
    place = write_workspace(tmp_path, {"district.yaml": DISTRICT + orders, **snow})
    (sentence,) = [assumption for assumption in api.prepare(place).assumptions if "Pinned" in assumption]
    assert "the lockdown drill at oak on 2025-10-14" in sentence
    assert "no school then at Oak Elementary School, so the pin does not count there" in sentence


def test_campuses_without_school_on_a_date_of_the_district_are_named(tmp_path: Path) -> None:
    orders = "pins:\n  - {drill_type: lockdown, date: 2025-10-14}\n"
    snow = {"closures.csv": "date,campus_ids,note\n2025-10-14,elm,Snow\n"}
    place = write_workspace(tmp_path, {"district.yaml": DISTRICT + orders, **snow})
    (sentence,) = [assumption for assumption in api.prepare(place).assumptions if "Pinned" in assumption]
    assert "the lockdown drill at every campus on 2025-10-14" in sentence
    assert "Elm" in sentence
    assert "Oak" not in sentence
    everywhere = write_workspace(tmp_path / "all", {"district.yaml": DISTRICT + orders})
    assert not [assumption for assumption in api.prepare(everywhere).assumptions if "Pinned" in assumption]


def test_same_day_orders_are_read_with_the_days_to_choose_from(tmp_path: Path) -> None:
    orders = (
        "same_day:\n"
        "  - {drill_type: lockdown, from: 2025-10-13, to: 2025-10-20, start: 08:20}\n"
        "  - {drill_type: fire_evacuation, campuses: [oak, elm]}\n"
        "pins:\n"
        "  - {campus: oak, drill_type: fire_evacuation, date: 2025-10-14}\n"
        "  - {campus: elm, drill_type: lockdown, date: 2025-10-15}\n"
        "forbidden:\n"
        "  - {date: 2025-10-16, campuses: [elm]}\n"
        "  - {date: 2025-10-17, drill_types: [fire_evacuation]}\n"
    )
    snow = {"closures.csv": "date,campus_ids,note\n2025-10-20,elm,Snow\n"}
    write_workspace(tmp_path, {"district.yaml": DISTRICT + orders, **snow})
    place = read_workspace(tmp_path)
    first, second = place.district.same_day
    assert first.phrase == "the lockdown drill at every campus on one day from 2025-10-13 to 2025-10-20 at 08:20"
    assert second.phrase == "the fire drill at oak, elm on one day"
    assert [on.day for on in eligible_days(first, place)] == [15, 17]
    october = [on.day for on in eligible_days(second, place) if date(2025, 10, 13) <= on <= date(2025, 10, 21)]
    assert october == [14, 21]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (
            "same_day:\n  - {drill_type: lockdown, campuses: [oak, oka]}\n",
            ["2: there is no such campus | oka | elm, oak"],
        ),
        (
            "same_day:\n  - {drill_type: lockdown, campuses: [oak, elm, oak]}\n",
            ["2: this campus is named twice | oak | each campus once"],
        ),
        (
            "same_day:\n  - {drill_type: lockdown, campuses: [oak]}\n",
            [
                "2: only 'oak' would hold it, and one day for one campus says nothing | None | "
                "two campuses or more, or none named for all"
            ],
        ),
        (
            "same_day:\n  - {drill_type: lockdown, from: 2025-10-18, to: 2025-10-19}\n",
            [
                "2: on no day from 2025-10-18 to 2025-10-19 all of its campuses have school (every campus) | None "
                "| 'from' and 'to' within 2025-09-02 to 2026-06-18, or other campuses"
            ],
        ),
        (
            "same_day:\n  - {drill_type: lockdown, from: 2025-10-14, to: 2025-10-15, start: 10:00}\n",
            [
                "2: no day is left to choose from: of the days on which all of its campuses have school (2 "
                "days from 2025-10-14 to 2025-10-15), each is forbidden to the drill, or pinned for another one, "
                "or has nothing on at 10:00 at one of them | None | a day that is free at all of its campuses"
            ],
        ),
        (
            "same_day:\n  - {drill_type: lockdown, from: 2025-10-14, to: 2025-10-15, period: Lesson 9}\n"
            "  - {drill_type: bus_evacuation, from: 2025-10-14, to: 2025-10-14}\n"
            "forbidden:\n  - {date: 2025-10-14, campuses: [elm]}\n",
            [
                "2: no day is left to choose from: of the days on which all of its campuses have school (2 "
                "days from 2025-10-14 to 2025-10-15), each is forbidden to the drill, or pinned for another one, "
                "or has no period 'Lesson 9' at one of them | None | a day that is free at all of its campuses",
                "3: no day is left to choose from: of the days on which all of its campuses have school "
                "(2025-10-14), each is forbidden to the drill, or pinned for another one at one of them | "
                "None | a day that is free at all of its campuses",
            ],
        ),
    ],
)
def test_a_mistake_of_a_same_day_order_is_reported(tmp_path: Path, orders: str, expected: list[str]) -> None:
    assert messages_of(tmp_path, orders) == expected


@pytest.mark.parametrize(
    ("orders", "message"),
    [
        ("same_day:\n  - {campuses: [oak, elm]}\n", "write either 'drill_type' or 'scenario'"),
        ("same_day:\n  - {drill_type: lockdown, scenario: x}\n", "write either 'drill_type' or 'scenario'"),
        (
            "same_day:\n  - {drill_type: lockdown, start: 08:20, period: Lunch}\n",
            "write 'start' or 'period', not both",
        ),
        (
            "same_day:\n  - {drill_type: lockdown, from: 2025-10-14, to: 2025-10-13}\n",
            "it ends (2025-10-13) before it",
        ),
        ("same_day:\n  - {scenario: no-such}\n", "there is no such scenario"),
        ("same_day:\n  - {drill_type: lockdown, date: 2025-10-14}\n", "'date' is not known here"),
        ("same_day:\n  - {drill_type: lockdwn}\n", "has a value that is not known"),
    ],
)
def test_a_wrong_form_of_a_same_day_order_is_reported(tmp_path: Path, orders: str, message: str) -> None:
    assert any(message in line for line in messages_of(tmp_path, orders))
