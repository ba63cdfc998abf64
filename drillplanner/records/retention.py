"""How long each record is kept, by school year: until when, by which source, and from when it may be destroyed.

What is added to a drill (an attachment, an action, an entry that was corrected) is kept as long as the drill's
latest entry. A day from which records may be destroyed is given only if a period is known for everything that they
belong to. Nothing here destroys anything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from drillplanner.model import DrillRecord, DrillType, school_year_of
from drillplanner.records.attachments import standing_attachments
from drillplanner.records.events import ChainedEvent, StandingState, fold
from drillplanner.records.events.event import ACCOUNTS
from drillplanner.records.fields import YEARS_SUGGESTED, AskedOf, KeptRecord, last_day_after
from drillplanner.records.fields.loading import records_of_codes
from drillplanner.records.follow_ups import done_follow_ups, follow_ups
from drillplanner.records.log_events import record_of_event
from drillplanner.records.notices import sent_notices


class RetainedKind(StrEnum):
    """What a record is; the value is its name in JSON."""

    ENTRY = "entries"
    CORRECTED = "corrected_entries"
    ATTACHMENT = "attachments"
    ACTION = "actions"
    LETTER = "letters"


@dataclass(frozen=True)
class RetentionSource:
    """A record of a state or a fire code to which a drill belongs.

    ``is_known`` says whether its period was found for such drills. A ``presumed`` source is a fire code's that may
    not bind.
    """

    kept: KeptRecord
    is_known: bool
    presumed: bool


@dataclass(frozen=True)
class RetainedGroup:
    """Records of one school year that are kept equally long.

    ``school_year`` is the calendar year in which it begins. ``drill_types`` is empty for letters to families and
    for attachments of drills without an entry. ``is_open`` says that the drills are disputed, or that an action
    after them is not done. ``has_unread_code`` says that a fire code may ask for a log of such drills, and that we
    did not read how long to keep it. ``years_given`` is the period that the district was told, for all records.
    """

    school_year: int
    drill_types: tuple[DrillType, ...]
    counts: Mapping[RetainedKind, int]
    sources: tuple[RetentionSource, ...]
    is_open: bool
    has_unread_code: bool
    years_given: int | None

    @property
    def number(self) -> int:
        """How many records there are."""
        return sum(self.counts.values())

    @property
    def unknown(self) -> tuple[RetentionSource, ...]:
        """The sources without a known period."""
        return tuple(source for source in self.sources if not source.is_known)

    @property
    def is_known(self) -> bool:
        """Whether a period is known for everything that the records belong to."""
        is_read = bool(self.sources) and not self.unknown and not self.has_unread_code
        return self.years_given is not None or is_read

    @property
    def keep_until(self) -> date | None:
        """The last day to keep the records by the periods that are known; None if none is."""
        return max(self._last_days, default=None)

    @property
    def suggested_until(self) -> date:
        """The last day to keep the records by our suggestion."""
        return last_day_after(self.school_year, YEARS_SUGGESTED)

    @property
    def destroyable_from(self) -> date | None:
        """The first day on which the records may be destroyed; None if that is not known.

        Without the district's own period, it is never earlier than our suggestion.
        """
        if not self.is_known or self.is_open:
            return None
        suggested = [self.suggested_until] if self.years_given is None else []
        return max([*self._last_days, *suggested]) + timedelta(days=1)

    def may_be_destroyed(self, as_of: date) -> bool:
        """Check whether the records may be destroyed on a day."""
        return self.destroyable_from is not None and self.destroyable_from <= as_of

    @property
    def _last_days(self) -> list[date]:
        found = (source.kept.retention.last_day(self.school_year) for source in self.sources if source.is_known)
        given = None if self.years_given is None else last_day_after(self.school_year, self.years_given)
        return [day for day in (*found, given) if day is not None]


@dataclass(frozen=True)
class _Retained:
    """One record: its school year, and the type of its drill; None of a letter, or if no entry names the drill."""

    kind: RetainedKind
    school_year: int
    drill_type: DrillType | None
    is_open: bool


def retained_groups(
    events: Sequence[ChainedEvent], asked: AskedOf, code_may_bind: bool, years_given: int | None = None
) -> tuple[RetainedGroup, ...]:
    """Return the records by school year, latest first, those that are kept equally long together.

    ``code_may_bind`` is false if the local fire authority said that no model fire code binds the schools.

    Raises KeyError or ValueError: an event lacks what it must have, or has it in another form.
    """
    grouped: defaultdict[tuple[int, tuple[RetentionSource, ...], bool, bool, bool], list[_Retained]]
    grouped = defaultdict(list)
    for one in _retained(events):
        sources = () if one.drill_type is None else _sources(asked, one.drill_type)
        is_unread = code_may_bind and _has_unread_code(sources, one.drill_type)
        grouped[one.school_year, sources, one.is_open, is_unread, one.kind is RetainedKind.LETTER].append(one)
    groups = [
        RetainedGroup(
            school_year=school_year,
            drill_types=tuple(sorted({one.drill_type for one in found if one.drill_type is not None})),
            counts=_counts(found),
            sources=sources,
            is_open=is_open,
            has_unread_code=is_unread,
            years_given=years_given,
        )
        for (school_year, sources, is_open, is_unread, _), found in grouped.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.school_year, group.drill_types, group.is_open)))


def _counts(retained: Sequence[_Retained]) -> dict[RetainedKind, int]:
    """Return how many there are of each kind, in the order of the kinds."""
    counts = Counter(one.kind for one in retained)
    return {kind: counts[kind] for kind in RetainedKind if counts[kind]}


def _sources(asked: AskedOf, drill_type: DrillType) -> tuple[RetentionSource, ...]:
    return tuple(
        RetentionSource(kept, kept.retention.is_known_for(drill_type), presumed)
        for records, presumed in ((asked.records, False), (asked.presumed, True))
        for kept in records
        if kept.is_about(drill_type)
    )


def _has_unread_code(sources: Sequence[RetentionSource], drill_type: DrillType | None) -> bool:
    """Check whether a code's log is about such drills, and none of the sources is one."""
    if drill_type is None or any(source.kept.code for source in sources):
        return False
    return any(kept.is_about(drill_type) for kept in records_of_codes().values())


