"""Option values on the command line: days, times of day, and words of a closed list."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from drillplanner.model import DrillType, EventKind


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
TIME_OF_DAY = DateTimeOption("%H:%M", "time of day", "09:40")


Word = TypeVar("Word", bound=StrEnum)


def event_kind(option: str, text: str) -> EventKind:
    """Return a kind of events.csv. Raises InputError, which lists them all, for any other word."""
    from drillplanner.model import EventKind

    return _word(option, text, EventKind, "there is no such cause")


def drill_type(option: str, text: str) -> DrillType:
    """Return a type of drill. Raises InputError, which lists them all, for any other word."""
    from drillplanner.model import DrillType

    return _word(option, text, DrillType, "this is no kind of drill that we know")


def _word(option: str, text: str, words: type[Word], message: str) -> Word:
    from drillplanner.files.errors import InputError, Problem
    from drillplanner.files.read_result import maybe_meant

    given = text.strip().lower().replace(" ", "_").replace("-", "_")
    for word in words:
        if word.value == given:
            return word
    allowed = ", ".join(words)
    raise InputError(Problem(option, None, message, text, allowed, maybe_meant(given, words)))
