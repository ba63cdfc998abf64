"""Semesters, trimesters and quarters, where ``calendar.yaml`` tells them.

A published calendar marks the ends of terms in many ways ("End of 2nd Marking Period", "Semester Change"), and
few of them say which day belongs to which side. So terms are not read from the .ics file: the district says
them, or the year is cut into equal parts and the duty says so.
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
KEYS = {TermKind.SEMESTER: "semesters", TermKind.TRIMESTER: "trimesters", TermKind.QUARTER: "quarters"}

_ORDINALS = ("first", "second", "third", "fourth")


class TermSpan(Frozen):
    """One entry of such a list."""

    first: IsoDate
    last: IsoDate


def read_terms(
    document: Document, spans: Mapping[TermKind, tuple[TermSpan, ...] | None]
) -> tuple[tuple[Term, ...], list[Problem]]:
    """The terms of all lists that are given, in order, and what is wrong with them.

    A list must have as many entries as a year has terms of its kind, each must end on or after its first day,
    and begin after the one before it.
    """
    terms: list[Term] = []
    problems: list[Problem] = []
    for kind, listed in spans.items():
        if listed is None:
            continue
        problems.extend(_problems_of_list(document, kind, listed))
        terms.extend(
            Term(kind=kind, number=number, first=span.first, last=span.last)
            for number, span in enumerate(listed, start=1)
        )
    return tuple(terms), problems


def _problems_of_list(document: Document, kind: TermKind, listed: tuple[TermSpan, ...]) -> list[Problem]:
    key = KEYS[kind]
    if len(listed) != kind.parts:
        fitting = next((KEYS[one] for one in TermKind if one.parts == len(listed)), None)
        return [
            document.problem(
                (key,),
                f"a year has {kind.parts} {key}",
                f"{len(listed)} {'entry' if len(listed) == 1 else 'entries'}",
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
        for position, span in enumerate(listed)
        if span.last < span.first
    ]
    problems += [
        document.problem(
            (key, position),
            f"the {_ORDINALS[position]} {kind} begins before the {_ORDINALS[position - 1]} is over",
            str(after.first),
            f"a first day after {before.last}",
        )
        for position, (before, after) in enumerate(pairwise(listed), start=1)
        if after.first <= before.last
    ]
    return problems


def terms_outside(document: Document, terms: Iterable[Term], first: date, last: date) -> list[Problem]:
    """A Problem for each term that does not lie within the school year, ``first`` to ``last``."""
    return [
        document.problem(
            (KEYS[term.kind], term.number - 1),
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
    """A question for each kind of term whose list leaves out days of school."""
    dates = tuple(school_dates)
    questions = []
    for kind, key in KEYS.items():
        own = [term for term in terms if term.kind is kind]
        left_out = tuple(on for on in dates if own and not any(term.first <= on <= term.last for term in own))
        if left_out:
            days = f"{len(left_out)} {'day' if len(left_out) == 1 else 'days'} of school"
            questions.append(
                CalendarQuestion(
                    file=document.file,
                    line=document.line_of((key,)),
                    title=key,
                    dates=left_out,
                    reason=f"{days} {'lies' if len(left_out) == 1 else 'lie'} in no {kind}, from {left_out[0]} on",
                    taken_as=f"in no {kind}",
                )
            )
    return questions
