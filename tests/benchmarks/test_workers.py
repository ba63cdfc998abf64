"""What more cores would be good for, on paper, and plans that must not differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.instances import Capacity
from benchmarks.workers import Measured, longest_of, measure, seconds_on_paper, table_lines

ONE = Measured(10.0, 10.0, "a", ((2.0, 1.0, 1.0), (4.0,)))


def test_searches_begin_as_soon_as_a_worker_is_free() -> None:
    assert longest_of((2.0, 1.0, 1.0), 1) == 4.0
    assert longest_of((2.0, 1.0, 1.0), 2) == 2.0
    assert longest_of((1.0, 1.0, 2.0), 2) == 3.0
    assert longest_of((), 4) == 0.0
    # Two seconds are in no batch, and one search cannot be divided.
    assert [seconds_on_paper(ONE, workers) for workers in (1, 2, 16)] == [10.0, 8.0, 8.0]


def test_plans_that_depend_on_the_number_of_workers_are_an_error() -> None:
    two = replace(ONE, seconds=8.0)
    assert table_lines(("x",), {1: ONE, 2: two})[1] == "| x | 2 | 8.0 | 10.0 | 1.25 | 1.25 |"
    with pytest.raises(ValueError, match="depends on the number of workers"):
        table_lines(("x",), {1: ONE, 2: replace(two, digest="b")})


def test_a_plan_is_timed_with_its_batches() -> None:
    one = measure("example", "none", Capacity.TIGHT, 9, 1)
    in_batches = sum(sum(batch) for batch in one.batches)
    assert 0.0 < in_batches <= one.seconds
    assert one.digest == measure("example", "none", Capacity.TIGHT, 9, 2).digest
