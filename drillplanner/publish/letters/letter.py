"""The text of one letter to families, the same in the PDF and in the plain text.

Nothing for the office stands in it: what the office needs is on its cover sheet (``cover_sheet.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drillplanner.appropriateness.spared_activities import SparedGroup
from drillplanner.model import ENGLISH, Audience, Drill, DrillFormat, DrillType, LetterSigner
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.families.passages import spared_passage, spared_title, told_passage
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.language.letter_words import FamilyLetterWords
from drillplanner.publish.core.not_happening import LeftOut, left_out
from drillplanner.publish.letters.schedule import DueLetter
from drillplanner.publish.letters.state_notice import choice_sentences, how_it_is_held, state_blanks

#: Types of drill whose general words are about adults; those of the others are about classes.
_OF_ADULTS = frozenset(
    (
        DrillType.TABLETOP,
        DrillType.FUNCTIONAL,
        DrillType.FULL_SCALE,
        DrillType.CARDIAC,
        DrillType.REUNIFICATION,
    )
)


@dataclass(frozen=True)
class LetterPart:
    """One part of a letter: paragraphs, then bullet points, under an optional heading."""

    paragraphs: tuple[str, ...] = ()
    heading: str = ""
    points: tuple[str, ...] = ()


#: A line for a name, where only the title is known.
_NAME_BY_PEN = "_" * 30


@dataclass(frozen=True)
class LabeledLine:
    """A label with what stands behind it; an empty value is a line for the pen."""

    label: str
    value: str = ""


@dataclass(frozen=True)
class Letter:
    """One letter, as it is sent; ``lines`` stand at its end: how it went, the telephone, the signature.

    ``message`` says the same in short, for text messages; empty for letters to staff.
    """

    subject: str
    greeting: str
    parts: tuple[LetterPart, ...]
    lines: tuple[LabeledLine, ...]
    message: str = ""


def is_withheld_from_families(drill: Drill, disclosures: FamilyDisclosures) -> bool:
    """Check whether the law or the plan forbids telling families before the drill."""
    return disclosures.of(drill).by_law or drill.announced is False


def family_letters(due_letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> Iterator[Letter]:
    """Yield the letter to families of those who take part, then one for each group that is spared the drill.

    Where the staff practice for a school all of whose grades are spared, only the latter are left.
    """
    if is_for_participants(due_letter):
        yield family_letter(due_letter, language, disclosures)
    for group in due_letter.details.spared:
        yield _spared_letter(due_letter, group, language)


def is_for_participants(due_letter: DueLetter) -> bool:
    """Check whether families of those who take part have a letter."""
    return due_letter.drill.audience is not Audience.STAFF or not due_letter.details.spared


def _spared_letter(due_letter: DueLetter, group: SparedGroup, language: str) -> Letter:
    """Return the letter to families whose children do not take part: what these have instead, never an hour."""
    wording, drill_wording = language_of(language).letters, family_words(language)
    details = due_letter.details
    names = {
        **drill_wording.names(details),
        "grades": drill_wording.grades_phrase(group.grades, details),
        "activity": spared_title(group, language) or drill_wording.instead_name,
    }
    for_adults = _for_adults(due_letter, wording)
    if due_letter.after:
        head = (wording.held.format(**names), *for_adults, wording.were_spared.format(**names), wording.after)
        subject = wording.spared_after
    else:
        what = (
            spared_passage(group, language)
            or drill_wording.in_english(spared_passage(group, ENGLISH))
            or drill_wording.spared
        )
        head = (wording.day.format(**names), *for_adults, what)
        subject = wording.spared_before
    return Letter(
        subject=subject.format(**names),
        greeting=wording.greeting,
        parts=(LetterPart((*head, *closing(wording))),),
        lines=closing_lines(wording, _blanks(due_letter, wording), details.site.letters_signed_by),
        message=f"{details.campus_name}: {subject.format(**names)}.",
    )


def family_letter(due_letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> Letter:
    """Return a letter to families: what will happen and what will not, or that it was held.

    It names no agency and no exit route, and gives the time only if families may know it before the drill.
    """
    wording, drill_wording = language_of(language).letters, family_words(language)
    details, drill = due_letter.details, due_letter.drill
    names = drill_wording.names(details)
    for_adults = _for_adults(due_letter, wording)
    if due_letter.after:
        body = (wording.held.format(**names), reassurance(due_letter, wording), *(for_adults or (wording.after,)))
        # The scenario's own words speak of a drill that is still to come.
        practiced = what_part(wording.practiced, practice_of_type(due_letter, wording))
        feedback = () if for_adults else (wording.notice.feedback,)
        parts = (LetterPart(body), *practiced, LetterPart((*feedback, *closing(wording))))
        subject = wording.subject_after
    else:
        opening = wording.day.format(**names)
        if (
            disclosures.of(drill).level is DisclosureLevel.HOURS
            and drill.start is not None
            and drill.end is not None
        ):
            opening = wording.hours.format(**names, hours=drill_wording.hours(drill.start, drill.end))
        what = what_happens(due_letter, language, disclosures)
        parts = (
            LetterPart((opening, *for_adults, drill_wording.words)),
            *what_part(wording.happens, what, how_it_is_held(due_letter, language, disclosures)),
            *never_part(wording, left_out_of(due_letter), what),
            *what_part(wording.notice.choice, " ".join(choice_sentences(due_letter, language, disclosures))),
            LetterPart(closing(wording)),
        )
        subject = wording.subject_before
    return Letter(
        subject=subject.format(**names),
        greeting=wording.greeting,
        parts=parts,
        lines=closing_lines(
            wording,
            (*_blanks(due_letter, wording), *state_blanks(due_letter, language, disclosures)),
            details.site.letters_signed_by,
        ),
        message=short_message(due_letter, language),
    )


def reassurance(due_letter: DueLetter, wording: FamilyLetterWords) -> str:
    """Return the sentences that it was a drill, that it is over, and that there was no danger."""
    return wording.held_unannounced if due_letter.drill.announced is False else wording.held_calmly


def short_message(due_letter: DueLetter, language: str) -> str:
    """Return the letter's news for a text message: the drill and its day, never an hour, and whom to call."""
    words, names = language_of(language).letters.notice, family_words(language).names(due_letter.details)
    text = (words.message_after if due_letter.after else words.message_before).format(**names)
    telephone = due_letter.details.site.letters_signed_by.telephone
    return f"{text} {words.message_office.format(telephone=telephone)}" if telephone else text


