"""The content of a paper for one school, as plain values for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drillplanner.model import DrillRecord
from drillplanner.publish.core.dates import plain_date, short_date
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.state_papers.paper import AttestedLine, PaperShape, PaperStanding, StatePaper
from drillplanner.publish.state_papers.rows import PaperRow, paper_rows
from drillplanner.publish.state_papers.school_facts import school_facts
from drillplanner.records.fields import YEARS_SUGGESTED, KeptRecord, last_day_after

#: Columns beyond these need a page on its side.
MOST_UPRIGHT = 6
#: The field for the number that a portal gives: a sheet that has it needs no second place.
_RECEIPT = "receipt"
_CERTAINTY = {
    "legal_text": "read in the text of the law",
    "official_summary": "read on an official page, not in the law",
    "secondary": "read in a copy or a report, not in the state's own paper",
    "district_policy": "read in a district's policy",
}


def source_words(record: KeptRecord) -> str:
    """Return where the fields of a record come from, when they were read, and how sure they are."""
    return f"Fields from: {where_read(record)}."


def where_read(record: KeptRecord) -> str:
    """Return the source of a record, when it was read, and how sure it is, as part of a sentence."""
    return f"{record.cite}; {_CERTAINTY[record.certainty.value]}, {plain_date(record.read)}"


def paper_values(
    paper: StatePaper, request: PublishRequest, campus_id: str, records: Iterable[DrillRecord]
) -> dict[str, Any]:
    """Return what the templates read of a paper for one school, whose ``records`` belong on it."""
    kept, facts, drills = paper.kept, school_facts(request, campus_id), tuple(records)
    rows = paper_rows(paper, drills, request.notices)
    asks = paper.drill_asks
    ask_names = {ask.field for ask in asks}
    has_label = bool(paper.slots) and "slot" not in ask_names
    headings = [*(["For"] if has_label else []), *(ask.heading for ask in asks)]
    repeated = {ask.field: facts.get(ask.field, "") for ask in asks if ask.field in facts}
    cells = [
        [
            *([row.label or row.values.get("slot", "")] if has_label else []),
            *(row.values.get(ask.field, "") or repeated.get(ask.field, "") for ask in asks),
        ]
        for row in rows
    ]
    imprint = request.imprint
    return {
        "title": f"{kept.title} – {request.campus_name(campus_id)}, {imprint.year}",
        "heading": kept.title,
        "school": request.campus_name(campus_id),
        "district": imprint.district,
        "standing": paper.standing.sentence,
        "marks": paper_marks(kept, request),
        "year": imprint.year,
        "to": f"To be {kept.purpose.value}: {kept.goes_to}.{f' Due: {kept.due}.' if kept.due else ''}",
        "head": [[ask.heading, facts.get(ask.field, "")] for ask in paper.head_asks],
        "headings": headings,
        "rows": cells,
        "numbers": [_drill_title(row) for row in rows],
        "lines": [[line.text, _days_on_record(line, drills)] for line in paper.lines],
        "sign": list(paper.sign),
        "shape": paper.shape.value,
        "landscape": paper.shape is not PaperShape.PAGES and len(headings) > MOST_UPRIGHT,
        "has_receipt": paper.standing is PaperStanding.COPY_SHEET and _RECEIPT not in {*paper.head, *ask_names},
        "foot": imprint.short_foot,
    }


def paper_marks(kept: KeptRecord, request: PublishRequest) -> list[str]:
    """Return what a paper says of itself: source, what is not certain, how long to keep it, no legal advice."""
    not_certain = f"Not certain: {kept.not_certain}" if kept.not_certain else ""
    keep = _keep_sentence(kept, request)
    return [part for part in (source_words(kept), not_certain, keep, request.imprint.disclaimer) if part]


def _keep_sentence(kept: KeptRecord, request: PublishRequest) -> str:
    """Return how long to keep the record as far as that was found, and what we suggest, each with its last day."""
    year, first_year = request.imprint.year, request.workspace.district.first_year
    until = plain_date(last_day_after(first_year, YEARS_SUGGESTED))
    suggested = f"We suggest at least {YEARS_SUGGESTED} years: until {until}."
    last_day = kept.retention.last_day(first_year)
    last = "" if last_day is None else f" For the records of {year}: until {plain_date(last_day)}."
    is_long = (kept.retention.years or 0) >= YEARS_SUGGESTED
    return f"Keep: {kept.retention.words}.{last} {'' if is_long else suggested}".rstrip()


def _drill_title(row: PaperRow) -> str:
    if row.record is None:
        return row.label or "Drill, to fill in by pen"
    return f"{row.record.drill_type.phrase.capitalize()}, {plain_date(row.record.date)}"


def _days_on_record(line: AttestedLine, records: Iterable[DrillRecord]) -> str:
    """Return the days on which the drills of a statement were held, as the log has them; empty without types."""
    if not line.drills:
        return ""
    days = sorted(record.date for record in records if record.drill_type in line.drills)
    if not days:
        return "none on record"
    return f"{len(days)} on record: {', '.join(map(short_date, days))}"
