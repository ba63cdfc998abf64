"""Which calendars there are, who reads them, and what stands in each.

CLASS hides nothing from whoever has a file (RFC 5545 section 3.8.1.3), so each kind of reader has files of their
own:

=====================================  =========================================================================
``district``                           every drill
``district-chores``                    what the law asks for around the drills
``<campus>``                           the drills of a campus
``<campus>-chores``                    all chores of a campus
``coordinator``                        every task and deadline of the district
``staff/<campus>``                     drills of a campus with briefings, lessons, preparations and debriefings
``families/<language>/<campus>``       what families may know (``family_knowledge``)
``agencies/<agency>``                  the visits of an agency
=====================================  =========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drillplanner.files.errors import InconsistencyError
from drillplanner.model import Drill, FamilyLanguage, Task
from drillplanner.publish.calendars.events.agencies import FOR_THE_AGENCY, visit_event, visits_of
from drillplanner.publish.calendars.events.companions import companion_of, companions, group_chores
from drillplanner.publish.calendars.events.families import FAMILIES, family_events, withheld_ids
from drillplanner.publish.calendars.events.staff import FOR_STAFF, chore_event, companion_event, drill_event
from drillplanner.publish.calendars.revisions.revision import EventContent, PlannedCalendar, PublishedYear
from drillplanner.publish.core import dates
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.families.wording import family_words
from drillplanner.publish.core.request import PublishRequest

DISTRICT = "district"
COORDINATOR = "coordinator"
#: What the calendar of chores has after the name of its campus, or of the district.
CHORES_ENDING = "-chores"
STAFF, AGENCIES = "staff", "agencies"


def file_stems(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A file name, without ending, for each name: itself, with a number added where that is taken.

    Names that differ only in capitals are one name on the computers most people use.
    """
    used = {name.casefold() for name in taken}
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
    """The file name of each campus by its id, in the district's order."""
    taken = (DISTRICT, f"{DISTRICT}{CHORES_ENDING}", COORDINATOR)
    return file_stems([campus.campus_id for campus in request.campuses], taken)


def planned_calendars(request: PublishRequest, day: date) -> Iterator[PlannedCalendar]:
    """Every calendar as it is to be published, where ``day`` is what families are told on.

    Raises InconsistencyError where two events of one calendar have the same id.
    """
    for one in _PlannedCalendars(request, day).all():
        seen: set[str] = set()
        for event in one.events:
            if event.uid in seen:
                raise InconsistencyError(f"two events of {one.stem}.ics have the id {event.uid}: {event.title}")
            seen.add(event.uid)
        yield one


def discontinued_calendars(request: PublishRequest, former: PublishedYear) -> Iterator[PlannedCalendar]:
    """Calendars for families in a language that is no longer chosen: emptied, and nothing is cancelled."""
    chosen = request.workspace.district.calendars.families.languages
    campuses = set(campus_stems(request).values())
    for stem, calendar in former.calendars.items():
        folder, _, rest = stem.partition("/")
        language, _, campus = rest.partition("/")
        if folder == FAMILIES and campus in campuses and language not in chosen:
            yield PlannedCalendar(stem, calendar.title, (), frozenset(calendar.events))


def calendar_description(stem: str, request: PublishRequest) -> str:
    """What the head of that calendar tells its readers: the plan, who they are, the disclaimer."""
    plan, note = request.plan, request.workspace.district.note
    folder, _, rest = stem.partition("/")
    if folder == FAMILIES and rest:
        words = family_words()[FamilyLanguage(rest.partition("/")[0])]
        made = words.date(plan.provenance.planned_on)
        head = words.plan.format(version=plan.version, date=made, district=plan.district)
        return " ".join([head, words.about, words.disclaimer, note])
    made = dates.plain_date(plan.provenance.planned_on)
    for_whom = FOR_THE_AGENCY if folder == AGENCIES and rest else FOR_STAFF
    return " ".join([f"Plan {plan.version} of {made} for {plan.district}.", for_whom, plan.disclaimer, note])


