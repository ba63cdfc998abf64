"""The text of one letter, the same in the PDF and in the plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from drillplanner.appropriateness.spared_activities import SparedGroup
from drillplanner.model import ENGLISH, Audience, Drill, Scenario
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.announcements import announcements_view
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.families.passages import (
    family_passage,
    scenario_description,
    spared_passage,
    spared_title,
)
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.language.letter_words import FamilyLetterWords
from drillplanner.publish.letters.schedule import DueLetter
from drillplanner.publish.letters.wording import briefing_words


@dataclass(frozen=True)
class LetterPart:
    """One part of a letter: paragraphs, then bullet points, under an optional heading."""

    paragraphs: tuple[str, ...] = ()
    heading: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One letter. ``office`` is a note to the school office above it; ``blanks`` label the lines to fill in."""

    office: tuple[str, ...]
    subject: str
    greeting: str
    parts: tuple[LetterPart, ...]
    blanks: tuple[str, ...]


def is_withheld_from_families(drill: Drill, disclosures: FamilyDisclosures) -> bool:
    """Check whether the law or the plan forbids telling families before the drill."""
    return disclosures.of(drill).by_law or drill.announced is False


def family_letters(due_letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> Iterator[Letter]:
    """Yield the letter to families of those who take part, then one for each group that is spared the drill.

    Where the staff practice for a school all of whose grades are spared, only the latter are left.
    """
    if due_letter.drill.audience is not Audience.STAFF or not due_letter.details.spared:
        yield family_letter(due_letter, language, disclosures)
    for group in due_letter.details.spared:
        yield _spared_letter(due_letter, group, language)


def _spared_letter(due_letter: DueLetter, group: SparedGroup, language: str) -> Letter:
    """Return the letter to families whose children do not take part: what these have instead, never an hour."""
    wording, drill_wording = language_of(language).letters, family_words(language)
    details, drill = due_letter.details, due_letter.drill
    names = {
        **drill_wording.names(details),
        "grades": drill_wording.grades_phrase(group.grades, details),
        "activity": spared_title(group, language) or drill_wording.instead_name,
    }
    for_adults = (wording.staff_only,) if drill.audience is Audience.STAFF else ()
    if due_letter.after:
        head = (wording.held.format(**names), *for_adults, wording.were_spared.format(**names), wording.after)
        subject, blanks = wording.spared_after, wording.blanks_after
    else:
        what = (
            spared_passage(group, language)
            or drill_wording.in_english(spared_passage(group, ENGLISH))
            or drill_wording.spared
        )
        head = (wording.day.format(**names), *for_adults, what)
        subject, blanks = wording.spared_before, wording.blanks_before
    return Letter(
        office=(
            *_office_note(due_letter),
            *_unreviewed(language),
            f"For families of {details.grades_phrase(group.grades)}.",
        ),
        subject=subject.format(**names),
        greeting=wording.greeting,
        parts=(LetterPart((*head, wording.ask, *_interpreter(wording), wording.thanks)),),
        blanks=blanks,
    )


def family_letter(due_letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> Letter:
    """Return a letter to families.

    It names no agency and no exit route, and gives the time only if families may know it before the drill.
    """
    wording, drill_wording = language_of(language).letters, family_words(language)
    details, drill = due_letter.details, due_letter.drill
    names = drill_wording.names(details)
    for_adults = (wording.staff_only,) if drill.audience is Audience.STAFF else ()
    level = disclosures.of(drill).level
    if due_letter.after:
        reassurance = wording.held_unannounced if drill.announced is False else wording.held_calmly
        body = (wording.held.format(**names), reassurance, *(for_adults or (wording.after,)), wording.ask)
        subject, blanks = wording.subject_after, wording.blanks_after
    else:
        opening = wording.day.format(**names)
        if level is DisclosureLevel.HOURS and drill.start is not None and drill.end is not None:
            opening = wording.hours.format(**names, hours=drill_wording.hours(drill.start, drill.end))
        opt_out = (wording.opt_out,) if not for_adults and _may_opt_out(details.scenario) else ()
        description = scenario_description(details, level, language, disclosures.agency_names)
        body = (opening, *for_adults, description, *opt_out, wording.ask)
        subject, blanks = wording.subject_before, wording.blanks_before
    only = (f"For families of {details.grades_phrase(drill.grades)}.",) if details.spared and drill.grades else ()
    return Letter(
        office=(*_office_note(due_letter), *_unreviewed(language), *only),
        subject=subject.format(**names),
        greeting=wording.greeting,
        parts=(LetterPart((*body, *_interpreter(wording), wording.thanks)),),
        blanks=blanks,
    )


def _interpreter(wording: FamilyLetterWords) -> tuple[str, ...]:
    return (wording.interpreter,) if wording.interpreter else ()


def _unreviewed(language: str) -> tuple[str, ...]:
    note = language_of(language).unreviewed
    return (note,) if note else ()


def staff_briefing(due_letter: DueLetter) -> Letter:
    """Return a staff briefing: day and time, what staff practice and do, and what families read."""
    wording, drill = briefing_words(), due_letter.drill
    names = {
        "drill": due_letter.details.kind,
        "campus": due_letter.details.campus_name,
        "date": dates.long_date(drill.date),
    }
    office = _office_note(due_letter)
    if due_letter.after:
        body = LetterPart((wording.held.format(**names), wording.ask))
        return Letter(
            office, wording.subject_after.format(**names), wording.greeting, (body,), wording.blanks_after
        )
    scenario = due_letter.details.scenario
    parts = (
        LetterPart((wording.before.format(**names), wording.plainly), points=_facts(due_letter.details)),
        *_spared_parts(due_letter.details),
        *(() if scenario is None else _practice(scenario, due_letter.details)),
        LetterPart((wording.ask,)),
    )
    return Letter(office, wording.subject_before.format(**names), wording.greeting, parts, wording.blanks_before)


def _spared_parts(details: DrillDetails) -> tuple[LetterPart, ...]:
    """Return a part for each group of spared grades: what they have instead, what is said and what is done."""
    wording = briefing_words()
    return tuple(
        LetterPart(
            heading=wording.spared.format(grades=details.grades_phrase(group.grades)),
            paragraphs=(f"{sentence[0].upper()}{sentence[1:]}.",),
            points=()
            if group.activity is None
            else (
                *group.activity.do,
                f"Say: {' '.join(group.activity.say)}",
                f"Close with: {group.activity.close}",
            ),
        )
        for group, sentence in zip(details.spared, details.spared_sentences, strict=True)
    )


def _practice(scenario: Scenario, details: DrillDetails) -> tuple[LetterPart, ...]:
    """Return the parts on goals, steps, and accommodations for these grades, and on what families read."""
    wording, text = briefing_words(), details.text
    steps = text.staff_script.do if text and text.staff_script else ()
    read = family_passage(scenario, ENGLISH, details.grades)
    parts = (
        LetterPart(heading=wording.goals, points=text.objectives if text else ()),
        LetterPart(heading=wording.speaker, points=_on_the_speaker(details)),
        LetterPart(heading=wording.steps, points=steps),
        LetterPart(heading=wording.needs, points=text.accommodations if text else ()),
        LetterPart(heading=wording.families, paragraphs=(read,) if read else ()),
    )
    return tuple(part for part in parts if part.points or part.paragraphs)


def _on_the_speaker(details: DrillDetails) -> tuple[str, ...]:
    """Return the words on the speaker, one line for each purpose; a sentence said twice in a row stands once."""
    view = announcements_view(details, ENGLISH)
    return tuple(
        f"{part['heading']}: “{' '.join(line for line, _ in groupby(part['lines']))}”"
        for part in (view["parts"] if view else ())
    )


def _facts(details: DrillDetails) -> tuple[str, ...]:
    drill = details.drill
    hours = "" if drill.start is None or drill.end is None else dates.clock_span(drill.start, drill.end)
    facts = {
        "Day": dates.long_date(drill.date),
        "Time": hours,
        "Period": drill.period or "",
        "Who takes part": words.AUDIENCES[drill.audience] if drill.audience else "",
        "Grades": details.grades_text if drill.grades else "",
        "How": words.FORMATS[drill.format] if drill.format else "",
    }
    return tuple(f"{name}: {value}" for name, value in facts.items() if value)


def _may_opt_out(scenario: Scenario | None) -> bool:
    """Check whether students may opt out without a reason or penalty, which the letter then promises."""
    offer = None if scenario is None else scenario.facts.opt_out
    return offer is not None and bool(offer.offered) and offer.reason_needed is False and offer.penalty is False


def _office_note(due_letter: DueLetter) -> tuple[str, ...]:
    note = due_letter.details.imprint.note
    return (*due_letter.heading(), *([note] if note else []))
