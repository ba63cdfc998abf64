"""The adults of a district: where and when they work, and their certifications."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock

#: The ``campus_id`` of an adult who works for the district and not at a campus.
DISTRICT_OFFICE = "district"

_DATE = r"(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})"
_EARNED = re.compile(rf"\s*[,(]?\s*\b(?:from|since|earned|taken)\s+{_DATE}\)?", re.IGNORECASE)
_EXPIRES = re.compile(rf"\s*[,(]?\s*\b(?:until|through|expires|exp\.?|valid to)\s+{_DATE}\)?", re.IGNORECASE)
_ANY_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


class Certification(Frozen):
    """A course or certificate of a person, and the dates between which it counts."""

    name: str
    earned: date | None = Field(default=None, description="It counts from this day on; None: already.")
    expires: date | None = Field(default=None, description="The last day on which it counts; None: no end.")

    @classmethod
    @lru_cache(maxsize=4096)  # most entries of a district repeat
    def read(cls, text: str) -> Certification:
        """Read an entry such as ``first_aid until 2026-05-01`` or ``ICS-300 from 2025-10-01``.

        Raises ValueError if a date in the entry is invalid, or is not introduced by such a word.
        """
        earned, rest = _cut_date(_EARNED, text)
        expires, rest = _cut_date(_EXPIRES, rest)
        if _ANY_DATE.search(rest):
            raise ValueError("a date in it stands after none of the words 'from' and 'until'")
        if earned is not None and expires is not None and expires < earned:
            raise ValueError("it ends before it begins")
        return cls(name=" ".join(rest.split()), earned=earned, expires=expires)

    def counts_on(self, on: date) -> bool:
        """Check whether the certification is valid on a date."""
        return (self.earned is None or self.earned <= on) and (self.expires is None or on <= self.expires)


def _cut_date(pattern: re.Pattern[str], text: str) -> tuple[date | None, str]:
    """Return the date that the pattern finds, and the text without it."""
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
    """A span of days on which a person is not at work, both ends included."""

    first: date
    last: date

    def covers(self, on: date) -> bool:
        """Check whether the date is within the absence."""
        return self.first <= on <= self.last


class StaffMember(Frozen):
    """An adult who works at a campus, or for the district (``campus_id`` is 'district')."""

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
    def dated_certifications(self) -> tuple[Certification, ...]:
        """The certifications with their dates; an entry that cannot be read becomes a name without dates."""
        read = []
        for entry in self.certifications:
            try:
                read.append(Certification.read(entry))
            except ValueError:
                read.append(Certification(name=entry))
        return tuple(read)

    def is_at_work(self, on: date, start: Clock | None = None, end: Clock | None = None) -> bool:
        """Check whether the person is at work on a date, for the whole time from ``start`` to ``end`` if given."""
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
    """The adults of a district, indexed by id and by campus."""

    members: tuple[StaffMember, ...]

    @cached_property
    def by_id(self) -> Mapping[str, StaffMember]:
        """Staff members by id."""
        return {member.staff_id: member for member in self.members}

    def at(self, campus_id: str) -> tuple[StaffMember, ...]:
        """Return the staff of a campus, in the order of the list."""
        return self._by_campus.get(campus_id, ())

    @cached_property
    def _by_campus(self) -> Mapping[str, tuple[StaffMember, ...]]:
        by_campus: dict[str, list[StaffMember]] = {}
        for member in self.by_id.values():
            by_campus.setdefault(member.campus_id, []).append(member)
        return {campus_id: tuple(members) for campus_id, members in by_campus.items()}
