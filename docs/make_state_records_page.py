"""Writes what each state asks of the record of a drill into docs/state-records.md, from the data.

Run ``python docs/make_state_records_page.py`` after a change of fields or records; a test fails until you do.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from benchmarks.page import write_between
from drillplanner.model import Confidence
from drillplanner.publish.state_papers.paper import state_papers
from drillplanner.records.fields import KeptRecord, RecordField, kept_records, record_fields
from drillplanner.records.fields.values import allowed_in_words

PAGE = Path(__file__).parent / "state-records.md"
READ_IN = {
    Confidence.LEGAL_TEXT: "text of the law",
    Confidence.OFFICIAL_SUMMARY: "official page",
    Confidence.SECONDARY: "copy or report by others",
    Confidence.DISTRICT_POLICY: "district policy",
}


def records() -> str:
    """Return every record by state: what is done with it, its fields, its source, and what is not certain."""
    by_state: dict[str, list[KeptRecord]] = defaultdict(list)
    for record in kept_records():
        by_state[record.state or f"Model fire code ({record.code})"].append(record)
    papers = {paper.record: paper.paper for paper in state_papers()}
    parts = []
    for state in sorted(by_state, key=lambda name: (len(name) == 2, name)):
        parts.append(f"### {state}")
        parts += [_record(record, papers.get(record.record, "")) for record in by_state[state]]
    return "\n\n".join(parts)


def _record(record: KeptRecord, paper: str) -> str:
    # Without an address nothing was read: what was found on that day is all that can be said.
    source = f"{record.cite}, {record.read}"
    if record.url:
        source = f"[{record.cite}]({record.url}); {READ_IN[record.certainty]}, read {record.read}"
    fields = (
        ", ".join(f"**{ask.heading}**" if ask.required else ask.heading for ask in record.asks)
        or "none that we know"
    )
    due = f" Due: {record.due}." if record.due else ""
    lines = [
        f"{record.title}: {record.purpose.value}; {record.goes_to}.{due}",
        "",
        f"- Fields: {fields}.",
        f"- Keep: {record.retention.words}.",
        f"- Source: {source}.",
        *([f"- Not certain: {record.not_certain}"] if record.not_certain else []),
        *([f"- Paper: `{paper}`."] if paper else []),
    ]
    return "\n".join(lines)


def retention() -> str:
    """Return the records for which a period was found, longest first."""
    known = [record for record in kept_records() if record.retention.years is not None]
    rows = [
        f"| {record.asked_by} | {record.title} | {record.retention.years} | {record.retention.words} |"
        for record in sorted(known, key=lambda record: (-(record.retention.years or 0), record.asked_by))
    ]
    return "\n".join(["| asked by | record | years | what is known |", "| --- | --- | --- | --- |", *rows])


def fields() -> str:
    """Return every field that a person tells: its name, what to write, what it holds, and who asks."""
    rows = [_field(field) for field in record_fields().values() if field.is_told]
    return "\n".join(["| field | what to write | holds | asked by |", "| --- | --- | --- | --- |", *rows])


def _field(field: RecordField) -> str:
    by = dict.fromkeys(
        record.asked_by for record in kept_records() if any(ask.field == field.field for ask in record.asks)
    )
    own = f" (`--{field.kept_as}`)" if field.kept_as else ""
    return f"| `{field.field}`{own} | {field.help} | {allowed_in_words(field)} | {', '.join(by)} |"


#: The parts of the page that are made, by the name of their markers.
PARTS = {"records": records, "retention": retention, "fields": fields}


def main() -> None:
    """Write the page."""
    for name, make in PARTS.items():
        write_between(PAGE, name, make())


if __name__ == "__main__":
    main()