def _retained(events: Sequence[ChainedEvent]) -> Iterator[_Retained]:
    """Yield every record of the events."""
    accounts = {link.event.event_id: record_of_event(link.event) for link in events if link.event.kind in ACCOUNTS}
    drills = fold(events)
    standing = {account.event.event_id for drill in drills.values() for account in drill.accounts}
    latest = {record.drill_id: record for record in sorted(accounts.values(), key=lambda record: record.date)}
    actions = follow_ups(record for event_id, record in accounts.items() if event_id in standing)
    done = {one.key for one in done_follow_ups(events)}
    open_drills = {action.drill_id for action in actions if action.key not in done} | {
        drill_id for drill_id, drill in drills.items() if drill.state is StandingState.DISPUTED
    }

    def of_drill(kind: RetainedKind, record: DrillRecord, on: date) -> _Retained:
        return _Retained(kind, school_year_of(on), record.drill_type, record.drill_id in open_drills)

    for event_id, record in accounts.items():
        if event_id in standing:
            yield of_drill(RetainedKind.ENTRY, record, record.date)
        else:
            yield of_drill(RetainedKind.CORRECTED, record, latest[record.drill_id].date)
    for action in actions:
        record = latest[action.drill_id]
        yield of_drill(RetainedKind.ACTION, record, record.date)
    said_at = {link.event.event_id: link.event.said_at for link in events}
    for attachment in standing_attachments(events):
        if attachment.drill_id in latest:
            record = latest[attachment.drill_id]
            yield of_drill(RetainedKind.ATTACHMENT, record, record.date)
        else:
            on = date.fromisoformat(said_at[attachment.event_id][:10])
            yield _Retained(RetainedKind.ATTACHMENT, school_year_of(on), None, is_open=False)
    for notice in sent_notices(events):
        days = [notice.on, *(record.date for record in [latest.get(notice.drill_id)] if record is not None)]
        is_open = notice.drill_id in open_drills
        yield _Retained(RetainedKind.LETTER, school_year_of(max(days)), None, is_open)
