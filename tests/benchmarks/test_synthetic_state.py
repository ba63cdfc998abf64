"""The invented state has the sizes that the published tables have, and each of its districts can be read."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.synthetic_state.__main__ import make_state
from benchmarks.synthetic_state.sizes import (
    SCHOOLS_BY_LEVEL,
    SIZE_CLASSES,
    enrollments,
    levels_of_schools,
    schools_of_districts,
    shared_out,
    students_of_schools,
)
from drillplanner.intake.workspace.reader import read_workspace

#: Shares of all students, in percent, by size of district from the largest class down to 600 students: Digest of
#: Education Statistics 2004, table 86, for 2002-03.
PUBLISHED_SHARES = (33.1, 18.9, 15.5, 15.1, 11.7, 2.9)


@given(st.integers(1, 500), st.lists(st.floats(0.01, 1000), min_size=1, max_size=12))
def test_what_is_shared_out_adds_up_and_follows_the_weights(total: int, weights: list[float]) -> None:
    numbers = shared_out(total, weights)
    assert sum(numbers) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(number - share) < 1 for number, share in zip(numbers, exact, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_a_state_of_a_thousand_districts_has_the_published_distribution(seed: int) -> None:
    students = enrollments(1000, Random(seed))  # noqa: S311 (no secret)
    known = sum(size.districts for size in SIZE_CLASSES)
    for size in SIZE_CLASSES:
        count = sum(size.least <= number < size.end for number in students)
        assert abs(count - 1000 * size.districts / known) < 1
    shares = [
        100 * sum(number for number in students if size.least <= number < size.end) / sum(students)
        for size in SIZE_CLASSES
    ]
    # The years differ, so the shares are not the same; 2.5 points would show a class that is drawn wrongly.
    assert all(abs(share - published) < 2.5 for share, published in zip(shares, PUBLISHED_SHARES, strict=False))
    # 3,659 students a district in 2013-14 (governing.com, from the Common Core of Data).
    assert 3_400 < sum(students) / 1000 < 4_000
    schools = schools_of_districts(students, 9000)
    assert sum(schools) == 9000
    assert min(schools) == 1


def test_levels_of_schools_are_those_of_the_table() -> None:
    counts = levels_of_schools(1000)
    total = sum(SCHOOLS_BY_LEVEL.values())
    assert all(abs(counts[level] - 1000 * share / total) <= 2 for level, share in SCHOOLS_BY_LEVEL.items())
    assert [sum(levels_of_schools(number).values()) for number in range(1, 40)] == list(range(1, 40))


@given(st.integers(1, 5000), st.integers(1, 40), st.integers())
def test_no_school_is_without_students(students: int, schools: int, seed: int) -> None:
    assert min(students_of_schools(students, schools, Random(seed))) >= 1  # noqa: S311 (no secret)


@pytest.mark.parametrize("state", ["TX", "NJ"])
def test_each_district_of_a_small_state_is_made_and_read(tmp_path: Path, state: str) -> None:
    fleet = make_state(tmp_path, state, districts=8, schools=40)
    workspaces = [read_workspace(path) for path in sorted(fleet.iterdir()) if path.is_dir()]
    assert len(workspaces) == 8
    assert sum(len(workspace.campuses) for workspace in workspaces) == 40
    assert {workspace.district.state for workspace in workspaces} == {state}
    assert all("Invented" in workspace.district.name for workspace in workspaces)
    assert len({workspace.calendar.first_day for workspace in workspaces}) > 2
    assert all(145 < len(workspace.calendar.school_dates) < 190 for workspace in workspaces)