def what_happens(due_letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> str:
    """Return the scenario's words for families of these grades, else what drills of this type come to."""
    level = disclosures.of(due_letter.drill).level
    told = told_passage(due_letter.details, level, language, disclosures.agency_names)
    return told or practice_of_type(due_letter, language_of(language).letters)


def practice_of_type(due_letter: DueLetter, wording: FamilyLetterWords) -> str:
    """Return what a drill of this type comes to, without a way out, a time of day, or an agency.

    Empty if no such words say what adults do by themselves, or if the drill's own facts deny what they say: in a
    lockdown drill in which nobody hides, nobody sits out of sight.
    """
    drill = due_letter.drill
    if drill.drill_type is DrillType.LOCKDOWN and LeftOut.HIDING in left_out_of(due_letter):
        return ""
    if drill.audience is Audience.STAFF and drill.drill_type not in _OF_ADULTS:
        return ""
    return wording.lesson if drill.format is DrillFormat.LESSON else wording.by_type[drill.drill_type]


def left_out_of(due_letter: DueLetter) -> tuple[LeftOut, ...]:
    """Return what the drill does not contain, for anyone of its grades."""
    details = due_letter.details
    return left_out(due_letter.drill, details.scenario, details.grades or ())


def what_part(heading: str, what: str, how: tuple[str, ...] = ()) -> tuple[LetterPart, ...]:
    """Return the part on what happens at the drill, and how it is held; none without words."""
    paragraphs = tuple(filter(None, (what, " ".join(how))))
    return (LetterPart(heading=heading, paragraphs=paragraphs),) if paragraphs else ()


def _for_adults(due_letter: DueLetter, wording: FamilyLetterWords) -> tuple[str, ...]:
    """Return the sentence that students do not take part, or did not, if so."""
    if due_letter.drill.audience is not Audience.STAFF:
        return ()
    return (wording.staff_only_after if due_letter.after else wording.staff_only,)


def never_part(wording: FamilyLetterWords, names: Iterable[LeftOut], told: str) -> tuple[LetterPart, ...]:
    """Return the part on what will not happen; none if there is nothing to say.

    What the words of the scenario say already (``told``) is not said twice.
    """
    statements = tuple(
        statement
        for name in names
        if (statement := wording.never_by_fact[name]).rstrip(".").casefold() not in told.casefold()
    )
    return (LetterPart(heading=wording.never, points=statements),) if statements else ()


def closing(wording: FamilyLetterWords) -> tuple[str, ...]:
    """Return the last paragraphs: whom to ask, the interpreter, thanks."""
    return (wording.ask, *((wording.interpreter,) if wording.interpreter else ()), wording.thanks)


def _blanks(due_letter: DueLetter, wording: FamilyLetterWords) -> tuple[str, ...]:
    """Return the labels of what only the school can write; of what adults did by themselves, nothing."""
    if not due_letter.after:
        return wording.blanks_before
    return () if due_letter.drill.audience is Audience.STAFF else wording.blanks_after


def closing_lines(
    wording: FamilyLetterWords, blanks: Iterable[str], signer: LetterSigner
) -> tuple[LabeledLine, ...]:
    """Return the lines at the end: blanks for the pen, then what ``site.yaml`` says about the signer.

    A title without a name keeps its place, after a line for the name.
    """
    signature = ", ".join(part for part in (signer.name or _NAME_BY_PEN, signer.title) if part)
    return (
        *(LabeledLine(label) for label in blanks),
        LabeledLine(wording.telephone, signer.telephone),
        LabeledLine(wording.signature, signature if signer.name or signer.title else ""),
    )
