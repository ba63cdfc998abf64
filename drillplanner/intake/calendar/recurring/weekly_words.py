"""Weekdays that a line of a calendar speaks of again and again: "Every Monday, no school", "Late start Fridays".

Understood are weekdays with "every", "each" or "all" or in the plural, the n-th of them in a month ("2nd
Wednesday of each month"), and the weekdays of a shorter school week ("Four-day week, Monday-Thursday": no school
on Friday). "Every other Friday" and "select Fridays" do not say which days are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from drillplanner.files.phrases import comparable
from drillplanner.files.written.dates import MONTH_NAME

_NAMES = ("mon", "tue", "wed", "thu", "fri")
_WEEK = frozenset(range(len(_NAMES)))
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri)(?:day)?s?\b\.?"
_DAYS = rf"{_DAY}(?:\s*(?:,|and|&|/|\+)\s*(?:and\s+)?{_DAY})*"
_PLURAL = r"(?:mon|tues|wednes|thurs|fri)days\b"
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4, "5th": 5,
             "fifth": 5, "last": -1}  # fmt: skip
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)})"
_MONTHLY = re.compile(
    rf"(?:(?:on|the|every|each)\s+)*(?P<numbers>{_ORDINAL}(?:\s*(?:,|and|&|/)\s*(?:and\s+|the\s+)*{_ORDINAL})*)\s+"
    rf"(?P<days>{_DAY})(?:\s+(?:of|in)\s+(?:each|every|the)?\s*months?|\s+monthly)?"
)
_IS_MONTHLY = re.compile(r"\bmonth(?:s|ly)?\b")
_EVERY = re.compile(
    rf"(?:\bon\s+)?\b(?:every|each|all|weekly)\s+(?:on\s+|other\s+|single\s+|school\s+)?(?P<days>{_DAYS})"
)
_WEEKLY_AFTER = re.compile(rf"(?P<days>{_DAYS})\s*\(?\bweekly\b\)?")
_IN_PLURAL = re.compile(
    rf"(?:\bon\s+)?\b(?P<days>(?:{_DAY}\s*(?:,|and|&|/)\s*)*{_PLURAL}(?:\s*(?:,|and|&|/)\s*{_DAY})*)"
)
_RANGE = re.compile(rf"\b(?P<first>{_DAY})\s*(?:-|to|thru|through)\s*(?P<last>{_DAY})")
_SHORT_WEEK = re.compile(
    r"\b(?:(?:4|four)[ -]day|school week|week of school|weekly schedule|instructional days|school days|"
    r"days of (?:school|instruction)|"
    r"(?:students|classes|school|schools)\s+(?:attend|attends|meet|meets|is held|are held))\b"
)
#: Words after which the dates cannot be known from the line.
_UNCLEAR = re.compile(
    r"\b(?:every other|alternat\w+|bi-?weekly|most|some|select(?:ed)?|certain|designated|limited|various|twice|"
    r"as (?:noted|listed|indicated|scheduled|marked)|see |except\w*|excluding|unless|other than|tbd|if )"
)
_DATE = (
    rf"(?:{MONTH_NAME}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)
#: "from October 1", and the first date of "October 1 - April 29".
_STARTS = re.compile(
    r"[\s,;(-]*\b(?:(?:starting|beginning|begins|starts|effective|from|as of|after)\s+(?:on\s+)?"
    rf"(?P<date>{_DATE})\)?|(?P<of_span>{_DATE})(?=\s*(?:-|\b(?:to|through|thru|until|till)\b)\s*{_DATE}))"
)
_ENDS = re.compile(rf"[\s,;(-]*\b(?:through|thru|until|till|to|ending|ends)\s+(?:on\s+)?(?P<date>{_DATE})\)?")
#: The second date of "October 1 - April 29", right after the first.
_ENDS_OF_SPAN = re.compile(rf"\s*-\s*(?P<date>{_DATE})\)?")
_DAY_IN_TEXT = re.compile(rf"\b{_DAY}")
#: Words with which a line says when school ends or begins, and nothing of one day ("before Thanksgiving").
_PLAIN_WORDS = frozenset([
    "early", "late", "release", "releases", "released", "dismissal", "dismissals", "dismiss",
    "dismissed", "out", "start", "starts", "delayed", "delay", "opening", "shortened", "minimum",
    "short", "half", "day", "days", "schedule", "hour", "hours", "hr", "hrs", "minute", "minutes",
    "min", "mins", "am", "pm", "a", "m", "p", "noon", "school", "schools", "student", "students", "all",
    "at", "by", "is", "are", "for", "the", "on", "and",
])  # fmt: skip
#: A month or a date that is left: "in June", "September - May".
_MONTH_OR_DATE = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|"
    r"oct|nov|dec|(?:in|during|from|through|thru|until|till|to|-)\s*may)\b|\b\d{1,2}/\d{1,2}\b(?! day)"
)


@dataclass(frozen=True)
class WeeklyWords:
    """Weekdays that a title speaks of (0: Monday), and the title without these words.

    ``numbers`` are those of the weekday in its month (-1: the last), empty for every week. ``is_every`` says
    whether the title speaks of all of them outright. ``free_others`` says that these are the days of a shorter
    school week, so that the others are free. ``starts`` and ``ends`` are dates as written, and ``unclear`` are
    words that leave the dates open.
    """

    weekdays: frozenset[int]
    rest: str
    numbers: frozenset[int] = frozenset()
    is_every: bool = False
    free_others: bool = False
    unclear: str = ""
    starts: str = ""
    ends: str = ""

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates from first to last that are meant."""
        weekdays = _WEEK - self.weekdays if self.free_others else self.weekdays
        for offset in range((last - first).days + 1):
            on = first + timedelta(offset)
            if on.weekday() in weekdays and (not self.numbers or self.numbers & _numbers_of(on)):
                yield on


