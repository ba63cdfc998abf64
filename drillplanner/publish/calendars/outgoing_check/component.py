"""The properties that a component must or may have, with their parameters and values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from drillplanner.publish.calendars.outgoing_check.lines import OutgoingComponent, is_list, is_text

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)")
_SPAN = re.compile(r"-?P(?:\d+W|(?=\d|T)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_OFFSET = re.compile(r"[+-](?!0000)(?:[01]\d)[0-5]\d|\+0000")

ValueCheck = Callable[[str], bool]


@dataclass(frozen=True)
class PropertyRule:
    """A property that a component may have: what its value must be, and whether it may be missing."""

    accepts: ValueCheck
    is_required: bool = True
    parameters: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=4096)
def date_in(value: str) -> date | None:
    """Return the date written as 20251031; None if it is not a real date."""
    match = _DATE.fullmatch(value)
    try:
        return None if match is None else date(*map(int, match.groups()))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def moment_in(value: str) -> datetime | None:
    """Return the moment written as 20251031T094000, without zone; None if it is not a real moment."""
    match = _MOMENT.fullmatch(value)
    try:
        return None if match is None else datetime(*map(int, match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None


def is_utc(value: str) -> bool:
    """Check whether the value is a moment in UTC."""
    return value.endswith("Z") and moment_in(value[:-1]) is not None


def is_span(value: str) -> bool:
    """Check whether the value is a duration."""
    return _SPAN.fullmatch(value) is not None


def is_id(value: str) -> bool:
    """Check whether the value is a UUID and nothing else: 36 characters, with no host, user or name in them."""
    return _ID.fullmatch(value) is not None


def is_offset(value: str) -> bool:
    """Check whether the value is an offset from UTC."""
    return _OFFSET.fullmatch(value) is not None


def is_count(value: str) -> bool:
    """Check whether the value is a number from 0 on."""
    return re.fullmatch(r"0|[1-9]\d{0,8}", value) is not None


def is_filled_text(value: str) -> bool:
    """Check whether the value is a text that says something, on one line."""
    return is_text(value) and bool(value.strip()) and re.search(r"(?<!\\)(?:\\\\)*\\n", value) is None


def one_of(*words: str) -> ValueCheck:
    """Return a check whether a value is one of these words."""
    return frozenset(words).__contains__


ANY_TEXT: ValueCheck = is_text
A_LIST: ValueCheck = is_list


def property_flaws(component: OutgoingComponent, allowed: Mapping[str, PropertyRule], where: str) -> Iterator[str]:
    """Yield a sentence for each property that is missing, repeated, not allowed, or has a wrong value."""
    seen: set[str] = set()
    for entry in component.properties:
        rule = allowed.get(entry.name)
        if rule is None:
            yield f"{where}: {entry.name} may not be there"
            continue
        if entry.name in seen:
            yield f"{where}: {entry.name} is there twice"
        seen.add(entry.name)
        if rule.parameters not in {entry.parameters, ANY_PARAMETERS}:
            yield f"{where}: {entry.shown} has other parameters than it may"
        if not rule.accepts(entry.value):
            yield f"{where}: {entry.name} says {entry.value[:60]!r}"
    for name, rule in allowed.items():
        if rule.is_required and name not in seen:
            yield f"{where}: {name} is missing"


#: For a property whose parameters are checked elsewhere.
ANY_PARAMETERS: tuple[tuple[str, str], ...] = (("*", "*"),)
