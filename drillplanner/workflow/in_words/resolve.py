"""A request to record a drill, given in words, as the exact request: which school, which drill, which day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.model import Drill, DrillRecord, DrillType, SchoolsAndDays
from drillplanner.records import CAUSES, Cause, cause_of
from drillplanner.workflow.in_words.drill_in_words import DrillInWords, SpokenDrill
from drillplanner.workflow.in_words.planned_drill import DrillSought, PlannedDrillFinder
from drillplanner.workflow.in_words.record_request import FieldName, RecordRequest

if TYPE_CHECKING:
    from drillplanner.workflow.in_words.schools_and_kinds import SchoolsInWords

#: Returns the drills of the plan at a campus.
PlannedAt = Callable[[str], Sequence[Drill]]
#: Returns the entries of the log for a campus.
RecordsAt = Callable[[str], Sequence[DrillRecord]]

#: The fields of a request that words may fill.
FIELDS = (
    "sentence",
    "drill_id",
    "campus_id",
    "drill_type",
    "date",
    "start",
    "cause",
    "instead_of",
    "extra",
    "said_on",
)


def resolved(
    request: RecordRequest,
    words: DrillInWords,
    schools_and_days: SchoolsAndDays,
    records_at: RecordsAt,
    planned_at: PlannedAt | None,
    field_name: FieldName,
) -> RecordRequest:
    """Return the request with the school, drill, day, time, and cause that the words mean.

    Raises InputError with every field that is not understood, or with the choices if it is unclear which drill is
    meant. ``planned_at`` is None before the first plan.
    """
    names = {field: field_name(field) for field in FIELDS}
    return _Resolver(request, words, schools_and_days, records_at, planned_at, names).request()


class _Resolver:
    """The words of one request, read against one district."""

    def __init__(
        self,
        request: RecordRequest,
        words: DrillInWords,
        schools_and_days: SchoolsAndDays,
        records_at: RecordsAt,
        planned_at: PlannedAt | None,
        names: dict[str, str],
    ) -> None:
        self._request, self._schools_and_days, self._records_at = request, schools_and_days, records_at
        self._planned_at, self._names = planned_at, names
        self._problems: list[Problem] = []
        self._spoken = self._read(words)
        self._words = self._joined(words)

    def _read(self, words: DrillInWords) -> SpokenDrill:
        if not words.sentence:
            return SpokenDrill(words)
        from drillplanner.workflow.in_words.sentences import read_sentence

        return read_sentence(words.sentence, self._schools)

    @cached_property
    def _schools(self) -> SchoolsInWords:
        # A drill that is named by its id needs no school in words, and what reads their names takes long to load.
        from drillplanner.workflow.in_words.schools_and_kinds import SchoolsInWords

        return SchoolsInWords(self._schools_and_days)

    def request(self) -> RecordRequest:
        """Return the exact request."""
        words, request = self._words, self._request
        start, cause = self._start(), self._cause()
        day = self._day("date", words.day)
        held = self._held()
        exact = replace(
            request,
            held=held,
            date=day,
            start=start,
            cause=cause,
            minutes=request.minutes or self._spoken.minutes,
            note="; ".join(part for part in (request.note, self._spoken.note) if part),
            words=None,
        )
        if request.drill_id is not None:
            self._raise_problems()
            return exact
        if not (words.school or words.kind or words.day):
            self._raise_problems()
            return exact
        campus_id, kinds, instead_of = self._school(), self._kinds(), self._day("instead_of", words.instead_of)
        self._raise_problems()
        if campus_id is None or (day is None and self._planned_at is None):
            return replace(exact, campus_id=campus_id, drill_type=kinds[0])
        planned = () if self._planned_at is None else self._planned_at(campus_id)
        sought = DrillSought(campus_id, words.kind, kinds, day, start, instead_of, words.is_extra)
        found = PlannedDrillFinder(sought, planned, self._records_at(campus_id), self._names).find()
        return replace(exact, drill_id=found.drill_id, campus_id=campus_id, drill_type=found.drill_type)

    def _joined(self, words: DrillInWords) -> DrillInWords:
        """Return the words of the fields and of the sentence together; what is said twice is a problem."""
        spoken = self._spoken.words
        joined = words
        fields = {
            "school": "campus_id",
            "kind": "drill_type",
            "day": "date",
            "start": "start",
            "cause": "cause",
            "instead_of": "instead_of",
        }
        for attribute, field in fields.items() if words.sentence else ():
            by_field, by_sentence = getattr(words, attribute), getattr(spoken, attribute)
            if by_field and by_sentence:
                message = "the sentence says this too"
                self._refuse(field, message, by_field, f"one of them; the sentence says '{by_sentence}'")
            joined = replace(joined, **{attribute: by_field or by_sentence})
        return joined

    def _held(self) -> bool | None:
        """Return whether it was held: as the request or the sentence says; a report without a word means yes."""
        said, request = self._spoken.held, self._request
        if said is not None and request.held is not None and said is not request.held:
            allowed = "one of them"
            self._refuse("sentence", "the sentence says the opposite", self._words.sentence, allowed)
        if request.held is not None or said is not None:
            return request.held if request.held is not None else said
        return True if self._words.sentence else None

    def _school(self) -> str | None:
        text = self._words.school
        if not text:
            schools = listed(sorted(self._schools_and_days.campus_by_id))
            self._refuse("campus_id", "the school is not said", None, schools)
            return None
        found = self._schools.meant_by(text)
        if len(found) == 1 and self._schools.is_sure(text):
            return found[0]
        if found:
            choices = listed(self._schools.label(campus_id) for campus_id in found)
            message = "this may be several schools; which one?" if len(found) > 1 else "is this school meant?"
            how = f"For good: drillplanner answer DIR {shell_word(f'also_called={text}')} --campus {found[0]}"
            self._refuse("campus_id", message, text, choices, how)
            return None
        reason = self._schools.reason_left_out(text)
        if reason is not None:
            message = f"this school is not planned: 'leave_out' of campuses.csv says '{reason}'"
            self._refuse("campus_id", message, text, "a school that is planned")
            return None
        known = sorted(self._schools_and_days.campus_by_id)
        alike = listed(map(self._schools.label, self._schools.alike(text)))
        hint = f"Maybe you meant {alike}." if alike else maybe_meant(text, self._schools.ids_and_names)
        self._refuse("campus_id", "there is no such campus", text, listed(known), hint)
        return None

    def _kinds(self) -> tuple[DrillType, ...]:
        from drillplanner.workflow.in_words.schools_and_kinds import kinds_meant

        text = self._words.kind
        kinds = kinds_meant(text) if text else ()
        if not kinds:
            message = "this is no kind of drill that we know" if text else "the kind of drill is not said"
            hint = maybe_meant(text, DrillType) if text else None
            self._refuse("drill_type", message, text or None, listed(DrillType), hint)
        return kinds

    def _day(self, field: str, text: str) -> date | None:
        if not text:
            return None
        # Imported here, as in the other fields: a field that is not said needs no reader of its words.
        from drillplanner.workflow.in_words.days_and_times import ALLOWED_DAY, day_meant, is_relative_day

        words, first_year = self._words, self._schools_and_days.district.first_year
        try:
            return day_meant(text, first_year, words.said_on)
        except ValueError as error:
            hint = f"Maybe give the date, or the day of today with {self._names['said_on']}."
            self._refuse(field, str(error), text, ALLOWED_DAY, hint if is_relative_day(text) else None)
            return None

    def _start(self) -> time | None:
        text = self._words.start
        if not text:
            return None
        from drillplanner.workflow.in_words.days_and_times import ALLOWED_TIME, time_meant

        try:
            return time_meant(text)
        except ValueError as error:
            self._refuse("start", str(error), text, ALLOWED_TIME)
            return None

    def _cause(self) -> Cause | None:
        text = self._words.cause
        cause = cause_of(text) if text else None
        if text and cause is None:
            message = "there is no such cause"
            self._refuse("cause", message, text, listed(CAUSES, limit=len(CAUSES)), maybe_meant(text, CAUSES))
        return cause

    def _refuse(
        self, field: str, message: str, value: str | None, allowed: str | None = None, hint: str | None = None
    ) -> None:
        self._problems.append(Problem(self._names[field], None, message, value, allowed, hint))

    def _raise_problems(self) -> None:
        if self._problems:
            raise InputError(self._problems)
