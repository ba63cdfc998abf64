"""The text of one staff briefing: day and time, what staff practice and do, and what families read of it."""

from __future__ import annotations

from itertools import groupby

from drillplanner.model import ENGLISH, Scenario
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.announcements import announcements_view
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.letters.letter import (
    LabeledLine,
    Letter,
    LetterPart,
    is_withheld_from_families,
    what_happens,
)
from drillplanner.publish.letters.schedule import DueLetter
from drillplanner.publish.letters.wording import briefing_words


def staff_briefing(due_letter: DueLetter, disclosures: FamilyDisclosures) -> Letter:
    """Return a staff briefing: day and time, what staff practice and do, and what their letter tells families."""
    wording, drill = briefing_words(), due_letter.drill
    names = {
        "drill": due_letter.details.kind,
        "campus": due_letter.details.campus_name,
        "date": dates.long_date(drill.date),
    }
    if due_letter.after:
        body = LetterPart((wording.held.format(**names), wording.ask))
        return Letter(
            wording.subject_after.format(**names), wording.greeting, (body,), _lines(wording.blanks_after)
        )
    scenario = due_letter.details.scenario
    parts = (
        LetterPart((wording.before.format(**names), wording.plainly), points=_facts(due_letter.details)),
        *_spared_parts(due_letter.details),
        *(() if scenario is None else _practice(scenario, due_letter, disclosures)),
        LetterPart((wording.ask,)),
    )
    return Letter(wording.subject_before.format(**names), wording.greeting, parts, _lines(wording.blanks_before))


def _lines(labels: tuple[str, ...]) -> tuple[LabeledLine, ...]:
    return tuple(map(LabeledLine, labels))


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


def _practice(scenario: Scenario, due_letter: DueLetter, disclosures: FamilyDisclosures) -> tuple[LetterPart, ...]:
    """Return the parts on goals, steps, and accommodations for these grades, and on what families read."""
    details = due_letter.details
    wording, text = briefing_words(), details.text
    steps = text.staff_script.do if text and text.staff_script else ()
    has_words = bool(scenario.for_families or scenario.for_families_by_grade)
    is_told = has_words and not is_withheld_from_families(due_letter.drill, disclosures)
    read = what_happens(due_letter, ENGLISH, disclosures) if is_told else ""
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
