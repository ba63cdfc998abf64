"""What ``drillplanner records retention`` says: what we do not know first, then what to keep, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.model import DISCLAIMER
from drillplanner.publish.core.dates import plain_date
from drillplanner.publish.core.words import join_words
from drillplanner.publish.state_papers.content import where_read
from drillplanner.records.fields import YEARS_SUGGESTED
from drillplanner.records.retention import RetainedGroup, RetainedKind, RetentionSource
from drillplanner.workflow.recording.retention import RetentionList

_KINDS = {
    RetainedKind.ENTRY: ("entry", "entries"),
    RetainedKind.CORRECTED: (
        "entry that was corrected or taken back",
        "entries that were corrected or taken back",
    ),
    RetainedKind.ATTACHMENT: ("attachment", "attachments"),
    RetainedKind.ACTION: ("action", "actions"),
    RetainedKind.LETTER: ("letter", "letters"),
}


def retention_lines(found: RetentionList, as_of: date, folder: Path) -> Iterator[str]:
    """Yield the list: blocks of lines with a blank line between them."""
    if not found.groups:
        yield "Nothing is recorded, so there is nothing to keep or to destroy."
        return
    not_known = [group for group in found.groups if group.destroyable_from is None]
    over = [group for group in found.groups if group.may_be_destroyed(as_of)]
    to_keep = [group for group in found.groups if group not in not_known and group not in over]
    parts = (
        ("we do not know when {} may be destroyed", not_known),
        ("{} may not be destroyed yet", to_keep),
        ("{} may be destroyed", over),
    )
    counts = "; ".join(text.format(counted(_number(groups), "record")) for text, groups in parts if groups)
    yield f"As of {plain_date(as_of)}: {counts}."
    yield (
        "drillplanner destroys nothing. Keep longer what a lawsuit, an audit, or a request for records is about, "
        "and what your district's policy says."
    )
    if not_known:
        yield from ("", "Not known: keep these until you know")
        yield from _answers(found, not_known, folder)
        for group in not_known:
            yield from _group_lines(group)
    if to_keep:
        yield from ("", "Keep until the day")
        for group in to_keep:
            yield from _group_lines(group)
    if over:
        yield from ("", "May be destroyed, by the periods that we know")
        for group in over:
            yield from _group_lines(group)


def _number(groups: Sequence[RetainedGroup]) -> int:
    return sum(group.number for group in groups)


def _answers(found: RetentionList, groups: Sequence[RetainedGroup], folder: Path) -> Iterator[str]:
    """Yield how to find out what is not known."""
    called = shell_word(str(folder))
    if any(not group.is_known for group in groups):
        yield (
            f"  -> Ask the state's archives ({found.state}) how many years your schools keep records of drills. "
            "For 7 years:"
        )
        yield f"     drillplanner records retention {called} --years 7"
    if found.asks_marshal and any(_depends_on_code(group) for group in groups):
        yield "  -> Ask your fire marshal whether a fire code binds your schools. If none does:"
        yield f"     drillplanner answer {called} fire_codes=none"
    if any(group.is_open for group in groups):
        yield "  -> Settle disputed drills, and do what is open. They are listed by:"
        yield f"     drillplanner check {called}"
        yield f"     drillplanner records action {called}"


def _depends_on_code(group: RetainedGroup) -> bool:
    """Check whether a period is known but for a fire code that may bind."""
    if group.is_known or len(group.unknown) == len(group.sources):
        return False
    return all(source.presumed for source in group.unknown)


def _group_lines(group: RetainedGroup) -> Iterator[str]:
    """Yield what the records are and until when they are kept, and a line for each source."""
    yield f"  {school_year_words(group)}, {_about(group)}: {_counts(group)}. {_days(group)}"
    if group.years_given is not None:
        yield f"    Your schools: {counted(group.years_given, 'year')} (--years)."
    if group.counts.keys() == {RetainedKind.LETTER}:
        yield "    No period for letters to families was found."
    elif not group.sources:
        yield "    No source that we read says how long to keep them."
    for source in group.sources:
        yield f"    {_source_words(source)}"
    if group.has_unread_code:
        yield "    A fire code may ask for a log of fire drills too; we did not read how long to keep it."


def school_year_words(group: RetainedGroup) -> str:
    """Return the school year of the records, such as 2025-26."""
    return f"{group.school_year}-{(group.school_year + 1) % 100:02d}"


def _about(group: RetainedGroup) -> str:
    if group.counts.keys() == {RetainedKind.LETTER}:
        return "letters to families"
    names = join_words(tuple(f"{drill_type.phrase}s" for drill_type in group.drill_types))
    return names or "drills without an entry"


def _counts(group: RetainedGroup) -> str:
    return ", ".join(counted(number, *_KINDS[kind]) for kind, number in group.counts.items())


def _days(group: RetainedGroup) -> str:
    until = "" if group.keep_until is None else f"Keep until {plain_date(group.keep_until)}"
    if group.destroyable_from is not None:
        suggests = f" (we suggest at least {YEARS_SUGGESTED} years)" if group.years_given is None else ""
        return f"{until}; may be destroyed from {plain_date(group.destroyable_from)}{suggests}."
    if group.is_open:
        why = "Disputed, or an action is open"
    else:
        why = "For all of it, no period is known" if until else "No period is known"
    suggested = f"{why}: we suggest until {plain_date(group.suggested_until)} at least."
    return f"{until}. {suggested}" if until else suggested


def _source_words(source: RetentionSource) -> str:
    kept = source.kept
    presumed = ", if it binds" if source.presumed else ""
    period = "" if source.is_known else _no_period(source)
    return f"{kept.asked_by}{presumed}, {kept.title}: {kept.retention.words}{period}. {where_read(kept)}."


def _no_period(source: RetentionSource) -> str:
    """Return that a period is about other records than these; empty if none was found at all."""
    retention = source.kept.retention
    if retention.years is None:
        return ""
    return f"; for other {'schools' if retention.only else 'drills'} no period was found"


def retention_json(found: RetentionList, as_of: date) -> dict[str, object]:
    """Return the list for JSON."""
    return {
        "as_of": as_of.isoformat(),
        "state": found.state,
        "suggested_years": YEARS_SUGGESTED,
        "records": [_group_json(group, as_of) for group in found.groups],
        "disclaimer": DISCLAIMER,
    }


def _group_json(group: RetainedGroup, as_of: date) -> dict[str, object]:
    return {
        "school_year": school_year_words(group),
        "drill_types": [drill_type.value for drill_type in group.drill_types],
        "counts": {kind.value: number for kind, number in group.counts.items()},
        "keep_until": _iso(group.keep_until),
        "suggested_until": group.suggested_until.isoformat(),
        "may_be_destroyed_from": _iso(group.destroyable_from),
        "may_be_destroyed": group.may_be_destroyed(as_of),
        "period_is_known": group.is_known,
        "fire_code_not_read": group.has_unread_code,
        "years_given": group.years_given,
        "disputed_or_open_action": group.is_open,
        "sources": [_source_json(source, group.school_year) for source in group.sources],
    }


def _source_json(source: RetentionSource, school_year: int) -> dict[str, object]:
    kept = source.kept
    return {
        "record": kept.record,
        "asked_by": kept.asked_by,
        "title": kept.title,
        "years": kept.retention.years if source.is_known else None,
        "last_day": _iso(kept.retention.last_day(school_year)) if source.is_known else None,
        "what_is_known": kept.retention.words,
        "presumed": source.presumed,
        "cite": kept.cite,
        "url": kept.url,
        "read": kept.read.isoformat(),
        "confidence": kept.certainty.value,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