class _PlannedCalendars:
    """The events of a plan, each made once, dealt out to the calendars in which they stand."""

    def __init__(self, request: PublishRequest, day: date) -> None:
        self._request = request
        self._day = day
        self._stems = campus_stems(request)
        self._drills: dict[str, list[Drill]] = {campus_id: [] for campus_id in self._stems}
        for drill in by_time(request.plan.drills):
            self._drills.setdefault(drill.campus_id, []).append(drill)
        self._tasks: dict[str, list[Task]] = {campus_id: [] for campus_id in self._stems}
        for task in request.plan.tasks:
            self._tasks.setdefault(task.campus_id, []).append(task)

    def all(self) -> Iterator[PlannedCalendar]:
        request, year = self._request, self._request.plan.year
        every = by_time(request.plan.drills)
        held = {drill.drill_id: drill_event(drill, request) for drill in every}
        owed = {campus_id: self._chores(tasks) for campus_id, tasks in self._tasks.items()}
        law = {task.task_id: event for ours in owed.values() for task, event in ours.law}
        district = request.workspace.district.name
        yield PlannedCalendar(DISTRICT, f"Drills {year} – {district}", tuple(held[one.drill_id] for one in every))
        in_order = tuple(law[task.task_id] for task in request.plan.tasks if task.task_id in law)
        yield PlannedCalendar(f"{DISTRICT}{CHORES_ENDING}", f"Drill chores {year} – {district}", in_order)
        for campus_id, stem in self._stems.items():
            events = tuple(held[drill.drill_id] for drill in self._drills[campus_id])
            yield PlannedCalendar(stem, f"Drills {year} – {request.campus_name(campus_id)}", events)
        for campus_id, stem in self._stems.items():
            title = f"Drill chores {year} – {request.campus_name(campus_id)}"
            yield PlannedCalendar(f"{stem}{CHORES_ENDING}", title, owed[campus_id].all)
        tasks = tuple(event for ours in owed.values() for event in ours.all)
        yield PlannedCalendar(COORDINATOR, f"Drill tasks and deadlines {year} – {district}", tasks)
        for campus_id, stem in self._stems.items():
            yield self._for_staff(campus_id, stem, held, owed[campus_id])
        yield from self._for_families()
        yield from self._for_agencies()

    def _chores(self, tasks: list[Task]) -> _CampusChores:
        """An event for each chore of the law, and one for what rules ask of a drill, of one sort and lead."""
        request = self._request
        law = [(task, chore_event(task, request)) for task in tasks if not task.developmental]
        rules = {}
        sorts = {companion.id: companion for companion in companions()}
        for key, alike in group_chores(task for task in tasks if task.developmental).items():
            drill = request.drill_by_id.get(key[0] or "")
            rules[key] = companion_event(sorts[key[1]], drill, alike, request)
        return _CampusChores(law, rules)

    def _for_staff(
        self, campus_id: str, stem: str, held: dict[str, EventContent], owed: _CampusChores
    ) -> PlannedCalendar:
        """The drills of a campus, each with what its staff do around it."""
        sorts = {companion.id for companion in companions() if companion.staff}
        beside: dict[str | None, list[EventContent]] = {}
        talked: set[tuple[str | None, str]] = set()
        for (drill_id, sort, _), event in owed.rules.items():
            if sort in sorts:
                beside.setdefault(drill_id, []).append(event)
                talked.add((drill_id, sort))
        for task, event in owed.law:
            sort = companion_of(task).id
            if task.drill_id is not None and sort in sorts:
                beside.setdefault(task.drill_id, []).append(event)
                talked.add((task.drill_id, sort))
        events = []
        for drill in self._drills[campus_id]:
            events.append(held[drill.drill_id])
            events += beside.get(drill.drill_id, [])
            events += [
                companion_event(companion, drill, (), self._request)
                for companion in companions()
                if companion.every_drill and (drill.drill_id, companion.id) not in talked
            ]
        title = (
            f"Drills and what goes with them {self._request.plan.year} – {self._request.campus_name(campus_id)}"
        )
        return PlannedCalendar(f"{STAFF}/{stem}", title, tuple(events))

    def _for_families(self) -> Iterator[PlannedCalendar]:
        request = self._request
        reading = FamilyDisclosures(request)
        for language in request.workspace.district.calendars.families.languages:
            for campus_id, stem in self._stems.items():
                words = family_words()[language]
                title = words.calendar.format(year=request.plan.year, campus=request.campus_name(campus_id))
                asked = self._drills[campus_id], language, reading, self._day, request
                events, withheld = tuple(family_events(*asked)), withheld_ids(*asked)
                yield PlannedCalendar(f"{FAMILIES}/{language}/{stem}", title, events, withheld)

    def _for_agencies(self) -> Iterator[PlannedCalendar]:
        request = self._request
        visits = visits_of(by_time(request.plan.drills), request.workspace.district.agencies)
        stems = file_stems(visits)
        for agency_id, drills in visits.items():
            title = f"Drill visits {request.plan.year} – {request.agency_name(agency_id)}"
            events = tuple(visit_event(drill, agency_id, request) for drill in drills)
            yield PlannedCalendar(f"{AGENCIES}/{stems[agency_id]}", title, events)


@dataclass(frozen=True)
class _CampusChores:
    """The chores of one campus: those of the law with their events, and the gathered ones of rules."""

    law: list[tuple[Task, EventContent]]
    rules: dict[tuple[str | None, str, str], EventContent]

    @property
    def all(self) -> tuple[EventContent, ...]:
        """Every event: the law's first, then those of rules."""
        return (*(event for _, event in self.law), *self.rules.values())
