"""Days and times of day on the command line, with a message that shows how to write one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from drillplanner.model import DrillType, EventKind


class Moment(click.DateTime):
    """What ``click.DateTime`` reads, refused in words and with an example instead of a format."""

    def __init__(self, form: str, what: str, example: str) -> None:
        """``form`` as for ``strptime``; ``what`` it is, in words."""
        super().__init__([form])
        self._words = f"is not a {what}; write it as {example}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment. Raises BadParameter for any other text."""
        try:
            read: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' {self._words}.", param, ctx)
        return read


DAY = Moment("%Y-%m-%d", "date", "2026-01-27")
TIME_OF_DAY = Moment("%H:%M", "time of day", "09:40")


Word = TypeVar("Word", bound=StrEnum)


def event_kind(option: str, text: str) -> EventKind:
    """A kind of events.csv. Raises InputError, which names them all, for any other word."""
    from drillplanner.model import EventKind

    return _word(option, text, EventKind, "there is no such cause")


def drill_type(option: str, text: str) -> DrillType:
    """A type of drill. Raises InputError, which names them all, for any other word."""
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