def weekly_words(title: str, *, has_date: bool = True) -> WeeklyWords | None:
    """Return the weekdays that a title speaks of again and again, or None if it does not.

    A title without a date of its own speaks of every week also where it has its weekday once: "Thursday
    dismissal: 1 hour early".
    """
    text = comparable(title)
    starts = _STARTS.search(text)
    ends = None if starts is None else _ENDS_OF_SPAN.match(text, starts.end())
    ends = ends or _ENDS.search(text)
    for bound in (ends, starts):
        text = text if bound is None else f"{text[: bound.start()]} {text[bound.end() :]}"
    match, found = _monthly(text)
    if found is None:
        match, found = _every_week(text)
    if found is None and not has_date:
        match, found = _weekday_alone(text)
    if match is None or found is None:
        return None
    unclear = _UNCLEAR.search(text) or _MONTH_OR_DATE.search(text)
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split()).strip(" ,;:-()")
    return replace(
        found,
        rest=rest or text,
        unclear="" if unclear is None else unclear[0].strip(),
        starts="" if starts is None else starts["date"] or starts["of_span"],
        ends="" if ends is None else ends["date"],
    )


def _monthly(text: str) -> tuple[re.Match[str] | None, WeeklyWords | None]:
    match = _MONTHLY.search(text)
    if match is None or not _IS_MONTHLY.search(text):
        return None, None
    numbers = frozenset(_ORDINALS[word] for word in re.findall(_ORDINAL, match["numbers"]))
    return match, WeeklyWords(_weekdays_in(match["days"]), "", numbers, is_every=True)


def _every_week(text: str) -> tuple[re.Match[str] | None, WeeklyWords | None]:
    for pattern, is_every in ((_EVERY, True), (_WEEKLY_AFTER, True), (_IN_PLURAL, False)):
        if (match := pattern.search(text)) is not None:
            return match, WeeklyWords(_weekdays_in(match["days"]), "", is_every=is_every)
    match = _RANGE.search(text)
    if match is not None and _SHORT_WEEK.search(text):
        first, last = (min(_weekdays_in(match[name])) for name in ("first", "last"))
        if first < last and last - first < len(_NAMES) - 1:
            return match, WeeklyWords(frozenset(range(first, last + 1)), "", is_every=True, free_others=True)
    return None, None


def _weekday_alone(text: str) -> tuple[re.Match[str] | None, WeeklyWords | None]:
    """Return the weekday of a text that says nothing but when school ends or begins on it."""
    found = list(_DAY_IN_TEXT.finditer(text))
    if len(found) != 1 or not set(re.findall(r"[a-z]+", _DAY_IN_TEXT.sub(" ", text))) <= _PLAIN_WORDS:
        return None, None
    return found[0], WeeklyWords(_weekdays_in(found[0][0]), "")


def _weekdays_in(text: str) -> frozenset[int]:
    return frozenset(_NAMES.index(name) for name in re.findall("|".join(_NAMES), text))


def _numbers_of(on: date) -> frozenset[int]:
    """Return which of its weekday a date is in its month, from the beginning and from the end."""
    is_last = (on + timedelta(7)).month != on.month
    return frozenset({(on.day - 1) // 7 + 1, *([-1] if is_last else [])})
