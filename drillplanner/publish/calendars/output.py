"""The output ``icalendar``: writes ``calendars/``.

``feeds`` lists the calendars and who reads them. The files have no METHOD (with PUBLISH, an event would need an
organizer, RFC 5546 section 3.2.1; without it, the file is a plain calendar, RFC 5545 section 3.7.2) and no id of
their own (a synchronizing program would take the whole file for a single event). The same plan after the same
publications gives the same bytes; an event that did not change keeps its bytes whatever else is published
(``revisions``). Every file is read back and checked before it is written (``outgoing_check``).
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_all
from drillplanner.publish.calendars.changes import changes_sentence
from drillplanner.publish.calendars.files import FOLDER, CalendarFiles, Feed
from drillplanner.publish.calendars.publication import publication
from drillplanner.publish.calendars.revisions.store import LOST, REVISIONS_FILE, write_published
from drillplanner.publish.core.families.disclosure import withheld_sentences
from drillplanner.publish.core.request import PublishRequest

#: How many files are made and written together: some ten megabytes.
_AT_ONCE = 200


def calendar_feeds(request: PublishRequest) -> tuple[Feed, ...]:
    """Return all calendars of the plan in the order of ``feeds``; those that the plan no longer has come last.

    Nothing is written. Raises InputError for a time zone that a calendar file cannot express, and if the record of
    what was published is unusable.
    """
    return tuple(CalendarFiles(request, publication(request).published).feeds())


@dataclass(frozen=True)
class CalendarOutput:
    """Calendars to subscribe to."""

    name: str = "icalendar"
    describe: str = "calendars to subscribe to: for each campus, its staff, families, agencies and the district"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``calendars/``; note what changed, was split, or is withheld. Raises InputError."""
        with _garbage_collection_off():
            yield from _write_calendars(request, folder)


def _write_calendars(request: PublishRequest, folder: Path) -> Iterator[Path]:
    planned = publication(request, folder)
    files = CalendarFiles(request, planned.published)
    feeds = files.feeds()
    first = next(feeds)  # a calendar that cannot be written at all fails before anything is written
    if request.revisions is not None and files.published != planned.former:
        write_published(request.revisions, files.published)
    contents = ((folder / FOLDER / f"{feed.stem}.ics", feed.content) for feed in itertools.chain([first], feeds))
    while batch := list(itertools.islice(contents, _AT_ONCE)):
        write_all(batch)
        yield from (path for path, _ in batch)
    for note in (*files.notes(), *withheld_sentences(request, planned.day)):
        request.tell(note)
    if planned.is_recovered:
        request.tell(LOST.format(REVISIONS_FILE.as_posix()))
    if planned.former.calendars and (changes := changes_sentence(planned.former, planned.published)):
        request.tell(changes)


@contextmanager
def _garbage_collection_off() -> Iterator[None]:
    """Switch off the search for reference cycles, which would take a fifth of the time.

    Hundreds of thousands of values are made here; none is part of a cycle, and all are needed to the end.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


OUTPUT = CalendarOutput()
