"""Dates and spans of dates as people write them: "10/3/2025", "Oct. 3", "November 24-28, 2025"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

ALLOWED = "a date such as 2025-10-03, 10/3/2025 or Oct 3, 2025; or two of them, as 11/24/2025 - 11/28/2025"

_MONTH_WORDS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<{0}month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = re.compile(
    r"(?<![a-z])(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?(?![a-z])\.?,?\s*", re.IGNORECASE
)
_JOIN = r"\s*(?:-|\u2013|\u2014|\bto\b|\bthrough\b|\bthru\b|&|\band\b)\s*"
_NAMED = re.compile(
    _MONTH.format("") + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+" + _MONTH.format("") + r"(?:[,\s-]+(?P<year>\d{4}|\d{2}))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_COMPACT = re.compile(r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_PAIR = re.compile(
    r"(?P<one>\d{1,2})(?:/(?P<two>\d{1,2})|[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4}|\d{2}))(?:\s+(?:12|0?0):00(?::00)?\s*(?:am)?)?",
    re.IGNORECASE,
)
#: "November 24-28, 2025": one month, two days.
_SAME_MONTH = re.compile(
    _MONTH.format("") + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?" + _JOIN
    + r"(?P<until>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?",
    re.IGNORECASE,
)  # fmt: skip
#: A school year begins in July.
_FIRST_MONTH = 7


@dataclass(frozen=True)
class DateReader:
    """A reader for the dates of one table.

    ``first_year`` is the year in which the school year begins, for dates without a year.
    """

    first_year: int | None
    is_day_first: bool = False

    def span(self, text: str) -> tuple[date, date]:
        """Return the first and the last date that a cell names; both are the same for a single date.

        Raises ValueError: the cell names no date, a date that does not exist, or an end before the beginning.
        """
        plain = " ".join(_WEEKDAY.sub("", text).replace("*", " ").split()).strip(" ,;")
        if (one_month := _SAME_MONTH.fullmatch(plain)) is not None:
            year = _number(one_month["year"])
            month = _month(one_month["month"])
            return _in_order(
                self._date(year, month, int(one_month["day"])), self._date(year, month, int(one_month["until"]))
            )
        try:
            single = self._single_date(plain)
        except _NoDateError:
            return self._two_dates(plain)
        return single, single

    def _two_dates(self, plain: str) -> tuple[date, date]:
        for join in re.finditer(_JOIN, plain):
            try:
                last = self._single_date(plain[join.end() :])
                # "Dec 22 - Jan 2, 2026": the year of the end is not that of the beginning.
                first = self._single_date(plain[: join.start()], near=last)
            except _NoDateError:
                continue
            return _in_order(first, last)
        raise _NoDateError("this is not a date")

    def _single_date(self, plain: str, near: date | None = None) -> date:
        for pattern in (_ISO, _COMPACT, _NAMED, _DAY_FIRST):
            if (match := pattern.fullmatch(plain)) is not None:
                month = match["month"]
                number = int(month) if month.isdigit() else _month(month)
                return self._date(_number(match["year"]), number, int(match["day"]), near)
        pair = _PAIR.fullmatch(plain)
        if pair is None:
            raise _NoDateError("this is not a date")
        month, day = int(pair["one"]), int(pair["two"] or pair["other"])
        if self.is_day_first:
            month, day = day, month
        return self._date(_number(pair["year"]), month, day, near)

    def _date(self, year: int | None, month: int, day: int, near: date | None = None) -> date:
        if year is not None:
            return date(year, month, day)
        if near is not None:
            dated = date(near.year, month, day)
            return dated if dated <= near else date(near.year - 1, month, day)
        if self.first_year is None:
            raise ValueError("this date has no year")
        return date(self.first_year + (month < _FIRST_MONTH), month, day)


class _NoDateError(ValueError):
    """The text is not a date, but it may still be two dates."""


def _month(word: str) -> int:
    return _MONTH_WORDS.index(word[:3].lower()) + 1


def _number(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) + (2000 if len(year) == 2 else 0)


def _in_order(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise ValueError("it ends before it begins")
    return first, last
