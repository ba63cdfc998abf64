"""The request of a coordinator to update a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drillplanner.model import EventKind


@dataclass(frozen=True)
class ReplanRequest:
    """A request to update the plan from ``as_of`` on, with these days closed.

    ``closed`` holds each day with the id of its campus (None: the whole district); ``cause`` and ``note`` say why
    the days are closed.
    """

    as_of: date
    closed: tuple[tuple[date, str | None], ...] = ()
    cause: EventKind | None = None
    note: str = ""
