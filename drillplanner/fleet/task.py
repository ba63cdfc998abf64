"""One district's work as values: what goes to a worker, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from drillplanner import api
from drillplanner.fleet.result import DistrictResult, FleetWork


@dataclass(frozen=True)
class WorkOptions:
    """What a command asks for, the same for every district.

    ``as_of`` is the day of an audit, a status, or a publication. ``paper`` is the amount of paper of ``publish``;
    None: calendars alone.
    """

    seed: int = 0
    as_of: date | None = None
    paper: str | None = None


@dataclass(frozen=True)
class DistrictTask:
    """One district's work, with all that it depends on; ``program`` is the digest of the program that sent it."""

    folder: str
    work: FleetWork
    options: WorkOptions
    bundle: api.Bundle
    program: str


@dataclass(frozen=True)
class TaskDone:
    """What a task gives back: the result, files for the workspace, and files of an earlier plan that go.

    ``processor_seconds`` is measured and never compared.
    """

    result: DistrictResult
    files: Mapping[str, bytes] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    processor_seconds: float = 0.0
