"""What families read of the drills of a campus: which day, what it is like for a child, and when a letter comes.

No agency, no way out, no scenario by name, no law, and hours only where ``family_knowledge`` allows them. These
events have ids of their own: whoever is a parent and works at the school has both, and they say different things.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.model import Drill, FamilyLanguage, PeriodTag, Route, Task
from drillplanner.publish.calendars.events.staff import event_id, timed_event, whole_day_event
from drillplanner.publish.calendars.revisions.revision import EventContent
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures, is_family_notice
from drillplanner.publish.core.families.passages import family_passage
from drillplanner.publish.core.families.wording import FamilyWords, family_words
from drillplanner.publish.core.request import PublishRequest

#: The folder of their calendars, and the first word of what ids are made from.
FAMILIES = "families"

DRILL_CATEGORY = "drill"
NOTICE_CATEGORY = "notice"


def family_events(
    drills: Sequence[Drill],
    language: FamilyLanguage,
    reading: FamilyDisclosures,
    day: date,
    request: PublishRequest,
) -> Iterator[EventContent]:
    """The drills that families may know of on that day, each between the letters before and after it."""
    words = family_words()[language]
    for drill in drills:
        told = reading.of(drill).level_on(day)
        if told is DisclosureLevel.NOTHING:
            continue
        notices = [task for task in request.chores_by_drill.get(drill.drill_id, ()) if is_family_notice(task)]
        before = [task for task in notices if task.kind == "notify"]
        after = [task for task in notices if task.kind != "notify"]
        _, key_before, key_after = _keys(drill, language)
        if before:
            yield _letter(key_before, words.notice, words.notice_says, before, drill, words, request)
        yield _drill(drill, told, language, request)
        if after:
            yield _letter(key_after, words.after, words.after_says, after, drill, words, request)


def withheld_ids(
    drills: Sequence[Drill],
    language: FamilyLanguage,
    reading: FamilyDisclosures,
    day: date,
    request: PublishRequest,
) -> frozenset[str]:
    """The ids that the events of drills have of which families may not know on that day."""
    return frozenset(
        event_id(key, request)
        for drill in drills
        if reading.of(drill).level_on(day) is DisclosureLevel.NOTHING
        for key in _keys(drill, language)
    )


def _keys(drill: Drill, language: FamilyLanguage) -> tuple[str, str, str]:
    """What the ids are made from: of the drill, of the letter before it, of the letter after it."""
    key = f"{FAMILIES}/{language}/{drill.drill_id}"
    return key, f"{key}/before", f"{key}/after"


def _drill(drill: Drill, told: DisclosureLevel, language: FamilyLanguage, request: PublishRequest) -> EventContent:
    words, campus = family_words()[language], request.campus_name(drill.campus_id)
    names = {"drill": words.title(drill), "campus": campus, "date": words.date(drill.date)}
    key, title = _keys(drill, language)[0], words.drill.format(**names)
    categories = (DRILL_CATEGORY, drill.campus_id)
    what = scenario_description(drill, told, language, request)
    if told is DisclosureLevel.HOURS and drill.start is not None and drill.end is not None:
        head = words.drill_at.format(**names, hours=words.hours(drill.start, drill.end))
        said = _description(head, what, words, request)
        return timed_event(drill, key, title, said, categories, request).model_copy(update={"alarm_minutes": None})
    said = _description(words.drill_on.format(**names), what, words, request)
    return whole_day_event(drill.date, key, title, campus, said, categories, request)


def _letter(
    key: str,
    title: str,
    says: str,
    tasks: Sequence[Task],
    drill: Drill,
    words: FamilyWords,
    request: PublishRequest,
) -> EventContent:
    """The day by which a letter to families has left; the first of them, where law and rule ask for one each."""
    campus = request.campus_name(drill.campus_id)
    names = {"drill": words.title(drill), "campus": campus, "date": words.date(drill.date)}
    said = _description(says.format(**names), words.words, words, request)
    due = min(task.due for task in tasks)
    categories = (NOTICE_CATEGORY, drill.campus_id)
    return whole_day_event(due, key, title.format(**names), campus, said, categories, request)


def _description(head: str, what: str, words: FamilyWords, request: PublishRequest) -> str:
    note = request.workspace.district.note
    return "\n".join([head, "", what, words.ask, "", words.disclaimer, *([note] if note else [])])


def scenario_description(
    drill: Drill, told: DisclosureLevel, language: FamilyLanguage, request: PublishRequest
) -> str:
    """What the scenario says to families, where that gives away no way out and no hour that is kept back."""
    general = family_words()[language].words
    scenario = request.workspace.scenario_by_id.get(drill.scenario_id or "")
    if scenario is None or drill.route not in {None, Route.PRIMARY}:
        return general
    if told is not DisclosureLevel.HOURS and set(scenario.moments) != {PeriodTag.INSTRUCTION}:
        return general
    own = family_passage(scenario, language, drill, request)
    # A district's own words may name who comes; families are told that in person, not in an open file.
    named = any(agency.name.casefold() in own.casefold() for agency in request.workspace.district.agencies)
    return general if named else own or general
