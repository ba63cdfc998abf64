"""The rows of a state's paper: the drills of a school that were held or are planned, in the places of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from drillplanner.model import Drill, DrillRecord
from drillplanner.publish.core.dates import clock, form_date, month_and_year
from drillplanner.publish.state_papers.paper import CountedSet, PaperSlot, StatePaper
from drillplanner.records.fields import FieldOrigin, FieldType, RecordField, record_fields
from drillplanner.records.fields.evidence import value_of_field
from drillplanner.records.fields.values import shown_value
from drillplanner.records.notices import BeforeOrAfter, SentNotice


@dataclass(frozen=True)
class PaperRow:
    """A row of a paper: its label on the form, its record (None: to fill in by pen), and its values by field."""

    label: str
    record: DrillRecord | None
    values: Mapping[str, str]


def as_planned(drill: Drill) -> DrillRecord:
    """Return a planned drill as the entry that it would be if it were held as planned."""
    return DrillRecord(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        held=False,
        start=drill.start,
        recorded_by="",
    )


def paper_rows(
    paper: StatePaper, records: Iterable[DrillRecord], notices: Iterable[SentNotice] = ()
) -> tuple[PaperRow, ...]:
    """Return the rows of a paper for one school's drills: by date, or in the order of the form's places.

    ``notices`` are those sent to families: those after a drill stand on its row if the entry does not say.
    """
    after = [notice for notice in notices if notice.time is BeforeOrAfter.AFTER]
    on_paper = sorted(
        (record for record in records if paper.kept.is_about(record.drill_type)),
        key=lambda record: (record.date, record.start or time(0), record.drill_id),
    )
    left = list(on_paper)
    rows = []
    for slot in paper.slots:
        found = first_in_slot(slot, left)
        if found is None:
            rows.append(PaperRow(slot.label, None, {"slot": slot.label}))
        else:
            left.remove(found)
            rows.append(_row(slot.label, found, on_paper, paper, after))
    if not paper.slots or paper.also_others:
        rows += [_row("", record, on_paper, paper, after) for record in left]
    return (*rows, *(PaperRow("", None, {}) for _ in range(paper.empty_rows)))


def first_in_slot(slot: PaperSlot, records: Iterable[DrillRecord]) -> DrillRecord | None:
    """Return the first of the records that belongs into a place of the form; None if there is none."""
    fitting = (
        record
        for record in records
        if record.drill_type in slot.drills and (not slot.months or record.date.month in slot.months)
    )
    return next(fitting, None)


def _row(
    label: str,
    record: DrillRecord,
    all_records: list[DrillRecord],
    paper: StatePaper,
    after: Iterable[SentNotice],
) -> PaperRow:
    fields = record_fields()
    values = {ask.field: value for ask in paper.drill_asks if (value := _value(fields[ask.field], record))}
    if values.keys().isdisjoint(_OF_NOTICES):
        # All of it from one source: the day of an entry next to the channel of a letter may be two notices.
        values |= _values_of_notices(notice for notice in after if notice.drill_id == record.drill_id)
    # ``all_records`` are in order, so that those before this one are the ones completed by then.
    before = all_records[: all_records.index(record) + 1]
    values |= {
        "slot": label or f"{record.drill_type.phrase.capitalize()}, {month_and_year(record.date)}",
        "completed_so_far": completed_words(paper.counted, before),
        "number_in_set": _number_words(paper.counted, record, before),
    }
    return PaperRow(label, record, values)


_OF_NOTICES = ("families_notified_at", "families_notified_by")


def _values_of_notices(notices: Iterable[SentNotice]) -> dict[str, str]:
    """Return when and how families were notified after a drill; nothing without a notice."""
    sent = tuple(notices)
    days = dict.fromkeys(form_date(notice.on) for notice in sent)
    channels = dict.fromkeys(notice.channel for notice in sent if notice.channel)
    return dict(zip(_OF_NOTICES, ("; ".join(days), "; ".join(channels)), strict=True))


def _value(field: RecordField, record: DrillRecord) -> str:
    if field.origin in {FieldOrigin.COMPUTED, FieldOrigin.WORKSPACE}:
        return ""
    value = value_of_field(record, field)
    if field.type is FieldType.DATE and value:
        return form_date(date.fromisoformat(value))
    if field.type is FieldType.TIME and value:
        return clock(time.fromisoformat(value))
    if field.type is FieldType.DATE_TIME and value:
        moment = datetime.fromisoformat(value)
        return f"{form_date(moment.date())} {clock(moment.time())}"
    return shown_value(field, value)


def completed_words(sets: Iterable[CountedSet], records: Iterable[DrillRecord]) -> str:
    """Return how many of each required set are completed: "fire 2 of 5; tornado 1 of 2"."""
    held = list(records)
    return "; ".join(
        f"{one.label} {sum(record.drill_type in one.drills for record in held)} of {one.required}" for one in sets
    )


def _number_words(sets: Iterable[CountedSet], record: DrillRecord, before: Iterable[DrillRecord]) -> str:
    """Return which of its set a drill is: "FIRE 2 of 5"; empty if no set counts it."""
    of_set = next((one for one in sets if record.drill_type in one.drills), None)
    if of_set is None:
        return ""
    number = sum(other.drill_type in of_set.drills for other in before)
    return f"{of_set.label} {number}" + (f" of {of_set.required}" if number <= of_set.required else "")
