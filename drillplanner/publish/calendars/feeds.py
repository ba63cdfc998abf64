"""The list of calendars, who reads them, and which events are in each.

CLASS hides nothing from anyone who has a file (RFC 5545 section 3.8.1.3), so each kind of reader has files of its
own:

=====================================  =========================================================================
``district``                           every drill
``district-chores``                    what the law requires around the drills
``<campus>``                           the drills of a campus
``<campus>-chores``                    all chores of a campus
``coordinator``                        the district's weeks, deadlines, and decisions
``staff/<campus>``                     drills of a campus with briefings, lessons, preparations and debriefings
``families/<language>/<campus>``       what families may know (``core.families.disclosure``)
``agencies/<agency>``                  the visits of an agency, if it has any
=====================================  =========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drillplanner.files.errors import InconsistencyError
from drillplanner.files.file_names import DEVICE_NAMES
from drillplanner.model import Task
from drillplanner.publish.calendars.events.agencies import FOR_THE_AGENCY, visit_event, visits_of
from drillplanner.publish.calendars.events.companions import companion_of, companions, group_chores
from drillplanner.publish.calendars.events.coordinator import COORDINATOR_CATEGORY, coordinator_events
from drillplanner.publish.calendars.events.families import FAMILIES, FamilyReaders, family_events, withheld_ids
from drillplanner.publish.calendars.events.staff import (
    FOR_STAFF,
    chore_event,
    companion_event,
    drill_event,
    event_settings,
)
from drillplanner.publish.calendars.revisions.revision import EventContent, PlannedCalendar, PublishedYear
from drillplanner.publish.core import dates
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.request import PublishRequest

DISTRICT = "district"
COORDINATOR = "coordinator"
#: Ends the name of a calendar of chores, after that of its campus or the district.
CHORES_ENDING = "-chores"
STAFF, AGENCIES = "staff", "agencies"


def file_stems(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a file name without ending for each name: the name itself, with a number added if that is taken.

    Names that differ only in capitals count as the same, as they do on the computers most people use. Names that
    Windows keeps for itself count as taken.
    """
    used = {name.casefold() for name in taken} | DEVICE_NAMES
    stems: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "unnamed"
        stem, number = plain, 1
        while {stem.casefold(), f"{stem}{CHORES_ENDING}".casefold()} & used:
            number += 1
            stem = f"{plain}-{number}"
        used |= {stem.casefold(), f"{stem}{CHORES_ENDING}".casefold()}
        stems[name] = stem
    return stems


def campus_stems(request: PublishRequest) -> dict[str, str]:
    """Return the file name of each campus by its id, in the district's order."""
    taken = (DISTRICT, f"{DISTRICT}{CHORES_ENDING}", COORDINATOR)
    return file_stems([campus.campus_id for campus in request.workspace.campuses], taken)


def planned_calendars(request: PublishRequest, day: date, former: PublishedYear) -> Iterator[PlannedCalendar]:
    """Yield every calendar to publish; families read what they may know on ``day``.

    ``former`` is what was published before.

    Raises InconsistencyError if two events of one calendar have the same id.
    """
    for calendar in _PlannedCalendars(request, day, former).all():
        seen: set[str] = set()
        for event in calendar.events:
            if event.uid in seen:
                raise InconsistencyError(
                    f"two events of {calendar.stem}.ics have the id {event.uid}: {event.title}"
                )
            seen.add(event.uid)
        yield calendar


def discontinued_calendars(request: PublishRequest, former: PublishedYear) -> Iterator[PlannedCalendar]:
    """Yield calendars for families in a language no longer chosen: emptied, without canceling any event."""
    chosen = request.workspace.district.calendars.families.languages
    campuses = set(campus_stems(request).values())
    for stem, calendar in former.calendars.items():
        folder, _, rest = stem.partition("/")
        language, _, campus = rest.partition("/")
        if folder == FAMILIES and campus in campuses and language not in chosen:
            yield PlannedCalendar(stem, calendar.title, (), frozenset(calendar.events))


