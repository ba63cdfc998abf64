"""What papers state, as data: how a finished paper says it, and as which value it is compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen
from drillplanner.publish.core.dates import MONTHS, NOON

_FILE = Path(__file__).with_name("stated_values.yaml")
_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBER_OF_WORD = {word: str(number) for number, word in enumerate(_NUMBERS)}
_MONTH_OF_WORD = {name: number for number, name in enumerate(MONTHS, start=1)}
_DAY_IN_WORDS = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})$")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?: ([AP])M)?")


class ValueReading(StrEnum):
    """How the words that state a value are compared."""

    WORDS = "words"
    MINUTES = "minutes"
    DAY = "day"
    HOURS = "hours"


class ValueScope(StrEnum):
    """Papers that must state one value: those of a drill, or all of a school."""

    DRILL = "drill"
    SCHOOL = "school"


class StatedValue(Frozen):
    """Something that papers state: its name in words, where a person changes it, and how a paper states it."""

    id: str
    name: str
    change: str
    reads: ValueReading = ValueReading.WORDS
    of: ValueScope = ValueScope.DRILL
    any_case: bool = False
    find: tuple[str, ...] = Field(min_length=1)


class _ValueFile(Frozen):
    values: tuple[StatedValue, ...] = Field(min_length=1)


@cache
def stated_values() -> tuple[tuple[StatedValue, tuple[re.Pattern[str], ...]], ...]:
    """Return what papers state, each with its expressions. Raises InputError: the file is invalid."""
    file = parse_as(_ValueFile, read_document(_FILE, shown_as="publish/agreement/stated_values.yaml"))
    return tuple((value, tuple(map(re.compile, value.find))) for value in file.values)


def statements_in(text: str) -> Iterator[tuple[StatedValue, str]]:
    """Yield what a text states: the kind of value, and the value as all papers would write it."""
    for value, patterns in stated_values():
        for pattern in patterns:
            for match in pattern.finditer(text):
                words = " ".join(match[1].split())
                stated = _AS_VALUE[value.reads](words.lower() if value.any_case else words)
                if stated:
                    yield value, stated


def _minutes(words: str) -> str:
    number = _NUMBER_OF_WORD.get(words, words)
    return number if number.isdigit() else ""


def _day(words: str) -> str:
    in_words = _DAY_IN_WORDS.search(words)
    if in_words is not None:
        return date(int(in_words[3]), _MONTH_OF_WORD[in_words[1]], int(in_words[2])).isoformat()
    month, day, year = map(int, words.split("/"))
    return date(year, month, day).isoformat()


def _hours(words: str) -> str:
    """Return ``12:18–13:05``; of ``12:18–1:05 PM``, both hours are in the afternoon."""
    clocks = _CLOCK.findall(words)
    last_half = clocks[-1][2]
    return "–".join(_on_24_hours(int(hour), minute, half or last_half) for hour, minute, half in clocks)


def _on_24_hours(hour: int, minute: str, half: str) -> str:
    if half:
        hour = hour % NOON + (NOON if half == "P" else 0)
    return f"{hour:02d}:{minute}"


_AS_VALUE: dict[ValueReading, Callable[[str], str]] = {
    ValueReading.WORDS: str,
    ValueReading.MINUTES: _minutes,
    ValueReading.DAY: _day,
    ValueReading.HOURS: _hours,
}
