"""Read and screen each bundled scenario once for all years: half the time of a simulated year otherwise."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from drillplanner.appropriateness import judge_scenario, limits_at
from drillplanner.intake.workspace import scenario_files
from drillplanner.workflow import prepare


@contextmanager
def bundled_scenarios_read_once() -> Iterator[None]:
    """Keep parsed scenarios and their judgments: no simulated district has its own."""
    parse = _kept(scenario_files.parse_scenario, lambda raw, name, *same_for_all: name)
    # Scenarios, profiles, and bands are the same objects each time, since they are kept; no simulated district has
    # words or cleared lines of its own (``answers``).
    judge = _kept(judge_scenario, lambda scenario, profile, answers: (scenario.scenario_id, profile.state))
    limits = _kept(limits_at, lambda bands, scenarios, profile: (bands, len(scenarios), profile.state))
    with (
        patch.object(scenario_files, "parse_scenario", parse),
        patch.object(prepare, "judge_scenario", judge),
        patch.object(prepare, "limits_at", limits),
    ):
        yield


def _kept(function: Callable[..., Any], key_of: Callable[..., Hashable]) -> Callable[..., Any]:
    known: dict[Hashable, Any] = {}

    def kept(*args: Any, **named: Any) -> Any:  # noqa: ANN401 (any function)
        key = key_of(*args, **named)
        if key not in known:
            known[key] = function(*args, **named)
        return known[key]

    return kept
