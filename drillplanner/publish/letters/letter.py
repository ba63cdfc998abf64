"""The text of one letter, the same for paper and for pasting."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.model import ENGLISH, Audience, Drill, FamilyLanguage, Scenario, format_grades
from drillplanner.publish.calendars.events.families import scenario_description
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.families.passages import family_passage
from drillplanner.publish.core.families.wording import family_words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.letters.schedule import DueLetter
from drillplanner.publish.letters.wording import letter_words


@dataclass(frozen=True)
class LetterPart:
    """Sentences or points of a letter, under a heading where there is one."""

    paragraphs: tuple[str, ...] = ()
    heading: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter: what the office reads above it, then what is copied. ``blanks`` stand before lines for the pen."""

    office: tuple[str, ...]
    subject: str
    greeting: str
    parts: tuple[LetterPart, ...]
    blanks: tuple[str, ...]


def is_kept_from_families(drill: Drill, reading: FamilyDisclosures) -> bool:
    """Whether a letter before the drill would warn of what is held without warning, by the law or by the plan."""
    return reading.of(drill).by_law or drill.announced is False


def family_letter(
    sending: DueLetter, language: FamilyLanguage, reading: FamilyDisclosures, request: PublishRequest
) -> Letter:
    """What families read: no agency, no way out, and hours only where they may know them beforehand."""
    said, about = letter_words().families[language], family_words()[language]
    drill = sending.drill
    names = {
        "drill": about.title(drill),
        "campus": request.campus_name(drill.campus_id),
        "date": about.date(drill.date),
    }
    for_adults = (said.staff_only,) if drill.audience is Audience.STAFF else ()
    told = reading.of(drill).level
    if sending.after:
        calmly = said.held_unannounced if drill.announced is False else said.held_calmly
        body = (said.held.format(**names), calmly, *(for_adults or (said.after,)), said.ask)
        subject, blanks = said.subject_after, said.blanks_after
    else:
        head = said.day.format(**names)
        if told is DisclosureLevel.HOURS and drill.start is not None and drill.end is not None:
            head = said.hours.format(**names, hours=about.hours(drill.start, drill.end))
        scenario = request.workspace.scenario_by_id.get(drill.scenario_id or "")
        stay_out = (said.opt_out,) if not for_adults and _may_stay_out(scenario) else ()
        what = scenario_description(drill, told, language, request)
        body = (head, *for_adults, what, *stay_out, said.ask)
        subject, blanks = said.subject_before, said.blanks_before
    return Letter(
        office=_office(sending, request),
        subject=subject.format(**names),
        greeting=said.greeting,
        parts=(LetterPart((*body, said.thanks)),),
        blanks=blanks,
    )


def staff_briefing(sending: DueLetter, request: PublishRequest) -> Letter:
    """What staff read: day and hours, what is practiced and done, and what families read of it."""
    said, drill = letter_words().staff, sending.drill
    names = {
        "drill": words.drill_title(drill.drill_type),
        "campus": request.campus_name(drill.campus_id),
        "date": dates.long_date(drill.date),
    }
    office = _office(sending, request)
    if sending.after:
        body = LetterPart((said.held.format(**names), said.ask))
        return Letter(office, said.subject_after.format(**names), said.greeting, (body,), said.blanks_after)
    scenario = request.workspace.scenario_by_id.get(drill.scenario_id or "")
    parts = (
        LetterPart((said.before.format(**names), said.plainly), points=_facts(drill)),
        *(() if scenario is None else _practice(scenario, drill, request)),
        LetterPart((said.ask,)),
    )
    return Letter(office, said.subject_before.format(**names), said.greeting, parts, said.blanks_before)


def _practice(scenario: Scenario, drill: Drill, request: PublishRequest) -> tuple[LetterPart, ...]:
    """What the adults of these grades practice and prepare, and what families read."""
    said, text = letter_words().staff, request.text_at(drill)
    steps = text.staff_script.do if text and text.staff_script else ()
    read = family_passage(scenario, ENGLISH, drill, request)
    parts = (
        LetterPart(heading=said.goals, points=text.objectives if text else ()),
        LetterPart(heading=said.steps, points=steps),
        LetterPart(heading=said.needs, points=text.accommodations if text else ()),
        LetterPart(heading=said.families, paragraphs=(read,) if read else ()),
    )
    return tuple(part for part in parts if part.points or part.paragraphs)


def _facts(drill: Drill) -> tuple[str, ...]:
    hours = "" if drill.start is None or drill.end is None else dates.clock_span(drill.start, drill.end)
    facts = {
        "Day": dates.long_date(drill.date),
        "Time": hours,
        "Period": drill.period or "",
        "Who takes part": words.AUDIENCES[drill.audience] if drill.audience else "",
        "Grades": format_grades(drill.grades) if drill.grades else "",
        "How": words.FORMATS[drill.format] if drill.format else "",
    }
    return tuple(f"{name}: {value}" for name, value in facts.items() if value)


def _may_stay_out(scenario: Scenario | None) -> bool:
    """Whether the scenario offers it without a reason and without a penalty, as the letter then says."""
    offer = None if scenario is None else scenario.facts.opt_out
    return offer is not None and bool(offer.offered) and offer.reason_needed is False and offer.penalty is False


def _office(sending: DueLetter, request: PublishRequest) -> tuple[str, ...]:
    note = request.workspace.district.note
    return (*sending.heading(request), *([note] if note else []))
