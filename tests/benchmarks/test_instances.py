"""Instances: which campuses of a list, and how much room the agencies have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.instances import Capacity, SchoolList, instance_of, of_size, resized
from drillplanner.files.errors import InputError
from drillplanner.solve.problem.year_to_plan import YearToPlan
from tests.builders import all_ok, campus
from tests.solve.brute_force.tiny_districts import POLICE, count, law, tiny

LISTED = tuple(campus(f"c{number}") for number in range(5))
#: Two school weeks in which a visit is owed, with two campuses.
PLACE = tiny(date(2025, 9, 8), date(2025, 9, 19), campuses=2)
VISITED = law(count("fire_evacuation", minimum=2, agency="police"))


def grown(campuses: int, capacity: Capacity) -> YearToPlan:
    return resized(PLACE, VISITED, all_ok(PLACE.scenarios), campuses, capacity)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, ["c0"]),
        (2, ["c0", "c2"]),
        (5, ["c0", "c1", "c2", "c3", "c4"]),
        (7, ["c0", "c1", "c2", "c3", "c4", "c0-1", "c1-1"]),
    ],
)
def test_a_list_is_cut_evenly_or_repeated_with_new_ids(size: int, expected: list[str]) -> None:
    assert [one.campus_id for one in of_size(LISTED, size)] == expected


def test_every_campus_of_a_repeated_list_has_a_name_and_an_id_of_its_own() -> None:
    made = of_size(LISTED, 23)
    assert len({one.campus_id for one in made}) == 23
    assert len({(one.name, one.campus_id) for one in made}) == 23


def test_each_campus_owes_what_the_first_of_its_kind_owes() -> None:
    instance = grown(7, Capacity.NONE)
    campuses = [one.campus_id for one in instance.workspace.campuses]
    assert [(duty.campus_id, duty.mandate.mandate_id) for duty in instance.duties] == [
        (c, "T-1") for c in campuses
    ]
    assert set(instance.stand_ins) == set(instance.limits) == set(campuses)


@pytest.mark.parametrize(
    ("capacity", "visits", "crews"),
    # 10 campuses owe 20 visits on 10 school days: 2 a day on average.
    [(Capacity.TIGHT, 3, 1), (Capacity.LOOSE, 4, 2)],
)
def test_agencies_have_room_in_proportion_to_what_the_busiest_window_needs(
    capacity: Capacity, visits: int, crews: int
) -> None:
    (police,) = (
        agency for agency in grown(10, capacity).workspace.district.agencies if agency.kind == POLICE.kind
    )
    assert (police.visits_per_day, police.crews) == (visits, crews)


def test_without_a_capacity_agencies_stay_as_they_are() -> None:
    assert grown(10, Capacity.NONE).workspace.district.agencies == PLACE.district.agencies


def test_the_example_is_a_list_too() -> None:
    instance = instance_of(SchoolList("example", "NJ"), 2, Capacity.TIGHT)
    assert len(instance.workspace.campuses) == 2
    assert {duty.campus_id for duty in instance.duties} == {one.campus_id for one in instance.workspace.campuses}


def test_a_table_that_is_no_list_of_schools_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "no-schools.csv"
    table.write_text("colour,weight\nred,3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no-schools\.csv"):
        instance_of(SchoolList("nothing", "IL", table), 1, Capacity.NONE)
