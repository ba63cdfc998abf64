"""Same-day orders of ``district.yaml``; each mistake is reported with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model.district.common_days import eligible_days
from tests.intake.small_workspace import DISTRICT, write_workspace
from tests.intake.workspace.test_standing_orders import messages_of


def test_orders_are_read_with_the_days_to_choose_from(tmp_path: Path) -> None:
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
    assert [on.day for on in eligible_days(first, place)] == [13, 15, 17]
    october = [on.day for on in eligible_days(second, place) if date(2025, 10, 13) <= on <= date(2025, 10, 21)]
    assert october == [13, 14, 21]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (
            "same_day:\n  - {drill_type: lockdown, campuses: [oak, oka]}\n",
            ["2: there is no such campus | oka | oak, elm"],
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
def test_a_mistake_is_reported(tmp_path: Path, orders: str, expected: list[str]) -> None:
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
def test_a_wrong_form_is_reported(tmp_path: Path, orders: str, message: str) -> None:
    assert any(message in line for line in messages_of(tmp_path, orders))
