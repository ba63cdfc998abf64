"""Work out the developmental limits of each sort of campus once for all years.

The program itself parses and judges each bundled scenario once in a process.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from drillplanner.appropriateness import limits_at
from drillplanner.workflow import prepare


@contextmanager
def limits_worked_out_once() -> Iterator[None]:
    """Keep the limits by grade bands and state: no simulated district has scenarios of its own."""
    limits = _kept(limits_at, lambda bands, scenarios, profile: (bands, len(scenarios), profile.state))
    with patch.object(prepare, "limits_at", limits):
        yield


def _kept(function: Callable[..., Any], key_of: Callable[..., Hashable]) -> Callable[..., Any]:
    known: dict[Hashable, Any] = {}

    def kept(*args: Any, **named: Any) -> Any:  # noqa: ANN401 (any function)
        key = key_of(*args, **named)
        if key not in known:
            known[key] = function(*args, **named)
        return known[key]

    return kept
