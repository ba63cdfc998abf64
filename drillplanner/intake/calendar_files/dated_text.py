"""Dates that stand in one text with a title: "Nov. 25–27 Thanksgiving Break", "Labor Day (Sept. 7)".

Lists that an office copies from a calendar for people have no column of dates, or leave it empty.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from drillplanner.files.written.dates import MONTH_NAME, DateReader, MonthHead, without_weekdays

#: The most words in which a date and its weekdays are written.
_MOST_WORDS = 12
_EDGES = " ,;:.–—-|"
_BARE_DAYS = re.compile(r"[0-9\s,&/–—-]+")
_MONTH_NAME = re.compile(rf"\b{MONTH_NAME}\b", re.IGNORECASE)
_WRITTEN = re.compile(rf"\b{MONTH_NAME}\.? \d|\d/\d|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE)
_NUMERIC = re.compile(r"\d{1,2}/\d{1,2}|\d{4}-\d{2}-\d{2}")
_DOTS = re.compile(r"\s*(?:\.{2,}|…)[.…\s]*")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]]\s*$")
#: The weekday of the date that follows: "Holiday Monday, September 7", "No School: Friday, September 4".
_LAST_WEEKDAY = re.compile(r"[\s,;:.(–—-]+(?:mon|tues|wednes|thurs|fri|satur|sun)day[\s,.]*$", re.IGNORECASE)
#: A weekday that belongs to what is before it: "Good Friday", "Early release every Friday".
_NAMED_WEEKDAY = re.compile(
    r"\b(?:ash|black|cyber|each|easter|election|every|every other|fat|first|giving|good|great|holy|maundy|palm"
    r"|shrove) \w+day$",
    re.IGNORECASE,
)
#: "First day of classes August 27": a date at the end, without a mark. "Closed until January 6" names another day.
_NAMED_DAY_LAST = re.compile(
    rf"\s(?P<date>{MONTH_NAME}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? 20\d\d)?)$", re.IGNORECASE
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
#: Words before a date by which it is not the only day of the entry, or none: "week of Monday, April 6".
_BEFORE_OTHER_DAY = re.compile(
    r"(?:\b(?:after|and|before|between|by|except|following|from|of|or|since|thru|through|till?|to|until)|&"
    rf"|\b{_WEEKDAY}\.?\s*[,/–—-])[\s,]*(?:the\s+)?(?:{_WEEKDAY}\.?)?[\s,]*$",
    re.IGNORECASE,
)
#: "Closed for conferences, reopen October 27": a day after what the words before are about.
_BACK_FROM = re.compile(
    r"\b(?:break|clos\w+|holidays?|no (?:school|classes|students)|off|out|recess|vacation)\b.*"
    rf"\b(?:back|re-?opens?|resumes?|returns?)(?:\s+on)?(?:\s+{_WEEKDAY})?[\s,]*$",
    re.IGNORECASE,
)
#: What may divide what happens on the day from what happens on others.
_SEVERAL_PARTS = re.compile(r"[,;:]|\s[–—-]\s")
_REMARK = re.compile(r"\s[(\[][^()\[\]]+[)\]]\s*$")
#: What follows each mark: "Back to class, first day of 3rd 9 Weeks, Jan. 4" has its date after the last.
_AFTER_MARK = re.compile(r"(?=(?:\s[–—-]\s?|:\s|,\s)(?P<date>[^–—:]*\d[^:]*)$)")


def split_dated_text(
    text: str, dates: DateReader, head: MonthHead | None
) -> tuple[tuple[tuple[date, date], ...], str] | None:
    """Return the dates that a text begins or ends with, and the rest of it; None if it has none.

    ``head`` is the month above the text; then a day alone counts as a date if a mark or a weekday follows it.
    """
    plain = _DOTS.sub(" ", text).strip()
    found = _dates_first(plain, dates, head) or _dates_unmarked(plain, dates) or _dates_last(plain, dates)
    return found or _dates_before_remark(plain, dates) or _day_unmarked(plain, dates)


def _dates_first(
    text: str, dates: DateReader, head: MonthHead | None
) -> tuple[tuple[tuple[date, date], ...], str] | None:
    words = text.split()
    for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        written, rest = " ".join(words[:count]), " ".join(words[count:])
        start = written.rstrip(_EDGES)
        if not any(letter.isdigit() for letter in start) or start.endswith(("to", "and", "through", "thru")):
            continue
        plain = without_weekdays(start)
        if _BARE_DAYS.fullmatch(plain) and not _NUMERIC.search(plain):
            is_marked = start != plain or written != start or rest[:1] in _EDGES
            if head is None or not is_marked:
                continue
        elif not (_MONTH_NAME.search(plain) or _NUMERIC.search(plain)):
            continue
        with suppress(ValueError):
            return dates.spans(start, head), rest.strip(_EDGES)
    return _glued_day(text, dates, head)


def _glued_day(
    text: str, dates: DateReader, head: MonthHead | None
) -> tuple[tuple[tuple[date, date], ...], str] | None:
    """Return the dates of "5-Labor Day", below a month."""
    glued = re.match(r"(\d{1,2}(?:\s?[–—-]\s?\d{1,2})?)\s?[–—-]\s?(?=[A-Za-z])", text)
    if head is None or glued is None:
        return None
    with suppress(ValueError):
        return dates.spans(glued[1], head), text[glued.end() :].strip(_EDGES)
    return None


def _dates_unmarked(text: str, dates: DateReader) -> tuple[tuple[tuple[date, date], ...], str] | None:
    """Return the dates of "Winter break December 22 - January 2": no mark need stand before several dates."""
    words = text.split()
    for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        written = " ".join(words[-count:])
        if not (_MONTH_NAME.match(written) or _NUMERIC.match(written)):
            continue
        with suppress(ValueError):
            spans = dates.spans(written)
            if len(spans) > 1 or spans[0][0] < spans[0][1]:
                return spans, _without_weekday(" ".join(words[:-count]))
    return None


def _day_unmarked(text: str, dates: DateReader) -> tuple[tuple[tuple[date, date], ...], str] | None:
    """Return the day of "First day of classes August 27", unless the words name another date, or a day near it."""
    found = _NAMED_DAY_LAST.search(" ".join(text.split()))
    if found is None:
        return None
    before = found.string[: found.start()]
    title = _without_weekday(before)
    if _WRITTEN.search(before) or _BACK_FROM.search(before) or _SEVERAL_PARTS.search(title):
        return None
    with suppress(ValueError):
        spans = dates.spans(found["date"])
        return None if _is_of_other_days(before, spans) else (spans, title)
    return None


def _dates_before_remark(text: str, dates: DateReader) -> tuple[tuple[tuple[date, date], ...], str] | None:
    """Return the dates of "Half Day: Friday, June 5 (PM - Staff Records)"; the remark belongs to the title."""
    remark = _REMARK.search(text)
    if remark is None:
        return None
    before = text[: remark.start()].strip()
    found = _dates_unmarked(before, dates) or _dates_last(before, dates)
    return None if found is None else (found[0], f"{found[1]} {remark[0].strip()}")


def _dates_last(text: str, dates: DateReader) -> tuple[tuple[tuple[date, date], ...], str] | None:
    is_first = True
    for match in (_IN_BRACKETS.search(text), *_AFTER_MARK.finditer(text)):
        if match is None or not _names_date(match[1]):
            continue
        before = text[: match.start()]
        if not is_first and _names_date(before):
            return None  # "Half days: Oct. 3 (K-5), Nov. 4": the last of several dates would be all that is read
        with suppress(ValueError):
            spans = dates.spans(match[1])
            return None if _is_of_other_days(before, spans) else (spans, _without_weekday(before))
        is_first = is_first and match.re is not _AFTER_MARK
    return None


def _is_of_other_days(before: str, spans: tuple[tuple[date, date], ...]) -> bool:
    """Check whether one date is read where the words before it speak of several days, or of others."""
    is_one_day = len(spans) == 1 and spans[0][0] == spans[0][1]
    return is_one_day and _BEFORE_OTHER_DAY.search(before) is not None


def _names_date(text: str) -> bool:
    return bool(_MONTH_NAME.search(text) or _NUMERIC.search(text))


def _without_weekday(title: str) -> str:
    """Return a title without the weekday of the date that follows, unless the weekday is part of a name."""
    bare = title.strip(_EDGES)
    return bare if _NAMED_WEEKDAY.search(bare) else _LAST_WEEKDAY.sub("", bare).strip(_EDGES)
