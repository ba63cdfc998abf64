"""The files of a publication as bytes: each calendar in as many parts as it needs, checked on its way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta

from drillplanner.files.errors import InconsistencyError
from drillplanner.publish.calendars.feeds import COORDINATOR, calendar_description
from drillplanner.publish.calendars.icalendar_format.content_lines import (
    clean_line,
    content_line,
    duration_value,
    text_line,
    utc_value,
)
from drillplanner.publish.calendars.icalendar_format.event import event_bytes
from drillplanner.publish.calendars.icalendar_format.time_zone import (
    read_zone_rule,
    require_rule_holds,
    timezone_block,
)
from drillplanner.publish.calendars.outgoing_check import OutgoingCheck
from drillplanner.publish.calendars.parts import WHOLE, FileCapacity, PartEntry, entry_key, part_index, part_starts
from drillplanner.publish.calendars.revisions.revision import PublishedYear, Revision
from drillplanner.publish.core import words
from drillplanner.publish.core.request import PublishRequest

FOLDER = "calendars"

#: Finalsite reads larger calendars only at night
#: (https://www.finalsitesupport.com/hc/en-us/articles/115000851828), and Google none above 1 MB.
LARGE_BYTES = 500_000
LARGE_EVENTS = 1_500
#: Octets kept free for the head of a file, whose length depends on the district's note.
_SPARE_BYTES = 400

#: How often programs should fetch a subscribed calendar.
REFRESH = timedelta(hours=12)

_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Feed:
    """One calendar file: its name without ending, its title, its bytes, and its number of events."""

    stem: str
    title: str
    content: bytes
    events: int


class CalendarFiles:
    """The calendars of one publication as bytes; an event is written once, even if several calendars have it."""

    def __init__(self, request: PublishRequest, published: PublishedYear) -> None:
        """Raises InputError for a time zone that a calendar file cannot express."""
        self._request = request
        self._rule = read_zone_rule(request.workspace.district.timezone)
        contents = [revision.content for _, _, revision in published.events()]
        days = {content.starts.date() for content in contents if content.zone is not None}
        require_rule_holds(self._rule, tuple(sorted(days)))
        self._zone = timezone_block(self._rule).to_ical()
        self._check = OutgoingCheck(LARGE_BYTES, families=False)
        self._family_check = OutgoingCheck(LARGE_BYTES, families=True)
        self._written: dict[int, bytes] = {}
        self.published = published.model_copy(update={"parts": self._parts(published)})

    def feeds(self) -> Iterator[Feed]:
        """Yield every file. Raises InconsistencyError for one that breaks a rule of calendar files."""
        for stem, calendar in self.published.calendars.items():
            starts = self.published.parts.get(stem, WHOLE)
            if len(starts) == 1:
                yield self._feed(stem, calendar.title, calendar.events.values())
                continue
            by_part: list[list[Revision]] = [[] for _ in starts]
            for revision in calendar.events.values():
                by_part[part_index(entry_key(revision.content), starts)].append(revision)
            for number, revisions in enumerate(by_part, start=1):
                title = f"{calendar.title} ({number}/{len(starts)})"
                yield self._feed(part_stem(stem, number), title, revisions)

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each calendar that had to be split."""
        for stem, starts in self.published.parts.items():
            calendar = self.published.calendars[stem]
            octets = sum(len(self._bytes_of(event)) for event in calendar.events.values())
            yield (
                f"{FOLDER}/{stem}.ics would hold {words.counted(len(calendar.events), 'event')} in "
                f"{octets / 1000:,.0f} kB and is split into {len(starts)} files, the others named "
                f"{part_stem(stem, 2)}.ics and so on: some school sites read calendars beyond 500 kB once a day, "
                "and Google none beyond 1 MB. Whoever wants all of it subscribes to each; most people need the "
                "calendars of their campuses alone."
            )

    def _parts(self, published: PublishedYear) -> dict[str, tuple[str, ...]]:
        """Return how each calendar that is or was too large is split; all others are whole."""
        parts = {}
        for stem, calendar in published.calendars.items():
            entries = [
                PartEntry(entry_key(event.content), len(self._bytes_of(event)))
                for event in calendar.events.values()
            ]
            # The coordinator's calendar once had every task, and was split; now it fits in one file.
            former = () if stem == COORDINATOR else published.parts.get(stem, ())
            octets = LARGE_BYTES - len(self._head(stem, calendar.title, ())) - len(_END) - _SPARE_BYTES
            if former or len(entries) > LARGE_EVENTS or sum(entry.octets for entry in entries) > octets:
                parts[stem] = part_starts(entries, former, FileCapacity(octets, LARGE_EVENTS))
        return parts

    def _bytes_of(self, revision: Revision) -> bytes:
        # A revision may be in several calendars. 'published' keeps each revision alive, so its id stays unique.
        written = self._written.get(id(revision))
        if written is None:
            written = self._written[id(revision)] = event_bytes(revision, self._rule.timezone)
        return written

    def _feed(self, stem: str, title: str, revisions: Iterable[Revision]) -> Feed:
        revisions = tuple(revisions)
        content = b"".join([self._head(stem, title, revisions), *map(self._bytes_of, revisions), _END])
        check = self._family_check if stem.startswith("families/") else self._check
        if flaws := check.flaws(content):
            raise InconsistencyError(f"{FOLDER}/{stem}.ics would not be a sound calendar: {'; '.join(flaws[:3])}")
        return Feed(stem, title, content, len(revisions))

    def _head(self, stem: str, title: str, revisions: Iterable[Revision]) -> bytes:
        modified = max([self._request.imprint.made_at, *(revision.modified for revision in revisions)])
        description = clean_line(calendar_description(stem, self._request))
        return b"".join(
            (
                b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
                text_line("PRODID", clean_line(f"-//drillplanner//{self._request.plan.provenance.program}//EN")),
                b"CALSCALE:GREGORIAN\r\n",
                # Each written twice: by its standard name (RFC 7986) and by the name that most programs read.
                text_line("DESCRIPTION", description),
                text_line("X-WR-CALDESC", description),
                text_line("NAME", clean_line(title)),
                text_line("X-WR-CALNAME", clean_line(title)),
                content_line("LAST-MODIFIED", utc_value(modified.astimezone(UTC))),
                content_line("REFRESH-INTERVAL;VALUE=DURATION", duration_value(REFRESH)),
                content_line("X-PUBLISHED-TTL", duration_value(REFRESH)),
                text_line("X-WR-TIMEZONE", clean_line(self._rule.timezone)),
                self._zone,
            )
        )


def part_stem(stem: str, number: int) -> str:
    """Return the name of a part; the first keeps that of the whole. No campus id contains a dot."""
    return stem if number == 1 else f"{stem}.part-{number}"
