"""``task``, ``permission``, and ``stand_in`` constrain no drill: the plan is the same with and without them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.solve.brute_force.boundary_pairs import days, impossible, possible
from tests.solve.brute_force.random_laws import CHORE, PERMISSION
from tests.solve.brute_force.tiny_districts import FRONT, count, law, stand_in_of


@pytest.mark.parametrize("more", [CHORE, PERMISSION, stand_in_of("T-9", "fire_evacuation", up_to=1)])
def test_the_plan_is_the_same(more: dict[str, Any]) -> None:
    place = days(3, scenarios=(FRONT,))
    requirement = count("fire_evacuation", minimum=2)
    assert possible(place, law(requirement, more)).drills == possible(place, law(requirement)).drills
    impossible(days(1, scenarios=(FRONT,)), law(requirement, more), "T-1")
