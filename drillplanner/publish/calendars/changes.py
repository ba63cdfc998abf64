"""What the next publication changes in the calendars, event by event and in words.

Changes for staff are listed drill by drill and chore by chore. Families and agencies have events of their own for
the same drills, which are listed separately; those of families in their first language only.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from enum import StrEnum

from drillplanner.model import Frozen
from drillplanner.publish.calendars.events.families import FAMILIES
from drillplanner.publish.calendars.events.staff import CHORE_CATEGORY
from drillplanner.publish.calendars.feeds import AGENCIES, COORDINATOR
from drillplanner.publish.calendars.revisions.revision import EventContent, PublishedYear, Revision
from drillplanner.publish.core import dates, words


class Readership(StrEnum):
    """The readers of a calendar."""

    STAFF = "staff"
    FAMILIES = "families"
    AGENCIES = "agencies"


class EventChangeKind(StrEnum):
    """What happens to an event, in the order in which changes are listed."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    RESTORED = "restored"


#: The heading of each kind.
HEADINGS: dict[EventChangeKind, str] = {
    EventChangeKind.CANCELLED: "cancelled, and told as such until the school year ends",
    EventChangeKind.MOVED: "moved",
    EventChangeKind.CHANGED: "with other words",
    EventChangeKind.ADDED: "added",
    EventChangeKind.RESTORED: "to be held after all",
}


class EventChange(Frozen):
    """One event that changes, and the calendars in which it is."""

    kind: EventChangeKind
    uid: str
    is_chore: bool
    calendars: tuple[str, ...]
    title: str
    was: str
    now: str
    details: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The change in words; only the day of a chore, because its text follows its drill."""
        if self.was and self.now and self.was != self.now:
            when = f"from {self.was} to {self.now}"
        else:
            when = self.now or self.was
        details = () if self.is_chore else self.details
        return "; ".join([f"{self.title}: {when}", *details])


def calendar_changes(
    former: PublishedYear, now: PublishedYear, readers: Readership = Readership.STAFF
) -> tuple[EventChange, ...]:
    """Return the changes between two publications: drills, then chores, by kind, time and title; each once."""
    calendars: dict[EventChange, list[str]] = {}
    order: dict[EventChange, tuple[object, ...]] = {}
    kinds = list(EventChangeKind)
    first_language = next(
        (_language(stem) for stem in now.calendars if _readership(stem) is Readership.FAMILIES), ""
    )
    for stem, uid, revision in now.events():
        if _readership(stem) is not readers or _language(stem) not in {"", first_language}:
            continue
        if stem == COORDINATOR:
            continue  # its entries sum up the others
        before = former.calendars.get(stem)
        was = None if before is None else before.events.get(uid)
        if was is revision or was == revision:
            continue
        change = _change(was, revision)
        calendars.setdefault(change, []).append(stem)
        order[change] = (change.is_chore, kinds.index(change.kind), revision.content.starts, change.title, uid)
    return tuple(
        change.model_copy(update={"calendars": tuple(sorted(calendars[change]))})
        for change in sorted(calendars, key=lambda change: order[change])
    )


def unchanged_events(former: PublishedYear, now: PublishedYear) -> int:
    """Count the events for staff that stay the same, each once, without canceled ones."""
    changed = {change.uid for change in calendar_changes(former, now)}
    planned = {
        uid
        for stem, uid, revision in now.events()
        if not revision.is_cancelled and stem != COORDINATOR and _readership(stem) is Readership.STAFF
    }
    return len(planned - changed)


def changes_sentence(former: PublishedYear, now: PublishedYear) -> str | None:
    """Return a sentence on the changes since the calendars were last published; None if there are none."""
    changes = {readers: calendar_changes(former, now, readers) for readers in Readership}
    if not any(changes.values()):
        return None
    clauses = [f"Since the calendars were last published: {change_counts(changes[Readership.STAFF])}"]
    clauses += [
        f"for {readers}: {change_counts(changes[readers])}"
        for readers in Readership
        if readers != Readership.STAFF and changes[readers]
    ]
    return f"{'; '.join(clauses)}."


def change_counts(changes: tuple[EventChange, ...]) -> str:
    """Return ``1 cancelled, 2 moved``, or ``nothing changes`` if there are no changes."""
    numbers = Counter(change.kind for change in changes)
    parts = [f"{numbers[kind]} {_COUNTED[kind]}" for kind in EventChangeKind if numbers[kind]]
    return ", ".join(parts) or "nothing changes"


_COUNTED: dict[EventChangeKind, str] = {
    EventChangeKind.CANCELLED: "cancelled",
    EventChangeKind.MOVED: "moved",
    EventChangeKind.CHANGED: "with other words",
    EventChangeKind.ADDED: "added",
    EventChangeKind.RESTORED: "restored",
}


def _readership(stem: str) -> Readership:
    folder = stem.partition("/")[0] if "/" in stem else ""
    return {FAMILIES: Readership.FAMILIES, AGENCIES: Readership.AGENCIES}.get(folder, Readership.STAFF)


def _language(stem: str) -> str:
    """Return the language of a calendar for families; empty for any other."""
    return stem.split("/")[1] if _readership(stem) is Readership.FAMILIES else ""


def _change(was: Revision | None, now: Revision) -> EventChange:
    content = now.content
    kind = _kind(was, now)
    before = None if was is None or kind is EventChangeKind.ADDED else was.content
    return EventChange(
        kind=kind,
        uid=content.uid,
        is_chore=CHORE_CATEGORY in content.categories,
        calendars=(),
        title=content.title,
        was="" if before is None else _when(before),
        now="" if now.is_cancelled else _when(content),
        details=() if before is None or now.is_cancelled else _details(before, content),
    )


def _kind(was: Revision | None, now: Revision) -> EventChangeKind:
    if was is None:
        return EventChangeKind.ADDED
    if now.is_cancelled:
        return EventChangeKind.CANCELLED
    if was.is_cancelled:
        return EventChangeKind.RESTORED
    return EventChangeKind.MOVED if was.content.time != now.content.time else EventChangeKind.CHANGED


def _when(content: EventContent) -> str:
    if content.zone is None:
        last = content.ends - timedelta(days=1)
        first = dates.long_date(content.starts.date())
        return first if last <= content.starts else f"{first} to {dates.long_date(last.date())}"
    span = dates.clock_span(content.starts.time(), content.ends.time())
    return f"{dates.long_date(content.starts.date())}, {span}"


def _details(was: EventContent, now: EventContent) -> tuple[str, ...]:
    """Return what else changes for a reader, in words."""
    details = []
    if was.title != now.title:
        details.append(f"it was called '{was.title}'")
    if was.place != now.place:
        details.append(f"it was at '{was.place}'")
    if was.zone != now.zone and was.zone is not None and now.zone is not None:
        details.append(f"its hours were those of {was.zone} and are now those of {now.zone}")
    if was.categories != now.categories:
        details.append(f"its categories were {words.join_words(was.categories)}")
    # The first line has place and time, which the caller already compares.
    moved = was.time != now.time
    before, after = (
        dict.fromkeys(filter(None, content.description.split("\n")[moved:])) for content in (was, now)
    )
    details += [f"no longer says '{line}'" for line in before if line not in after]
    details += [f"now says '{line}'" for line in after if line not in before]
    return tuple(details)
