"""The adults of a district: where they work, when they are there, and what they are trained for on which date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock

#: Stands as ``campus_id`` of an adult who works for the district and at no campus.
DISTRICT_OFFICE = "district"

_DATE = r"(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})"
_EARNED = re.compile(rf"\s*[,(]?\s*\b(?:from|since|earned|taken)\s+{_DATE}\)?", re.IGNORECASE)
_EXPIRES = re.compile(rf"\s*[,(]?\s*\b(?:until|through|expires|exp\.?|valid to)\s+{_DATE}\)?", re.IGNORECASE)
_ANY_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


class Certification(Frozen):
    """A course or certificate of a person, and between which dates it counts."""

    name: str
    earned: date | None = Field(default=None, description="It counts from this day on; None: already.")
    expires: date | None = Field(default=None, description="The last day on which it counts; None: no end.")

    @classmethod
    @lru_cache(maxsize=4096)  # most people of a district hold one of a few; they share it
    def read(cls, text: str) -> Certification:
        """Read an entry such as ``first_aid until 2026-05-01`` or ``ICS-300 from 2025-10-01``.

        Raises ValueError where the entry holds a date that is not one, or one without such a word.
        """
        earned, rest = _take(_EARNED, text)
        expires, rest = _take(_EXPIRES, rest)
        if _ANY_DATE.search(rest):
            raise ValueError("a date in it stands after none of the words 'from' and 'until'")
        if earned is not None and expires is not None and expires < earned:
            raise ValueError("it ends before it begins")
        return cls(name=" ".join(rest.split()), earned=earned, expires=expires)

    def counts_on(self, on: date) -> bool:
        """Whether it is held on that date."""
        return (self.earned is None or self.earned <= on) and (self.expires is None or on <= self.expires)


def _take(pattern: re.Pattern[str], text: str) -> tuple[date | None, str]:
    match = pattern.search(text)
    if match is None:
        return None, text
    return _date(match[1]), f"{text[: match.start()]} {text[match.end() :]}"


def _date(text: str) -> date:
    if "/" in text:
        month, day, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    return date.fromisoformat(text)


class Absence(Frozen):
    """Days on which somebody is not at work, both ends included."""

    first: date
    last: date

    def covers(self, on: date) -> bool:
        """Whether the date is one of them."""
        return self.first <= on <= self.last


class StaffMember(Frozen):
    """An adult who works at a campus, or (``campus_id`` is 'district') for the district."""

    staff_id: str
    name: str
    campus_id: str
    title: str
    phone: str = ""
    radio: str = ""
    certifications: tuple[str, ...] = Field(default=(), description="Entries as written, dates included.")
    teaches: bool = Field(default=False, description="Holds a class during instruction periods.")
    days: tuple[int, ...] | None = Field(
        default=None, description="Weekdays at work, Monday is 0; None: on each of them."
    )
    works_from: Clock | None = Field(default=None, description="Of part-time staff: there from then on.")
    works_until: Clock | None = Field(default=None, description="Of part-time staff: there until then.")
    absent: tuple[Absence, ...] = Field(
        default=(), description="Days that are known before the year, such as leave."
    )
    grades: tuple[str, ...] = Field(
        default=(), description="Of a teacher: the grades of their classes, where grades have bells of their own."
    )
    free_periods: tuple[str, ...] = Field(
        default=(), description="Of a teacher: bell periods without a class, as the bell schedule names them."
    )
    away_with: tuple[str, ...] | None = Field(
        default=None,
        description="Groups with which the person would be away, such as a team or a car pool; None: not said.",
    )

    @cached_property
    def held(self) -> tuple[Certification, ...]:
        """The courses and certificates with their dates; an entry that cannot be read counts as written."""
        found = []
        for entry in self.certifications:
            try:
                found.append(Certification.read(entry))
            except ValueError:
                found.append(Certification(name=entry))
        return tuple(found)

    def is_at_work(self, on: date, start: Clock | None = None, end: Clock | None = None) -> bool:
        """Whether the person is there on that date, for the whole of the time where one is given."""
        if self.days is not None and on.weekday() not in self.days:
            return False
        if any(absence.covers(on) for absence in self.absent):
            return False
        too_early = self.works_from is not None and start is not None and start < self.works_from
        last = end or start
        too_late = self.works_until is not None and last is not None and last > self.works_until
        return not too_early and not too_late


@dataclass(frozen=True)
class StaffList:
    """The adults of a district, found by id and by campus without going through all of them."""

    members: tuple[StaffMember, ...]

    @cached_property
    def by_id(self) -> Mapping[str, StaffMember]:
        """Each by id."""
        return {member.staff_id: member for member in self.members}

    def at(self, campus_id: str) -> tuple[StaffMember, ...]:
        """Those of a campus, in the order of the list."""
        return self._by_campus.get(campus_id, ())

    @cached_property
    def _by_campus(self) -> Mapping[str, tuple[StaffMember, ...]]:
        found: dict[str, list[StaffMember]] = {}
        for member in self.by_id.values():
            found.setdefault(member.campus_id, []).append(member)
        return {campus_id: tuple(some) for campus_id, some in found.items()}
