"""A few simulated years of a coordinator, day by day: no update is refused, and every check of a step holds."""

from __future__ import annotations

import pytest

from benchmarks.simulated_years.__main__ import simulate


@pytest.mark.parametrize(("seed", "state"), [(2, "KY"), (3, "NC")])
def test_a_simulated_year_has_no_breach(seed: int, state: str) -> None:
    result = simulate(seed, state)
    assert result.breaches == []
    assert result.happened["years"] == 1
    assert result.happened["replans"] > 1
