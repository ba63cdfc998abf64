"""Dates and spans of dates as people write them.

"10/3/2025", "Oct. 3", "November 24-28, 2025", "September 23 and 30", "August 2026: 12-17", "Sept 7 (Mon)",
"week of October 6". Below a heading such as "September 2026" a cell may have the day alone: "3-5".
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from drillplanner.files.written.weekdays import WEEKDAY_NAMES
from drillplanner.files.written.weekdays import weekday as _weekday

ALLOWED = "a date such as 2025-10-03, 10/3/2025 or Oct 3, 2025; or two of them, as 11/24/2025 - 11/28/2025"

_MONTH_WORDS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
#: A pattern for the name of a month, short or in full.
MONTH_NAME = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_MONTH = r"(?P<{0}month>" + MONTH_NAME + r")\.?"
_WEEKDAY = re.compile(
    r"(?<![a-z])(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?(?![a-z])\.?,?\s*", re.IGNORECASE
)
#: "(Mon)", "(Wed - Fri)": weekdays in brackets, after a date.
_WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_WEEKDAY = re.compile(
    r"(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)(?:s|day|sday|nes|nesday|rs?|r?sday|urday)?(?![a-z])", re.IGNORECASE
)
_WEEKDAYS_AGAIN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri)days\b|(?:every|each|all)\s+(?:\w+\s+)?(?:mon|tue|wed|thu|fri))",
    re.IGNORECASE,
)
_WEEKDAYS_IN_BRACKETS = re.compile(
    r"\(\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?:[\s,&/\u2013\u2014-]+(?:to|thru|through|and|[a-z]{3,9}days?|"
    r"mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?)*\s*\)",
    re.IGNORECASE,
)
_JOIN = r"\s*(?:-|\u2013|\u2014|\bto\b|\bthrough\b|\bthru\b)\s*"
#: What divides several dates of one cell; not the comma before a year.
_DIVIDER = re.compile(r"\s*(?:;|&|\+|\band\b|,(?!\s*\d{4}\b))\s*", re.IGNORECASE)
#: "April 23, 30 May 7": a list of days that goes on in the next month without a mark.
_NEXT_MONTH = re.compile(r"(,\s*\d{1,2})\s+(?=" + MONTH_NAME + r"\.?\s+\d{1,2}(?!\d))", re.IGNORECASE)
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
    r"(?P<one>\d{1,2})(?:/(?P<two>\d{1,2})|(?P<mark>[/.-])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2}))(?:\s+(?:12|0?0):00(?::00)?\s*(?:am)?)?",
    re.IGNORECASE,
)
#: "November 24-28, 2025": one month, two days.
_SAME_MONTH = re.compile(
    _MONTH.format("") + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?" + _JOIN
    + r"(?P<until>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?",
    re.IGNORECASE,
)  # fmt: skip
#: "21-23 Nov": two days, one month.
_SAME_MONTH_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?" + _JOIN + r"(?P<until>\d{1,2})(?:st|nd|rd|th)?[\s-]+"
    + _MONTH.format("") + r"(?:,?\s+(?P<year>\d{4}))?",
    re.IGNORECASE,
)  # fmt: skip
#: "August 2026" alone, as a heading; and before a colon: "August 2026: 12-17".
_MONTH_HEAD = re.compile(_MONTH.format("") + r"(?:,?\s+(?P<year>\d{4}))?", re.IGNORECASE)
#: What calendars count beside the name of a month: "September 2025 | 20 Student Days", "August (8 days)".
_DAYS_COUNTED = re.compile(
    r"(?:\s*[|(:,\u2013\u2014-])?\s*\d{1,2}\s+(?:student|school|instructional|attendance|teacher)\s+days?\)?"
    r"|\s*[|(:,\u2013\u2014-]\s*\d{1,2}\s+days\)?",
    re.IGNORECASE,
)
_HEADED = re.compile(r"(?P<head>[a-z]{3,9}\.?(?:,?\s+\d{4})?)\s*:\s*(?P<rest>.*\d.*)", re.IGNORECASE)
#: Days without a month: "12", "12-17", "25/26".
_DAYS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:(?P<join>" + _JOIN + r"|\s*/\s*)(?P<until>\d{1,2})(?:st|nd|rd|th)?)?",
    re.IGNORECASE,
)
#: "11/27-28": a month and two of its days.
_NUMERIC_DAYS = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})\s*[-\u2013\u2014]\s*(?P<until>\d{1,2})")
#: "M 9/14", "Th 9/17": the initial of a weekday before a date.
_INITIAL = re.compile(r"(M|Tu?|W|Th|R|F)[.,]?\s+(?=\d)", re.IGNORECASE)
_WEEK_OF = re.compile(r"(?:the\s+)?week\s+of\s+(?P<date>.+)", re.IGNORECASE)
#: A school year begins in July.
_FIRST_MONTH = 7
_FRIDAY = 4
_MONTHS = 12
#: A span over the turn of the year that is written without years is shorter than this, in days.
_LONGEST = 100


@dataclass(frozen=True)
class MonthHead:
    """A month as a heading over days; ``year`` is None if it does not say one."""

    month: int
    year: int | None


def month_head(text: str) -> MonthHead | None:
    """Return the month that a text consists of ("September", "AUGUST 2026:"), or None.

    The number of its school days may stand beside it: "September 2025 | 20 Student Days".
    """
    plain = " ".join(text.split()).rstrip(" :.-")
    match = _MONTH_HEAD.match(plain)
    if match is None or not (match.end() == len(plain) or _DAYS_COUNTED.fullmatch(plain, match.end())):
        return None
    return MonthHead(_month(match["month"]), _number(match["year"]))


def weekday_in(text: str) -> int | None:
    """Return the first weekday (0: Monday) that stands in a text with or without a date, or None.

    "Wednesdays" is none: it speaks of more than one.
    """
    match = _ONE_WEEKDAY.search(text)
    return None if match is None else _WEEKDAY_NAMES.index(match[1].lower())


def speaks_of_weekdays(text: str) -> bool:
    """Check whether a text speaks of a weekday again and again: "Wednesdays", "every Friday from October on"."""
    return _WEEKDAYS_AGAIN.search(text) is not None


def without_weekdays(text: str) -> str:
    """Return a text without the weekdays in it, and without what joined them."""
    plain = _WEEKDAY.sub("", _WEEKDAYS_IN_BRACKETS.sub(" ", text)).replace("*", " ")
    return " ".join(plain.split()).strip(" ,;-\u2013\u2014")


class WrongWeekdayError(ValueError):
    """A weekday that is not that of the date beside it: one of them, or the year, is another."""


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
        spans = self.spans(text)
        return min(first for first, _ in spans), max(last for _, last in spans)

    def day(self, text: str) -> date:
        """Return the one date that a cell names; a weekday beside it must be that of the date.

        Raises ValueError: the cell names no date or several, or the weekday is another.
        """
        initial = _INITIAL.match(text.strip())
        plain = text if initial is None else text.strip()[initial.end() :]
        spans = self.spans(plain)
        if len(spans) != 1 or spans[0][0] != spans[0][1]:
            raise ValueError("this is more than one date")
        day = spans[0][0]
        written = weekday_in(plain) if initial is None else _weekday(initial[1])
        if written is not None and written != day.weekday():
            raise WrongWeekdayError(
                f"it says {WEEKDAY_NAMES[written].capitalize()}, and {day.isoformat()} is a {day:%A}"
            )
        return day

    def days(self, text: str, head: MonthHead | None = None) -> tuple[date, ...]:
        """Return each date that a cell names, as :meth:`day`; a span of several days is none.

        ``head`` is the month above the cell, for days without a month of their own.

        Raises ValueError: the cell names no date, a span, or a weekday that is not that of its one date.
        """
        try:
            if head is None:
                return (self.day(text),)
        except WrongWeekdayError:
            raise
        except ValueError:
            pass  # not one date; the spans below are several dates, or say why the text is none
        spans = self.spans(text, head)
        if any(first != last for first, last in spans):
            raise ValueError("this is a span of days")
        return tuple(first for first, _ in spans)

    def spans(self, text: str, head: MonthHead | None = None) -> tuple[tuple[date, date], ...]:
        """Return the dates and spans that a cell names, in its order; "September 23 and 30" are two dates.

        ``head`` is the month above the cell, for days without a month of their own.

        Raises ValueError: as :meth:`span`.
        """
        if (week := _WEEK_OF.fullmatch(text.strip())) is not None:
            return tuple(_work_week(first, last) for first, last in self.spans(week["date"], head))
        plain = _NEXT_MONTH.sub(r"\1, ", without_weekdays(text))
        if (headed := _HEADED.fullmatch(plain)) is not None and (
            own_head := month_head(headed["head"])
        ) is not None:
            plain, head = headed["rest"], own_head
        spans: list[tuple[date, date]] = []
        for piece in _DIVIDER.split(plain):
            spans.append(self._span_of_piece(piece, head, is_first=not spans))
            if re.search(_MONTH.format(""), piece, re.IGNORECASE):
                head = MonthHead(spans[-1][1].month, spans[-1][1].year)
        return tuple(spans)

    def _span_of_piece(self, piece: str, head: MonthHead | None, *, is_first: bool) -> tuple[date, date]:
        if head is not None and (days := _DAYS.fullmatch(piece)) is not None:
            return self._span_of_days(days, head)
        if head is not None and (last := self._end_in_another_month(piece, head)) is not None:
            return last
        if head is not None and not is_first and _PAIR.fullmatch(piece) is not None:
            raise ValueError("it has a month by name and one by number")  # "May 25, 1/2 day" is no second date
        if (numeric := _NUMERIC_DAYS.fullmatch(piece)) is not None and not self.is_day_first:
            month = int(numeric["month"])
            return _in_order(
                self._date(None, month, int(numeric["day"])), self._date(None, month, int(numeric["until"]))
            )
        for pattern in (_SAME_MONTH, _SAME_MONTH_DAY_FIRST):
            if (one_month := pattern.fullmatch(piece)) is not None:
                year, month = _number(one_month["year"]), _month(one_month["month"])
                return _in_order(
                    self._date(year, month, int(one_month["day"])),
                    self._date(year, month, int(one_month["until"])),
                )
        try:
            single = self._single_date(piece)
        except _NoDateError:
            return self._two_dates(piece)
        return single, single

    def _span_of_days(self, days: re.Match[str], head: MonthHead) -> tuple[date, date]:
        first, last = int(days["day"]), int(days["until"] or days["day"])
        if "/" in (days["join"] or "") and (first <= _MONTHS or last <= first):
            raise ValueError("this may be a month and a day, or two days")
        return _in_order(self._date(head.year, head.month, first), self._date(head.year, head.month, last))

    def _end_in_another_month(self, piece: str, head: MonthHead) -> tuple[date, date] | None:
        """Return the span of "21 - January 1" below "December"; None for a piece of another form."""
        for join in re.finditer(_JOIN, piece):
            day = _DAYS.fullmatch(piece[: join.start()])
            if day is None or day["until"]:
                continue
            first = self._date(head.year, head.month, int(day["day"]))
            with suppress(_NoDateError):
                last = self._single_date(piece[join.end() :])
                if last < first and last.replace(year=first.year + 1) - first < timedelta(days=_LONGEST):
                    last = last.replace(year=first.year + 1)
                return _in_order(first, last)
        return None

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


def _work_week(first: date, last: date) -> tuple[date, date]:
    """Return the days from Monday to Friday of the weeks of a date or span."""
    monday, friday = first - timedelta(first.weekday()), last + timedelta(_FRIDAY - last.weekday())
    return monday, max(monday, friday)


def _in_order(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise ValueError("it ends before it begins")
    return first, last
