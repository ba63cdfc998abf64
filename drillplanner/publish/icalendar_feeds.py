"""The drills as calendars to subscribe to: one for each campus, one for the district, one for its chores.

``calendars/<campus>.ics`` and ``calendars/district.ics`` hold the drills and nothing else, so that a
calendar program shows exactly as many events as the plan has drills, and as cancelled those that it no
longer has; ``calendars/district-chores.ics``
holds the notices, reports and preparations that the law asks for, and ``calendars/<campus>-chores.ics`` all
chores of one campus, those of developmental rules too; each stands on its last day.

The files carry no METHOD (with PUBLISH an event would need an organizer, RFC 5546 section 3.2.1; without
it the file is a plain calendar, RFC 5545 section 3.7.2) and no id of their own (a synchronizing program
would take the whole file for a single event). Same plan after the same publications, same bytes; an event
that did not change keeps its bytes whatever else is published (``revisions``).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from drillplanner.errors import InconsistencyError
from drillplanner.model import Task
from drillplanner.publish import dates, words
from drillplanner.publish.calendar_changes import calendar_changes, counted_changes
from drillplanner.publish.calendar_events import FOR_STAFF, chore_event, drill_event, promised_event
from drillplanner.publish.icalendar_text import line, text
from drillplanner.publish.lost_record import LOST, recovered
from drillplanner.publish.order import by_time
from drillplanner.publish.output import PublishRequest
from drillplanner.publish.revised_events import cancelled_event, content_of, with_revision
from drillplanner.publish.revision_store import REVISIONS_FILE, read_published, write_published
from drillplanner.publish.revisions import Published, PublishedCalendar, Wanted, revised
from drillplanner.publish.timezone_block import ZoneRule, read_zone_rule, require_rule_holds, timezone_block
from drillplanner.safe_write import write_bytes

FOLDER = "calendars"
DISTRICT_FILE = "district"
CHORES_FILE = "district-chores"
#: What the calendar of a campus's chores has after its name.
CHORES_ENDING = "-chores"

#: Finalsite reads a larger calendar only at night
#: (https://www.finalsitesupport.com/hc/en-us/articles/115000851828), Google none beyond 1 MB.
LARGE_BYTES = 500_000
LARGE_EVENTS = 1_500

#: How often a subscribed calendar should be fetched again.
REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Feed:
    """One calendar file: its name without ending, its title, its bytes, and how many events it holds."""

    stem: str
    title: str
    content: bytes
    events: int

    @property
    def note(self) -> str | None:
        """What a person should know about a file that has grown large; None for all others."""
        if len(self.content) <= LARGE_BYTES and self.events <= LARGE_EVENTS:
            return None
        return (
            f"{FOLDER}/{self.stem}.ics holds {words.counted(self.events, 'event')} in "
            f"{len(self.content) / 1000:,.0f} kB. Some school sites read calendars beyond 500 kB only once a "
            "day, and Google none beyond 1 MB: give people the calendars of their campuses instead."
        )


@dataclass(frozen=True)
class Listing:
    """One calendar before its events have revisions: its name without ending, its title, its events in order."""

    stem: str
    title: str
    events: Sequence[Event]


@dataclass(frozen=True)
class Publication:
    """The calendars to be published, what they were (empty: nothing was published), and what they will be.

    ``is_recovered``: what they were is not on record, and only their revisions could be read from the files.
    """

    listings: tuple[Listing, ...]
    former: Published
    published: Published
    is_recovered: bool = False


def calendar_feeds(request: PublishRequest) -> tuple[Feed, ...]:
    """All calendars of the plan: the district's, its chores, then drills and then chores of the campuses in order.

    Calendars that there were and that the plan no longer has come last. Nothing is written. Raises InputError
    for a time zone that a calendar file cannot hold, and where the record of what was published is unusable.
    """
    return tuple(_feeds(request, publication(request)))


def publication(request: PublishRequest, folder: Path | None = None) -> Publication:
    """The calendars of the plan with the next revision of each event; raises like ``calendar_feeds``.

    What was published before is what the request's record says; where that is gone, what the calendars in
    ``folder`` tell.
    """
    district = request.workspace.district
    listings = tuple(_listings(request))
    former, is_recovered = None, False
    if request.revisions is not None:
        former = read_published(request.revisions, district)
        if former is None and folder is not None and not request.revisions.exists():
            former = recovered(sorted((folder / FOLDER).glob("*.ics")), district)
            is_recovered = former is not None
    if former is None:
        former = Published(namespace=district.namespace, year=district.year)
    # The same event stands in several calendars; what it says is read once.
    every = {id(event): event for one in listings for event in one.events}
    said = {key: content_of(event) for key, event in every.items()}
    wanted = [Wanted(one.stem, one.title, tuple(said[id(event)] for event in one.events)) for one in listings]
    return Publication(listings, former, revised(former, wanted, request.day_of_change), is_recovered)


def _listings(request: PublishRequest) -> Iterator[Listing]:
    drills = by_time(request.plan.drills)
    events = [drill_event(drill, request) for drill in drills]
    chores = [chore_event(task, request) for task in request.plan.tasks if not task.developmental]
    chores_of: dict[str, list[Task]] = {campus.campus_id: [] for campus in request.campuses}
    for task in request.plan.tasks:
        chores_of.setdefault(task.campus_id, []).append(task)
    of_campus: dict[str, list[Event]] = {campus.campus_id: [] for campus in request.campuses}
    for drill, event in zip(drills, events, strict=True):
        if drill.campus_id in of_campus:
            of_campus[drill.campus_id].append(event)
    district, year = request.workspace.district.name, request.plan.year
    stems = file_stems(tuple(of_campus))
    yield _listing(DISTRICT_FILE, f"Drills {year} – {district}", events)
    yield _listing(CHORES_FILE, f"Drill chores {year} – {district}", chores)
    for campus_id, stem in stems.items():
        yield _listing(stem, f"Drills {year} – {request.campus_name(campus_id)}", of_campus[campus_id])
    for campus_id, stem in stems.items():
        yield _listing(
            f"{stem}{CHORES_ENDING}",
            f"Drill chores {year} – {request.campus_name(campus_id)}",
            list(_chore_events(chores_of[campus_id], request)),
        )


def _chore_events(tasks: list[Task], request: PublishRequest) -> Iterator[Event]:
    """An event for each chore of the law, and one for what rules ask of a drill with the same lead."""
    together: dict[tuple[str | None, str], list[Task]] = {}
    for task in tasks:
        if task.developmental:
            together.setdefault((task.drill_id, task.due_words), []).append(task)
        else:
            yield chore_event(task, request)
    for alike in together.values():
        yield promised_event(alike, request)


def file_stems(campus_ids: Iterable[str]) -> dict[str, str]:
    """A file name, without ending, for each campus: its id, with a number added where that name is taken.

    Names that differ only in capitals are one name on the computers most people use.
    """
    taken = {DISTRICT_FILE, CHORES_FILE}
    stems: dict[str, str] = {}
    for campus_id in campus_ids:
        stem, number = campus_id, 1
        while {stem.casefold(), f"{stem}{CHORES_ENDING}".casefold()} & taken:
            number += 1
            stem = f"{campus_id}-{number}"
        taken |= {stem.casefold(), f"{stem}{CHORES_ENDING}".casefold()}
        stems[campus_id] = stem
    return stems


def _listing(stem: str, title: str, events: Sequence[Event]) -> Listing:
    seen: set[str] = set()
    for event in events:
        if (uid := str(event["UID"])) in seen:
            raise InconsistencyError(f"two events of {stem}.ics have the id {uid}: {event['SUMMARY']}")
        seen.add(uid)
    return Listing(stem, title, events)


def _feeds(request: PublishRequest, made: Publication) -> Iterator[Feed]:
    rule = read_zone_rule(request.workspace.district.timezone)
    told = (revision.content for _, _, revision in made.published.events())
    dates_told = {content.starts.date() for content in told if content.zone is not None}
    require_rule_holds(rule, tuple(sorted(dates_told)))
    events = {one.stem: {str(event["UID"]): event for event in one.events} for one in made.listings}
    for stem, published in made.published.calendars.items():
        calendar = _empty_calendar(request, rule, published)
        bare = events.get(stem, {})
        for uid, revision in published.events.items():
            if revision.is_cancelled:
                calendar.add_component(cancelled_event(revision, rule.timezone))
            else:
                calendar.add_component(with_revision(bare[uid], revision))
        yield Feed(stem, published.title, calendar.to_ical(), len(published.events))


def _empty_calendar(request: PublishRequest, rule: ZoneRule, published: PublishedCalendar) -> Calendar:
    plan, title = request.plan, published.title
    made = datetime.combine(plan.provenance.planned_on, time(0), UTC)
    description = " ".join(
        [
            f"Plan {plan.version} of {dates.plain_date(plan.provenance.planned_on)} for {plan.district}.",
            FOR_STAFF,
            plan.disclaimer,
            request.workspace.district.note,
        ]
    )
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", line(f"-//drillplanner//{plan.provenance.program}//EN"))
    calendar.add("CALSCALE", "GREGORIAN")
    # Each said twice: in the standard's word (RFC 7986) and in the one that most programs read.
    calendar.add("NAME", line(title))
    calendar.add("X-WR-CALNAME", line(title))
    calendar.add("DESCRIPTION", line(description))
    calendar.add("X-WR-CALDESC", line(description))
    calendar.add("X-WR-TIMEZONE", line(rule.timezone))
    calendar.add("LAST-MODIFIED", max([made, *(one.modified for one in published.events.values())]))
    calendar.add("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", text("PT12H"))
    calendar.add_component(timezone_block(rule))
    return calendar


@dataclass(frozen=True)
class CalendarOutput:
    """Calendars to subscribe to."""

    name: str = "icalendar"
    describe: str = "calendars to subscribe to: drills and chores, of each campus and of the district"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``calendars/*.ics``; says what changes, and where one has grown large. Raises InputError."""
        made = publication(request, folder)
        feeds = _feeds(request, made)
        first = next(feeds)  # what cannot be written at all shows before anything is
        if request.revisions is not None and made.published != made.former:
            write_published(request.revisions, made.published)
        for feed in itertools.chain([first], feeds):
            path = folder / FOLDER / f"{feed.stem}.ics"
            write_bytes(path, feed.content)
            if feed.note is not None:
                request.tell(feed.note)
            yield path
        if made.is_recovered:
            request.tell(LOST.format(REVISIONS_FILE.as_posix()))
        if made.former.calendars and (changes := calendar_changes(made.former, made.published)):
            request.tell(f"Since the calendars were last published: {counted_changes(changes)}.")


OUTPUT = CalendarOutput()
