"""What changes in a state's law during a school year: requirements that start or end, and bills that may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from drillplanner.files.errors import InputError, Problem
from drillplanner.law.duties.mandate import Mandate, NotEncoded
from drillplanner.law.packs.pack import OpenQuestion, Pack
from drillplanner.model import Frozen, first_year_of

#: Most laws on schools start on the first day of July, before the first day of classes.
_FIRST_MONTH = 7


class LawChange(Frozen):
    """One requirement that starts, or no longer applies, from a day on."""

    on: date
    starts: bool
    mandate_id: str
    title: str

    @property
    def sentence(self) -> str:
        """The change in words: 'from 2026-07-01: Students take part (MO-03.students)'; 'until 2026-06-30: …'."""
        when = f"from {self.on}" if self.starts else f"until {self.on - timedelta(days=1)}"
        return f"{when}: {self.title} ({self.mandate_id})"


def dates_of_school_year(year: str) -> tuple[date, date]:
    """Return July 1 and June 30 of a school year written as 2026-27 or 2026-2027.

    Raises InputError: the text is not a school year.
    """
    start = first_year_of(year)
    if start is None:
        allowed = "two years in a row, for example 2026-27"
        raise InputError(Problem("--year", None, "this is not a school year", year, allowed))
    return date(start, _FIRST_MONTH, 1), date(start + 1, _FIRST_MONTH, 1) - timedelta(days=1)


def changes_between(mandates: Iterable[Mandate], first: date, last: date) -> tuple[LawChange, ...]:
    """Return the requirements that start or end between two days, in order; what ends comes first on a day."""
    found = []
    for mandate in mandates:
        since, until = mandate.effective.since, mandate.effective.until
        if until is not None and first <= (ended := until + timedelta(days=1)) <= last:
            found.append(_change(mandate, ended, starts=False))
        if since is not None and first <= since <= last:
            found.append(_change(mandate, since, starts=True))
    return tuple(sorted(found, key=lambda change: (change.on, change.starts)))


def _change(mandate: Mandate, on: date, *, starts: bool) -> LawChange:
    return LawChange(on=on, starts=starts, mandate_id=mandate.mandate_id, title=mandate.title)


def unplanned_between(requirements: Iterable[NotEncoded], first: date, last: date) -> tuple[NotEncoded, ...]:
    """Return the requirements that start between two days and that no schedule can show, in the pack's order."""
    return tuple(
        requirement
        for requirement in requirements
        if requirement.since is not None and first <= requirement.since <= last
    )


def bills_of(pack: Pack) -> tuple[OpenQuestion, ...]:
    """Return the open questions about bills that may become law, with what was known of them on a day."""
    return tuple(question for question in pack.open_questions if question.bill is not None)
