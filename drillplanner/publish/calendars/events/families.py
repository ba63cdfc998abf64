"""What families read about the drills of a campus: which day, what it is like for a child, when a letter comes.

No agency, no exit route, no scenario by name, no law, and times only if families may know them
(:mod:`drillplanner.publish.core.families.disclosure`). These events have ids of their own: a parent who works at
the school has both kinds, and they say different things.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.model import ENGLISH, Audience, Drill, Task
from drillplanner.publish.calendars.events.staff import EventSettings, event_id, timed_event, whole_day_event
from drillplanner.publish.calendars.icalendar_format.titles import title_in_words
from drillplanner.publish.calendars.revisions.revision import EventContent
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures, is_family_notice
from drillplanner.publish.core.families.passages import scenario_description, spared_passage, spared_title
from drillplanner.publish.core.language.family_words import FamilyWords
from drillplanner.publish.core.language.language import family_words

#: The folder of their calendars, and the first word of what ids are made from.
FAMILIES = "families"

DRILL_CATEGORY = "drill"
NOTICE_CATEGORY = "notice"


@dataclass(frozen=True)
class FamilyReaders:
    """Families who read in one language on one day, and what they may know on it."""

    language: str
    disclosures: FamilyDisclosures
    day: date

    @property
    def wording(self) -> FamilyWords:
        """The sentences in their language."""
        return family_words(self.language)

    def level(self, drill: Drill) -> DisclosureLevel:
        """Return how much they may know of the drill."""
        return self.disclosures.of(drill).level_on(self.day)


def family_events(
    drills: Sequence[DrillDetails], readers: FamilyReaders, settings: EventSettings
) -> Iterator[EventContent]:
    """Yield the drills that families may know of, each between the letters before and after it."""
    words = readers.wording
    for details in drills:
        yield from _spared_events(details, readers, settings)
        level = readers.level(details.drill)
        if level is DisclosureLevel.NOTHING:
            continue
        notices = [task for task in details.chores if is_family_notice(task)]
        before = [task for task in notices if task.kind == "notify"]
        after = [task for task in notices if task.kind != "notify"]
        _, key_before, key_after = _keys(details.drill, readers.language)
        if before:
            yield _letter(key_before, words.notice, words.notice_says, before, details, words, settings)
        yield _drill_event(details, level, readers, settings)
        if after:
            yield _letter(key_after, words.after, words.after_says, after, details, words, settings)


def _spared_events(
    details: DrillDetails, readers: FamilyReaders, settings: EventSettings
) -> Iterator[EventContent]:
    """Yield what each group of spared grades has on the day of the drill, of the whole day.

    Families learn the day of the drill from it, and so read it only if they may know that day. Where staff
    practice alone, children have no drill whose day could be kept back.
    """
    drill, words = details.drill, readers.wording
    if not _shows_spared(drill, readers):
        return
    for number, group in enumerate(details.spared):
        names = {
            "activity": spared_title(group, readers.language) or words.instead_name,
            "campus": details.campus_name,
            "date": words.date(drill.date),
            "grades": words.grades_phrase(group.grades, details),
        }
        what = (
            spared_passage(group, readers.language)
            or words.in_english(spared_passage(group, ENGLISH))
            or words.spared
        )
        text = _description(words.instead_on.format(**names), what, words, settings)
        key = _spared_key(drill, readers.language, number)
        categories = (DRILL_CATEGORY, drill.campus_id)
        title = title_in_words(words.instead, names)
        yield whole_day_event(drill.date, key, title, details.campus_name, text, categories, settings)


def _shows_spared(drill: Drill, readers: FamilyReaders) -> bool:
    return drill.audience is Audience.STAFF or readers.level(drill) is not DisclosureLevel.NOTHING


def _spared_key(drill: Drill, language: str, number: int) -> str:
    return f"{FAMILIES}/{language}/{drill.drill_id}/instead{f'-{number + 1}' if number else ''}"


def withheld_ids(
    drills: Sequence[DrillDetails], readers: FamilyReaders, settings: EventSettings
) -> frozenset[str]:
    """Return the ids of the events of drills that families may not know of."""
    return frozenset(
        event_id(key, settings)
        for details in drills
        if readers.level(details.drill) is DisclosureLevel.NOTHING
        for key in (
            *_keys(details.drill, readers.language),
            *(
                _spared_key(details.drill, readers.language, number)
                for number in range(len(details.spared))
                if not _shows_spared(details.drill, readers)
            ),
        )
    )


def _keys(drill: Drill, language: str) -> tuple[str, str, str]:
    """Return what ids are made from: of the drill, of the letter before it, of the letter after it."""
    key = f"{FAMILIES}/{language}/{drill.drill_id}"
    return key, f"{key}/before", f"{key}/after"


def _drill_event(
    details: DrillDetails, level: DisclosureLevel, readers: FamilyReaders, settings: EventSettings
) -> EventContent:
    words, drill, campus = readers.wording, details.drill, details.campus_name
    names = words.names(details)
    key, title = _keys(drill, readers.language)[0], title_in_words(words.drill, names)
    categories = (DRILL_CATEGORY, drill.campus_id)
    what = scenario_description(details, level, readers.language, readers.disclosures.agency_names)
    if drill.spared_grades and drill.grades:
        spared = words.grades_phrase(drill.spared_grades, details)
        what = f"{what} {words.not_in_it.format(grades=spared)}"
    if level is DisclosureLevel.HOURS and drill.start is not None and drill.end is not None:
        head = words.drill_at.format(**names, hours=words.hours(drill.start, drill.end))
        text = _description(head, what, words, settings)
        event = timed_event(details, key, title, text, categories, settings)
        return event.model_copy(update={"alarm_minutes": None})
    text = _description(words.drill_on.format(**names), what, words, settings)
    return whole_day_event(drill.date, key, title, campus, text, categories, settings)


def _letter(
    key: str,
    title: str,
    says: str,
    tasks: Sequence[Task],
    details: DrillDetails,
    words: FamilyWords,
    settings: EventSettings,
) -> EventContent:
    """Return the day by which a letter to families has left: the first day if law and a rule each ask for one."""
    drill, campus = details.drill, details.campus_name
    names = words.names(details)
    text = _description(says.format(**names), words.words, words, settings)
    due = min(task.due for task in tasks)
    categories = (NOTICE_CATEGORY, drill.campus_id)
    return whole_day_event(due, key, title_in_words(title, names), campus, text, categories, settings)


def _description(head: str, what: str, words: FamilyWords, settings: EventSettings) -> str:
    note = settings.imprint.note
    return "\n".join([head, "", what, words.ask, "", words.disclaimer, *([note] if note else [])])
