"""A simulated year of a coordinator, day by day: no update is refused, and every check of a step holds."""

from __future__ import annotations

from benchmarks.simulated_years.__main__ import simulate


def test_a_simulated_year_has_no_breach() -> None:
    result = simulate(2, "KY")
    assert result.breaches == []
    assert result.happened["years"] == 1
    assert result.happened["replans"] > 1
