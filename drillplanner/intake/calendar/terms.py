"""Semesters, trimesters, and quarters, if ``calendar.yaml`` gives them.

The district gives all terms in full, or the last day of each but the last. What it does not give is taken from
the lines of the calendar where they tell it (:mod:`drillplanner.intake.calendar.stated_terms`); else the year is
divided into equal parts, and the duty says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from drillplanner.files.errors import Problem
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.yaml_document import Document
from drillplanner.model import CalendarQuestion, Frozen, Term, TermKind

#: The key of ``calendar.yaml`` that lists the terms of a kind.
TERM_KEYS = {TermKind.SEMESTER: "semesters", TermKind.TRIMESTER: "trimesters", TermKind.QUARTER: "quarters"}
#: The key of ``calendar.yaml`` that lists the last day of each term of a kind but the last.
TERM_END_KEYS = {kind: f"{kind}_ends" for kind in TermKind}

_ORDINALS = ("first", "second", "third", "fourth")


class TermSpan(Frozen):
    """The first and last day of one term in ``calendar.yaml``."""

    first: IsoDate
    last: IsoDate


def read_terms(
    document: Document, spans: Mapping[TermKind, tuple[TermSpan, ...] | None]
) -> tuple[tuple[Term, ...], list[Problem]]:
    """Return the terms of all lists that are given, in order, and what is wrong with them.

    A list must have as many entries as a year has terms of its kind; each term must end on or after its first day
    and begin after the one before it.
    """
    terms: list[Term] = []
    problems: list[Problem] = []
    for kind, entries in spans.items():
        if entries is None:
            continue
        problems.extend(_problems_of_list(document, kind, entries))
        terms.extend(
            Term(kind=kind, number=number, first=span.first, last=span.last)
            for number, span in enumerate(entries, start=1)
        )
    return tuple(terms), problems


def _problems_of_list(document: Document, kind: TermKind, entries: tuple[TermSpan, ...]) -> list[Problem]:
    key = TERM_KEYS[kind]
    if len(entries) != kind.parts:
        fitting = next((TERM_KEYS[other] for other in TermKind if other.parts == len(entries)), None)
        return [
            document.problem(
                (key,),
                f"a year has {kind.parts} {key}",
                f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}",
                f"{kind.parts} entries such as {{first: 2025-09-02, last: 2026-01-23}}",
                f"Maybe you meant '{fitting}'." if fitting else None,
            )
        ]
    problems = [
        document.problem(
            (key, position),
            f"the {_ORDINALS[position]} {kind} ends before it begins",
            f"{span.first} to {span.last}",
            f"a last day on or after {span.first}",
        )
        for position, span in enumerate(entries)
        if span.last < span.first
    ]
    problems += [
        document.problem(
            (key, position),
            f"the {_ORDINALS[position]} {kind} begins before the {_ORDINALS[position - 1]} is over",
            str(after.first),
            f"a first day after {before.last}",
        )
        for position, (before, after) in enumerate(pairwise(entries), start=1)
        if after.first <= before.last
    ]
    return problems


def problems_of_term_ends(document: Document, ends: Mapping[TermKind, tuple[date, ...]]) -> list[Problem]:
    """Return what is wrong with lists of last days: their number, their order, or terms that are given twice."""
    problems = []
    data = document.data if isinstance(document.data, dict) else {}
    for kind, dates in ends.items():
        key, number = TERM_END_KEYS[kind], kind.parts - 1
        allowed = (
            f"{number} {'date' if number == 1 else 'dates'}, the last day of each {kind} but the last, in order"
        )
        shown = ", ".join(map(str, dates))
        if TERM_KEYS[kind] in data:
            message = f"'{TERM_KEYS[kind]}' gives the {kind}s already"
            problems.append(document.problem((key,), message, shown, "one of the two"))
        elif len(dates) != number or list(dates) != sorted(set(dates)):
            problems.append(document.problem((key,), f"these do not cut a year into {kind}s", shown, allowed))
    return problems


def problems_outside_year(document: Document, terms: Iterable[Term], first: date, last: date) -> list[Problem]:
    """Return a Problem for each term that is not within the school year, ``first`` to ``last``."""
    return [
        document.problem(
            (TERM_KEYS[term.kind], term.number - 1),
            f"the {_ORDINALS[term.number - 1]} {term.kind} does not lie within the school year",
            f"{term.first} to {term.last}",
            f"dates from {first} to {last}; first_day and last_day say otherwise",
        )
        for term in terms
        if term.first < first or term.last > last
    ]


def questions_on_terms(
    document: Document, terms: tuple[Term, ...], school_dates: Iterable[date]
) -> list[CalendarQuestion]:
    """Return a question for each kind of term whose list omits days of school."""
    dates = tuple(school_dates)
    questions = []
    for kind, key in TERM_KEYS.items():
        terms_of_kind = [term for term in terms if term.kind is kind]
        outside = tuple(
            on
            for on in dates
            if terms_of_kind and not any(term.first <= on <= term.last for term in terms_of_kind)
        )
        if outside:
            days = f"{len(outside)} {'day' if len(outside) == 1 else 'days'} of school"
            questions.append(
                CalendarQuestion(
                    file=document.file,
                    line=document.line_of((key,)),
                    title=key,
                    dates=outside,
                    reason=f"{days} {'lies' if len(outside) == 1 else 'lie'} in no {kind}, from {outside[0]} on",
                    taken_as=f"in no {kind}",
                )
            )
    return questions