def calendar_description(stem: str, request: PublishRequest) -> str:
    """Return the description in the head of a calendar: the plan, who may read it, the disclaimer."""
    imprint = request.imprint
    folder, _, rest = stem.partition("/")
    if folder == FAMILIES and rest:
        words = family_words(rest.partition("/")[0])
        made = words.date(imprint.made_on)
        head = words.plan.format(version=imprint.version, date=made, district=imprint.district)
        return " ".join([head, words.about, words.disclaimer, imprint.note])
    head = f"Plan {imprint.version} of {dates.plain_date(imprint.made_on)} for {imprint.district}."
    for_whom = FOR_THE_AGENCY if folder == AGENCIES and rest else FOR_STAFF
    return " ".join([head, for_whom, imprint.disclaimer, imprint.note])


class _PlannedCalendars:
    """The events of a plan, each made once, distributed to the calendars that show them."""

    def __init__(self, request: PublishRequest, day: date, former: PublishedYear) -> None:
        self._request = request
        self._former = former
        self._day = day
        self._settings = event_settings(request.workspace.district, request.imprint)
        self._stems = campus_stems(request)
        self._drills = tuple(map(request.details, by_time(request.plan.drills)))
        self._drill_by_id = {details.drill.drill_id: details for details in self._drills}
        self._drills_by_campus: dict[str, list[DrillDetails]] = {campus_id: [] for campus_id in self._stems}
        for details in self._drills:
            self._drills_by_campus.setdefault(details.drill.campus_id, []).append(details)
        self._tasks: dict[str, list[Task]] = {campus_id: [] for campus_id in self._stems}
        for task in request.plan.tasks:
            self._tasks.setdefault(task.campus_id, []).append(task)

    def all(self) -> Iterator[PlannedCalendar]:
        """Yield every calendar, those of the district first."""
        request, year = self._request, self._request.plan.year
        drill_events = {details.drill.drill_id: drill_event(details, self._settings) for details in self._drills}
        chores = {campus_id: self._chores(campus_id, tasks) for campus_id, tasks in self._tasks.items()}
        law = {task.task_id: event for of_campus in chores.values() for task, event in of_campus.law}
        district = request.workspace.district.name
        in_time_order = tuple(drill_events[details.drill.drill_id] for details in self._drills)
        yield PlannedCalendar(DISTRICT, f"Drills {year} – {district}", in_time_order)
        in_order = tuple(law[task.task_id] for task in request.plan.tasks if task.task_id in law)
        yield PlannedCalendar(f"{DISTRICT}{CHORES_ENDING}", f"Drill chores {year} – {district}", in_order)
        for campus_id, stem in self._stems.items():
            events = tuple(drill_events[details.drill.drill_id] for details in self._drills_by_campus[campus_id])
            yield PlannedCalendar(stem, f"Drills {year} – {request.campus_name(campus_id)}", events)
        for campus_id, stem in self._stems.items():
            title = f"Drill chores {year} – {request.campus_name(campus_id)}"
            yield PlannedCalendar(f"{stem}{CHORES_ENDING}", title, chores[campus_id].all)
        yield self._for_the_coordinator(f"Drill weeks and deadlines {year} – {district}")
        for campus_id, stem in self._stems.items():
            yield self._for_staff(campus_id, stem, drill_events, chores[campus_id])
        yield from self._for_families()
        yield from self._for_agencies()

    def _chores(self, campus_id: str, tasks: list[Task]) -> _CampusChores:
        """Return an event for each chore of the law, and one for each group of chores of developmental rules."""
        law = [
            (task, chore_event(self._request.chore_details(task), self._settings))
            for task in tasks
            if not task.developmental
        ]
        rules = {}
        campus = self._request.campus_name(campus_id)
        sorts = {companion.id: companion for companion in companions()}
        for key, group in group_chores(task for task in tasks if task.developmental).items():
            drill_id, sort, _ = key
            details = self._drill_by_id.get(drill_id or "")
            rules[key] = companion_event(sorts[sort], details, group, campus, self._settings)
        return _CampusChores(law, rules)

    def _for_the_coordinator(self, title: str) -> PlannedCalendar:
        """Return the coordinator's entries. Tasks that it once had are in the schools' calendars, and vanish."""
        events = coordinator_events(self._request, self._settings)
        former = self._former.calendars.get(COORDINATOR)
        gone = frozenset(
            uid
            for uid, revision in (former.events if former is not None else {}).items()
            if COORDINATOR_CATEGORY not in revision.content.categories
        )
        return PlannedCalendar(COORDINATOR, title, events, gone)

    def _for_staff(
        self, campus_id: str, stem: str, drill_events: dict[str, EventContent], chores: _CampusChores
    ) -> PlannedCalendar:
        """Return the drills of a campus, each with what its staff do around it."""
        sorts = {companion.id for companion in companions() if companion.staff}
        around: dict[str | None, list[EventContent]] = {}
        covered: set[tuple[str | None, str]] = set()
        for (drill_id, sort, _), event in chores.rules.items():
            if sort in sorts:
                around.setdefault(drill_id, []).append(event)
                covered.add((drill_id, sort))
        for task, event in chores.law:
            sort = companion_of(task).id
            if task.drill_id is not None and sort in sorts:
                around.setdefault(task.drill_id, []).append(event)
                covered.add((task.drill_id, sort))
        events = []
        for details in self._drills_by_campus[campus_id]:
            drill_id = details.drill.drill_id
            events.append(drill_events[drill_id])
            events += around.get(drill_id, [])
            events += [
                companion_event(companion, details, (), details.campus_name, self._settings)
                for companion in companions()
                if companion.every_drill and (drill_id, companion.id) not in covered
            ]
        campus = self._request.campus_name(campus_id)
        title = f"Drills and what goes with them {self._request.plan.year} – {campus}"
        return PlannedCalendar(f"{STAFF}/{stem}", title, tuple(events))

    def _for_families(self) -> Iterator[PlannedCalendar]:
        request = self._request
        disclosures = FamilyDisclosures(request)
        for language in request.workspace.district.calendars.families.languages:
            readers = FamilyReaders(language, disclosures, self._day)
            for campus_id, stem in self._stems.items():
                campus, drills = request.campus_name(campus_id), self._drills_by_campus[campus_id]
                yield PlannedCalendar(
                    f"{FAMILIES}/{language}/{stem}",
                    readers.wording.calendar.format(year=request.plan.year, campus=campus),
                    tuple(family_events(drills, readers, self._settings)),
                    withheld_ids(drills, readers, self._settings),
                )

    def _for_agencies(self) -> Iterator[PlannedCalendar]:
        request = self._request
        visits = visits_of(by_time(request.plan.drills), request.workspace.district.agencies)
        stems = file_stems(visits)
        # An agency that does not come gets no calendar.
        for agency_id, drills in ((agency_id, drills) for agency_id, drills in visits.items() if drills):
            name = request.agency_name(agency_id)
            events = tuple(
                visit_event(self._drill_by_id[drill.drill_id], agency_id, name, self._settings) for drill in drills
            )
            title = f"Drill visits {request.plan.year} – {name}"
            yield PlannedCalendar(f"{AGENCIES}/{stems[agency_id]}", title, events)


@dataclass(frozen=True)
class _CampusChores:
    """The events of one campus's chores: one for each chore of the law, one for each group of rules' chores."""

    law: list[tuple[Task, EventContent]]
    rules: dict[tuple[str | None, str, str], EventContent]

    @property
    def all(self) -> tuple[EventContent, ...]:
        """Every event: the law's first, then those of rules."""
        return (*(event for _, event in self.law), *self.rules.values())
