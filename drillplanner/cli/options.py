"""Option values on the command line: days, and causes of closures."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from drillplanner.model import EventKind


class DateTimeOption(click.DateTime):
    """A ``click.DateTime`` whose error gives an example instead of a format."""

    def __init__(self, form: str, what: str, example: str) -> None:
        """Take ``form`` as ``strptime`` does; ``what`` names the value in messages."""
        super().__init__([form])
        self._words = f"is not a {what}; write it as {example}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the day or time. Raises BadParameter for any other text."""
        try:
            read: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' {self._words}.", param, ctx)
        return read


DAY = DateTimeOption("%Y-%m-%d", "date", "2026-01-27")


def event_kind(option: str, text: str) -> EventKind:
    """Return a kind of events.csv. Raises InputError, which lists them all, for any other word."""
    from drillplanner.files.errors import InputError, Problem
    from drillplanner.files.read_result import maybe_meant
    from drillplanner.model import EventKind

    given = text.strip().lower().replace(" ", "_").replace("-", "_")
    for kind in EventKind:
        if kind.value == given:
            return kind
    allowed = ", ".join(EventKind)
    raise InputError(Problem(option, None, "there is no such cause", text, allowed, maybe_meant(given, EventKind)))
