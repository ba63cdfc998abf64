"""The school year and its terms from ``academicSessions.csv``, as lines of ``calendar.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.calendar.terms import TERM_KEYS
from drillplanner.model import TermKind

_TERM_TYPES = ("semester", "term", "gradingperiod")


@dataclass(frozen=True)
class OneRosterTerms:
    """The terms as the text of ``calendar.yaml`` (None: no terms), and the first year of the sessions."""

    text: str | None
    first_year: int | None
    understood: tuple[str, ...]
    not_placed: tuple[str, ...]


def school_terms(rows: Iterable[TableRow], table: Table, first_year: int | None) -> OneRosterTerms:
    """Return the terms of the school year from ``first_year``, or of the latest one in the table.

    Two, three, or four sessions of one type that follow each other are semesters, trimesters, or quarters.
    """
    spans: list[tuple[str, date, date, int]] = []
    not_placed: list[str] = []
    for row in rows:
        try:
            first, last = cells.calendar_date(row.get("startdate")), cells.calendar_date(row.get("enddate"))
        except ValueError:
            not_placed.append(f"{table.file}, line {row.line}: start or end is no date; left out.")
            continue
        spans.append((row.get("type").lower(), first, last, row.line))
    years = [_year_of(first) for kind, first, _, _ in spans if kind == "schoolyear"]
    year = first_year if first_year is not None else max(years, default=None)
    spans_by_key: dict[str, list[tuple[date, date]]] = {}
    for kind in _TERM_TYPES:
        sessions = sorted(
            (first, last, line) for type_, first, last, line in spans if type_ == kind and _year_of(first) == year
        )
        fitting = next((term_kind for term_kind in TermKind if term_kind.parts == len(sessions)), None)
        follow = all(before[1] < after[0] for before, after in pairwise(sessions))
        if not sessions:
            continue
        if (
            fitting is None
            or not follow
            or TERM_KEYS[fitting] in spans_by_key
            or any(last < first for first, last, _ in sessions)
        ):
            lines = ", ".join(str(line) for _, _, line in sessions)
            not_placed.append(
                f"{table.file}, lines {lines}: these {len(sessions)} sessions of type '{kind}' are not two, "
                "three or four terms that follow each other; left out."
            )
        else:
            spans_by_key[TERM_KEYS[fitting]] = [(first, last) for first, last, _ in sessions]
    text = "".join(
        f"{key}:\n" + "".join(f"  - {{first: {first}, last: {last}}}\n" for first, last in sessions)
        for key, sessions in spans_by_key.items()
    )
    understood = tuple(
        f"{table.file}: {len(sessions)} {key} are in calendar.yaml." for key, sessions in spans_by_key.items()
    )
    return OneRosterTerms(text or None, year, understood, tuple(not_placed))


def _year_of(first: date) -> int:
    return first.year - (first.month < 7)
