"""Days and times of day on the command line, with a message that shows how to write one."""

from __future__ import annotations

from datetime import datetime

import click


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
