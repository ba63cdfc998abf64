"""Parts of a school year, each with a drill: as many as the drills can reach, held against every assignment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations, product

import pytest

from drillplanner.law import Window
from drillplanner.practice.year_parts import parts_of_year

MONDAY = date(2025, 9, 1)
#: Twelve school days in three weeks.
DATES = [MONDAY + timedelta(7 * week + day) for week in range(3) for day in range(4)]


def window(first: int, last: int) -> Window:
    return Window(first=DATES[first], last=DATES[last], label="a window", key=f"{first}-{last}")


YEAR = window(0, 11)


@pytest.mark.parametrize(
    ("drills", "ends"),
    [
        ([YEAR] * 3, [(0, 3), (4, 7), (8, 11)]),
        # More drills than parts that are asked for.
        ([YEAR] * 9, [(0, 2), (3, 5), (6, 8), (9, 11)]),
        # Two of three are held early: they leave one for the rest of the year.
        ([window(0, 2), window(0, 3), YEAR], [(0, 5), (6, 11)]),
        # Windows as short as the parts spread the drills already, and more drills are held anywhere.
        ([window(0, 3), window(4, 7), window(8, 11)], []),
        ([window(0, 2), window(3, 5), window(6, 8), window(9, 11), YEAR], []),
        ([YEAR], []),
        ([window(0, 2)] * 5, []),
        ([], []),
    ],
)
def test_parts_have_as_many_school_days(drills: list[Window], ends: list[tuple[int, int]]) -> None:
    found = parts_of_year(DATES, 4, drills)
    assert [(part.first, part.last) for part in found] == [(DATES[first], DATES[last]) for first, last in ends]


def test_as_many_parts_as_any_assignment_of_drills_reaches() -> None:
    spans = [window(first, last) for first, last in ((0, 1), (0, 6), (2, 8), (4, 11), (10, 11))]
    for drills in product(spans, repeat=3):
        reached = max((number for number in (2, 3) if _is_reached(number, drills)), default=0)
        found = parts_of_year(DATES, 4, drills)
        short = [drill for drill in drills if drill.last - drill.first <= timedelta({2: 8, 3: 3}.get(reached, 0))]
        assert len(found) == (0 if reached and _is_reached(reached, short) else reached), drills


def _is_reached(number: int, drills: Sequence[Window]) -> bool:
    days = len(DATES) // number
    parts = [(DATES[days * part], DATES[days * part + days - 1]) for part in range(number)]
    return any(
        all(
            drill.first <= last and first <= drill.last for drill, (first, last) in zip(chosen, parts, strict=True)
        )
        for chosen in permutations(drills, number)
    )
