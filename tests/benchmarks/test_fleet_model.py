"""The model of a whole country: a district costs what measured ones of its size did."""

from __future__ import annotations

from benchmarks.fleet_model import DISTRICTS, SCHOOLS, LawCost, class_of, country

COST = LawCost("TX", {1: [(1, 0.5), (1, 1.5)], 5: [(5, 4.0), (9, 8.0)], 100: [(100, 10.0), (300, 30.0)]})


def test_a_district_costs_the_mean_of_its_class_or_of_the_next_smaller_one_that_was_measured() -> None:
    assert [COST.seconds(schools) for schools in (1, 5, 9, 100, 300)] == [1.0, 6.0, 6.0, 20.0, 20.0]
    assert COST.districts == 6


def test_a_district_above_the_largest_of_its_class_costs_as_much_a_school() -> None:
    assert COST.seconds(600) == 60.0
    assert COST.seconds(14) == 14 * 12 / 14


def test_the_invented_country_has_all_districts_and_schools() -> None:
    sizes = country()
    assert (len(sizes), sum(sizes)) == (DISTRICTS, SCHOOLS)
    assert {class_of(schools) for schools in sizes} == {1, 2, 5, 10, 20, 50, 100}
