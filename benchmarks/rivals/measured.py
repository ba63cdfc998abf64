"""Measurements of contestants on instances, kept in a file so that a long run can be made in parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from benchmarks.instances import Capacity

Key = tuple[str, str, int, str]


class Measured(BaseModel):
    """One contestant on one instance. None is unknown.

    ``seconds`` are of the wall clock; ``limit``, ``first_plan``, and ``trace`` are in seconds of ``clock``.
    ``cost``, ``broken``, and ``breaches`` are the judge's (see ``judging.py``); all are None without a plan.
    """

    model_config = ConfigDict(frozen=True)

    schools: str
    capacity: Capacity
    campuses: int
    contestant: str
    day: date | None = None
    """When it was measured."""
    clock: Literal["processor", "wall"] = "processor"
    limit: float | None = None
    seconds: float | None = None
    processor_seconds: float | None = None
    peak_megabytes: int | None = None
    first_plan: float | None = None
    trace: tuple[tuple[float, int], ...] = ()
    bound: int | None = None
    drills: int | None = None
    visits: int | None = None
    cost: int | None = None
    broken: int | None = None
    breaches: int | None = None
    practices_broken: int | None = None
    note: str = ""

    @property
    def key(self) -> Key:
        """The contestant and instance; a later measurement with the same key replaces this one."""
        return self.schools, self.capacity.value, self.campuses, self.contestant

    @property
    def gap(self) -> float | None:
        """How far the bound is below the cost, as a part of the cost."""
        if self.cost is None or self.bound is None:
            return None
        return max(0, self.cost - self.bound) / max(1, self.cost)

    @property
    def is_lawful(self) -> bool:
        """Whether there is a plan, and the judge finds no violation in it."""
        return self.broken == 0

    def reached(self, other: Measured) -> float | None:
        """Return when it first had a plan of at most the other's cost; None if never, or if its plan is worse.

        A plan is worse if it breaks the law, has more drills or visits, or breaches required rules or practices
        more often.
        """
        if not self.is_lawful or other.cost is None or self._size is None or other._size is None:
            return None
        if any(mine > theirs for mine, theirs in zip(self._size, other._size, strict=True)):
            return None
        return next((seconds for seconds, cost in self.trace if cost <= other.cost), None)

    @property
    def _size(self) -> tuple[int, int, int, int] | None:
        if self.drills is None or self.breaches is None or self.visits is None:
            return None
        return self.drills, self.breaches, self.practices_broken or 0, self.visits


_ALL = TypeAdapter(tuple[Measured, ...])


def read_measured(path: Path) -> dict[Key, Measured]:
    """Return all measurements of the file by key; an empty dict if there is no file."""
    if not path.is_file():
        return {}
    return {result.key: result for result in _ALL.validate_json(path.read_bytes())}


def write_measured(path: Path, measured: dict[Key, Measured]) -> None:
    """Write the measurements in order of their keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    in_order = tuple(measured[key] for key in sorted(measured))
    path.write_bytes(_ALL.dump_json(in_order, indent=1) + b"\n")
