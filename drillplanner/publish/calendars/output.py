"""The drills as calendars to subscribe to: for each campus and its staff, for families, agencies and the district.

``feed_list`` says which there are and who reads them. The files carry no METHOD (with PUBLISH an event would
need an organizer, RFC 5546 section 3.2.1; without it the file is a plain calendar, RFC 5545 section 3.7.2) and
no id of their own (a synchronizing program would take the whole file for a single event). Same plan after the
same publications, same bytes; an event that did not change keeps its bytes whatever else is published
(``revisions``). Every file is read back and checked before it is written (``calendar_check``).
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

#: Files that are made and written together: some ten megabytes.
_AT_ONCE = 200


def calendar_feeds(request: PublishRequest) -> tuple[Feed, ...]:
    """All calendars of the plan in the order of ``feed_list``; those that the plan no longer has come last.

    Nothing is written. Raises InputError for a time zone that a calendar file cannot hold, and where the record of
    what was published is unusable.
    """
    return tuple(CalendarFiles(request, publication(request).published).feeds())


@dataclass(frozen=True)
class CalendarOutput:
    """Calendars to subscribe to."""

    name: str = "icalendar"
    describe: str = "calendars to subscribe to: for each campus, its staff, families, agencies and the district"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``calendars/``; says what changed, what was split, what is kept back. Raises InputError."""
        with _without_collecting():
            yield from _write_calendars(request, folder)


def _write_calendars(request: PublishRequest, folder: Path) -> Iterator[Path]:
    made = publication(request, folder)
    files = CalendarFiles(request, made.published)
    feeds = files.feeds()
    first = next(feeds)  # what cannot be written at all shows before anything is
    if request.revisions is not None and files.published != made.former:
        write_published(request.revisions, files.published)
    every = ((folder / FOLDER / f"{feed.stem}.ics", feed.content) for feed in itertools.chain([first], feeds))
    while some := list(itertools.islice(every, _AT_ONCE)):
        write_all(some)
        yield from (path for path, _ in some)
    for note in (*files.notes(), *withheld_sentences(request, made.day)):
        request.tell(note)
    if made.is_recovered:
        request.tell(LOST.format(REVISIONS_FILE.as_posix()))
    if made.former.calendars and (told := changes_sentence(made.former, made.published)):
        request.tell(told)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage in circles alone: hundreds of thousands of values are made, none in a circle, all kept to
    the end.

    To look through them again and again would take a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


OUTPUT = CalendarOutput()
