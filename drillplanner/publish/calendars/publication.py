"""The next publication of a plan's calendars, compared with the previous one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner.publish.calendars.feeds import discontinued_calendars, planned_calendars
from drillplanner.publish.calendars.files import FOLDER
from drillplanner.publish.calendars.revisions.revision import PublishedYear, next_publication
from drillplanner.publish.calendars.revisions.store import read_published, recover_published
from drillplanner.publish.core.request import PublishRequest


@dataclass(frozen=True)
class Publication:
    """What the calendars were (empty: nothing was published), and what they will be.

    What families may know depends on ``day``. ``is_recovered`` means that the record of what the calendars were is
    lost, and that only the revisions could be read from the files.
    """

    former: PublishedYear
    published: PublishedYear
    day: date
    is_recovered: bool = False


def publication(request: PublishRequest, folder: Path | None = None) -> Publication:
    """Return the calendars of the plan with the next revision of each event.

    What was published before comes from the request's record or, if that is lost, from the calendars in
    ``folder``. Nothing is written. Raises InputError if the record is unusable.
    """
    district = request.workspace.district
    former, is_recovered = None, False
    if request.revisions is not None:
        former = read_published(request.revisions, district)
        if former is None and folder is not None and not request.revisions.exists():
            former = recover_published(sorted((folder / FOLDER).rglob("*.ics")), district)
            is_recovered = former is not None
    if former is None:
        former = PublishedYear(namespace=district.namespace, year=district.year)
    day = request.day_of_change
    if former.stamp is not None:
        # Families keep what they could once read, even if an earlier day is given later.
        day = max(day, former.stamp.date())
    wanted = itertools.chain(planned_calendars(request, day, former), discontinued_calendars(request, former))
    published = next_publication(former, wanted, request.day_of_change)
    return Publication(former, published, day, is_recovered)
