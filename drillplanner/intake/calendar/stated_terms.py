"""Semesters, trimesters, and quarters where lines of the calendar tell their ends: "End of 1st Semester".

The law of many states counts drills by semester, and a boundary that is a week wrong puts a drill into the wrong
one. It is taken from the calendar only where all its lines agree on the school day that ends each term:

- a line that says that a term ends counts for the last school day up to its date, and one that says that the next
  term begins for the last school day before it;
- the second quarter ends with the first semester, so that each tells the other;
- a boundary far from where equal terms would have it belongs to something else, and is not taken.

``calendar.yaml`` comes first. What stays undecided is kept with the reason, for those whose law counts by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from drillplanner.files.errors import InputError
from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.calendar.answers import CalendarAnswers
from drillplanner.intake.calendar.entries import CalendarEntry, dates_in_title
from drillplanner.intake.calendar.terms import TERM_END_KEYS
from drillplanner.model import Frozen, Term, TermKind

_FILE = "term_wording.yaml"
#: How far from that of equal terms a boundary may be, as a part of the year's school days: 22 of 180 days. First
#: semesters that end before the winter break have 78 to 90 of 180 (our judgment, from published calendars).
_FARTHEST = 0.12
_CLAUSE_END = re.compile(r"[;,/|()&+]|\band\b|\s-\s")
#: The terms that end in the middle of the year.
_HALVES = ((TermKind.SEMESTER, 1), (TermKind.QUARTER, 2))
_ORDINALS = ("first", "second", "third", "fourth")


class _TermWording(Frozen):
    """The table of ``term_wording.yaml``."""

    kinds: dict[TermKind, tuple[str, ...]]
    letters: dict[str, TermKind]
    numbers: dict[int, tuple[str, ...]]
    seasons: dict[TermKind, dict[str, int]]
    ends: tuple[str, ...]
    begins: tuple[str, ...]
    other_matters: tuple[str, ...]

    @cached_property
    def _kind_of(self) -> dict[str, TermKind]:
        return {name: kind for kind, names in self.kinds.items() for name in names} | self.letters

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {word: number for number, words in self.numbers.items() for word in words}

    @cached_property
    def _mention(self) -> re.Pattern[str]:
        """Match "2nd quarter", "quarter 2" (not of "quarter 2 hours early"), "spring semester", or "q2"."""
        numbers, kinds = _any_of(self._number_of), _any_of(name for names in self.kinds.values() for name in names)
        seasons = _any_of(season for seasons in self.seasons.values() for season in seasons)
        return re.compile(
            rf"\b(?:(?P<season>{seasons})|(?P<number>{numbers}))[\s-]+(?P<kind>{kinds})\b"
            rf"|\b(?P<kind_first>{kinds})[\s#-]+(?P<number_after>{numbers})\b(?!\s*(?:hours?|hrs?|days?)\b)(?![:/.]\d)"
            rf"|\b(?P<letter>{_any_of(self.letters)})\s?(?P<number_of_letter>[1-4])\b"
        )

    def terms_in(self, text: str) -> Iterator[tuple[TermKind, int]]:
        """Yield the terms that a (comparable) text names."""
        for match in self._mention.finditer(text):
            kind = self._kind_of[match["kind"] or match["kind_first"] or match["letter"]]
            number = match["number"] or match["number_after"] or match["number_of_letter"]
            meant = self._number_of[number] if number else self.seasons.get(kind, {}).get(match["season"], 0)
            if 1 <= meant <= kind.parts:
                yield kind, meant

    @cached_property
    def end(self) -> re.Pattern[str]:
        """Match words of an end."""
        return re.compile(rf"\b{_any_of(self.ends)}\b")

    @cached_property
    def begin(self) -> re.Pattern[str]:
        """Match words of a beginning."""
        return re.compile(rf"\b{_any_of(self.begins)}\b")

    @cached_property
    def other(self) -> re.Pattern[str]:
        """Match words of other matters."""
        return re.compile(rf"\b{_any_of(self.other_matters)}\b")


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


@cache
def _wording() -> _TermWording:
    return parse_as(_TermWording, read_document(Path(__file__).with_name(_FILE), _FILE))


@dataclass(frozen=True)
class StatedTerms:
    """The terms that the calendar or ``calendar.yaml`` tells, and for each other kind why it tells none.

    ``notes`` are sentences that name the lines from which terms were taken.
    """

    terms: tuple[Term, ...]
    undecided: Mapping[TermKind, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _TermEnd:
    """A line that tells the end of the term with this number; ``place`` counts the school days up to it."""

    place: int
    title: str
    on: date
    line: int | None


def stated_terms(
    file: str, entries: Iterable[CalendarEntry], answers: CalendarAnswers, school_dates: Sequence[date]
) -> StatedTerms:
    """Return the terms of the year; ``school_dates`` are its days of school, in order, without a summer session.

    Raises InputError: the ends of terms in ``calendar.yaml`` leave a term without a day of school.
    """
    ends = _answered_ends(answers, school_dates)
    told = _told_ends(entries, school_dates)
    undecided: dict[TermKind, str] = {}
    notes: list[str] = []
    for kind in TermKind:
        if kind in ends:
            continue
        found, undecided[kind] = _ends_of(kind, told, len(school_dates))
        if not undecided[kind]:
            del undecided[kind]
            ends[kind] = tuple(statements[0].place for statements in found)
            notes += [
                f"The {_ORDINALS[number]} {kind} ends on {school_dates[statements[0].place - 1]}: "
                f"{_named(file, statements)}."
                for number, statements in enumerate(found)
            ]
    in_full = {term.kind for term in answers.terms}
    others = [term for kind in ends if kind not in in_full for term in _terms(kind, ends[kind], school_dates)]
    return StatedTerms((*answers.terms, *others), undecided, tuple(notes))


def _answered_ends(answers: CalendarAnswers, school_dates: Sequence[date]) -> dict[TermKind, tuple[int, ...]]:
    """Return, for each kind of term that ``calendar.yaml`` gives, the number of school days up to each end.

    Semesters that only quarters tell end with the second one.
    """
    ends = {
        kind: tuple(bisect_right(school_dates, on) for on in dates) for kind, dates in answers.term_ends.items()
    }
    if problems := [
        answers.problem(
            TERM_END_KEYS[kind],
            f"a {kind} would have no day of school",
            listed(map(str, answers.term_ends[kind])),
            f"last days of {kind}s from {school_dates[0]} to {school_dates[-1]}",
        )
        for kind, places in ends.items()
        if any(start == end for start, end in pairwise((0, *places, len(school_dates))))
    ]:
        raise InputError(problems)
    for kind in TermKind:
        lasts = [term.last for term in answers.terms if term.kind is kind]
        if lasts:
            ends[kind] = tuple(bisect_right(school_dates, on) for on in lasts[:-1])
    if TermKind.QUARTER in ends:
        ends.setdefault(TermKind.SEMESTER, ends[TermKind.QUARTER][1:2])
    return ends


def _terms(kind: TermKind, ends: Sequence[int], school_dates: Sequence[date]) -> Iterator[Term]:
    for number, (start, end) in enumerate(pairwise((0, *ends, len(school_dates))), start=1):
        yield Term(kind=kind, number=number, first=school_dates[start], last=school_dates[end - 1])


def _told_ends(
    entries: Iterable[CalendarEntry], school_dates: Sequence[date]
) -> dict[tuple[TermKind, int], list[_TermEnd]]:
    """Return what lines say of the end of each term."""
    found: dict[tuple[TermKind, int], list[_TermEnd]] = defaultdict(list)
    for entry in entries:
        if entry.recurring or entry.tracks:
            continue
        for kind, number, is_end in _told_by(entry):
            if is_end and number < kind.parts:
                place = bisect_right(school_dates, entry.last)
                found[kind, number].append(_TermEnd(place, entry.title, entry.last, entry.line))
            elif not is_end and number > 1:
                place = bisect_left(school_dates, entry.first)
                found[kind, number - 1].append(_TermEnd(place, entry.title, entry.first, entry.line))
    half = {statement: None for key in _HALVES for statement in found[key]}
    return {**found, **{key: list(half) for key in _HALVES}}


def _told_by(entry: CalendarEntry) -> Iterator[tuple[TermKind, int, bool]]:
    """Yield each term whose end (True) or beginning (False) the entry's title tells.

    A part without a verb has that of the part before it: "End of 2nd quarter/1st semester".
    """
    wording, text = _wording(), comparable(entry.title)
    if not any(wording.terms_in(text)) or dates_in_title(text, entry.first, entry.last):
        return
    is_end: bool | None = None
    for clause in _CLAUSE_END.split(text):
        ends, begins = bool(wording.end.search(clause)), bool(wording.begin.search(clause))
        if ends or begins:
            is_end = None if ends and begins else ends
        if is_end is None or wording.other.search(clause):
            continue
        for kind, number in wording.terms_in(clause):
            yield kind, number, is_end


def _ends_of(
    kind: TermKind, told: Mapping[tuple[TermKind, int], list[_TermEnd]], days: int
) -> tuple[list[list[_TermEnd]], str]:
    """Return what tells the end of each term but the last, or why they are not taken."""
    found = [told.get((kind, number), []) for number in range(1, kind.parts)]
    if not any(found):
        return [], f"no line of the calendar says where a {kind} ends"
    for number, statements in enumerate(found):
        name = f"the {_ORDINALS[number]} {kind}"
        if not statements:
            return [], f"no line of the calendar says where {name} ends"
        if len({statement.place for statement in statements}) > 1:
            return [], f"lines of the calendar tell the end of {name} differently: {_titles(statements)}"
        if abs(statements[0].place - days * (number + 1) / kind.parts) > days * _FARTHEST:
            return [], (
                f"{name} would have {statements[0].place} of {days} school days by the calendar, which is not "
                f"likely: {_titles(statements)}"
            )
    return found, ""


def _titles(statements: Iterable[_TermEnd]) -> str:
    return listed((f"'{statement.title}' ({statement.on})" for statement in statements), limit=4)


def _named(file: str, statements: Iterable[_TermEnd]) -> str:
    return listed(
        (
            f"'{statement.title}' ({file if statement.line is None else f'{file}:{statement.line}'})"
            for statement in statements
        ),
        limit=4,
    )
