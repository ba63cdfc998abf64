"""Variants of a bell schedule's full day, and when they apply: by weekday, in rotation, or on dates.

::

    variants:
      A: {periods: [{name: Block 1, start: 08:00, end: 09:30}]}
      B: {periods: [{name: Block 5, start: 08:00, end: 09:30}]}
      assembly: {kind: early_release, periods: [{name: Assembly, start: 08:00, end: 11:00}]}
    rotation: {order: [A, B], from: 2025-09-03}      # in rotation on school days; or
    weekdays: {wednesday: B}                         # always on these weekdays
    dates:                                           # these override both
      - {date: 2025-10-31, variant: assembly}
      - {from: 2025-12-17, to: 2025-12-19, variant: full}

``full`` is the full day under ``days``. A variant applies only if the academic calendar has a day of its kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import Field, model_validator

from drillplanner.files.errors import Problem
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.written.weekdays import is_weekdays
from drillplanner.files.written.weekdays import weekdays as days_named
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import WEEKDAYS, DayKind, Frozen
from drillplanner.model.calendar.bells import BellVariant

#: The name of the full day under ``days``.
ORDINARY = "full"


class Rotation(Frozen):
    """Variants that rotate on school days, the first on ``from`` (by default, the first school day)."""

    order: tuple[str, ...] = Field(min_length=2)
    from_: IsoDate | None = Field(default=None, alias="from")


class DatedVariant(Frozen):
    """The variant of one date or of a span of dates."""

    date: IsoDate | None = None
    from_: IsoDate | None = Field(default=None, alias="from")
    to: IsoDate | None = None
    variant: str

    @model_validator(mode="after")
    def _date_or_span(self) -> DatedVariant:
        span = (self.from_, self.to)
        if (self.date is None) == (span == (None, None)) or (span != (None, None) and None in span):
            raise ValueError("write either 'date', or 'from' and 'to'")
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"it ends ({self.to}) before it begins ({self.from_})")
        return self

    def covers(self, on: datetime.date) -> bool:
        """Check whether that date is included."""
        if self.date is not None:
            return on == self.date
        return self.from_ is not None and self.to is not None and self.from_ <= on <= self.to


@dataclass(frozen=True)
class BellRules:
    """The rules that give the dates of one schedule's variants; ``notes`` says what was assumed in reading it."""

    file: str
    weekdays: dict[str, str]
    rotation: Rotation | None
    dates: tuple[DatedVariant, ...]
    notes: tuple[str, ...] = ()

    def variant_by_date(self, open_dates: tuple[datetime.date, ...]) -> dict[datetime.date, str]:
        """Return the variant of each school day that has one; ``open_dates`` are the school days in order."""
        variants: dict[datetime.date, str] = {}
        turn = 0
        for on in open_dates:
            name = self.weekdays.get(WEEKDAYS[on.weekday()]) if on.weekday() < len(WEEKDAYS) else None
            if self.rotation is not None and (self.rotation.from_ is None or on >= self.rotation.from_):
                name = self.rotation.order[turn % len(self.rotation.order)]
                turn += 1
            name = next((date.variant for date in reversed(self.dates) if date.covers(on)), name)
            if name is not None and name != ORDINARY:
                variants[on] = name
        return variants

    def dates_without_school(self, open_dates: tuple[datetime.date, ...]) -> list[str]:
        """Return the dates given under ``dates`` on which there is no school."""
        return [
            date.date.isoformat() if date.date else f"{date.from_} to {date.to}"
            for date in self.dates
            if not any(date.covers(on) for on in open_dates)
        ]


def by_weekday(rules: dict[str, str]) -> dict[str, str]:
    """Return rules by weekdays as people write them ("Mon-Thu") by the name of each weekday."""
    return {WEEKDAYS[day]: variant for words, variant in rules.items() for day in days_named(words)}


def variant_rule_problems(
    document: Document,
    variants: dict[str, BellVariant],
    weekdays: dict[str, str],
    rotation: Rotation | None,
    dates: tuple[DatedVariant, ...],
) -> Iterator[Problem]:
    """Yield what is wrong with a schedule's rules: unknown names, unused variants, or conflicting rules."""
    for name, variant in variants.items():
        path_of_variant: KeyPath = ("variants", name)
        if name in {kind.value for kind in DayKind}:
            message = "a variant cannot have the name of a kind of day"
            yield document.problem(path_of_variant, message, name, "a name such as A")
        if variant.kind is DayKind.CLOSED:
            yield document.problem(path_of_variant, "a closed day has no periods", name, "another kind of day")
    if weekdays and rotation is not None:
        allowed = "one of them; single days stand under 'dates'"
        yield document.problem(("rotation",), "'weekdays' and 'rotation' both say what each day is", None, allowed)
    taken: dict[int, str] = {}
    for weekday in weekdays:
        for day in days_named(weekday) if is_weekdays(weekday) else ():
            if day in taken:
                place: KeyPath = ("weekdays", weekday)
                message = f"{WEEKDAYS[day].capitalize()} has two variants (the other under '{taken[day]}')"
                yield document.problem(place, message, weekday, "each weekday once")
            taken.setdefault(day, weekday)
        if not is_weekdays(weekday):
            where: KeyPath = ("weekdays", weekday)
            meant = maybe_meant(weekday, WEEKDAYS)
            yield document.problem(where, "this is not a weekday", weekday, listed(WEEKDAYS), meant)
    for path, name in _named(weekdays, rotation, dates):
        if name not in variants and name != ORDINARY:
            known = [*variants, ORDINARY]
            yield document.problem(path, "there is no such variant", name, listed(known), maybe_meant(name, known))
    used = {name for _, name in _named(weekdays, rotation, dates)}
    for name in variants:
        if name not in used:
            allowed = "its name under 'weekdays', 'rotation' or 'dates'"
            yield document.problem(("variants", name), "nothing says when this variant holds", name, allowed)


def _named(
    weekdays: dict[str, str], rotation: Rotation | None, dates: Iterable[DatedVariant]
) -> Iterator[tuple[KeyPath, str]]:
    for weekday, name in weekdays.items():
        yield ("weekdays", weekday), name
    for number, name in enumerate(rotation.order if rotation is not None else ()):
        yield ("rotation", "order", number), name
    for number, dated in enumerate(dates):
        yield ("dates", number, "variant"), dated.variant
