"""Values of fields: what a person writes, as the text that the log keeps.

The kept text is the same however it was written: dates as 2026-02-12, times as 13:15, durations as 3:20, "yes"
and "no", lists joined by "; ". So a value that was read once reads the same again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from drillplanner.files.read_result import listed
from drillplanner.files.tables import cells
from drillplanner.records.fields.record_field import FieldType, RecordField

#: The longest text of a field: it must fit on a form.
LONGEST_TEXT = 1_000
_DURATION = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})|(\d{1,4})(?: ?(?:m|min|minutes?))?")
_SHORT_CHOICES = 8


def read_value(field: RecordField, text: str, first_year: int | None = None) -> str:
    """Return the value that a person wrote, as the log keeps it; empty if nothing was written.

    ``first_year`` is the year in which the school year begins, for dates without a year.
    Raises ValueError, with what is allowed (:func:`allowed_in_words`), if it is no value of the field.
    """
    written = " ".join(text.split())
    if not written:
        return ""
    try:
        return _READERS[field.type](field, written, first_year)
    except ValueError as error:
        raise ValueError(f"'{field.field}' cannot be read: {allowed_in_words(field)}") from error


def allowed_in_words(field: RecordField) -> str:
    """Return what may be written into a field, in words."""
    if field.type is FieldType.NUMBER:
        return f"a whole number from {field.least} to {field.most}"
    if field.type is FieldType.CHOICE:
        return f"one of: {listed(field.values, _SHORT_CHOICES)}"
    if field.type is FieldType.CHOICES:
        return f"one or more, joined by ';', of: {listed(field.values, len(field.values))}"
    return _ALLOWED[field.type]


def shown_value(field: RecordField, value: str) -> str:
    """Return a kept value as people read it on paper."""
    if field.type is FieldType.YES_NO:
        return value.capitalize()
    return value


_ALLOWED = {
    FieldType.TEXT: f"a text of at most {LONGEST_TEXT} letters",
    FieldType.YES_NO: "yes or no",
    FieldType.DATE: "a date such as 2026-02-12",
    FieldType.TIME: "a time such as 13:15 or 1:15 pm",
    FieldType.DATE_TIME: "a date and a time, such as 2026-02-12 13:15",
    FieldType.DURATION: "minutes and seconds, such as 3:20, or whole minutes",
    FieldType.LIST: "one or more entries, joined by ';'",
    FieldType.ACTIONS: "one or more, joined by ';', each WHAT, WHAT | WHO, or WHAT | WHO | DAY",
}


def _text(field: RecordField, text: str, first_year: int | None) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError("too long")
    return text


def _number(field: RecordField, text: str, first_year: int | None) -> str:
    number = cells.whole_number(text)
    if not field.least <= number <= field.most:
        raise ValueError("out of range")
    return str(number)


def _yes_no(field: RecordField, text: str, first_year: int | None) -> str:
    return "yes" if cells.yes_or_no(text) else "no"


def _date(field: RecordField, text: str, first_year: int | None) -> str:
    return cells.calendar_date(text, first_year).isoformat()


def _time(field: RecordField, text: str, first_year: int | None) -> str:
    return f"{cells.time_of_day(text):%H:%M}"


def _date_time(field: RecordField, text: str, first_year: int | None) -> str:
    day, _, clock = text.replace("T", " ").partition(" ")
    return f"{_date(field, day, first_year)} {_time(field, clock, first_year)}"


def _duration(field: RecordField, text: str, first_year: int | None) -> str:
    found = _DURATION.fullmatch(text.lower())
    if found is None:
        raise ValueError("no duration")
    hours, minutes, seconds, whole = found.groups()
    if whole is not None:
        return f"{int(whole)}:00"
    if int(seconds) >= 60:
        raise ValueError("no duration")
    return f"{int(hours or 0) * 60 + int(minutes)}:{seconds}"


def _choice(field: RecordField, text: str, first_year: int | None) -> str:
    by_lower = {value.lower(): value for value in field.values}
    if text.lower() not in by_lower:
        raise ValueError("not allowed")
    return by_lower[text.lower()]


def _choices(field: RecordField, text: str, first_year: int | None) -> str:
    return "; ".join(dict.fromkeys(_choice(field, item, first_year) for item in _items(text)))


def _list(field: RecordField, text: str, first_year: int | None) -> str:
    return _text(field, "; ".join(_items(text)), first_year)


def _actions(field: RecordField, text: str, first_year: int | None) -> str:
    return _text(field, "; ".join(_action(field, item, first_year) for item in _items(text)), first_year)


def _action(field: RecordField, text: str, first_year: int | None) -> str:
    action, *who_and_when = (part.strip() for part in text.split("|"))
    if not action or len(who_and_when) > len(("who", "when")):
        raise ValueError("no action")
    days = [_date(field, day, first_year) for day in who_and_when[1:] if day]
    return " | ".join([action, *who_and_when[:1], *days]).removesuffix(" | ")


def _items(text: str) -> list[str]:
    items = [item.strip() for item in text.split(";") if item.strip()]
    if not items:
        raise ValueError("no entry")
    return items


_READERS: dict[FieldType, Callable[[RecordField, str, int | None], str]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.YES_NO: _yes_no,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.DATE_TIME: _date_time,
    FieldType.DURATION: _duration,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.LIST: _list,
    FieldType.ACTIONS: _actions,
}
